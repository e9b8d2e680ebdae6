#include "kiosk/platform/changes.h"

#include <algorithm>
#include <cmath>

namespace afterword::kiosk {
namespace {

bool same(const ImVec2& a, const ImVec2& b) { return a.x == b.x && a.y == b.y; }
bool same(const ImVec4& a, const ImVec4& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w;
}
bool same(const ImDrawVert& a, const ImDrawVert& b) {
  return a.col == b.col && same(a.pos, b.pos) && same(a.uv, b.uv);
}

// Holds nothing, and grows to what is joined to it.
constexpr float kFar = 1e9F;
ImVec4 nowhere() { return {kFar, kFar, -kFar, -kFar}; }
ImVec4 joined(const ImVec4& a, const ImVec4& b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.z, b.z), std::max(a.w, b.w)};
}

}  // namespace

bool Changes::Triangle::operator==(const Triangle& other) const {
  return texture == other.texture && same(clip, other.clip) && same(corners[0], other.corners[0]) &&
         same(corners[1], other.corners[1]) && same(corners[2], other.corners[2]);
}

void Changes::gather(const ImDrawList& list, std::vector<Triangle>& out) {
  for (const ImDrawCmd& command : list.CmdBuffer)
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
      Triangle triangle{command.GetTexID(), command.ClipRect, {}};
      for (unsigned corner = 0; corner < 3; ++corner) {
        const auto index = static_cast<int>(command.IdxOffset + i + corner);
        triangle.corners[corner] =
            list.VtxBuffer[static_cast<int>(command.VtxOffset + list.IdxBuffer[index])];
      }
      out.push_back(triangle);
    }
}

ImVec4 Changes::around(const Triangle* first, const Triangle* last) {
  ImVec4 all = nowhere();
  for (const Triangle* each = first; each != last; ++each) {
    ImVec4 box = nowhere();
    for (const ImDrawVert& corner : each->corners)
      box = joined(box, {corner.pos.x, corner.pos.y, corner.pos.x, corner.pos.y});
    const ImVec4 shown{std::max(box.x, each->clip.x), std::max(box.y, each->clip.y),
                       std::min(box.z, each->clip.z), std::min(box.w, each->clip.w)};
    if (shown.x < shown.z && shown.y < shown.w) all = joined(all, shown);
  }
  return all;
}

Area Changes::since_last(const std::vector<ImDrawList*>& lists, Size window) {
  std::swap(before_, now_);
  std::fill(now_.begin(), now_.end(), Triangle{});  // where somebody's lines ended is nobody's business
  now_.clear();
  for (const ImDrawList* const list : lists) gather(*list, now_);
  const Area whole{0, 0, static_cast<int>(window.width), static_cast<int>(window.height)};
  const bool resized = window.width != window_.width || window.height != window_.height;
  window_ = window;
  if (resized) return whole;
  // The same at the beginning and at the end; what lies between went, and what lies there now came.
  const auto most = static_cast<std::ptrdiff_t>(std::min(before_.size(), now_.size()));
  const std::ptrdiff_t begin =
      std::mismatch(now_.begin(), now_.begin() + most, before_.begin()).first - now_.begin();
  const std::ptrdiff_t end = std::mismatch(now_.rbegin(), now_.rbegin() + (most - begin),
                                           before_.rbegin())
                                 .first -
                             now_.rbegin();
  const ImVec4 changed =
      joined(around(before_.data() + begin, before_.data() + before_.size() - end),
             around(now_.data() + begin, now_.data() + now_.size() - end));
  if (changed.x > changed.z) return {};
  // A pixel more all round: edges are soft.
  return {std::max(static_cast<int>(std::floor(changed.x)) - 1, whole.left),
          std::max(static_cast<int>(std::floor(changed.y)) - 1, whole.top),
          std::min(static_cast<int>(std::ceil(changed.z)) + 1, whole.right),
          std::min(static_cast<int>(std::ceil(changed.w)) + 1, whole.bottom)};
}

DrawnWithin::DrawnWithin(const std::vector<ImDrawList*>& lists, const Area& area) {
  const auto left = static_cast<float>(area.left), top = static_cast<float>(area.top);
  const auto right = static_cast<float>(area.right), bottom = static_cast<float>(area.bottom);
  for (ImDrawList* const list : lists)
    for (ImDrawCmd& command : list->CmdBuffer) {
      as_they_were_.emplace_back(&command, command.ClipRect);
      const ImVec4& clip = command.ClipRect;
      command.ClipRect = {std::max(clip.x, left), std::max(clip.y, top), std::min(clip.z, right),
                          std::min(clip.w, bottom)};
    }
}

DrawnWithin::~DrawnWithin() {
  for (const auto& [command, clip] : as_they_were_) command->ClipRect = clip;
}

}  // namespace afterword::kiosk
