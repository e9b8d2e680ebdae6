#include "kiosk/session/session.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kStaysLast = "other";

std::vector<std::size_t> in_order(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t at = 0; at < count; ++at) order[at] = at;
  return order;
}

void shuffle(std::vector<std::size_t>& order, Random& random) {
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[random.below(left)]);
}

// "Something else" makes sense only after what it is something else than.
std::vector<std::size_t> order_of_options(const Question& question, Random& random) {
  std::vector<std::size_t> order = in_order(question.options.size());
  if (!question.shuffle) return order;
  shuffle(order, random);
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t at) { return question.options[at].id != kStaysLast; });
  return order;
}

// The value a tap on `option` stands for, if the question has such an option.
std::optional<AnswerValue> value_of(const Question& question, const std::string& option) {
  switch (question.kind) {
    case QuestionKind::scale: {
      std::int64_t step = 0;
      const char* const end = option.data() + option.size();
      const auto [stop, error] = std::from_chars(option.data(), end, step);
      const ScaleRange range = range_of(question.scale);
      if (error != std::errc{} || stop != end || step < range.least || step > range.most) return {};
      return step;
    }
    case QuestionKind::yes_no:
      if (option == "yes") return true;
      if (option == "no") return false;
      return {};
    case QuestionKind::choice:
      if (question.option(option) != nullptr) return option;
      return {};
    case QuestionKind::choices:
    case QuestionKind::text:
      return {};
  }
  return {};
}

}  // namespace

Session::Session(Survey survey, Circumstances circumstances, Random& random, Now now)
    : survey_(std::move(survey)),
      language_(std::move(circumstances.language)),
      touchpoint_(std::move(circumstances.touchpoint)),
      boot_(std::move(circumstances.boot)),
      category_(std::move(circumstances.category)),
      flags_(std::move(circumstances.flags)),
      experienced_(std::move(circumstances.experienced)),
      started_(now),
      shown_at_(now.mono) {
  assert(!survey_.questions.empty());
  for (const Question& question : survey_.questions) {
    option_order_.push_back(order_of_options(question, random));
    chip_order_.push_back(in_order(question.chips.size()));
    shuffle(chip_order_.back(), random);
  }
  const std::vector<afterword::Step> steps = path(survey_, answers_, experienced_);
  if (steps.empty())
    finished_ = true;
  else
    show(0, steps, now);
}

void Session::show(std::size_t at, const std::vector<afterword::Step>& steps, Now now) {
  step_ = steps[at];
  shown_at_ = now.mono;
  running_ = true;
  drawn_.insert(id_of(survey_, step_));
  watch_.shown(now.mono);
}

void Session::stop_watch(Now now) {
  if (running_) ms_[id_of(survey_, step_)] += (now.mono - shown_at_).count();
  running_ = false;
}

void Session::pause(Now now) { stop_watch(now); }

void Session::resume(Now now) {
  if (finished_ || running_) return;
  shown_at_ = now.mono;
  running_ = true;
}

void Session::set_language(Language language) { language_ = std::move(language); }

bool Session::is_comment() const {
  return step_.is_why || survey_.questions[step_.question].kind == QuestionKind::text;
}

Change Session::take(const Intent& intent, Now now) {
  if (finished_) return {};
  if (const auto* touch = std::get_if<Touched>(&intent)) note(*touch);
  if (const auto* press = std::get_if<Pressed>(&intent)) note(*press, now);
  if (const auto* choice = std::get_if<Choose>(&intent)) {
    note(Pressed{choice->option}, now);
    return choose(choice->option, now);
  }
  if (std::holds_alternative<ChooseNotApplicable>(intent)) {
    note(Pressed{}, now);
    return choose_not_applicable(now);
  }
  if (std::holds_alternative<Next>(intent)) return next(now);
  if (const auto* comment = std::get_if<SubmitComment>(&intent)) return submit(comment->text, now);
  if (std::holds_alternative<Skip>(intent)) return skip(now);
  if (const auto* steps_back = std::get_if<Back>(&intent)) return back(steps_back->draft, now);
  if (const auto* typed = std::get_if<KeepDraft>(&intent))
    if (is_comment()) drafts_[id_of(survey_, step_)] = cut_to_limit(typed->text);
  return {};
}

