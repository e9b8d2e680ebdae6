// strptime for the files that others export: no locale, every directive either understood or
// refused, errors that say what was expected where.
#include <fmt/format.h>

#include <array>
#include <chrono>

#include "sync/base/core/utf8.h"
#include "sync/base/zones/zones.h"

namespace afterword {
namespace {

constexpr std::string_view kUnderstood = "YymdejbBhaAHkIlMSpFTDRznt%";
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// "%F %R" -> "%Y-%m-%d %H:%M"
std::string spelled_out(std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char next = format[i] == '%' && i + 1 < format.size() ? format[++i] : '\0';
    switch (next) {
      case '\0':
        out += format[i];
        break;
      case 'F':
        out += "%Y-%m-%d";
        break;
      case 'T':
        out += "%H:%M:%S";
        break;
      case 'D':
        out += "%m/%d/%y";
        break;
      case 'R':
        out += "%H:%M";
        break;
      case 'k':
        out += "%H";
        break;
      case 'l':
        out += "%I";
        break;
      case 'e':
        out += "%d";
        break;
      case 'B':
      case 'h':
        out += "%b";
        break;
      case 'A':
        out += "%a";
        break;
      case 'n':
      case 't':
        out += ' ';
        break;
      default:
        out += '%', out += next;
    }
  }
  return out;
}

bool has(std::string_view spelled, char directive) {
  for (std::size_t i = 0; i + 1 < spelled.size(); ++i)
    if (spelled[i] == '%' && spelled[++i] == directive) return true;
  return false;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Parts {
  int year = 1970, month = 1, day = 1;
  std::optional<int> day_of_year;
  int hour = 0, minute = 0, second = 0, ms = 0;
  std::optional<bool> afternoon;
  std::optional<int> offset_minutes;
};

// Walks the text beside the format. Each take_* either consumes what it names or fails.
class Walk {
 public:
  Walk(std::string_view text, std::string_view spelled) : text_(text), format_(spelled) {}

  Result<Parts> run() {
    for (std::size_t i = 0; i < format_.size(); ++i) {
      if (is_space(format_[i])) {
        skip_space();
      } else if (format_[i] != '%') {
        AFTERWORD_TRY(literal(format_[i], i >= 2 && format_[i - 2] == '%'));
      } else {
        AFTERWORD_TRY(directive(format_[++i]));
      }
    }
    skip_space();
    if (at_ != text_.size()) return wrong("the end");
    return parts_;
  }

 private:
  Result<> directive(char name) {
    switch (name) {
      case 'Y':
        return number(4, 4, parts_.year);
      case 'y':
        return short_year();
      case 'm':
        return number(1, 2, parts_.month, 1, 12);
      case 'd':
        return number(1, 2, parts_.day, 1, 31);
      case 'j':
        parts_.day_of_year = 0;
        return number(1, 3, *parts_.day_of_year, 1, 366);
      case 'b':
        return word(kMonths, parts_.month);
      case 'a': {
        int ignored = 0;
        return word(kWeekdays, ignored);
      }
      case 'H':
        return number(1, 2, parts_.hour, 0, 23);
      case 'I':
        return number(1, 2, parts_.hour, 1, 12);
      case 'M':
        return number(1, 2, parts_.minute, 0, 59);
      case 'S':
        return second();
      case 'p':
        return half_of_day();
      case 'z':
        return offset();
      default:
        return literal('%', false);
    }
  }

  Result<> number(std::size_t digits_least, std::size_t digits_most, int& out, int least = 0,
                  int most = 9999) {
    skip_space();
    const std::size_t from = at_;
    int value = 0;
    while (at_ < text_.size() && at_ - from < digits_most && is_digit(text_[at_]))
      value = value * 10 + (text_[at_++] - '0');
    if (at_ - from < digits_least || value < least || value > most) {
      at_ = from;
      return wrong(digits_least == 4 ? std::string("a year of 4 digits")
                                     : fmt::format("a number from {} to {}", least, most));
    }
    out = value;
    return {};
  }

  // As POSIX has it: 69-99 are of the last century, 00-68 of this.
  Result<> short_year() {
    AFTERWORD_TRY(number(2, 2, parts_.year, 0, 99));
    parts_.year += parts_.year >= 69 ? 1900 : 2000;
    return {};
  }

  Result<> second() {
    AFTERWORD_TRY(number(1, 2, parts_.second, 0, 60));
    if (at_ + 1 >= text_.size() || (text_[at_] != '.' && text_[at_] != ',') ||
        !is_digit(text_[at_ + 1]))
      return {};
    int scale = 100;
    for (++at_; at_ < text_.size() && is_digit(text_[at_]); ++at_, scale /= 10)
      parts_.ms += (text_[at_] - '0') * scale;
    return {};
  }

  // A name in full or its first three letters.
  template <std::size_t kCount>
  Result<> word(const std::array<std::string_view, kCount>& names, int& out) {
    std::string found;
    std::size_t end = at_;
    for (; end < text_.size() && lower(text_[end]) >= 'a' && lower(text_[end]) <= 'z'; ++end)
      found += lower(text_[end]);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (found != names[i] && found != names[i].substr(0, 3)) continue;
      out = static_cast<int>(i) + 1;
      at_ = end;
      return {};
    }
    return wrong("an English name of a month or weekday");
  }

  Result<> half_of_day() {
    skip_space();
    const auto rest = text_.substr(at_);
    if (rest.size() < 2 || lower(rest[1]) != 'm' ||
        (lower(rest[0]) != 'a' && lower(rest[0]) != 'p'))
      return wrong("AM or PM");
    parts_.afternoon = lower(rest[0]) == 'p';
    at_ += 2;
    return {};
  }

  Result<> offset() {
    skip_space();
    if (at_ < text_.size() && lower(text_[at_]) == 'z') {
      ++at_;
      parts_.offset_minutes = 0;
      return {};
    }
    if (at_ >= text_.size() || (text_[at_] != '+' && text_[at_] != '-'))
      return wrong("an offset such as Z, +01:00 or +0100");
    const int sign = text_[at_++] == '-' ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    AFTERWORD_TRY(number(2, 2, hours, 0, 23));
    if (at_ < text_.size() && text_[at_] == ':') ++at_;
    if (at_ < text_.size() && is_digit(text_[at_])) AFTERWORD_TRY(number(2, 2, minutes, 0, 59));
    parts_.offset_minutes = sign * (hours * 60 + minutes);
    return {};
  }

  Result<> literal(char c, bool after_directive) {
    if (at_ >= text_.size() || lower(text_[at_]) != lower(c))
      return wrong(fmt::format("\"{}\"", c));
    ++at_;
    // What is written 14:00:00Z is UTC, whether or not whoever wrote the format thought of it.
    if (c == 'Z' && after_directive) parts_.offset_minutes = 0;
    return {};
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  tl::unexpected<Error> wrong(std::string_view expected) const {
    return fail(Failure::invalid, fmt::format("expected {} at character {}", expected,
                                              count_code_points(text_.substr(0, at_)) + 1));
  }

  std::string_view text_;
  std::string_view format_;
  std::size_t at_ = 0;
  Parts parts_;
};

Result<Day> day_of(const Parts& parts) {
  using namespace std::chrono;
  if (parts.year < 1970) return fail(Failure::invalid, "years before 1970 are not taken");
  if (parts.day_of_year) {
    const sys_days first{year{parts.year} / January / 1};
    const sys_days found = first + days{*parts.day_of_year - 1};
    if (year_month_day{found}.year() != year{parts.year})
      return fail(Failure::invalid,
                  fmt::format("{} has no day {}", parts.year, *parts.day_of_year));
    return Day{static_cast<std::int32_t>(found.time_since_epoch().count())};
  }
  const auto text = fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
  const auto day = Day::parse(text);
  if (!day) return fail(Failure::invalid, fmt::format("there is no day {}", text));
  return *day;
}

}  // namespace

std::optional<std::string> why_not_time_format(std::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size()) return "a % stands alone at its end; write %% for a percent sign";
    if (kUnderstood.find(format[i]) == std::string_view::npos)
      return fmt::format("%{} is not understood; known are %{}", format[i],
                         fmt::join(kUnderstood, " %"));
  }
  const std::string spelled = spelled_out(format);
  const bool year = has(spelled, 'Y') || has(spelled, 'y');
  const bool day =
      has(spelled, 'j') || (has(spelled, 'd') && (has(spelled, 'm') || has(spelled, 'b')));
  if (!year || !day) return "it names no day; it needs a year, a month and a day, such as %Y-%m-%d";
  if (has(spelled, 'I') != has(spelled, 'p'))
    return "%I and %p belong together; hours from 0 to 23 are %H";
  const bool hour = has(spelled, 'H') || has(spelled, 'I');
  if ((has(spelled, 'M') || has(spelled, 'S') || has(spelled, 'z')) && !hour)
    return "it has minutes, seconds or an offset but no hour; add %H";
  return std::nullopt;
}

