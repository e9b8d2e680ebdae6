// A calendar day and RFC 3339 times in UTC. Time zones are base/zones' business.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"

namespace afterword {

// A day of the calendar, without a zone. Counted from 1970-01-01 (day 0).
struct Day {
  std::int32_t number = 0;
  auto operator<=>(const Day&) const = default;

  std::string text() const;   // "2026-03-03"
  std::string week() const;   // "2026-W10" (ISO 8601)
  std::string month() const;  // "2026-03"
  // Only "YYYY-MM-DD" of an existing day, years 1970 to 9999.
  static std::optional<Day> parse(std::string_view text);
  static Day of_utc(WallTime time);
};
inline Day operator+(Day day, int days) { return {day.number + days}; }
inline int operator-(Day a, Day b) { return a.number - b.number; }

// "2026-03-03T14:00:00Z", or with ".250" when there are milliseconds.
std::string rfc3339(WallTime time);
// Accepts any offset ("Z", "+01:00"); nothing on anything else, or outside of 1970 to 9999 in UTC.
std::optional<WallTime> parse_rfc3339(std::string_view text);

}  // namespace afterword
