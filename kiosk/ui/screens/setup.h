// The pages of first-run set-up. Private to this folder.
#pragma once
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

// Where a page of set-up draws, beside or below the panel with the steps.
struct SetupBody {
  Rect rect;      // inside of its margins
  float top = 0;  // below the title and what stands under it
  float buttons_top = 0, button_height = 0;
};

// Ground, panel with the steps, language button, title and a hint. `tray_px`: what a keyboard takes
// of the page's foot.
SetupBody draw_setup_frame(Page& page, const SetupView& view, const std::string& title,
                           const std::string& hint, float tray_px = 0);
// Left and right in the row of buttons; either may be missing. Say what they are told to.
void draw_setup_buttons(Page& page, const SetupBody& body, const std::string& start_words,
                        SetUp::Do start, const std::string& end_words, SetUp::Do end);

void draw_setup_screen(Page& page, const SetupView& view);
void draw_setup_code(Page& page, const SetupView& view);
void draw_setup_place(Page& page, const SetupView& view);
void draw_setup_test(Page& page, const SetupView& view);

}  // namespace afterword::kiosk
