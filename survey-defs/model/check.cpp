// A response against the very version it answers.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/response.h"

namespace afterword {
namespace {

using Check = std::optional<Refusal>;

Refusal refuse(Quarantine reason, std::string detail) { return {reason, std::move(detail)}; }

Check check_same_survey(const Survey& survey, const Response& response) {
  if (response.survey == survey.id && response.version == survey.version) return std::nullopt;
  return refuse(Quarantine::question_unknown,
                fmt::format("it answers {} version {}, not {} version {}", response.survey,
                            response.version, survey.id, survey.version));
}

Check check_entries(const std::vector<std::string>& ids, const Answers& answers) {
  const std::set<std::string_view> known(ids.begin(), ids.end());
  for (const auto& entry : answers)
    if (known.count(entry.first) == 0)
      return refuse(Quarantine::question_unknown,
                    fmt::format("this version has no \"{}\"", entry.first));
  for (const std::string& id : ids)
    if (answers.count(id) == 0)
      return refuse(Quarantine::state_missing, fmt::format("\"{}\" has no entry", id));
  return std::nullopt;
}

Check check_entry(const std::string& id, const Answer& answer, const Question& question,
                  bool is_why) {
  const auto out_of_range = [&id](std::string_view what) {
    return refuse(Quarantine::answer_out_of_range, fmt::format("\"{}\": {}", id, what));
  };
  if (answer.ms && *answer.ms < 0) return out_of_range("its time is negative");
  if (answer.value.has_value() != (answer.state == AnswerState::answered))
    return out_of_range("a value is given exactly when it is answered");
  if (answer.state == AnswerState::not_applicable && (is_why || !question.offers_not_applicable))
    return out_of_range("not_applicable is not offered there");
  if (!answer.value) return std::nullopt;
  const auto trouble =
      is_why ? why_not_comment(*answer.value) : why_not_valid(question, *answer.value);
  return trouble ? Check(out_of_range(*trouble)) : std::nullopt;
}

Check check_values(const Survey& survey, const Answers& answers) {
  for (const Question& question : survey.questions) {
    if (Check bad = check_entry(question.id, answers.at(question.id), question, false)) return bad;
    if (!question.why) continue;
    const std::string why_id = question.why_id();
    if (Check bad = check_entry(why_id, answers.at(why_id), question, true)) return bad;
  }
  return std::nullopt;
}

// What was asked is what the answers lead to, no more, and in a complete run no less.
Check check_path(const Survey& survey, const Response& response) {
  std::set<std::string> on_path;
  for (const Step step : path(survey, response.answers, response.experienced))
    on_path.insert(id_of(survey, step));
  for (const auto& entry : response.answers) {
    const bool shown = entry.second.state != AnswerState::not_shown;
    if (shown && on_path.count(entry.first) == 0)
      return refuse(Quarantine::answer_out_of_range,
                    fmt::format("\"{}\" is {}, but the answers do not lead to it", entry.first,
                                name(entry.second.state)));
    if (!shown && on_path.count(entry.first) != 0 && response.completion == Completion::complete)
      return refuse(Quarantine::state_missing,
                    fmt::format("\"{}\" was not shown, but the answers lead to it and the response "
                                "calls itself complete",
                                entry.first));
  }
  return std::nullopt;
}

Check check_completion(const Response& response) {
  if (response.completion == Completion::complete) return std::nullopt;
  const bool any =
      std::any_of(response.answers.begin(), response.answers.end(), [](const auto& entry) {
        return entry.second.state == AnswerState::answered ||
               entry.second.state == AnswerState::not_applicable;
      });
  if (any) return std::nullopt;
  return refuse(Quarantine::state_missing,
                "a partial response has at least one question answered or not applicable");
}

}  // namespace

std::optional<Refusal> check_imported_response(const Survey& survey, const Response& response) {
  if (Check bad = check_same_survey(survey, response)) return bad;
  if (Check bad = check_entries(entry_ids(survey), response.answers)) return bad;
  if (Check bad = check_values(survey, response.answers)) return bad;
  return check_completion(response);
}

std::optional<Refusal> check_response(const Survey& survey, const Response& response) {
  if (Check bad = check_imported_response(survey, response)) return bad;
  if (survey.use == Use::import) return std::nullopt;
  return check_path(survey, response);
}

}  // namespace afterword
