#include "sync/collector/ingest/lost_today.h"

#include <algorithm>

#include "sync/collector/ingest/limits.h"

namespace afterword::collector {

std::int64_t LostToday::OfDay::uncounted(const LostNumbers& numbers) const {
  const auto counted = counted_to.find(numbers.log);
  const std::int64_t before = counted == counted_to.end() ? 0 : counted->second;
  return std::max<std::int64_t>(0, numbers.last - std::max(before, numbers.first - 1));
}

LostToday::OfDay& LostToday::of_day(const LostNumbers& numbers, WallTime now) {
  OfDay& out = devices_[numbers.device];
  if (out.day != Day::of_utc(now)) {
    out = OfDay();
    out.day = Day::of_utc(now);
  }
  return out;
}

bool LostToday::may_lose(const LostNumbers& numbers, WallTime now) {
  const OfDay& today = of_day(numbers, now);
  return today.so_far + today.uncounted(numbers) <= kLostADay;
}

void LostToday::count(const LostNumbers& numbers, WallTime now) {
  OfDay& today = of_day(numbers, now);
  today.so_far += today.uncounted(numbers);
  std::int64_t& to = today.counted_to[numbers.log];
  to = std::max(to, numbers.last);
}

}  // namespace afterword::collector
