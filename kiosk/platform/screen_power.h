// The screen's power, as far as the X server has a say: never blanks by itself, goes dark when
// told. Private to this folder. Each call opens the display anew: it is needed twice a day.
//
// Under Xwayland (cage) and Xvfb there is no power to switch; then the caller's black page is all.
#pragma once

namespace afterword::kiosk {

// The X server's own screen saver and power saving, off.
void keep_screen_on();
// Off, or on again. Leaves the server's own timers off.
void power_screen(bool on);

}  // namespace afterword::kiosk
