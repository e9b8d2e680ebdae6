#include "kiosk/desk.h"

#include "sync/base/zones/zones.h"

namespace afterword::kiosk {

std::string day_text(WallTime time, const std::string& zone) {
  const auto local = local_time(time, zone);
  return (local ? local->day : Day::of_utc(time)).text();
}

int minute_in(WallTime time, const std::string& zone) {
  constexpr std::int64_t kDayMinutes = 24 * 60;
  const auto local = local_time(time, zone);
  return local ? local->minute : static_cast<int>(time.ms / 60'000 % kDayMinutes);
}

std::optional<Desk> desk_of(const Settings& settings) {
  if (!settings.desk || settings.desk->pins.empty()) return std::nullopt;
  return Desk{
      .categories = settings.desk->categories,
      .aims = settings.desk->aims,
      .stars = settings.desk->stars,
      .touchpoint = settings.touchpoint,
      .minute_of_day = [zone = settings.zone](WallTime now) { return minute_in(now, zone); },
      .day = [zone = settings.zone](WallTime now) { return day_text(now, zone); }};
}

}  // namespace afterword::kiosk
