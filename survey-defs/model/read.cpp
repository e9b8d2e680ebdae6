// The survey itself; its questions are read in read_questions.cpp.
#include "survey-defs/model/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "survey-defs/model/reading.h"
#include "sync/base/core/ids.h"

namespace afterword {
namespace reading {
namespace {

const std::vector<std::string_view> kPhaseWords{
    "enter", "find", "try", "pay", "leave", "use", "return", "come_back", "relationship"};
const std::vector<std::string_view> kAfterWords{"visit",  "purchase", "pickup",
                                                "return", "service",  "any"};
constexpr std::int64_t kPriorityMost = 1'000'000;
constexpr std::int64_t kCoolDownMost_s = 3600;
constexpr std::int64_t kMinDwellMost_s = 3600;
constexpr int kMinutesOfDay = 24 * 60;

std::optional<Use> parse_use(std::string_view text) {
  if (text == "kiosk") return Use::kiosk;
  if (text == "import") return Use::import;
  return std::nullopt;
}
std::optional<Partial> parse_partial(std::string_view text) {
  if (text == "keep") return Partial::keep;
  if (text == "drop") return Partial::drop;
  return std::nullopt;
}

std::vector<Language> read_languages(json::Fields& fields, const Context& context) {
  std::vector<Language> out;
  const json::Array* list = fields.list("languages", true);
  if (list == nullptr) return out;
  if (list->empty()) fields.problem("languages", "is empty", "name at least one language");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::Value& item = (*list)[i];
    const std::string where = json::pointer(fields.where("languages"), i);
    if (!item.is_string() || !is_language_tag(item.as_string())) {
      context.problem(where, "is no language tag", "use a BCP 47 tag such as en or zh-Hans");
    } else if (std::find(out.begin(), out.end(), item.as_string()) != out.end()) {
      context.problem(where, fmt::format("\"{}\" stands twice", item.as_string()),
                      "name each language once");
    } else {
      out.push_back(item.as_string());
    }
  }
  return out;
}

// "HH:MM" -> minutes of the day. 24:00 is the end of a day, so only a closing time.
std::optional<int> minute_of(const json::Value& value, bool closing) {
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.as_string();
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : std::array<std::size_t, 4>{0, 1, 3, 4})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  const int minute = hours * 60 + minutes;
  if (minutes > 59 || minute > (closing ? kMinutesOfDay : kMinutesOfDay - 1)) return std::nullopt;
  return minute;
}

std::optional<OpenHours> hours_of(const json::Array& pair) {
  const auto opens = pair.size() == 2 ? minute_of(pair[0], false) : std::nullopt;
  const auto closes = pair.size() == 2 ? minute_of(pair[1], true) : std::nullopt;
  if (!opens || !closes) return std::nullopt;
  return OpenHours{*opens, *closes};
}

std::optional<OpenHours> read_open(json::Fields& fields) {
  const json::Array* open = fields.list("open");
  if (open == nullptr) return std::nullopt;
  const auto hours = hours_of(*open);
  if (!hours) {
    fields.problem("open", "must be two times of the store's day",
                   R"(write ["09:00", "21:00"]; a closing time before the opening time is past )"
                   "midnight");
  }
  return hours;
}

// Unlike opening hours, which mean "always" when both times are equal, an empty break is a mistake.
std::vector<OpenHours> read_quiet(json::Fields& fields, const Context& context) {
  std::vector<OpenHours> out;
  const json::Array* quiet = fields.list("quiet", false, kQuietMax);
  if (quiet == nullptr) return out;
  for (std::size_t i = 0; i < quiet->size(); ++i) {
    const json::Value& pair = (*quiet)[i];
    const auto hours = pair.is_array() ? hours_of(pair.as_array()) : std::nullopt;
    if (hours && hours->open_minute != hours->close_minute) {
      out.push_back(*hours);
    } else {
      context.problem(json::pointer(fields.where("quiet"), i),
                      "must be two different times of the store's day",
                      R"(write [["12:00", "14:00"]]; one that crosses midnight ends past it)");
    }
  }
  return out;
}

Timing read_timing(json::Fields& survey, const Context& context) {
  Timing out;
  const json::Value* value = survey.object("timing");
  if (value == nullptr) return out;
  json::Fields fields(*value, survey.where("timing"), context.problems);
  out.after = one_of(fields, "after", &parse_after, kAfterWords).value_or(out.after);
  out.cool_down_s =
      static_cast<int>(fields.integer("cool_down_s", {.least = 0, .most = kCoolDownMost_s})
                           .value_or(out.cool_down_s));
  out.open = read_open(fields);
  out.quiet = read_quiet(fields, context);
  out.min_dwell_s = static_cast<int>(
      fields.integer("min_dwell_s", {.least = 0, .most = kMinDwellMost_s}).value_or(0));
  out.ask_finished = fields.boolean("ask_finished").value_or(false);
  out.share_percent = static_cast<int>(
      fields.integer("share_percent", {.least = 1, .most = 100}).value_or(out.share_percent));
  out.partial = one_of(fields, "partial", &parse_partial, {"keep", "drop"}).value_or(out.partial);
  fields.finish(context.unknown);
  return out;
}

Survey read_all(json::Fields& fields, Context& context) {
  Survey out;
  out.id = id(fields, "id", true);
  out.version = static_cast<int>(
      fields.integer("version", {.required = true, .least = 1, .most = INT32_MAX}).value_or(1));
  out.use = one_of(fields, "use", &parse_use, {"kiosk", "import"}).value_or(Use::kiosk);
  const std::size_t problems_before = context.problems.size();
  out.languages = read_languages(fields, context);
  if (context.problems.size() == problems_before) context.languages = out.languages;
  out.title = local_text(context, fields, "title");
  out.headline = local_text(context, fields, "headline");
  out.purpose = local_text(context, fields, "purpose");
  out.owner = plain_words(context, fields, "owner");
  out.touchpoint = id(fields, "touchpoint", false);
  out.phase = one_of(fields, "phase", &parse_phase, kPhaseWords).value_or(Phase::none);
  out.priority = static_cast<int>(
      fields.integer("priority", {.least = -kPriorityMost, .most = kPriorityMost}).value_or(0));
  out.timing = read_timing(fields, context);
  out.questions = questions(context, fields);
  fields.finish(context.unknown);
  return out;
}

// A later format may have changed anything, so nothing else is said about it.
bool is_known_format(json::Fields& fields) {
  const auto format = fields.integer("format", {.required = true});
  if (!format || *format == kFormat) return true;  // absent or no number: said, and read on
  fields.problem("format", fmt::format("{} is not known here", *format),
                 fmt::format("this program reads format {}", kFormat));
  return false;
}

// Names of fields come from outside and stand in messages: none may ring a terminal's bell.
void make_printable(json::Problems& problems) {
  const auto clean = [](std::string& text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
  };
  for (json::Trouble& trouble : problems) {
    clean(trouble.where);
    clean(trouble.message);
    clean(trouble.remedy);
  }
}

}  // namespace
}  // namespace reading

Reading read_survey(std::string_view bytes, Reader reader) {
  Reading out;
  if (bytes.size() > kDefinitionBytesMax) {
    out.problems.push_back({"",
                            fmt::format("the definition is {} bytes long; at most {} are allowed",
                                        bytes.size(), kDefinitionBytesMax),
                            "shorten it, or make two surveys of it"});
    return out;
  }
  const auto value = json::parse(bytes);
  if (!value) {
    const Error& error = value.error();
    out.problems.push_back({"", error.where.empty() ? error.what : error.where + ": " + error.what,
                            error.hint.empty() ? "correct the JSON at that place" : error.hint});
    return out;
  }
  json::Fields fields(*value, "", out.problems);
  reading::Context context{
      out.problems, reader == Reader::author ? json::Unknown::refuse : json::Unknown::ignore, {}};
  if (!value->is_object() || !reading::is_known_format(fields)) return out;
  Survey survey = reading::read_all(fields, context);
  reading::make_printable(out.problems);
  if (out.problems.empty()) out.survey = std::move(survey);
  return out;
}

}  // namespace afterword
