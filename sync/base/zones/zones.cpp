#include "sync/base/zones/zones.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <exception>

namespace afterword {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kDaySeconds = 86'400;

// The library throws for unknown zones and for a system without tzdata; nobody else shall see that.
Result<const date::time_zone*> locate(std::string_view zone) {
  try {
    date::get_tzdb();
  } catch (const std::exception&) {
    return fail(Failure::unavailable, "the system's time zones cannot be read",
                "/usr/share/zoneinfo", "install the package tzdata");
  }
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return fail(Failure::not_found, fmt::format("there is no time zone \"{}\"", zone), {},
                "use an IANA name such as Europe/Madrid; `timedatectl list-timezones` lists them");
  }
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && a < 0) ? 1 : 0);
}

}  // namespace

bool is_zone(std::string_view zone) { return locate(zone).has_value(); }

std::string LocalTime::text() const {
  return fmt::format("{} {:02}:{:02}:{:02}", day.text(), minute / 60, minute % 60, second);
}

Result<LocalTime> local_time(WallTime time, std::string_view zone) {
  AFTERWORD_ASSIGN(const date::time_zone* const place, locate(zone));
  const seconds whole{floor_div(time.ms, 1000)};
  const auto local = place->to_local(date::sys_seconds{whole}).time_since_epoch().count();
  const std::int64_t day = floor_div(local, kDaySeconds);
  const std::int64_t in_day = local - day * kDaySeconds;
  return LocalTime{Day{static_cast<std::int32_t>(day)}, static_cast<int>(in_day / 60),
                   static_cast<int>(in_day % 60)};
}

Result<WallTime> wall_time(const LocalTime& local, std::string_view zone) {
  AFTERWORD_ASSIGN(const date::time_zone* const place, locate(zone));
  const seconds shown{local.day.number * kDaySeconds + local.minute * 60LL + local.second};
  // `first` is the only offset, the one before the clocks went back (the earlier moment), or the
  // one before they went forward (which lands as far behind the change as `local` is in the gap).
  const seconds offset = place->get_info(date::local_seconds{shown}).first.offset;
  return WallTime{milliseconds(shown - offset).count()};
}

}  // namespace afterword
