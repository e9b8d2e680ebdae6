#include "tests/faults/screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>

#include <stdexcept>

#undef None
#undef Status

namespace afterword::test {
namespace {

constexpr unsigned long kNone = 0;
constexpr long kIconic = 3;  // of WM_CHANGE_STATE

// Windows come and go while we look.
int ignore(Display*, XErrorEvent*) { return 0; }

}  // namespace

struct Screen::Impl {
  Display* display = nullptr;
  Window root = 0;

  // The topmost that is shown, 0 if none.
  Window top(int* shown = nullptr, XWindowAttributes* of_top = nullptr) const {
    Window parent = 0, unused = 0, *children = nullptr, found = 0;
    unsigned count = 0;
    if (XQueryTree(display, root, &unused, &parent, &children, &count) == 0) return 0;
    for (unsigned i = 0; i < count; ++i) {  // the topmost is the last
      XWindowAttributes attributes;
      if (XGetWindowAttributes(display, children[i], &attributes) == 0 ||
          attributes.map_state != IsViewable || attributes.width <= 1 || attributes.height <= 1)
        continue;
      found = children[i];
      if (shown != nullptr) ++*shown;
      if (of_top != nullptr) *of_top = attributes;
    }
    if (children != nullptr) XFree(children);
    return found;
  }

  void send(Window to, Window about, const char* type, long first, long mask) const {
    XEvent event = {};
    event.xclient.type = ClientMessage;
    event.xclient.window = about;
    event.xclient.message_type = XInternAtom(display, type, False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = first;
    event.xclient.data.l[1] = CurrentTime;
    XSendEvent(display, to, False, mask, &event);
    XFlush(display);
  }
};

Screen::Screen() : impl_(std::make_unique<Impl>()) {
  impl_->display = XOpenDisplay(nullptr);
  if (impl_->display == nullptr) throw std::runtime_error("no X server: run it under xvfb-run");
  XSetErrorHandler(ignore);
  impl_->root = DefaultRootWindow(impl_->display);
  int a = 0, b = 0, c = 0, d = 0;
  if (XTestQueryExtension(impl_->display, &a, &b, &c, &d) == 0)
    throw std::runtime_error("this X server takes no made-up input (XTEST)");
}

Screen::~Screen() {
  if (impl_->display != nullptr) XCloseDisplay(impl_->display);
}

int Screen::width() const { return DisplayWidth(impl_->display, DefaultScreen(impl_->display)); }
int Screen::height() const { return DisplayHeight(impl_->display, DefaultScreen(impl_->display)); }

void Screen::move(int x, int y) {
  XTestFakeMotionEvent(impl_->display, -1, x, y, CurrentTime);
  XFlush(impl_->display);
}

void Screen::button(int number, bool down) {
  XTestFakeButtonEvent(impl_->display, static_cast<unsigned>(number), down ? True : False,
                       CurrentTime);
  XFlush(impl_->display);
}

void Screen::key(const std::string& name, bool down) {
  const KeySym symbol = XStringToKeysym(name.c_str());
  const KeyCode code = symbol == NoSymbol ? 0 : XKeysymToKeycode(impl_->display, symbol);
  if (code == 0) return;
  XTestFakeKeyEvent(impl_->display, code, down ? True : False, CurrentTime);
  XFlush(impl_->display);
}

void Screen::chord(const std::vector<std::string>& names) {
  for (const std::string& name : names) key(name, true);
  for (auto name = names.rbegin(); name != names.rend(); ++name) key(*name, false);
}

void Screen::ask_to_close() {
  const Window window = impl_->top();
  if (window == kNone) return;
  impl_->send(window, window, "WM_PROTOCOLS",
              static_cast<long>(XInternAtom(impl_->display, "WM_DELETE_WINDOW", False)),
              NoEventMask);
}

void Screen::ask_to_iconify() {
  const Window window = impl_->top();
  if (window == kNone) return;
  impl_->send(impl_->root, window, "WM_CHANGE_STATE", kIconic,
              SubstructureRedirectMask | SubstructureNotifyMask);
}

Screen::Windows Screen::windows() const {
  Windows out;
  XWindowAttributes attributes = {};
  const Window window = impl_->top(&out.shown, &attributes);
  out.covers_all = window != kNone && attributes.x <= 0 && attributes.y <= 0 &&
                   attributes.x + attributes.width >= width() &&
                   attributes.y + attributes.height >= height();
  Window focus = 0;
  int revert = 0;
  XGetInputFocus(impl_->display, &focus, &revert);
  // Without a window manager keys may follow the pointer, which is over what covers all.
  out.focused = focus == window || (focus == PointerRoot && out.covers_all);
  return out;
}

}  // namespace afterword::test
