// When a shop is open, day by day, in its own zone.
//
//   {"monday": "09:00-20:00", "sunday": "11:00-17:00"}      days that are not named are closed
//   {"every_day": "09:00-20:00", "friday": "09:00-24:00"}   a day's own words win
//   "22:00-02:00" runs into the next day.
#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/base/json/fields.h"

namespace afterword::kiosk {

// Minutes of the day; `to` is greater than `from` and may run past midnight (up to 2880).
struct OpenSpan {
  int from = 0, to = 0;
  bool operator==(const OpenSpan&) const = default;
};

struct OpeningHours {
  std::array<std::optional<OpenSpan>, 7> days;  // from Monday
  bool operator==(const OpeningHours&) const = default;

  // Whether `minute` of `weekday` (0 is Monday) lies within an opening that is widened by
  // `margin_min` on both sides.
  bool open_at(int weekday, int minute, int margin_min) const;
};

// "09:00-20:00"; nothing if it is not one.
std::optional<OpenSpan> read_span(std::string_view text);
// Adds what is wrong to the problems of `fields`' document.
OpeningHours read_opening_hours(const json::Value& object, const std::string& where,
                                json::Problems& problems);

}  // namespace afterword::kiosk
