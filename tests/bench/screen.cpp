#include "tests/bench/screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "tests/bench/program.h"

namespace afterword::bench {
namespace {

constexpr int kEye = 48;            // pixels a side that are looked at
constexpr double kGivesUpMs = 700;  // no change in this time: nothing to see here
constexpr std::chrono::milliseconds kRest{350};

}  // namespace

Screen::Screen() : display_(XOpenDisplay(nullptr)) {
  if (display_ == nullptr) return;
  width_ = DisplayWidth(display_, DefaultScreen(display_));
  height_ = DisplayHeight(display_, DefaultScreen(display_));
}

Screen::~Screen() {
  if (display_ != nullptr) XCloseDisplay(display_);
}

std::vector<char> Screen::look(Spot spot) {
  const int x = std::clamp(spot.x - kEye / 2, 0, width_ - kEye);
  const int y = std::clamp(spot.y - kEye / 2, 0, height_ - kEye);
  XImage* const image =
      XGetImage(display_, DefaultRootWindow(display_), x, y, kEye, kEye, AllPlanes, ZPixmap);
  if (image == nullptr) return {};
  std::vector<char> pixels(image->data, image->data + image->bytes_per_line * image->height);
  XDestroyImage(image);
  return pixels;
}

std::optional<double> Screen::touch(Spot spot) {
  XTestFakeMotionEvent(display_, -1, spot.x, spot.y, 0);
  XSync(display_, False);
  std::this_thread::sleep_for(kRest);
  const std::vector<char> before = look(spot);
  const double pressed = now_ms();
  XTestFakeButtonEvent(display_, 1, True, 0);
  XFlush(display_);
  std::optional<double> changed;
  while (!changed && now_ms() - pressed < kGivesUpMs) {
    if (look(spot) != before) changed = now_ms() - pressed;
  }
  XTestFakeMotionEvent(display_, -1, 2, height_ - 2, 0);
  XTestFakeButtonEvent(display_, 1, False, 0);
  XSync(display_, False);
  std::this_thread::sleep_for(kRest);
  return changed;
}

std::optional<Spot> Screen::find_sensitive() {
  for (int row = 9; row >= 1; --row)
    for (int column = 9; column >= 1; --column) {
      const Spot spot{width_ * column / 10, height_ * row / 10};
      // Twice: something that moves by itself is no answer to a finger.
      if (touch(spot) && touch(spot)) return spot;
    }
  return std::nullopt;
}

}  // namespace afterword::bench
