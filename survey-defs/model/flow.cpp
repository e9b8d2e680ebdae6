#include "survey-defs/model/flow.h"

#include <algorithm>
#include <set>

namespace afterword {
namespace {

bool has_value(const Condition& condition, const AnswerValue& value) {
  const auto listed = [&condition](std::string_view word) {
    return std::find(condition.values.begin(), condition.values.end(), word) !=
           condition.values.end();
  };
  if (const auto* step = std::get_if<std::int64_t>(&value)) return listed(std::to_string(*step));
  if (const auto* yes = std::get_if<bool>(&value)) return listed(*yes ? "yes" : "no");
  if (const auto* option = std::get_if<std::string>(&value)) return listed(*option);
  const auto& options = std::get<std::vector<std::string>>(value);
  return std::any_of(options.begin(), options.end(), listed);
}

bool is_between(const Condition& condition, const AnswerValue& value) {
  const auto* step = std::get_if<std::int64_t>(&value);
  return step != nullptr && (!condition.at_least || *step >= *condition.at_least) &&
         (!condition.at_most || *step <= *condition.at_most);
}

// `answer_to(id)` gives the answer that counts, or nullptr.
template <class AnswerTo>
bool holds_with(const Condition& condition, const AnswerTo& answer_to) {
  const auto part_holds = [&answer_to](const Condition& part) {
    return holds_with(part, answer_to);
  };
  switch (condition.op) {
    case Condition::Op::all:
      return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case Condition::Op::any:
      return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case Condition::Op::not_:
      return !part_holds(condition.parts.front());
    case Condition::Op::is:
    case Condition::Op::between:
      break;
  }
  const Answer* answer = answer_to(condition.question);
  if (answer == nullptr || answer->state != AnswerState::answered || !answer->value) return false;
  return condition.op == Condition::Op::is ? has_value(condition, *answer->value)
                                           : is_between(condition, *answer->value);
}

const Answer* find(const Answers& answers, std::string_view id) {
  const auto found = answers.find(id);
  return found == answers.end() ? nullptr : &found->second;
}

}  // namespace

std::string id_of(const Survey& survey, Step step) {
  const Question& question = survey.questions[step.question];
  return step.is_why ? question.why_id() : question.id;
}

bool holds(const Condition& condition, const Answers& answers) {
  return holds_with(condition, [&answers](std::string_view id) { return find(answers, id); });
}

std::optional<WhyBand> band_of(const Question& question, const AnswerValue& value) {
  if (question.kind == QuestionKind::scale) {
    const auto* step = std::get_if<std::int64_t>(&value);
    if (step == nullptr) return std::nullopt;
    const auto band = [step](int low_most, int mid_most) {
      return *step <= low_most ? WhyBand::low : *step <= mid_most ? WhyBand::mid : WhyBand::high;
    };
    switch (question.scale) {
      case ScaleKind::faces5:
      case ScaleKind::stars5:
        return band(2, 3);
      case ScaleKind::zero_to_ten:
        return band(6, 8);
      case ScaleKind::agree7:
        return band(3, 4);
    }
  }
  if (question.metric != Metric::fcr) return std::nullopt;
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? WhyBand::high : WhyBand::low;
  if (const auto* option = std::get_if<std::string>(&value)) {
    if (*option == "yes") return WhyBand::high;
    if (*option == "no" || *option == "not_yet") return WhyBand::low;
  }
  return std::nullopt;
}

const LocalText* why_of(const Question& question, const Answers& answers) {
  if (!question.why) return nullptr;
  const Answer* answer = find(answers, question.id);
  if (answer == nullptr || answer->state != AnswerState::answered || !answer->value) return nullptr;
  const auto band = band_of(question, *answer->value);
  return band ? question.why->for_band(*band) : nullptr;
}

bool concerns(const Question& question, const Experienced& experienced) {
  if (!experienced || question.about.empty()) return true;
  return std::any_of(question.about.begin(), question.about.end(),
                     [&](const std::string& tag) { return experienced->contains(tag); });
}

std::vector<Step> path(const Survey& survey, const Answers& answers,
                       const Experienced& experienced) {
  // An answer counts only while its own question is on the path: somebody may have gone back and
  // changed what led to it.
  std::set<std::string_view> on_path;
  const auto answer_to = [&](std::string_view id) -> const Answer* {
    return on_path.count(id) == 0 ? nullptr : find(answers, id);
  };
  std::vector<Step> steps;
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    if (!concerns(question, experienced)) continue;
    if (question.show_if && !holds_with(*question.show_if, answer_to)) continue;
    on_path.insert(question.id);
    steps.push_back({i, false});
    if (why_of(question, answers) != nullptr) steps.push_back({i, true});
  }
  return steps;
}

Survey narrowed(Survey survey, const Experienced& experienced) {
  for (Question& question : survey.questions) {
    if (concerns(question, experienced)) continue;
    question.show_if.emplace();
    question.show_if->op = Condition::Op::any;  // of nothing: never
  }
  return survey;
}

std::vector<std::string> entry_ids(const Survey& survey) {
  std::vector<std::string> ids;
  for (const Question& question : survey.questions) {
    ids.push_back(question.id);
    if (question.why) ids.push_back(question.why_id());
  }
  return ids;
}

void settle(const Survey& survey, Answers& answers, AnswerState unreached,
            const Experienced& experienced) {
  std::set<std::string> on_path;
  for (const Step step : path(survey, answers, experienced)) on_path.insert(id_of(survey, step));
  Answers settled;
  for (const std::string& id : entry_ids(survey)) {
    Answer& entry = settled[id];
    if (const auto given = answers.find(id); given != answers.end())
      entry = std::move(given->second);
    if (on_path.count(id) == 0) {
      entry.state = AnswerState::not_shown;
    } else if (entry.state == AnswerState::not_shown) {
      entry.state = unreached;
    }
    if (entry.state != AnswerState::answered) entry.value.reset();
  }
  answers = std::move(settled);
}

}  // namespace afterword
