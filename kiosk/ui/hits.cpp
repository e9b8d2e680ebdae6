#include "kiosk/ui/hits.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPxPerMmUnknown = 5.88F;

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

// How far a point lies outside of a rectangle; 0 inside.
float outside(const Rect& rect, Point p) {
  const float across = std::max({rect.x - p.x, 0.0F, p.x - rect.right()});
  const float down = std::max({rect.y - p.y, 0.0F, p.y - rect.bottom()});
  return std::hypot(across, down);
}

}  // namespace

void Hits::begin(const Frame& frame) {
  drawing_.clear();
  tapped_.clear();
  touched_ = false;
  pointer_.reset();
  if (!frame.event) return;
  if (const auto* const pointer = std::get_if<PointerEvent>(&*frame.event)) {
    const float px_per_mm = frame.px_per_mm > 0 ? frame.px_per_mm : kPxPerMmUnknown;
    take(*pointer, kDoubleStrikeMm * px_per_mm);
  } else {
    touched_ = true;
  }
}

void Hits::take(const PointerEvent& event, float strike_px) {
  using Kind = PointerEvent::Kind;
  if (event.kind == Kind::down) {
    ignoring_ = last_down_ && event.time - last_down_->time < kDoubleStrike &&
                distance(event.at, last_down_->at) < strike_px;
    if (ignoring_) return;
    last_down_ = event;
    const Hit* const hit = at(event.at);
    pressed_ = hit != nullptr && hit->enabled ? hit->name : "";
    inside_ = true;
  }
  if (ignoring_) {
    if (event.kind == Kind::up || event.kind == Kind::cancel) ignoring_ = false;
    return;
  }
  pointer_ = event;
  if (event.kind == Kind::down || event.kind == Kind::up) touched_ = true;
  if (event.kind == Kind::cancel) {
    cancel();
    return;
  }
  const bool down = event.kind == Kind::down || (event.kind == Kind::move && finger_);
  finger_ = down ? std::optional<Point>(event.at) : std::nullopt;
  const Hit* const hit = at(event.at);
  const bool here = hit != nullptr && hit->enabled && hit->name == pressed_;
  if (event.kind == Kind::move) {
    if (!finger_) return;
    inside_ = here;
  }
  if (event.kind == Kind::up) {
    if (here && inside_) tapped_ = pressed_;
    pressed_.clear();
    inside_ = false;
  }
}

const Hit* Hits::at(Point point) const {
  const Hit* best = nullptr;
  float least = 1e9F;
  for (const Hit& hit : shown_) {
    if (!hit.reach.contains(point)) continue;
    const float away = outside(hit.rect, point);
    if (away <= least) {  // the later of two lies above
      least = away;
      best = &hit;
    }
  }
  return best;
}

void Hits::add(std::string name, Rect rect, Rect reach, bool enabled) {
  drawing_.push_back({std::move(name), rect, reach, enabled});
}

void Hits::cover() { drawing_.clear(); }

bool Hits::pressed(std::string_view name) const {
  return inside_ && !pressed_.empty() && pressed_ == name;
}

const Hit* Hits::find(std::string_view name) const {
  const auto found =
      std::find_if(shown_.begin(), shown_.end(), [&](const Hit& hit) { return hit.name == name; });
  return found == shown_.end() ? nullptr : &*found;
}

void Hits::end() { shown_ = drawing_; }

void Hits::cancel() {
  pressed_.clear();
  tapped_.clear();
  inside_ = false;
  finger_.reset();
}

}  // namespace afterword::kiosk
