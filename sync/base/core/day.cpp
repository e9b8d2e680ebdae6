#include "sync/base/core/day.h"

#include <fmt/format.h>

namespace afterword {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDayMs = 86'400'000;

year_month_day civil(Day day) { return year_month_day{sys_days{std::chrono::days{day.number}}}; }

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

// An offset may lead out of the years that a day is written in.
std::optional<WallTime> within_days(std::int64_t ms) {
  if (!Day::parse(Day::of_utc({ms}).text())) return std::nullopt;
  return WallTime{ms};
}

}  // namespace

std::string Day::text() const {
  const year_month_day c = civil(*this);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(c.year()),
                     static_cast<unsigned>(c.month()), static_cast<unsigned>(c.day()));
}

std::string Day::week() const {
  // The ISO week belongs to the year of its Thursday. Day 0 was a Thursday.
  const int from_monday = static_cast<int>(((number + 3) % 7 + 7) % 7);
  const Day thursday{number - from_monday + 3};
  const std::chrono::year year = civil(thursday).year();
  const Day first{static_cast<std::int32_t>(
      sys_days{year / std::chrono::January / 1}.time_since_epoch().count())};
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), (thursday - first) / 7 + 1);
}

std::string Day::month() const { return text().substr(0, 7); }

std::optional<Day> Day::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4));
  const auto m = digits(text.substr(5, 2));
  const auto d = digits(text.substr(8, 2));
  if (!y || !m || !d || *y < 1970) return std::nullopt;
  const year_month_day c{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                         std::chrono::day{static_cast<unsigned>(*d)}};
  if (!c.ok()) return std::nullopt;
  return Day{static_cast<std::int32_t>(sys_days{c}.time_since_epoch().count())};
}

Day Day::of_utc(WallTime time) { return {static_cast<std::int32_t>(floor_div(time.ms, kDayMs))}; }

std::string rfc3339(WallTime time) {
  const Day day = Day::of_utc(time);
  const std::int64_t rest = time.ms - static_cast<std::int64_t>(day.number) * kDayMs;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", day.text(), rest / 3'600'000,
                                rest / 60'000 % 60, rest / 1000 % 60);
  if (rest % 1000 != 0) out += fmt::format(".{:03}", rest % 1000);
  return out + "Z";
}

std::optional<WallTime> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return std::nullopt;
  const auto day = Day::parse(text.substr(0, 10));
  if (!day || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto h = digits(text.substr(11, 2));
  const auto m = digits(text.substr(14, 2));
  const auto s = digits(text.substr(17, 2));
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
  std::int64_t ms = static_cast<std::int64_t>(day->number) * kDayMs + *h * 3'600'000LL +
                    *m * 60'000LL + *s * 1000LL;
  std::size_t at = 19;
  if (text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      ms += (text[at] - '0') * scale;
    if (text[at - 1] == '.') return std::nullopt;
  }
  if (at >= text.size()) return std::nullopt;
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") return within_days(ms);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const auto zh = digits(zone.substr(1, 2));
  const auto zm = digits(zone.substr(4, 2));
  if (!zh || !zm || *zh > 23 || *zm > 59) return std::nullopt;
  const std::int64_t offset = *zh * 3'600'000LL + *zm * 60'000LL;
  return within_days(zone[0] == '+' ? ms - offset : ms + offset);
}

}  // namespace afterword
