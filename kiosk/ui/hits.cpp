#include "kiosk/ui/hits.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPxPerMmUnknown = 5.88F;

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Not to what covers a whole page, nor to what is typed with or into.
bool can_lead_to(const Hit& hit) {
  return hit.enabled && hit.name != "anywhere" && hit.name != "elsewhere" && hit.name != "text" &&
         hit.name.rfind("key:", 0) != 0 && hit.name.rfind("more:", 0) != 0;
}

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
  touched_ = missed_ = took_key_ = false;
  pointer_.reset();
  if (!frame.event) return;
  if (const auto* const pointer = std::get_if<PointerEvent>(&*frame.event)) {
    const float px_per_mm = frame.px_per_mm > 0 ? frame.px_per_mm : kPxPerMmUnknown;
    take(*pointer, kDoubleStrikeMm * px_per_mm);
    return;
  }
  touched_ = true;
  if (const auto* const key = std::get_if<KeyEvent>(&*frame.event)) take(*key);
}

// Typing stays with what is typed into: there only Tab leads, and Enter belongs to the text until
// Tab has led elsewhere.
void Hits::take(const KeyEvent& event) {
  const bool typing = find("text") != nullptr && focus_.empty();
  switch (event.key) {
    case NamedKey::tab:
      lead(1);
      break;
    case NamedKey::back_tab:
      lead(-1);
      break;
    case NamedKey::right:
    case NamedKey::down:
      if (!typing) lead(1);
      break;
    case NamedKey::left:
    case NamedKey::up:
      if (!typing) lead(-1);
      break;
    case NamedKey::enter:
      if (const Hit* const hit = find(focus_); hit != nullptr && hit->enabled) {
        tapped_ = focus_;
        took_key_ = true;
      }
      break;
    case NamedKey::escape:
      took_key_ = !focus_.empty();
      focus_.clear();
      break;
    default:
      break;
  }
}

void Hits::lead(int direction) {
  took_key_ = true;
  std::vector<std::string> names;
  for (const Hit& hit : shown_)
    if (can_lead_to(hit)) names.push_back(hit.name);
  if (names.empty()) return;
  const auto here = std::find(names.begin(), names.end(), focus_);
  const auto count = static_cast<std::ptrdiff_t>(names.size());
  std::ptrdiff_t index = direction > 0 ? 0 : count - 1;
  if (here != names.end()) index = (here - names.begin() + direction + count) % count;
  focus_ = names[static_cast<std::size_t>(index)];
}

const Hit* Hits::focused() const {
  if (focus_.empty()) return nullptr;
  const auto found = std::find_if(drawing_.begin(), drawing_.end(),
                                  [&](const Hit& hit) { return hit.name == focus_; });
  return found == drawing_.end() ? nullptr : &*found;
}

void Hits::take(const PointerEvent& event, float strike_px) {
  using Kind = PointerEvent::Kind;
  if (event.kind == Kind::down) {
    ignoring_ = last_down_ && event.time - last_down_->time < double_strike_ &&
                distance(event.at, last_down_->at) < strike_px;
    if (ignoring_) return;
    last_down_ = event;
    focus_.clear();
    const Hit* const hit = at(event.at);
    missed_ = hit == nullptr;
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

void Hits::add(std::string name, Rect rect, Rect reach, bool enabled, float radius) {
  drawing_.push_back({std::move(name), rect, reach, enabled, radius, {}});
}

void Hits::name_last(std::string words) {
  if (!drawing_.empty()) drawing_.back().words = std::move(words);
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
  focus_.clear();
  inside_ = false;
  finger_.reset();
}

}  // namespace afterword::kiosk