// Beside a key or a word of a comment is a slip: only pages of tiles tell who plays.
void Session::note(const Touched& touch) {
  if (touch.outside && !is_comment()) watch_.touched_outside();
  watch_.contacts(touch.contacts);
}

void Session::note(const Pressed& press, Now now) {
  if (is_comment()) return;
  const Question& question = survey_.questions[step_.question];
  watch_.decided(question, question.text.in(language_, survey_.languages.front()), now.mono);
  watch_.pressed(question, press.option);
}

Change Session::choose(const std::string& option, Now now) {
  if (is_comment()) return {};
  const Question& question = survey_.questions[step_.question];
  if (question.kind == QuestionKind::choices) return toggle(question, option);
  std::optional<AnswerValue> value = value_of(question, option);
  if (!value) return {};
  record(question.id, AnswerState::answered, std::move(value));
  return waits_for_next_ ? Change{.answers = true} : move_on(now);
}

Change Session::toggle(const Question& question, const std::string& option) {
  if (question.option(option) == nullptr) return {};
  std::vector<std::string> chosen;
  if (is_answered(answers_, question.id))
    chosen = std::get<std::vector<std::string>>(*answers_.find(question.id)->second.value);
  const auto already = std::find(chosen.begin(), chosen.end(), option);
  if (already != chosen.end())
    chosen.erase(already);
  else if (chosen.size() < static_cast<std::size_t>(question.max_choices))
    chosen.push_back(option);
  else
    return {};
  if (chosen.empty())
    answers_.erase(question.id);
  else
    record(question.id, AnswerState::answered, std::move(chosen));
  return {.answers = true};
}

Change Session::choose_not_applicable(Now now) {
  if (is_comment()) return {};
  const Question& question = survey_.questions[step_.question];
  if (!question.offers_not_applicable) return {};
  const bool several = question.kind == QuestionKind::choices;
  const auto found = answers_.find(question.id);
  if (several && found != answers_.end() &&
      found->second.state == AnswerState::not_applicable) {  // a second tap takes it back
    answers_.erase(found);
    return {.answers = true};
  }
  record(question.id, AnswerState::not_applicable, std::nullopt);
  return several || waits_for_next_ ? Change{.answers = true} : move_on(now);
}

Change Session::next(Now now) {
  if (is_comment()) return {};
  const auto found = answers_.find(survey_.questions[step_.question].id);
  // Nothing chosen is not "done": that is what Skip is for.
  if (found == answers_.end() || found->second.state == AnswerState::skipped) return {};
  return move_on(now);
}

Change Session::submit(const std::string& text, Now now) {
  if (!is_comment() || !is_utf8(text)) return {};
  const std::string id = id_of(survey_, step_);
  std::string comment = cut_to_limit(trim(text));
  if (comment.empty()) return skip(now);
  record(id, AnswerState::answered, std::move(comment));
  if (const auto draft = drafts_.find(id); draft != drafts_.end()) {
    kiosk::wipe(draft->second);
    drafts_.erase(draft);
  }
  return move_on(now);
}

Change Session::skip(Now now) {
  const std::string id = id_of(survey_, step_);
  if (const auto draft = drafts_.find(id); draft != drafts_.end()) {
    kiosk::wipe(draft->second);
    drafts_.erase(draft);
  }
  record(id, AnswerState::skipped, std::nullopt);
  return move_on(now);
}

Change Session::back(std::string draft, Now now) {
  const std::vector<afterword::Step> steps = path(survey_, answers_, experienced_);
  const auto here = std::find(steps.begin(), steps.end(), step_);
  if (here == steps.begin() || here == steps.end()) return {};
  if (is_comment()) drafts_[id_of(survey_, step_)] = cut_to_limit(draft);
  kiosk::wipe(draft);
  stop_watch(now);
  show(static_cast<std::size_t>(here - steps.begin()) - 1, steps, now);
  return {.page = true, .backwards = true};
}

