#include "kiosk/ui/hits.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPxPerMmUnknown = 5.88F;

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

bool covers_page(const Hit& hit) { return hit.name == "anywhere" || hit.name == "elsewhere"; }

bool is_letter_above(const Hit& hit) { return hit.name.rfind("more:", 0) == 0; }

bool is_arrow(NamedKey key) {
  return key == NamedKey::left || key == NamedKey::right || key == NamedKey::up ||
         key == NamedKey::down;
}

bool edits(NamedKey key) {
  return key == NamedKey::backspace || key == NamedKey::remove || key == NamedKey::home ||
         key == NamedKey::end;
}

// Rows as the eye sees them: what begins beside the middle of the row's first is of that row.
std::vector<std::vector<const Hit*>> rows_of(std::vector<const Hit*> hits) {
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit* a, const Hit* b) { return a->rect.y < b->rect.y; });
  std::vector<std::vector<const Hit*>> rows;
  for (const Hit* const hit : hits) {
    const float middle = hit->rect.center().y;
    const Rect* const first = rows.empty() ? nullptr : &rows.back().front()->rect;
    if (first == nullptr || middle < first->y || middle >= first->bottom()) rows.emplace_back();
    rows.back().push_back(hit);
  }
  for (std::vector<const Hit*>& row : rows)
    std::stable_sort(row.begin(), row.end(),
                     [](const Hit* a, const Hit* b) { return a->rect.x < b->rect.x; });
  return rows;
}

// How far `to` lies from `from` downwards (-1: upwards); less is nearer, nothing if it does not.
std::optional<float> distance_down(const Rect& from, const Rect& to, int direction) {
  const float overlap = std::min(from.height, to.height) / 4;
  const float gap = direction > 0 ? to.y - from.bottom() : from.y - to.bottom();
  if (gap < -overlap) return std::nullopt;
  const float middle = from.center().x;
  const float aside = std::max({to.x - middle, 0.0F, middle - to.right()});
  const float apart = std::max({to.x - from.right(), 0.0F, from.x - to.right()});
  return std::max(0.0F, gap) + 2 * apart + aside / 4;
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
  held_.clear();
  touched_ = missed_ = took_key_ = false;
  pointer_.reset();
  if (!frame.event) return;
  if (const auto* const pointer = std::get_if<PointerEvent>(&*frame.event)) {
    const float px_per_mm = frame.px_per_mm > 0 ? frame.px_per_mm : kPxPerMmUnknown;
    take(*pointer, kDoubleStrikeMm * px_per_mm);
    return;
  }
  touched_ = true;
  if (const auto* const key = std::get_if<KeyEvent>(&*frame.event)) {
    take(*key);
  } else if (find("text") != nullptr) {
    typing_ = true;
    focus_.clear();
  }
}

void Hits::set_same_key(Ms any, Ms ok) {
  same_key_ = std::clamp(any, Ms{0}, kSameKeyMost);
  same_ok_ = std::clamp(ok, Ms{0}, kSameKeyMost);
}

// A shaky hand, or a key that bounces.
bool Hits::strikes_again(const KeyEvent& event) {
  const Ms least = event.key == NamedKey::enter ? same_ok_ : same_key_;
  const bool again =
      last_key_ && last_key_->key == event.key && event.time - last_key_->time < least;
  if (!again) last_key_ = event;
  return again;
}

