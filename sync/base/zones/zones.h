// Time zones of the system (IANA names such as "Europe/Madrid"): the one door to Howard Hinnant's
// date library.
//
// The system's tzdata is read once, at the first question, and kept; any thread may ask. Nothing
// here throws: local times that do not exist or exist twice are resolved as said below.
// Errors: not_found (no such zone), invalid (text does not fit the format), unavailable (the system
// has no tzdata).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/base/core/day.h"
#include "sync/base/core/result.h"

namespace afterword {

// Whether the system knows a zone of exactly this name.
bool is_zone(std::string_view zone);

// The calendar and the clock on a shop's wall.
struct LocalTime {
  Day day;
  int minute = 0;  // of the day, 0..1439
  int second = 0;  // of the minute, 0..59

  auto operator<=>(const LocalTime&) const = default;
  std::string text() const;  // "2026-03-03 14:05:09"
};

Result<LocalTime> local_time(WallTime time, std::string_view zone);

// The moment when the clocks of `zone` show `local`. Shown twice (clocks went back): the earlier.
// Never shown (clocks went forward): as far after the change as `local` is into the gap, so 02:30
// becomes 03:30.
Result<WallTime> wall_time(const LocalTime& local, std::string_view zone);

// What a piece of text said.
struct ParsedTime {
  WallTime time;           // of a bare date: the day's first moment in the zone
  Day day;                 // the zone's calendar day
  bool date_only = false;  // the format has no hour
};

// Reads all of `text` as strftime's `format` describes it, in `zone`. Understood: %Y %y %m %d %e %j
// %b %B %h %a %A %H %k %I %l %M %S %p %F %T %D %R %z %n %t %%; names in English, any case; %S takes
// a fraction; %z takes Z, +01:00, +0100 and then rules over `zone`. A Z written in the format
// right after the time is read the same way. White space in the format stands for any or none.
Result<ParsedTime> parse_local(std::string_view text, std::string_view format,
                               std::string_view zone);

// Why `format` cannot be used (an unknown directive, no day in it), or nothing.
std::optional<std::string> why_not_time_format(std::string_view format);

}  // namespace afterword
