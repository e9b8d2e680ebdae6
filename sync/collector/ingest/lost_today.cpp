#include "sync/collector/ingest/lost_today.h"

#include <algorithm>

#include "sync/collector/ingest/limits.h"

namespace afterword::collector {

std::int64_t LostToday::OfDay::uncounted(const LostNumbers& numbers) const {
  const std::int64_t counted = log == numbers.log ? counted_to : 0;
  return std::max<std::int64_t>(0, numbers.last - std::max(counted, numbers.first - 1));
}

LostToday::OfDay& LostToday::of_day(const LostNumbers& numbers, WallTime now) {
  OfDay& out = devices_[numbers.device];
  if (out.day != Day::of_utc(now)) out = {Day::of_utc(now)};
  return out;
}

bool LostToday::may_lose(const LostNumbers& numbers, WallTime now) {
  const OfDay& today = of_day(numbers, now);
  return today.so_far + today.uncounted(numbers) <= kLostADay;
}

void LostToday::count(const LostNumbers& numbers, WallTime now) {
  OfDay& today = of_day(numbers, now);
  today.so_far += today.uncounted(numbers);
  today.counted_to = today.log == numbers.log ? std::max(today.counted_to, numbers.last) : numbers.last;
  today.log = numbers.log;
}

}  // namespace afterword::collector
