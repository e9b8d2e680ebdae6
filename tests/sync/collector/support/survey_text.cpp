#include "tests/sync/collector/support/survey_text.h"

#include <fmt/format.h>

#include <stdexcept>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/read.h"

namespace afterword::test {
namespace {

constexpr std::string_view kQuestions = R"json(
  "questions": [
    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try something on today?"}},
    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",
     "topic": {"en": "Fitting rooms"}, "text": {"en": "How were the fitting rooms today?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},
     "why": {"en": "What is the main reason?"}},
    {"id": "recommend", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",
     "text": {"en": "How likely are you to recommend this shop?"},
     "labels": {"en": ["Not at all", "Certainly"]}},
    {"id": "reason", "kind": "choices", "max_choices": 3,
     "text": {"en": "What did you come for?"},
     "options": [{"id": "buy", "text": {"en": "To buy"}},
                 {"id": "look", "text": {"en": "To look around"}},
                 {"id": "other", "text": {"en": "Something else"}}]}
  ])json";

}  // namespace

std::string survey_text(int version, const std::string& id) {
  return fmt::format(R"json({{"format": 1, "id": "{}", "version": {},
  "title": {{"en": "Your visit"}}, "headline": {{"en": "How did today go?"}},
  "purpose": {{"en": "The team in this shop reads every answer on Monday."}},
  "owner": "Store operations", "touchpoint": "fitting-room", "phase": "leave",
  "languages": ["en"],)json",
                     id, version)
      .append(kQuestions)
      .append("}");
}

std::string import_survey_text() {
  constexpr std::string_view kHead =
      R"json({"format": 1, "id": "old-results", "version": 1, "use": "import",
  "title": {"en": "Results from before"}, "purpose": {"en": "Kept for comparison."},
  "owner": "Store operations", "touchpoint": "fitting-room", "languages": ["en"],)json";
  return fmt::format("{}{}}}", kHead, kQuestions);
}

Survey survey_of(const std::string& text) {
  Reading reading = read_survey(text, Reader::author);
  if (!reading.survey)
    throw std::runtime_error(json::to_error(reading.problems, "test survey").text());
  return *reading.survey;
}

Answer answered(AnswerValue value) { return {AnswerState::answered, std::move(value), 1500}; }
Answer unanswered(AnswerState state) { return {state, std::nullopt, 700}; }

Answers all_answered() {
  return {{"used", answered(true)},
          {"rooms", answered(std::int64_t{4})},
          {"rooms.why", answered(std::string("Clean and quick."))},
          {"recommend", answered(std::int64_t{9})},
          {"reason", answered(std::vector<std::string>{"buy", "look"})}};
}

Response response_to(const Survey& survey, Answers answers, const Clock& clock) {
  Response response;
  response.survey = survey.id;
  response.version = survey.version;
  response.language = survey.languages.front();
  response.touchpoint = survey.touchpoint;
  response.boot = "boot-1";
  response.mono_end = clock.mono();
  response.mono_start = clock.mono() + -Ms{120'000};
  response.wall_end = clock.wall();
  response.wall_start = clock.wall() + -Ms{120'000};
  response.answers = std::move(answers);
  settle(survey, response.answers, AnswerState::skipped);
  return response;
}

}  // namespace afterword::test
