#include <imgui.h>

#include <cmath>

#include "kiosk/ui/draw.h"

namespace afterword::kiosk {
namespace {

constexpr float kPi = 3.14159265F;
constexpr float kShadowSpread = 0.6F;  // of the blur: 1.4 standard deviations
constexpr int kArcPx = 2;              // one segment for this much of an arc

bool near(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y) < 0.05F; }
ImU32 packed(Color color) { return IM_COL32(color.red, color.green, color.blue, color.alpha); }
ImVec2 vec(Point point) { return {point.x, point.y}; }
ImTextureID handle(TextureId texture) {
  static_assert(sizeof(ImTextureID) >= sizeof(TextureId), "pictures are told apart by all of it");
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));
}

// How much of the pixel at (x, y) the soft shadow of a large rounded rectangle covers, whose corner
// is at the origin: a bell curve across its edge, as a browser blurs.
float shadow_coverage(float x, float y, float radius, float blur) {
  const float qx = radius - x, qy = radius - y;
  const float away = std::min(std::max(qx, qy), 0.0F) +
                     std::hypot(std::max(qx, 0.0F), std::max(qy, 0.0F)) - radius;
  return 0.5F * std::erfc(away / (blur * kShadowSpread));
}

}  // namespace

Painter::Painter(Glyphs& glyphs, Textures& textures) : glyphs_(glyphs), textures_(textures) {}

Painter::~Painter() {
  for (const auto& entry : patches_) textures_.destroy(entry.second.texture);
}

void Painter::begin(ImDrawList& list, const Units& units, bool mirrored) {
  list_ = &list;
  units_ = units;
  mirrored_ = mirrored;
}

bool Painter::set_mirrored(bool mirrored) { return std::exchange(mirrored_, mirrored); }

void Painter::fill(Rect rect, Color color) {
  const Rect at = placed(rect).snapped();
  list_->AddRectFilled({at.x, at.y}, {at.right(), at.bottom()}, packed(color));
}

void Painter::rounded(Rect rect, float radius, Color color) {
  rounded_path(placed(rect).snapped(), radius);
  list_->PathFillConvex(packed(color));
}

// ImGui's own rounded rectangles are never quite round at their ends.
void Painter::rounded_path(Rect at, float radius) {
  const float round = std::min(radius, std::min(at.width, at.height) / 2);
  const int segments = std::max(3, static_cast<int>(kPi / 2 * round) / kArcPx);
  const Point corners[] = {{at.x + round, at.y + round},
                           {at.right() - round, at.y + round},
                           {at.right() - round, at.bottom() - round},
                           {at.x + round, at.bottom() - round}};
  Point first, last;
  for (int corner = 0; corner < 4; ++corner) {
    for (int i = 0; i <= segments; ++i) {
      const float angle = kPi + kPi / 2 *
                                    (static_cast<float>(corner) +
                                     static_cast<float>(i) / static_cast<float>(segments));
      const Point next = corners[corner] + Point{round * std::cos(angle), round * std::sin(angle)};
      // Where arcs meet at a pill's end there would be two points in one place, and a spike.
      if (corner + i > 0 && (near(next, last) || (corner == 3 && near(next, first)))) continue;
      if (corner + i == 0) first = next;
      last = next;
      list_->PathLineTo(vec(next));
    }
  }
}

void Painter::outline(Rect rect, float radius, float width, Color color) {
  rounded_path(placed(rect).snapped().grown(width / 2), radius + width / 2);
  list_->PathStroke(packed(color), ImDrawFlags_Closed, width);
}

void Painter::ring(Rect rect, float radius, float width, Color color) {
  rounded_path(placed(rect).snapped().grown(-width / 2), radius - width / 2);
  list_->PathStroke(packed(color), ImDrawFlags_Closed, width);
}

void Painter::disc(Point center, float radius, Color color) {
  list_->AddCircleFilled(vec(placed(center)), radius, packed(color),
                         std::max(24, static_cast<int>(kPi * radius)));
}

void Painter::circle(Point center, float radius, float width, Color color) {
  list_->AddCircle(vec(placed(center)), radius, packed(color),
                   std::max(24, static_cast<int>(kPi * radius)), width);
}

void Painter::arc(Point center, float radius, float width, float share, Color color) {
  if (share <= 0) return;
  const Point middle = placed(center);
  const int segments = std::max(8, static_cast<int>(kPi * radius * share));
  const float end = -kPi / 2 + 2 * kPi * std::min(share, 1.0F);
  list_->PathArcTo(vec(middle), radius, -kPi / 2, end, segments);
  list_->PathStroke(packed(color), 0, width);
  if (share >= 1) return;
  for (const float angle : {-kPi / 2, end})
    list_->AddCircleFilled(
        {middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)}, width / 2,
        packed(color), 24);
}

void Painter::line(Point from, Point to, float width, Color color) {
  list_->AddLine(vec(placed(from)), vec(placed(to)), packed(color), width);
}

void Painter::clip(Rect rect) {
  const Rect at = placed(rect).snapped();
  list_->PushClipRect({at.x, at.y}, {at.right(), at.bottom()}, true);
}

void Painter::unclip() { list_->PopClipRect(); }

