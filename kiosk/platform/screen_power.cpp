#include "kiosk/platform/screen_power.h"

#include <X11/Xlib.h>
#include <X11/extensions/dpms.h>

namespace afterword::kiosk {
namespace {

class XServer {
 public:
  XServer() : display_(XOpenDisplay(nullptr)) {}
  ~XServer() {
    if (display_ != nullptr) XCloseDisplay(display_);  // sends what was asked
  }
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;

  Display* get() const { return display_; }
  bool has_power() const {
    int event = 0, error = 0;
    return display_ != nullptr && DPMSQueryExtension(display_, &event, &error) != 0 &&
           DPMSCapable(display_) != 0;
  }

 private:
  Display* display_;
};

}  // namespace

void keep_screen_on() {
  const XServer server;
  if (server.get() == nullptr) return;
  XSetScreenSaver(server.get(), 0, 0, DontPreferBlanking, DontAllowExposures);
  if (server.has_power()) DPMSDisable(server.get());
}

void power_screen(bool on) {
  const XServer server;
  if (!server.has_power()) return;
  DPMSSetTimeouts(server.get(), 0, 0, 0);
  DPMSEnable(server.get());
  DPMSForceLevel(server.get(), on ? DPMSModeOn : DPMSModeOff);
  // With power saving disabled the server would switch the screen on again.
  if (on) DPMSDisable(server.get());
}

}  // namespace afterword::kiosk
