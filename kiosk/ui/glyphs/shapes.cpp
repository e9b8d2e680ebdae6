#include "kiosk/ui/glyphs/shapes.h"

#include <cairo.h>

#include <charconv>
#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kNumberMost = 1e6;  // cairo counts pixels to 2^23

struct Spot {
  double x = 0, y = 0;
};

// Reads a path and draws it into a cairo path.
class PathReader {
 public:
  PathReader(std::string_view path, cairo_t* cairo) : rest_(path), cairo_(cairo) {}

  bool read() {
    char command = 0;
    while (skip_blanks(), !rest_.empty()) {
      if (is_letter(rest_.front())) {
        command = rest_.front();
        rest_.remove_prefix(1);
      } else if (command == 0 || command == 'Z' || command == 'z') {
        return false;
      }
      if (!step(command)) return false;
      if (command == 'M') command = 'L';  // more points after a move are lines
      if (command == 'm') command = 'l';
    }
    return true;
  }

 private:
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  void skip_blanks() {
    while (!rest_.empty() &&
           (rest_.front() == ' ' || rest_.front() == ',' || rest_.front() == '\n'))
      rest_.remove_prefix(1);
  }

  bool number(double& out) {
    skip_blanks();
    const auto result = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    // "nan" and "inf" are numbers to from_chars.
    if (result.ec != std::errc{} || !(std::abs(out) <= kNumberMost)) return false;
    rest_.remove_prefix(static_cast<std::size_t>(result.ptr - rest_.data()));
    return true;
  }

  bool spot(Spot& out, bool relative) {
    if (!number(out.x) || !number(out.y)) return false;
    if (relative) out = {out.x + at_.x, out.y + at_.y};
    return true;
  }

  bool step(char command) {
    const bool relative = command >= 'a';
    Spot a, b, c;
    switch (relative ? static_cast<char>(command - 'a' + 'A') : command) {
      case 'M':
        if (!spot(a, relative)) return false;
        cairo_move_to(cairo_, a.x, a.y);
        at_ = start_ = a;
        return true;
      case 'L':
        if (!spot(a, relative)) return false;
        return line_to(a);
      case 'H':
        if (!number(a.x)) return false;
        return line_to({relative ? at_.x + a.x : a.x, at_.y});
      case 'V':
        if (!number(a.y)) return false;
        return line_to({at_.x, relative ? at_.y + a.y : a.y});
      case 'C':
        if (!spot(a, relative) || !spot(b, relative) || !spot(c, relative)) return false;
        return curve_to(a, b, c);
      case 'Q':
        if (!spot(a, relative) || !spot(c, relative)) return false;
        return curve_to({at_.x + (a.x - at_.x) * 2 / 3, at_.y + (a.y - at_.y) * 2 / 3},
                        {c.x + (a.x - c.x) * 2 / 3, c.y + (a.y - c.y) * 2 / 3}, c);
      case 'A':
        return arc(relative);
      case 'Z':
        cairo_close_path(cairo_);
        at_ = start_;
        return true;
      default:
        return false;
    }
  }

  bool line_to(Spot to) {
    cairo_line_to(cairo_, to.x, to.y);
    at_ = to;
    return true;
  }

  bool curve_to(Spot a, Spot b, Spot to) {
    cairo_curve_to(cairo_, a.x, a.y, b.x, b.y, to.x, to.y);
    at_ = to;
    return true;
  }

