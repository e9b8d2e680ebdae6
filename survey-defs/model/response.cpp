// A response -> JSON and back. The fields are those of response.schema.json.
#include "survey-defs/model/response.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/ids.h"

namespace afterword {
namespace {

// Each question may have a why.
constexpr std::size_t kEntriesMax = 2 * kQuestionsMax;
constexpr std::size_t kOpaqueBytesMax = 128;
constexpr std::size_t kMaskKindsMax = 32;
constexpr std::int64_t kWallMsMost = 253'402'300'799'999;  // the end of year 9999

json::Value to_json(const AnswerValue& value) {
  if (const auto* step = std::get_if<std::int64_t>(&value))
    return json::Value(static_cast<long long>(*step));
  if (const auto* yes = std::get_if<bool>(&value)) return json::Value(*yes);
  if (const auto* text = std::get_if<std::string>(&value)) return json::Value(*text);
  json::Array options;
  for (const std::string& option : std::get<std::vector<std::string>>(value))
    options.emplace_back(option);
  return json::Value(std::move(options));
}

std::optional<AnswerValue> read_value(const json::Value& value) {
  if (value.is_integer()) return AnswerValue(value.as_integer());
  if (value.is_bool()) return AnswerValue(value.as_bool());
  if (value.is_string()) return AnswerValue(value.as_string());
  if (!value.is_array() || value.as_array().size() > kOptionsMax) return std::nullopt;
  std::vector<std::string> options;
  for (const json::Value& option : value.as_array()) {
    if (!option.is_string()) return std::nullopt;
    options.push_back(option.as_string());
  }
  return AnswerValue(std::move(options));
}

void read_ms(json::Fields& fields, Answer& answer) {
  const json::Value* ms = fields.any("ms");
  if (ms == nullptr || ms->is_null()) return;
  answer.ms = fields.integer("ms", {.least = 0});
}

Answer read_answer(const json::Value& value, const std::string& where, json::Problems& problems) {
  Answer answer;
  json::Fields fields(value, where, problems);
  if (const auto word = fields.text("state", {.required = true})) {
    if (const auto state = parse_answer_state(*word)) {
      answer.state = *state;
    } else {
      fields.problem("state", "is no state of an answer",
                     "use answered, not_applicable, skipped or not_shown");
    }
  }
  read_ms(fields, answer);
  const bool answered = answer.state == AnswerState::answered;
  if (!answered && fields.has("value"))
    fields.problem("value", fmt::format("stands beside the state {}", name(answer.state)),
                   "give a value exactly when the state is answered");
  if (!answered) return answer;
  if (const json::Value* given = fields.any("value", true)) {
    answer.value = read_value(*given);
    if (!answer.value)
      fields.problem("value", "is no answer's value",
                     "write a whole number, true, false, a text, or a list of option ids");
  }
  return answer;
}

// An id, or an id and ".why".
bool is_entry_id(std::string_view text) {
  constexpr std::string_view kWhy = ".why";
  if (text.ends_with(kWhy)) text.remove_suffix(kWhy.size());
  return is_id(text);
}

json::Value texts(const std::vector<std::string>& items) {
  json::Array out;
  for (const std::string& item : items) out.emplace_back(item);
  return json::Value(std::move(out));
}

std::string read_id(json::Fields& fields, std::string_view field, bool may_be_absent) {
  const auto id = fields.text(field, {.required = !may_be_absent, .may_be_empty = may_be_absent});
  if (!id || id->empty()) return {};
  if (!is_id(*id)) fields.problem(field, "is no id", "use a-z, 0-9, _ and -, at most 48");
  return *id;
}

std::int64_t read_wall(json::Fields& fields, std::string_view field) {
  return fields.integer(field, {.required = true, .least = 0, .most = kWallMsMost}).value_or(0);
}

void read_times(json::Fields& fields, Response& out) {
  out.boot =
      fields.text("boot", {.required = true, .bytes_max = kOpaqueBytesMax, .may_be_empty = true})
          .value_or("");
  out.mono_start.ms = fields.integer("mono_start_ms", {.required = true, .least = 0}).value_or(0);
  out.mono_end.ms = fields.integer("mono_end_ms", {.required = true, .least = 0}).value_or(0);
  if (out.mono_end < out.mono_start)
    fields.problem("mono_end_ms", "lies before mono_start_ms",
                   "monotonic times of one boot never run backwards");
  // The wall clock may well have been set back in between.
  out.wall_start.ms = read_wall(fields, "wall_start_ms");
  out.wall_end.ms = read_wall(fields, "wall_end_ms");
}

void read_flags(json::Fields& fields, Response& out) {
  const json::Array* flags = fields.list("flags", false, 16);
  if (flags == nullptr) return;
  for (std::size_t i = 0; i < flags->size(); ++i) {
    const json::Value& item = (*flags)[i];
    const auto flag = item.is_string() ? parse_flag(item.as_string()) : std::nullopt;
    if (!flag) {
      fields.problem("flags", fmt::format("entry {} is no known flag", i),
                     "FORMAT.md has the closed list");
    } else if (std::find(out.flags.begin(), out.flags.end(), *flag) == out.flags.end()) {
      out.flags.push_back(*flag);
    }
  }
}

void read_drawn(json::Fields& fields, Response& out) {
  const json::Array* drawn = fields.list("drawn", false, kQuestionsMax);
  if (drawn == nullptr) return;
  for (std::size_t i = 0; i < drawn->size(); ++i) {
    const json::Value& item = (*drawn)[i];
    if (item.is_string() && is_id(item.as_string())) {
      out.drawn.push_back(item.as_string());
    } else {
      fields.problem("drawn", fmt::format("entry {} is no question id", i),
                     "list the ids of the questions drawn");
    }
  }
}

void read_experienced(json::Fields& fields, Response& out) {
  const json::Value* given = fields.any("experienced");
  if (given == nullptr || given->is_null()) return;
  const json::Array* tags = fields.list("experienced", false, kTagsMax);
  if (tags == nullptr) return;
  out.experienced.emplace();
  for (std::size_t i = 0; i < tags->size(); ++i) {
    const json::Value& item = (*tags)[i];
    if (item.is_string() && is_id(item.as_string())) {
      out.experienced->insert(item.as_string());
    } else {
      fields.problem("experienced", fmt::format("entry {} is no tag", i),
                     "list tags such as fitting-room");
    }
  }
}

void read_masked(json::Fields& fields, Response& out) {
  const json::Value* masked = fields.object("masked");
  if (masked == nullptr) return;
  if (masked->as_object().size() > kMaskKindsMax) {
    fields.problem("masked", "names too many kinds", "count each kind once");
    return;
  }
  for (const json::Member& member : masked->as_object()) {
    const bool fits = !member.first.empty() && member.first.size() <= kOpaqueBytesMax &&
                      member.second.is_integer() && member.second.as_integer() >= 0 &&
                      member.second.as_integer() <= static_cast<int>(kCommentBytesMax);
    if (fits) {
      out.masked[member.first] = static_cast<int>(member.second.as_integer());
    } else {
      fields.problem("masked", "must count what was masked by kind", "write {\"EMAIL\": 1}");
    }
  }
}

Response read_shape(const json::Value& value, json::Problems& problems) {
  Response out;
  json::Fields fields(value, "", problems);
  fields.integer("format", {.required = true, .least = kResponseFormat, .most = kResponseFormat});
  out.survey = read_id(fields, "survey", false);
  out.version = static_cast<int>(
      fields.integer("version", {.required = true, .least = 1, .most = INT32_MAX}).value_or(1));
  out.language = fields.text("language", {.required = true}).value_or("");
  if (!out.language.empty() && !is_language_tag(out.language))
    fields.problem("language", "is no language tag", "use a BCP 47 tag such as en or zh-Hans");
  out.touchpoint = read_id(fields, "touchpoint", true);
  out.category = read_id(fields, "category", true);
  if (const auto word = fields.text("completion", {.required = true})) {
    const auto completion = parse_completion(*word);
    if (!completion)
      fields.problem("completion", "is neither complete nor partial", "use one of the two");
    out.completion = completion.value_or(Completion::complete);
  }
  read_times(fields, out);
  if (const json::Value* answers = fields.any("answers", true))
    out.answers = read_answers(*answers, fields.where("answers"), problems);
  read_flags(fields, out);
  read_experienced(fields, out);
  read_drawn(fields, out);
  if (const json::Value* hash = fields.any("withdraw_hash"); hash != nullptr && !hash->is_null())
    out.withdraw_hash = fields.text("withdraw_hash", {.bytes_max = kOpaqueBytesMax});
  read_masked(fields, out);
  return out;
}

}  // namespace

json::Value to_json(const Answers& answers) {
  json::Value out{json::Object{}};
  for (const auto& entry : answers) {
    const Answer& answer = entry.second;
    json::Value item{json::Object{}};
    item.set("state", name(answer.state));
    if (answer.state == AnswerState::answered && answer.value)
      item.set("value", to_json(*answer.value));
    if (answer.ms) item.set("ms", static_cast<long long>(*answer.ms));
    out.as_object().emplace_back(entry.first, std::move(item));
  }
  return out;
}

Answers read_answers(const json::Value& value, const std::string& where, json::Problems& problems) {
  Answers answers;
  if (!value.is_object() || value.as_object().size() > kEntriesMax) {
    problems.push_back({where, fmt::format("must be an object of at most {} entries", kEntriesMax),
                        "give one entry for each question and each why"});
    return answers;
  }
  for (std::size_t i = 0; i < value.as_object().size(); ++i) {
    const json::Member& member = value.as_object()[i];
    if (is_entry_id(member.first)) {
      answers[member.first] =
          read_answer(member.second, json::pointer(where, member.first), problems);
    } else {
      problems.push_back({where, fmt::format("entry {} is named by no question id", i),
                          "use the ids of the questions, and ID.why"});
    }
  }
  return answers;
}

json::Value to_json(const Response& response) {
  json::Value out{json::Object{}};
  out.set("format", response.format);
  out.set("survey", response.survey);
  out.set("version", response.version);
  out.set("language", response.language);
  out.set("touchpoint", response.touchpoint);
  if (!response.category.empty()) out.set("category", response.category);
  out.set("completion", name(response.completion));
  out.set("boot", response.boot);
  out.set("mono_start_ms", static_cast<long long>(response.mono_start.ms));
  out.set("mono_end_ms", static_cast<long long>(response.mono_end.ms));
  out.set("wall_start_ms", static_cast<long long>(response.wall_start.ms));
  out.set("wall_end_ms", static_cast<long long>(response.wall_end.ms));
  out.set("answers", to_json(response.answers));
  json::Array flags;
  for (const Flag flag : response.flags) flags.emplace_back(name(flag));
  out.set("flags", std::move(flags));
  if (response.experienced)
    out.set("experienced", texts({response.experienced->begin(), response.experienced->end()}));
  if (!response.drawn.empty()) out.set("drawn", texts(response.drawn));
  if (response.withdraw_hash) out.set("withdraw_hash", *response.withdraw_hash);
  if (!response.masked.empty()) {
    json::Value masked{json::Object{}};
    for (const auto& kind : response.masked) masked.set(kind.first, kind.second);
    out.set("masked", std::move(masked));
  }
  return out;
}

Result<Response> read_response(const json::Value& value) {
  json::Problems problems;
  Response response = read_shape(value, problems);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "the response"));
  return response;
}

}  // namespace afterword
