#include "tests/survey-defs/invariants/invariants.h"

#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/lint.h"
#include "survey-defs/model/read.h"
#include "tests/survey-defs/invariants/schema.h"

namespace afterword::test {
namespace {

std::int64_t random_step(const Question& question, Random& random) {
  const ScaleRange range = range_of(question.scale);
  return range.least +
         static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(range.steps())));
}

std::vector<std::string> random_options(const Question& question, Random& random) {
  std::vector<std::string> ids;
  for (const Option& option : question.options) ids.push_back(option.id);
  for (std::size_t i = ids.size(); i > 1; --i) std::swap(ids[i - 1], ids[random.below(i)]);
  ids.resize(1 + random.below(static_cast<std::uint64_t>(question.max_choices)));
  return ids;
}

Answer random_answer(const Question& question, bool is_why, Random& random) {
  Answer answer;
  answer.ms = static_cast<std::int64_t>(random.below(30'000));
  const std::uint64_t luck = random.below(10);
  if (luck == 0) {
    answer.state = AnswerState::skipped;
  } else if (luck == 1 && !is_why && question.offers_not_applicable) {
    answer.state = AnswerState::not_applicable;
  } else {
    answer.state = AnswerState::answered;
    answer.value =
        is_why ? AnswerValue(std::string("Because. 因为。")) : random_value(question, random);
  }
  return answer;
}

bool says_something(const Answers& answers) {
  return std::any_of(answers.begin(), answers.end(), [](const auto& entry) {
    return entry.second.state == AnswerState::answered ||
           entry.second.state == AnswerState::not_applicable;
  });
}

std::optional<std::string> broken_by_run(const Survey& survey, Random& random) {
  const Response response = random_response(survey, random);
  if (response.answers.size() != entry_ids(survey).size())
    return "settle() did not leave one entry for each question and why";
  if (response.completion == Completion::complete || says_something(response.answers))
    if (const auto refusal = check_response(survey, response))
      return "check_response() refused a run: " + refusal->detail;
  const auto again = read_response(to_json(response));
  if (!again) return "a response does not read back: " + again.error().text();
  if (again->answers != response.answers) return "a response reads back differently";
  return std::nullopt;
}

}  // namespace

AnswerValue random_value(const Question& question, Random& random) {
  switch (question.kind) {
    case QuestionKind::scale:
      return random_step(question, random);
    case QuestionKind::yes_no:
      return random.below(2) == 0;
    case QuestionKind::choice:
      return question.options[random.below(question.options.size())].id;
    case QuestionKind::choices:
      return random_options(question, random);
    case QuestionKind::text:
      return std::string("Words. كلمات.");
  }
  return false;
}

Response random_response(const Survey& survey, Random& random) {
  Response response;
  response.survey = survey.id;
  response.version = survey.version;
  response.language = survey.languages.front();
  response.touchpoint = survey.touchpoint;
  response.mono_end.ms = static_cast<std::int64_t>(random.below(60'000));
  const bool leaves = random.below(4) == 0;
  const std::size_t screens_most = leaves ? 1 + random.below(4) : 10'000;
  std::size_t screens = 0;
  // The path is asked for anew after each answer, as on the kiosk; a step taken back is answered
  // once more, which may take later ones off the path.
  for (std::size_t at = 0; at < path(survey, response.answers).size() && screens < screens_most;) {
    const Step step = path(survey, response.answers)[at];
    response.answers[id_of(survey, step)] =
        random_answer(survey.questions[step.question], step.is_why, random);
    ++screens;
    const bool goes_back = at > 0 && screens < 200 && random.below(8) == 0;
    at = goes_back ? at - 1 : at + 1;
  }
  response.completion = leaves ? Completion::partial : Completion::complete;
  settle(survey, response.answers, leaves ? AnswerState::not_shown : AnswerState::skipped);
  return response;
}

std::optional<std::string> broken_promise(std::string_view definition, const json::Value& schema) {
  const Reading author = read_survey(definition, Reader::author);
  const Reading kiosk = read_survey(definition, Reader::kiosk);
  for (const Reading* reading : {&author, &kiosk}) {
    if (reading->survey.has_value() != reading->problems.empty())
      return "a survey is given exactly when there are no problems";
    for (const json::Trouble& trouble : reading->problems)
      if (trouble.message.empty() || trouble.remedy.empty())
        return "a problem without words at " + trouble.where;
  }
  if (author.survey && !kiosk.survey) return "the kiosk refuses what authors may write";
  const auto findings = lint(definition);
  if (!author.survey && !has_errors(findings)) return "lint passes what the reader refuses";
  for (const Finding& finding : findings)
    if (finding.rule.empty() || finding.message.empty() || finding.remedy.empty())
      return "a finding without words at " + finding.where;
  if (author.survey)
    if (const auto bad = misfit(schema, *json::parse(definition)))
      return "the reader takes what the schema refuses at " + *bad;
  if (!kiosk.survey) return std::nullopt;
  SeededRandom random(definition.size());
  for (int run = 0; run < 5; ++run)
    if (auto broken = broken_by_run(*kiosk.survey, random)) return broken;
  return std::nullopt;
}

}  // namespace afterword::test