const Painter::ShadowPatch& Painter::patch(ShadowKey key) {
  const auto found = patches_.find(key);
  if (found != patches_.end()) return found->second;
  const float radius = static_cast<float>(key.radius), blur = static_cast<float>(key.blur) / 4;
  const int outside = static_cast<int>(std::ceil(blur)) + 1;
  ShadowPatch patch;
  patch.corner = outside + key.inner;
  // All four corners are the first one, turned.
  std::vector<std::uint8_t> corner;
  for (int y = 0; y < patch.corner; ++y)
    for (int x = 0; x < patch.corner; ++x) {
      const float share = shadow_coverage(static_cast<float>(x - outside) + 0.5F,
                                          static_cast<float>(y - outside) + 0.5F, radius, blur);
      corner.push_back(static_cast<std::uint8_t>(std::lround(share * 255)));
    }
  Bitmap bitmap;
  bitmap.width = bitmap.height = 2 * patch.corner;
  const auto turned = [&](int at) { return std::min(at, bitmap.width - 1 - at); };
  for (int y = 0; y < bitmap.height; ++y)
    for (int x = 0; x < bitmap.width; ++x)
      bitmap.pixels.push_back(corner[static_cast<std::size_t>(turned(y) * patch.corner + turned(x))]);
  patch.outside = outside;
  patch.texture = textures_.create(bitmap);
  return patches_.emplace(key, patch).first->second;
}

// Four corners as they are, the edges stretched. The middle lies wholly under what casts the shadow.
void Painter::nine(Rect rect, const ShadowPatch& patch, Color color) {
  const float corner = static_cast<float>(patch.corner);
  const float xs[] = {rect.x, rect.x + corner, rect.right() - corner, rect.right()};
  const float ys[] = {rect.y, rect.y + corner, rect.bottom() - corner, rect.bottom()};
  const float uv[] = {0, 0.5F, 0.5F, 1};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      if (xs[column + 1] <= xs[column] || ys[row + 1] <= ys[row]) continue;
      if (row == 1 && column == 1) continue;
      list_->AddImage(handle(patch.texture), {xs[column], ys[row]}, {xs[column + 1], ys[row + 1]},
                      {uv[column], uv[row]}, {uv[column + 1], uv[row + 1]}, packed(color));
    }
  }
}

void Painter::shadow(Rect rect, float radius, std::span<const ShadowLayer> layers) {
  const Rect at = placed(rect).snapped();
  const float half = std::floor(std::min(at.width, at.height) / 2);
  const float round = std::min(std::round(radius), half);
  for (const ShadowLayer& layer : layers) {
    const float blur = units_(layer.blur);
    ShadowKey key;
    key.radius = static_cast<int>(round);
    key.blur = static_cast<int>(std::lround(blur * 4));
    key.inner = static_cast<int>(std::min(half, std::ceil(round + blur)));
    const ShadowPatch& patch_used = patch(key);
    nine(at.moved(0, std::round(units_(layer.down))).grown(static_cast<float>(patch_used.outside)),
         patch_used, layer.color.with_alpha(layer.alpha));
  }
}

namespace {

// The widest line's box: a text that is aligned in a width seldom fills it.
Rect seen_at(const TextSpec& spec, const TextSize& size, Rect at, Point corner) {
  if (spec.width_px <= 0) return {corner.x, corner.y, size.width, size.height};
  const float free = at.width - size.width;
  const bool at_right = (spec.align == Align::end) != spec.right_to_left;
  const float x = spec.align == Align::center ? at.x + free / 2 : at_right ? at.x + free : at.x;
  return {x, corner.y, size.width, size.height};
}

}  // namespace

TextSize Painter::text(Point corner, TextSpec spec, Color color) {
  const TextSize size = glyphs_.measure(spec);
  const float width = spec.width_px > 0 ? spec.width_px : size.width;
  const Rect at = placed(Rect{corner.x, corner.y, width, size.height});
  if (spec.right_to_left != mirrored_ && spec.align != Align::center)
    spec.align = spec.align == Align::start ? Align::end : Align::start;
  if (told_ != nullptr && !spec.text.empty()) told_->push_back({spec.text, at, spec.size_px});
  picture({at.x, at.y}, glyphs_.picture(spec), color);
  return size;
}

TextSize Painter::text_in(Rect rect, TextSpec spec, Color color, Align align, bool middle) {
  const Rect at = placed(rect);
  const bool one_line = spec.width_px <= 0;
  if (!one_line) spec.width_px = rect.width;
  spec.align = align;
  if (spec.right_to_left != mirrored_ && align != Align::center)
    spec.align = align == Align::start ? Align::end : Align::start;
  const TextSize size = glyphs_.measure(spec);
  const float top = middle ? at.y + (at.height - size.height) / 2 : at.y;
  float left = at.x;
  if (one_line) {
    const bool at_left = (align == Align::start) != mirrored_;
    left = align == Align::center ? at.x + (at.width - size.width) / 2
           : at_left              ? at.x
                                  : at.right() - size.width;
  }
  if (told_ != nullptr && !spec.text.empty())
    told_->push_back({spec.text, seen_at(spec, size, at, {left, top}), spec.size_px});
  picture({left, top}, glyphs_.picture(spec), color);
  return size;
}

void Painter::picture(Point corner, const TextPicture& picture, Color color) {
  if (picture.texture == 0) return;
  const float x = std::round(corner.x) + picture.offset.x,
              y = std::round(corner.y) + picture.offset.y;
  const Color tint = picture.colored ? Color{255, 255, 255, color.alpha} : color;
  list_->AddImage(handle(picture.texture), {x, y},
                  {x + picture.size.width, y + picture.size.height}, {0, 0}, {1, 1}, packed(tint));
}

}  // namespace afterword::kiosk
