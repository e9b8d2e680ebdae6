#include "kiosk/appliance/sleep.h"

#include "sync/base/zones/zones.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kLookEvery{20'000};

// 1970-01-01 was a Thursday.
int weekday_of(Day day) { return static_cast<int>(((day.number + 3) % 7 + 7) % 7); }

}  // namespace

bool Sleep::open_now() const {
  const auto local = local_time(clock_.wall(), zone_);
  return !local || rules_.open->open_at(weekday_of(local->day), local->minute, rules_.margin_min);
}

void Sleep::look(bool busy) {
  looked_at_ = clock_.mono();
  const bool touched = touched_at_ && looked_at_ - *touched_at_ < kAwakeAfterTouch;
  asleep_ = rules_.open && !zone_.empty() && !busy && !touched && !open_now();
}

std::optional<MonoTime> Sleep::look_again_at() const {
  if (!rules_.open || zone_.empty()) return std::nullopt;
  return looked_at_ + kLookEvery;
}

}  // namespace afterword::kiosk
