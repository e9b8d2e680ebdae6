// What a session's page shows: words in the session's language, options in the order drawn.
#include <algorithm>

#include "kiosk/session/session.h"

namespace afterword::kiosk {
namespace {

const std::vector<std::string>* labels_of(const Question& question, const Survey& survey,
                                          std::string_view language) {
  if (question.labels.empty()) return nullptr;
  std::vector<Language> offered;
  if (question.labels.contains(survey.languages.front()))
    offered.push_back(survey.languages.front());
  for (const auto& [tag, words] : question.labels) offered.push_back(tag);
  return &question.labels.at(best_language(offered, language));
}

bool words_at_ends_only(ScaleKind scale) {
  return scale == ScaleKind::zero_to_ten || scale == ScaleKind::stars5;
}

bool is_chosen(const Question& question, const Answer& answer, const std::string& id) {
  if (!answer.value) return false;
  switch (question.kind) {
    case QuestionKind::scale:
      return std::to_string(std::get<std::int64_t>(*answer.value)) == id;
    case QuestionKind::yes_no:
      return (std::get<bool>(*answer.value) ? "yes" : "no") == id;
    case QuestionKind::choice:
      return std::get<std::string>(*answer.value) == id;
    case QuestionKind::choices: {
      const auto& chosen = std::get<std::vector<std::string>>(*answer.value);
      return std::find(chosen.begin(), chosen.end(), id) != chosen.end();
    }
    case QuestionKind::text:
      return false;
  }
  return false;
}

}  // namespace

Screen Session::screen() const {
  const Question& question = survey_.questions[step_.question];
  if (is_comment()) return comment_view(question);
  return question_view(question);
}

Progress Session::progress() const {
  Progress progress{.current = 0, .count = 0};
  for (const afterword::Step& step : path(survey_, answers_, experienced_)) {
    if (step.is_why) continue;
    ++progress.count;
    if (step.question <= step_.question) progress.current = progress.count;
  }
  return progress;
}

OptionView Session::option_view(const Question& question, const std::string& id) const {
  OptionView view{.id = id, .words = {}, .chosen = false};
  if (question.kind == QuestionKind::scale) {
    view.words = id;
    const auto* labels = labels_of(question, survey_, language_);
    if (!words_at_ends_only(question.scale) && labels != nullptr) {
      const auto at = static_cast<std::size_t>(std::stoi(id) - range_of(question.scale).least);
      if (at < labels->size()) view.words = (*labels)[at];
    }
  } else if (const Option* option = question.option(id)) {
    view.words = option->text.in(language_, survey_.languages.front());
  }
  if (const auto found = answers_.find(question.id); found != answers_.end())
    view.chosen = is_chosen(question, found->second, id);
  return view;
}

QuestionView Session::question_view(const Question& question) const {
  const Language& fallback = survey_.languages.front();
  QuestionView view;
  view.id = question.id;
  view.kind = question.kind;
  view.scale = question.scale;
  view.topic = question.topic.in(language_, fallback);
  view.text = question.text.in(language_, fallback);
  if (question.kind == QuestionKind::scale) {
    const ScaleRange range = range_of(question.scale);
    for (int step = range.least; step <= range.most; ++step)
      view.options.push_back(option_view(question, std::to_string(step)));
    const auto* labels = labels_of(question, survey_, language_);
    if (words_at_ends_only(question.scale) && labels != nullptr && !labels->empty()) {
      view.low_end = labels->front();
      view.high_end = labels->back();
    }
  } else if (question.kind == QuestionKind::yes_no) {
    view.options = {option_view(question, "yes"), option_view(question, "no")};
  } else {
    for (const std::size_t at : option_order_[step_.question])
      view.options.push_back(option_view(question, question.options[at].id));
  }
  view.offers_not_applicable = question.offers_not_applicable;
  view.not_applicable = question.not_applicable.in(language_, fallback);
  const auto found = answers_.find(question.id);
  view.not_applicable_chosen =
      found != answers_.end() && found->second.state == AnswerState::not_applicable;
  const bool several = question.kind == QuestionKind::choices;
  view.needs_next = several || waits_for_next_;
  view.max_choices = several ? question.max_choices : 1;
  const std::vector<afterword::Step> steps = path(survey_, answers_, experienced_);
  view.can_go_back = !steps.empty() && steps.front() != step_;
  view.progress = progress();
  return view;
}

CommentView Session::comment_view(const Question& question) const {
  const Language& fallback = survey_.languages.front();
  CommentView view;
  view.id = id_of(survey_, step_);
  if (step_.is_why) {
    if (const LocalText* words = why_of(question, answers_))
      view.text = words->in(language_, fallback);
    view.about_topic = question.topic.in(language_, fallback);
    const AnswerValue& value = *answers_.at(question.id).value;
    if (const auto* step = std::get_if<std::int64_t>(&value)) {
      view.about = option_view(question, std::to_string(*step));
      if (question.scale == ScaleKind::faces5 || question.scale == ScaleKind::stars5)
        view.about_scale = question.scale;
    } else if (const auto* yes = std::get_if<bool>(&value)) {
      view.about = option_view(question, *yes ? "yes" : "no");
    } else if (const auto* option = std::get_if<std::string>(&value)) {
      view.about = option_view(question, *option);
    }
  } else {
    view.text = question.text.in(language_, fallback);
    view.about_topic = question.topic.in(language_, fallback);
  }
  for (const std::size_t at : chip_order_[step_.question])
    view.chips.push_back(question.chips[at].in(language_, fallback));
  if (const auto draft = drafts_.find(view.id); draft != drafts_.end())
    view.draft = draft->second;
  else if (is_answered(answers_, view.id))
    view.draft = std::get<std::string>(*answers_.find(view.id)->second.value);
  const std::vector<afterword::Step> steps = path(survey_, answers_, experienced_);
  view.can_go_back = !steps.empty() && steps.front() != step_;
  view.progress = progress();
  return view;
}

}  // namespace afterword::kiosk
