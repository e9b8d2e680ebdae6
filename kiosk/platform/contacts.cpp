#include "kiosk/platform/contacts.h"

#include <X11/Xlib.h>
#include <X11/extensions/XInput2.h>

#include <algorithm>

namespace afterword::kiosk {
namespace {

constexpr std::size_t kContactsTracked = 64;  // a panel that forgets to end touches grows nothing

class RawTouches final : public Contacts {
 public:
  RawTouches() : display_(XOpenDisplay(nullptr)) {
    if (display_ == nullptr) return;
    int event = 0, error = 0, major = 2, minor = 2;  // 2.2: touch
    listening_ = XQueryExtension(display_, "XInputExtension", &extension_, &event, &error) != 0 &&
                 XIQueryVersion(display_, &major, &minor) == Success &&
                 (major > 2 || (major == 2 && minor >= 2));
    if (!listening_) return;
    unsigned char bits[XIMaskLen(XI_LASTEVENT)] = {};
    XISetMask(bits, XI_RawTouchBegin);
    XISetMask(bits, XI_RawTouchEnd);
    XIEventMask mask{XIAllMasterDevices, sizeof bits, bits};
    XISelectEvents(display_, DefaultRootWindow(display_), &mask, 1);
    XFlush(display_);
  }
  ~RawTouches() override {
    if (display_ != nullptr) XCloseDisplay(display_);
  }
  RawTouches(const RawTouches&) = delete;
  RawTouches& operator=(const RawTouches&) = delete;

  int take_most() override {
    while (listening_ && XPending(display_) > 0) {
      XEvent event;
      XNextEvent(display_, &event);
      XGenericEventCookie& cookie = event.xcookie;
      if (cookie.type != GenericEvent || cookie.extension != extension_ ||
          XGetEventData(display_, &cookie) == 0)
        continue;
      const auto* const touch = static_cast<const XIRawEvent*>(cookie.data);
      const auto number = static_cast<unsigned>(touch->detail);
      if (cookie.evtype == XI_RawTouchBegin) count_.began(touch->sourceid, number);
      if (cookie.evtype == XI_RawTouchEnd) count_.ended(touch->sourceid, number);
      XFreeEventData(display_, &cookie);
    }
    return count_.take_most();
  }

 private:
  Display* display_ = nullptr;
  int extension_ = 0;
  bool listening_ = false;
  ContactCount count_;
};

}  // namespace

void ContactCount::began(int device, unsigned touch) {
  if (down_.size() >= kContactsTracked) down_.clear();
  down_.insert({device, touch});
  most_ = std::max(most_, down_.size());
}

int ContactCount::take_most() {
  const std::size_t most = std::max<std::size_t>(most_, 1);
  most_ = down_.size();
  return static_cast<int>(most);
}

std::unique_ptr<Contacts> Contacts::listen() { return std::make_unique<RawTouches>(); }

}  // namespace afterword::kiosk
