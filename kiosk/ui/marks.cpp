// The signs: the comma, faces, stars, the dashed circle and icons. Numbers: the look's tokens.
#include <cmath>

#include "kiosk/ui/draw.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kComma =
    "M-1 0A1 1 0 1 1 1 0C1 1.02 .46 1.74-.52 2.12C-.71 2.19-.83 1.99-.66 1.87C-.2 1.56 .04 1.28 "
    ".08 "
    ".9968A1 1 0 0 1-1 0Z";
constexpr std::string_view kDisc = "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z";
constexpr std::string_view kDashedRing = "M-.95 0A.95 .95 0 1 1 .95 0A.95 .95 0 1 1-.95 0Z";
constexpr std::string_view kStar =
    "M0-1L.288-.396L.951-.309L.466 .151L.588 .809L0 .49L-.588 .809L-.466 .151L-.951-.309L-.288-"
    ".396Z";

constexpr float kFaceStroke = .085F, kFaceStrokeOutlined = .11F, kDiscStroke = .07F;
constexpr float kRingRadius = .95F, kRingStroke = .07F, kDashes = 18, kDashShare = .56F,
                kRingLeastDu = 2.4F;

constexpr std::string_view kEyes =
    "M-.435-.13A.095 .115 0 1 1-.245-.13A.095 .115 0 1 1-.435-.13ZM.245-.13A.095 .115 0 1 1 "
    ".435-.13A.095 .115 0 1 1 .245-.13Z";
constexpr std::string_view kLowEyes =
    "M-.435-.06A.095 .115 0 1 1-.245-.06A.095 .115 0 1 1-.435-.06ZM.245-.06A.095 .115 0 1 1 "
    ".435-.06A.095 .115 0 1 1 .245-.06Z";

struct FacePaths {
  std::string_view filled, stroked;
};
constexpr std::string_view kLaugh = "M-.42 .2L.42 .2C.39 .54 .2 .66 0 .66C-.2 .66-.39 .54-.42 .2Z";
constexpr FacePaths kFaces[] = {
    {kLowEyes, "M-.56-.27Q-.4-.41-.22-.43M.56-.27Q.4-.41 .22-.43M-.44 .57Q0 .05 .44 .57"},
    {kEyes, "M-.36 .47Q0 .24 .36 .47"},
    {kEyes, "M-.34 .39L.34 .39"},
    {kEyes, "M-.4 .28Q0 .6 .4 .28"},
    {kLaugh, "M-.52-.08Q-.36-.34-.2-.08M.52-.08Q.36-.34 .2-.08"},
};
constexpr float kLaughStroke = .077F;

struct IconPath {
  std::string_view path;
  bool mirrors = false;
  std::string_view filled = {};
};
IconPath path_of(Icon icon) {
  switch (icon) {
    case Icon::back:
      return {"M20.5 12H4.5M10.5 6L4.5 12L10.5 18", true};
    case Icon::next:
      return {"M3.5 12H19.5M13.5 6L19.5 12L13.5 18", true};
    case Icon::skip:
      return {"M3 12H16M11 7L16 12L11 17M20.5 5.5V18.5", true};
    case Icon::left:
      return {"M20.5 12H4.5M10.5 6L4.5 12L10.5 18", false};
    case Icon::right:
      return {"M3.5 12H19.5M13.5 6L19.5 12L13.5 18", false};
    case Icon::globe:
      return {
          "M2.5 12A9.5 9.5 0 1 1 21.5 12A9.5 9.5 0 1 1 2.5 12ZM2.5 12H21.5M12 2.5C15 5.3 16.2 8.5 "
          "16.2 12C16.2 15.5 15 18.7 12 21.5C9 18.7 7.8 15.5 7.8 12C7.8 8.5 9 5.3 12 2.5Z",
          false};
    case Icon::chevron:
      return {"M6.5 9.5L12 15L17.5 9.5", false};
    case Icon::tick:
      return {"M4.5 12.5L9.5 17.5L19.5 7", false};
    case Icon::shield:
      return {
          "M12 2.2L20 5.2V11C20 16.2 16.8 20 12 21.8C7.2 20 4 16.2 4 11V5.2ZM8.5 12L11 14.5L15.5 "
          "9.7",
          false};
    case Icon::hand:
      return {
          "M7 12.5V6.8A1.5 1.5 0 0 1 10 6.8V4.8A1.5 1.5 0 0 1 13 4.8V5.6A1.5 1.5 0 0 1 16 "
          "5.6V8.2A1.5 "
          "1.5 0 0 1 19 8.2V15C19 18.8 16.6 21.5 13 21.5C10 21.5 8.6 20.2 7.3 18L4.4 13.4C3.4 11.6 "
          "5.6 "
          "10.4 7 12.5ZM10 6.8V11.5M13 5.6V11.5M16 8.2V11.8",
          false};
    case Icon::sync:
      return {
          "M20 11.5A8 8 0 0 0 5.6 7.2L3.5 9.5M3.5 4.8V9.5H8.2M4 12.5A8 8 0 0 0 18.4 16.8L20.5 "
          "14.5M20.5 19.2V14.5H15.8",
          false};
    case Icon::backspace:
      return {
          "M8.5 4.5H20A2 2 0 0 1 22 6.5V17.5A2 2 0 0 1 20 19.5H8.5L2 12ZM11.5 9L17 14.6M17 9L11.5 "
          "14.6",
          false};
    case Icon::enter:
      return {"M20.5 5V10A3 3 0 0 1 17.5 13H4.5M9.5 7.5L4 13L9.5 18.5", false};
    case Icon::shift:
      return {"M12 3L3 12.5H8V20.5H16V12.5H21Z", false};
    case Icon::shift_lock:
      return {"M12 1.5L3 11H8V17H16V11H21ZM8 21.5H16", false};
    case Icon::contrast:
      return {"M2.2 12A9.8 9.8 0 1 1 21.8 12A9.8 9.8 0 1 1 2.2 12Z", false,
              "M12 2.2A9.8 9.8 0 0 1 12 21.8Z"};
    case Icon::large_text:
      return {"M1 20L7.5 4L14 20M3.2 14.6H11.8M14.6 20L18.8 10L23 20M16 16.7H21.6", false};
    case Icon::speaker:
      return {
          "M2.5 9V15H6.5L12 19.5V4.5L6.5 9ZM15.5 8.8A4.4 4.4 0 0 1 15.5 15.2M18.3 5.6A8.8 8.8 0 "
          "0 1 18.3 18.4",
          false};
    case Icon::reach:
      return {"M12 2.5V15M6 9.5L12 15.5L18 9.5M3 21H21", false};
  }
  return {};
}

}  // namespace