Result<ParsedTime> parse_local(std::string_view text, std::string_view format,
                               std::string_view zone) {
  if (const auto why = why_not_time_format(format))
    return fail(Failure::invalid,
                fmt::format("the format \"{}\" cannot be used: {}", format, *why));
  const std::string spelled = spelled_out(format);
  AFTERWORD_ASSIGN(const Parts parts, Walk(text, spelled).run());
  AFTERWORD_ASSIGN(const Day day, day_of(parts));

  ParsedTime out;
  out.day = day;
  out.date_only = !has(spelled, 'H') && !has(spelled, 'I');
  int hour = parts.hour;
  if (parts.afternoon) hour = hour % 12 + (*parts.afternoon ? 12 : 0);
  const LocalTime local{day, hour * 60 + parts.minute, parts.second};
  if (parts.offset_minutes) {
    out.time.ms =
        (day.number * 86'400LL + (local.minute - *parts.offset_minutes) * 60LL + local.second) *
        1000;
  } else {
    AFTERWORD_ASSIGN(out.time, wall_time(local, zone));
  }
  out.time = out.time + Ms{parts.ms};
  if (!out.date_only) {
    AFTERWORD_ASSIGN(const LocalTime shown, local_time(out.time, zone));
    out.day = shown.day;
  }
  return out;
}

}  // namespace afterword
