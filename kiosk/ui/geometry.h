// Points and rectangles in pixels, y downwards. Values.
#pragma once
#include <cmath>

namespace afterword::kiosk {

struct Point {
  float x = 0, y = 0;
  bool operator==(const Point&) const = default;
};
inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }

struct Size {
  float width = 0, height = 0;
  bool operator==(const Size&) const = default;
};

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  Point center() const { return {x + width / 2, y + height / 2}; }
  bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
  Rect grown(float by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
  Rect grown(float across, float down) const {
    return {x - across, y - down, width + 2 * across, height + 2 * down};
  }
  Rect moved(float dx, float dy) const { return {x + dx, y + dy, width, height}; }
  // Whole pixels, so that edges are sharp.
  Rect snapped() const {
    const float left = std::round(x), top = std::round(y);
    return {left, top, std::round(right()) - left, std::round(bottom()) - top};
  }
  // The same place on a page of this width that reads from right to left.
  Rect mirrored(float page_width) const { return {page_width - right(), y, width, height}; }
  bool operator==(const Rect&) const = default;
};

}  // namespace afterword::kiosk