void Session::record(const std::string& id, AnswerState state, std::optional<AnswerValue> value) {
  const Question& question = survey_.questions[step_.question];
  const LocalText* const asked_before = why_of(question, answers_);
  Answer& answer = answers_[id];
  answer.state = state;
  answer.value = std::move(value);
  if (step_.is_why || why_of(question, answers_) == asked_before) return;
  // Another answer, another why: what was said to the old one is offered as a draft, because it
  // may not answer the new one.
  const std::string why_id = question.why_id();
  drawn_.erase(why_id);
  const auto old = answers_.find(why_id);
  if (old == answers_.end()) return;
  if (old->second.state == AnswerState::answered)
    drafts_[why_id] = std::get<std::string>(*old->second.value);
  answers_.erase(old);
}

Change Session::move_on(Now now) {
  stop_watch(now);
  const std::vector<afterword::Step> steps = path(survey_, answers_, experienced_);
  const auto after = std::upper_bound(steps.begin(), steps.end(), step_);
  if (after == steps.end()) {
    finished_ = true;
    return {.answers = true, .finished = true};
  }
  show(static_cast<std::size_t>(after - steps.begin()), steps, now);
  return {.answers = true, .page = true};
}

bool Session::has_anything() const {
  Answers settled = answers_;
  settle(survey_, settled, AnswerState::not_shown, experienced_);
  const bool any = std::any_of(settled.begin(), settled.end(), [](const auto& entry) {
    return entry.second.state == AnswerState::answered ||
           entry.second.state == AnswerState::not_applicable;
  });
  kiosk::wipe(settled);
  return any;
}

Response Session::response(Now now) const {
  Response response;
  response.survey = survey_.id;
  response.version = survey_.version;
  response.language = language_;
  response.touchpoint = touchpoint_;
  response.completion = finished_ ? Completion::complete : Completion::partial;
  response.boot = boot_;
  response.category = category_;
  response.mono_start = started_.mono;
  response.wall_start = started_.wall;
  response.mono_end = now.mono;
  response.wall_end = now.wall;
  response.experienced = experienced_;
  response.answers = answers_;
  for (const std::string& id : drawn_)
    response.answers.try_emplace(id, Answer{AnswerState::skipped, std::nullopt, std::nullopt});
  settle(survey_, response.answers, AnswerState::not_shown, experienced_);
  for (const auto& [id, spent] : ms_)
    if (const auto entry = response.answers.find(id); entry != response.answers.end())
      entry->second.ms = spent;
  if (running_)
    if (const auto entry = response.answers.find(id_of(survey_, step_));
        entry != response.answers.end())
      entry->second.ms = entry->second.ms.value_or(0) + (now.mono - shown_at_).count();
  response.flags = flags_;
  for (const Flag flag : watch_.flags(survey_, response.answers)) add_flag(response.flags, flag);
  return response;
}

Recording Session::recording(Now now) const {
  Recording out{response(now), comment_ids(survey_)};
  out.rating = desk_rating(survey_, out.response.answers);
  return out;
}

void Session::wipe() {
  kiosk::wipe(answers_);
  answers_.clear();
  for (auto& [id, draft] : drafts_) kiosk::wipe(draft);
  drafts_.clear();
  finished_ = true;
  running_ = false;
}

std::string cut_to_limit(std::string_view text) {
  if (text.size() <= kCommentBytesMax) return std::string(text);
  std::size_t end = kCommentBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

std::vector<std::string> comment_ids(const Survey& survey) {
  std::vector<std::string> ids;
  for (const Question& question : survey.questions) {
    if (question.kind == QuestionKind::text) ids.push_back(question.id);
    if (question.why) ids.push_back(question.why_id());
  }
  return ids;
}

void wipe(std::string& text) {
  // Through a volatile pointer, or the compiler leaves out writes that nobody reads.
  volatile char* const bytes = text.data();
  for (std::size_t at = 0; at < text.size(); ++at) bytes[at] = 0;
  text.clear();
}

void wipe(Answers& answers) {
  for (auto& [id, answer] : answers) {
    if (answer.value) {
      if (auto* text = std::get_if<std::string>(&*answer.value)) wipe(*text);
      if (auto* list = std::get_if<std::vector<std::string>>(&*answer.value))
        for (std::string& option : *list) wipe(option);
    }
    answer = Answer{};
  }
}

}  // namespace afterword::kiosk