  // An ellipse's arc by its two ends (SVG 1.1, F.6); the ellipse's axes are never turned here.
  bool arc(bool relative) {
    double rx = 0, ry = 0, turn = 0, large = 0, sweep = 0;
    Spot to;
    if (!number(rx) || !number(ry) || !number(turn) || !flag(large) || !flag(sweep) ||
        !spot(to, relative) || rx <= 0 || ry <= 0 || turn != 0)
      return false;
    const double dx = (at_.x - to.x) / 2 / rx, dy = (at_.y - to.y) / 2 / ry;
    const double half = dx * dx + dy * dy;
    if (half == 0) return true;
    double grow = 1;
    if (half > 1) grow = std::sqrt(half);  // too small for its ends: made to fit
    rx *= grow;
    ry *= grow;
    const double reduced = std::min(1.0, half);
    const double side = (large != sweep ? 1 : -1) * std::sqrt(std::max(0.0, 1 / reduced - 1));
    const double ux = dx / grow, uy = dy / grow;
    const double cx = side * uy, cy = -side * ux;
    const Spot middle{cx * rx + (at_.x + to.x) / 2, cy * ry + (at_.y + to.y) / 2};
    const double from = std::atan2(uy - cy, ux - cx);
    const double until = std::atan2(-uy - cy, -ux - cx);
    cairo_save(cairo_);
    cairo_translate(cairo_, middle.x, middle.y);
    cairo_scale(cairo_, rx, ry);
    if (sweep != 0)
      cairo_arc(cairo_, 0, 0, 1, from, until <= from ? until + 2 * kPi : until);
    else
      cairo_arc_negative(cairo_, 0, 0, 1, from, until >= from ? until - 2 * kPi : until);
    cairo_restore(cairo_);
    at_ = to;
    return true;
  }

  bool flag(double& out) {
    skip_blanks();
    if (rest_.empty() || (rest_.front() != '0' && rest_.front() != '1')) return false;
    out = rest_.front() - '0';
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  cairo_t* cairo_;
  Spot at_, start_;
};

void draw(cairo_t* cairo, const ShapeSpec& spec) {
  if (spec.stroke <= 0) {
    cairo_fill(cairo);
    return;
  }
  cairo_set_line_width(cairo, spec.stroke);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  if (spec.dash_on > 0) {
    const double dashes[] = {spec.dash_on, spec.dash_off};
    cairo_set_dash(cairo, dashes, 2, 0);
  }
  cairo_stroke(cairo);
}

Bitmap to_bitmap(cairo_surface_t* surface, int width, int height) {
  Bitmap bitmap;
  cairo_surface_flush(surface);
  const unsigned char* const data = cairo_image_surface_get_data(surface);
  if (data == nullptr) return bitmap;
  bitmap.width = width;
  bitmap.height = height;
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; ++y) {
    const unsigned char* const row = data + static_cast<std::ptrdiff_t>(y) * stride;
    bitmap.pixels.insert(bitmap.pixels.end(), row, row + width);
  }
  return bitmap;
}

}  // namespace

bool can_draw_path(std::string_view path) {
  cairo_surface_t* const probe = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr);
  cairo_t* const cairo = cairo_create(probe);
  const bool good = !path.empty() && PathReader(path, cairo).read();
  cairo_destroy(cairo);
  cairo_surface_destroy(probe);
  return good;
}

Bitmap paint_shape(const ShapeSpec& spec, Point& offset) {
  cairo_matrix_t matrix;
  const double side = spec.turned ? -1 : 1;
  cairo_matrix_init_scale(&matrix, spec.scale * side * (spec.flipped ? -1 : 1), spec.scale * side);

  // First only to learn how large it becomes.
  cairo_surface_t* const probe = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr);
  cairo_t* cairo = cairo_create(probe);
  cairo_set_matrix(cairo, &matrix);
  const bool good = PathReader(spec.path, cairo).read();
  draw(cairo, spec);
  cairo_destroy(cairo);
  double x = 0, y = 0, width = 0, height = 0;
  cairo_recording_surface_ink_extents(probe, &x, &y, &width, &height);
  cairo_surface_destroy(probe);
  if (!good || width <= 0 || height <= 0) return {};

  offset = {static_cast<float>(std::floor(x)) - 1, static_cast<float>(std::floor(y)) - 1};
  const int columns = static_cast<int>(std::ceil(x + width - offset.x)) + 1;
  const int rows = static_cast<int>(std::ceil(y + height - offset.y)) + 1;
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_A8, columns, rows);
  cairo = cairo_create(surface);
  cairo_translate(cairo, -offset.x, -offset.y);
  cairo_transform(cairo, &matrix);
  static_cast<void>(PathReader(spec.path, cairo).read());
  draw(cairo, spec);
  cairo_destroy(cairo);
  Bitmap bitmap = to_bitmap(surface, columns, rows);
  cairo_surface_destroy(surface);
  return bitmap;
}

}  // namespace afterword::kiosk