void Painter::shape(ShapeSpec spec, Point origin, Color color) {
  const Point at = placed(origin);
  picture(at, glyphs_.shape(spec), color);
}

bool Painter::brand_picture(Point center, float height) {
  if (mark_.png.empty()) return false;
  const TextPicture logo = glyphs_.image(mark_.png, static_cast<int>(std::lround(height)));
  const Point at = placed(center);
  picture({at.x - logo.size.width / 2, at.y - logo.size.height / 2}, logo, {255, 255, 255, 255});
  return logo.texture != 0;
}

void Painter::comma(Point center, float radius, Color color) {
  if (told_marks_ != nullptr) {
    const float above = (mirrored_ ? 2.15F : 1) * radius;
    told_marks_->push_back(
        placed(Rect{center.x - radius, center.y - above, 2 * radius, 3.15F * radius}));
  }
  if (!mark_.path.empty()) {
    // Into the room the comma takes: two radii wide, 3.14 high, its body at the top.
    const bool turned = mark_.turns && mirrored_;
    const float scale = radius * std::min(2 / mark_.box.width, 3.14F / mark_.box.height);
    const Point middle{center.x, center.y + (mirrored_ ? -0.57F : 0.57F) * radius};
    const Point box = mark_.box.center();
    const Point at = placed(middle);
    const float side = turned ? -1.0F : 1.0F;
    picture({at.x - side * scale * box.x, at.y - side * scale * box.y},
            glyphs_.shape({.path = mark_.path, .scale = scale, .turned = turned}), color);
    return;
  }
  ShapeSpec spec;
  spec.path = kComma;
  spec.scale = radius;
  spec.turned = mirrored_;
  shape(spec, center, color);
}

void Painter::face(Point center, float radius, int step, Color disc_color, Color ink,
                   bool outlined) {
  const FacePaths& paths = kFaces[std::clamp(step, 1, 5) - 1];
  const float stroke = outlined ? kFaceStrokeOutlined : kFaceStroke;
  if (outlined)
    shape({.path = kDashedRing, .scale = radius, .stroke = kDiscStroke}, center, ink);
  else
    shape({.path = kDisc, .scale = radius}, center, disc_color);
  shape({.path = paths.filled, .scale = radius}, center, ink);
  if (paths.filled == kLaugh)
    shape({.path = kLaugh, .scale = radius, .stroke = kLaughStroke}, center, ink);
  shape({.path = paths.stroked, .scale = radius, .stroke = stroke}, center, ink);
}

void Painter::not_applicable(Point center, float radius, Color ink, Color fill_color) {
  if (fill_color.alpha > 0)
    shape({.path = kDisc, .scale = radius * kRingRadius}, center, fill_color);
  const float period = 2 * 3.14159265F * kRingRadius / kDashes;
  const float width = std::max(kRingStroke, units_(kRingLeastDu) / radius);
  shape({.path = kDashedRing,
         .scale = radius,
         .stroke = width,
         // Round caps reach beyond the dash's ends.
         .dash_on = period * kDashShare - width / 2,
         .dash_off = period * (1 - kDashShare) + width / 2},
        center, ink);
}

void Painter::star(Point center, float radius, Color fill_color, Color outline,
                   float outline_width) {
  shape({.path = kStar, .scale = radius}, center, fill_color);
  shape({.path = kStar, .scale = radius, .stroke = outline_width / radius}, center, outline);
}

void Painter::icon(Icon icon, Point center, float size, Color color, float stroke) {
  const IconPath path = path_of(icon);
  ShapeSpec spec;
  spec.path = path.path;
  spec.scale = size / 24;
  spec.stroke = stroke;
  spec.flipped = mirrored_ && path.mirrors;
  // The grid's middle is (12, 12); a flipped one reaches from 0 to -24.
  const Point at = placed(center);
  const float half = size / 2;
  const Point corner{at.x + (spec.flipped ? half : -half), at.y - half};
  picture(corner, glyphs_.shape(spec), color);
  if (path.filled.empty()) return;
  spec.path = path.filled;
  spec.stroke = 0;
  picture(corner, glyphs_.shape(spec), color);
}

}  // namespace afterword::kiosk