void Hits::take(const KeyEvent& event) {
  const bool has_text = find("text") != nullptr;
  if (has_text && edits(event.key)) typing_ = true;
  if (!has_text) typing_ = false;
  const bool leads = is_arrow(event.key) || event.key == NamedKey::enter;
  if (typing_ && (leads || edits(event.key))) return;  // the text's
  took_key_ = leads;
  if (event.repeat) {
    if (event.key == NamedKey::enter) held_ = focus_;
    return;
  }
  if (leads && strikes_again(event)) {
    took_key_ = true;
    return;
  }
  switch (event.key) {
    case NamedKey::tab:
    case NamedKey::back_tab:
      typing_ = false;
      lead_on(event.key == NamedKey::tab ? 1 : -1);
      break;
    case NamedKey::left:
    case NamedKey::right:
      lead_across(event.key == NamedKey::right ? 1 : -1);
      break;
    case NamedKey::up:
    case NamedKey::down:
      lead_down(event.key == NamedKey::down ? 1 : -1);
      break;
    case NamedKey::enter:
      take_ok();
      break;
    case NamedKey::escape: {
      const bool strip = std::any_of(shown_.begin(), shown_.end(), is_letter_above);
      const Hit* const back = find("back");
      if (strip) break;  // the keyboard closes it
      took_key_ = back != nullptr && back->enabled;
      if (took_key_)
        tapped_ = "back";
      else
        focus_.clear();
      break;
    }
    default:
      break;
  }
}

// With nothing led to yet: the whole page, if that is one target; else the key is the page's.
void Hits::take_ok() {
  if (const Hit* const hit = find(focus_); hit != nullptr && hit->enabled) {
    tapped_ = focus_;
    return;
  }
  for (const Hit& hit : shown_)
    if (covers_page(hit)) tapped_ = hit.name;
  took_key_ = !tapped_.empty();
}

// What keys can lead to; while a strip of letters is open, only these.
std::vector<const Hit*> Hits::leadable() const {
  const bool strip = std::any_of(shown_.begin(), shown_.end(), is_letter_above);
  std::vector<const Hit*> out;
  for (const Hit& hit : shown_)
    if (hit.enabled && !covers_page(hit) && (!strip || is_letter_above(hit))) out.push_back(&hit);
  return out;
}

void Hits::lead_to(std::string_view name) {
  if (leading()) focus_ = name;
}

void Hits::lead_on(int direction) {
  took_key_ = true;
  const std::vector<const Hit*> hits = leadable();
  if (hits.empty()) return;
  const auto here =
      std::find_if(hits.begin(), hits.end(), [&](const Hit* hit) { return hit->name == focus_; });
  const auto count = static_cast<std::ptrdiff_t>(hits.size());
  std::ptrdiff_t index = direction > 0 ? 0 : count - 1;
  if (here != hits.end()) index = (here - hits.begin() + direction + count) % count;
  focus_ = hits[static_cast<std::size_t>(index)]->name;
}

void Hits::lead_across(int direction) {
  std::vector<const Hit*> line;
  for (const std::vector<const Hit*>& row : rows_of(leadable()))
    line.insert(line.end(), row.begin(), row.end());
  const auto here =
      std::find_if(line.begin(), line.end(), [&](const Hit* hit) { return hit->name == focus_; });
  if (here == line.end()) return lead_on(1);
  const auto count = static_cast<std::ptrdiff_t>(line.size());
  const std::ptrdiff_t next = (here - line.begin() + direction + count) % count;
  focus_ = line[static_cast<std::size_t>(next)]->name;
}

void Hits::lead_down(int direction) {
  const std::vector<const Hit*> hits = leadable();
  const auto here =
      std::find_if(hits.begin(), hits.end(), [&](const Hit* hit) { return hit->name == focus_; });
  if (here == hits.end()) return lead_on(1);
  // Round the edge: as if one came from beyond the other one.
  Rect from = (*here)->rect;
  for (int round = 0; round < 2; ++round) {
    const Hit* best = nullptr;
    float least = 1e9F;
    for (const Hit* const hit : hits) {
      if (hit == *here) continue;
      const auto away = distance_down(from, hit->rect, direction);
      if (!away || *away >= least) continue;
      least = *away;
      best = hit;
    }
    if (best != nullptr) {
      focus_ = best->name;
      return;
    }
    from.y = direction > 0 ? -1e6F : 1e6F;
  }
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
  typing_ = false;
  inside_ = false;
  finger_.reset();
}

}  // namespace afterword::kiosk
