#include "sync/collector/ingest/count.h"

#include <algorithm>

#include "survey-defs/model/flow.h"

namespace afterword::collector {
namespace {

void count_option(const std::vector<std::string>& places, const std::string& option,
                  Histogram& counts) {
  const auto found = std::find(places.begin(), places.end(), option);
  if (found != places.end()) ++counts.v.at(static_cast<std::size_t>(found - places.begin()));
}

void count_value(const std::vector<std::string>& places, const AnswerValue& value,
                 QuestionKind kind, Histogram& counts) {
  switch (kind) {
    case QuestionKind::scale:
      ++counts.v.at(static_cast<std::size_t>(std::get<std::int64_t>(value)));
      return;
    case QuestionKind::yes_no:
      ++counts.v[std::get<bool>(value) ? 1 : 0];
      return;
    case QuestionKind::choice:
      count_option(places, std::get<std::string>(value), counts);
      return;
    case QuestionKind::choices:
      for (const std::string& option : std::get<std::vector<std::string>>(value))
        count_option(places, option, counts);
      return;
    case QuestionKind::text:
      return;
  }
}

Histogram histogram_of(const KnownSurvey& known, const std::string& id, const Answer& answer) {
  Histogram counts;
  switch (answer.state) {
    case AnswerState::not_applicable:
      counts.not_applicable = 1;
      return counts;
    case AnswerState::skipped:
      counts.skipped = 1;
      return counts;
    case AnswerState::not_shown:
      counts.not_shown = 1;
      return counts;
    case AnswerState::answered:
      break;
  }
  counts.answered = 1;
  const Question* const question = known.survey.question(id);
  if (question == nullptr || !answer.value) return counts;  // a why: text
  const auto places = known.places.find(id);
  static const std::vector<std::string> kNone;
  count_value(places == known.places.end() ? kNone : places->second, *answer.value, question->kind,
              counts);
  return counts;
}

}  // namespace

void count_response(const KnownSurvey& known, const ResponseRow& row, const Answers& answers,
                    Cube& cube) {
  for (const std::string& id : entry_ids(known.survey)) {
    const auto answer = answers.find(id);
    if (answer == answers.end()) continue;
    CubeKey key{.survey = row.survey,
                .version = row.version,
                .question = id,
                .day = row.day,
                .store = row.store,
                .touchpoint = row.touchpoint,
                .language = row.language,
                .segment = "",
                .flagged = row.flagged};
    cube[std::move(key)] += histogram_of(known, id, answer->second);
  }
}

}  // namespace afterword::collector
