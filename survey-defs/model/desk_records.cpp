#include "survey-defs/model/desk_records.h"

#include <algorithm>
#include <array>

#include "sync/base/core/ids.h"

namespace afterword {
namespace {

constexpr std::size_t kBootBytesMax = 128;
constexpr std::int64_t kRecordWallMsMost = 253'402'300'799'999;  // the end of year 9999
constexpr std::array kSolved{Solved::yes, Solved::no, Solved::too_early};
constexpr std::array kStarBy{StarBy::customer, StarBy::staff};

std::string id_of(json::Fields& fields, std::string_view field, bool may_be_empty = false) {
  const auto id = fields.text(field, {.required = true, .may_be_empty = may_be_empty});
  if (!id || (id->empty() && may_be_empty)) return {};
  if (!is_id(*id)) fields.problem(field, "is no id", "use a-z, 0-9, _ and -, at most 48");
  return *id;
}

void set_times(json::Value& out, const RecordTimes& times) {
  out.set("boot", times.boot);
  out.set("mono_start_ms", static_cast<long long>(times.mono_start.ms));
  out.set("mono_end_ms", static_cast<long long>(times.mono_end.ms));
  out.set("wall_start_ms", static_cast<long long>(times.wall_start.ms));
  out.set("wall_end_ms", static_cast<long long>(times.wall_end.ms));
}

RecordTimes read_record_times(json::Fields& fields) {
  RecordTimes out;
  out.boot =
      fields.text("boot", {.required = true, .bytes_max = kBootBytesMax, .may_be_empty = true})
          .value_or("");
  out.mono_start.ms = fields.integer("mono_start_ms", {.required = true, .least = 0}).value_or(0);
  out.mono_end.ms = fields.integer("mono_end_ms", {.required = true, .least = 0}).value_or(0);
  const auto wall = [&fields](std::string_view field) {
    return fields.integer(field, {.required = true, .least = 0, .most = kRecordWallMsMost})
        .value_or(0);
  };
  out.wall_start.ms = wall("wall_start_ms");
  out.wall_end.ms = wall("wall_end_ms");
  return out;
}

template <class T>
T read_word(json::Fields& fields, std::string_view field,
            std::optional<T> (*parse)(std::string_view), std::string_view remedy, T otherwise) {
  const auto word = fields.text(field, {.required = true});
  if (!word) return otherwise;
  const auto meaning = parse(*word);
  if (!meaning) fields.problem(field, "is none of the known words", std::string(remedy));
  return meaning.value_or(otherwise);
}

}  // namespace

RecordTimes times_of(const Response& response) {
  return {response.boot, response.mono_start, response.mono_end, response.wall_start,
          response.wall_end};
}

std::string_view name(Solved solved) {
  switch (solved) {
    case Solved::yes:
      return "yes";
    case Solved::no:
      return "no";
    case Solved::too_early:
      return "too_early";
  }
  return "too_early";
}
std::optional<Solved> parse_solved(std::string_view word) {
  for (const Solved each : kSolved)
    if (name(each) == word) return each;
  return std::nullopt;
}

std::string_view name(StarBy by) { return by == StarBy::customer ? "customer" : "staff"; }
std::optional<StarBy> parse_star_by(std::string_view word) {
  for (const StarBy each : kStarBy)
    if (name(each) == word) return each;
  return std::nullopt;
}

json::Value to_json(const Interaction& interaction) {
  json::Value out{json::Object{}};
  out.set("format", interaction.format);
  out.set("category", interaction.category);
  out.set("solved", name(interaction.solved));
  out.set("touchpoint", interaction.touchpoint);
  out.set("handed_over", interaction.handed_over);
  set_times(out, interaction.times);
  return out;
}

json::Value to_json(const Star& star) {
  json::Value out{json::Object{}};
  out.set("format", star.format);
  out.set("staff", star.staff);
  out.set("by", name(star.by));
  out.set("touchpoint", star.touchpoint);
  set_times(out, star.times);
  return out;
}

Result<Interaction> read_interaction(const json::Value& value) {
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Interaction out;
  fields.integer("format",
                 {.required = true, .least = kInteractionFormat, .most = kInteractionFormat});
  out.category = id_of(fields, "category");
  out.solved =
      read_word(fields, "solved", parse_solved, "use yes, no or too_early", Solved::too_early);
  out.touchpoint = id_of(fields, "touchpoint");
  out.handed_over = fields.boolean("handed_over", true).value_or(false);
  out.times = read_record_times(fields);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "the interaction"));
  return out;
}

Result<Star> read_star(const json::Value& value) {
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Star out;
  fields.integer("format", {.required = true, .least = kStarFormat, .most = kStarFormat});
  out.staff = id_of(fields, "staff", true);
  out.by = read_word(fields, "by", parse_star_by, "use customer or staff", StarBy::customer);
  out.touchpoint = id_of(fields, "touchpoint");
  out.times = read_record_times(fields);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "the star"));
  return out;
}

std::optional<Refusal> check_interaction(const Interaction& interaction) {
  if (interaction.times.mono_end < interaction.times.mono_start)
    return Refusal{Quarantine::time_out_of_range, "it was closed before it was opened"};
  if (Ms{interaction.duration_ms()} > kInteractionMost)
    return Refusal{
        Quarantine::time_out_of_range,
        fmt::format("it was open for {} minutes; at most {} are believed",
                    interaction.duration_ms() / 60'000,
                    std::chrono::duration_cast<std::chrono::minutes>(kInteractionMost).count())};
  return std::nullopt;
}

std::optional<DeskRating> desk_rating(const Survey& survey, const Answers& answers) {
  const auto first = [&survey](auto fits) {
    return std::find_if(survey.questions.begin(), survey.questions.end(),
                        [&fits](const Question& question) {
                          return question.kind == QuestionKind::scale && fits(question);
                        });
  };
  auto rated = first([](const Question& question) { return question.metric == Metric::csat; });
  if (rated == survey.questions.end())
    rated = first([](const Question& question) {
      return question.scale == ScaleKind::faces5 || question.scale == ScaleKind::stars5;
    });
  if (rated == survey.questions.end()) return std::nullopt;
  DeskRating out;
  const auto answer = answers.find(rated->id);
  if (answer == answers.end()) return out;
  out.state = answer->second.state;
  if (out.state != AnswerState::answered || !answer->second.value) return out;
  if (const auto* value = std::get_if<std::int64_t>(&*answer->second.value))
    out.value = static_cast<int>(*value);
  return out;
}

}  // namespace afterword
