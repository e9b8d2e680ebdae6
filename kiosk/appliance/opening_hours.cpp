#include "kiosk/appliance/opening_hours.h"

namespace afterword::kiosk {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr const char* kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                 "friday", "saturday", "sunday"};

// "09:30" -> 570; "24:00" is the day's end. -1: no time of day.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t at : {0U, 1U, 3U, 4U})
    if (text[at] < '0' || text[at] > '9') return -1;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const int whole = hour * 60 + minute;
  return minute > 59 || whole > kDayMinutes ? -1 : whole;
}

}  // namespace

std::optional<OpenSpan> read_span(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  OpenSpan span{minute_of(text.substr(0, 5)), minute_of(text.substr(6))};
  if (span.from < 0 || span.to < 0 || span.from == span.to || span.from == kDayMinutes)
    return std::nullopt;
  if (span.to < span.from) span.to += kDayMinutes;
  return span;
}

bool OpeningHours::open_at(int weekday, int minute, int margin_min) const {
  // Yesterday's may last until now, and tomorrow's margin may have begun.
  for (const int shift : {-1, 0, 1}) {
    const auto& span = days[static_cast<std::size_t>((weekday + shift + 7) % 7)];
    if (!span) continue;
    const int begin = span->from + shift * kDayMinutes - margin_min;
    const int end = span->to + shift * kDayMinutes + margin_min;
    if (minute >= begin && minute < end) return true;
  }
  return false;
}

OpeningHours read_opening_hours(const json::Value& object, const std::string& where,
                                json::Problems& problems) {
  OpeningHours hours;
  json::Fields fields(object, where, problems);
  const auto read = [&](const char* name) -> std::optional<OpenSpan> {
    const auto text = fields.text(name, {.bytes_max = 16});
    if (!text) return std::nullopt;
    const auto span = read_span(*text);
    if (!span)
      fields.problem(name, "\"" + *text + "\" are no opening hours",
                     "write them as \"09:00-20:00\"; leave closed days out");
    return span;
  };
  const auto every = read("every_day");
  for (std::size_t day = 0; day < hours.days.size(); ++day) {
    const auto own = read(kDays[day]);
    hours.days[day] = own ? own : every;
  }
  fields.finish();
  return hours;
}

}  // namespace afterword::kiosk
