// The words of every enumeration, in one table each.
#include <algorithm>
#include <array>

#include "survey-defs/model/answer.h"
#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "survey-defs/model/timing.h"

namespace afterword {
namespace {

template <class Enum>
struct Word {
  Enum value;
  std::string_view word;
};
template <class Enum>
Word(Enum, const char*) -> Word<Enum>;  // clang 14 cannot deduce it from the members

constexpr std::array kQuestionKinds{
    Word{QuestionKind::scale, "scale"}, Word{QuestionKind::yes_no, "yes_no"},
    Word{QuestionKind::choice, "choice"}, Word{QuestionKind::choices, "choices"},
    Word{QuestionKind::text, "text"}};
constexpr std::array kScaleKinds{
    Word{ScaleKind::faces5, "faces5"}, Word{ScaleKind::stars5, "stars5"},
    Word{ScaleKind::zero_to_ten, "zero_to_ten"}, Word{ScaleKind::agree7, "agree7"}};
constexpr std::array kMetrics{Word{Metric::csat, "csat"}, Word{Metric::nps, "nps"},
                              Word{Metric::ces, "ces"}, Word{Metric::fcr, "fcr"}};
constexpr std::array kPhases{Word{Phase::enter, "enter"},
                             Word{Phase::find, "find"},
                             Word{Phase::try_, "try"},
                             Word{Phase::pay, "pay"},
                             Word{Phase::leave, "leave"},
                             Word{Phase::use, "use"},
                             Word{Phase::return_, "return"},
                             Word{Phase::come_back, "come_back"},
                             Word{Phase::relationship, "relationship"}};
constexpr std::array kAfters{Word{After::visit, "visit"},     Word{After::purchase, "purchase"},
                             Word{After::pickup, "pickup"},   Word{After::return_, "return"},
                             Word{After::service, "service"}, Word{After::any, "any"}};
constexpr std::array kAnswerStates{
    Word{AnswerState::answered, "answered"}, Word{AnswerState::not_applicable, "not_applicable"},
    Word{AnswerState::skipped, "skipped"}, Word{AnswerState::not_shown, "not_shown"}};
constexpr std::array kCompletions{Word{Completion::complete, "complete"},
                                  Word{Completion::partial, "partial"}};
constexpr std::array kFlags{Word{Flag::speeding, "speeding"},
                            Word{Flag::straight_line, "straight_line"},
                            Word{Flag::repeat, "repeat"},
                            Word{Flag::burst, "burst"},
                            Word{Flag::faces_in_order, "faces_in_order"},
                            Word{Flag::play, "play"}};
constexpr std::array kQuarantines{Word{Quarantine::answer_out_of_range, "answer_out_of_range"},
                                  Word{Quarantine::question_unknown, "question_unknown"},
                                  Word{Quarantine::state_missing, "state_missing"},
                                  Word{Quarantine::not_json, "not_json"},
                                  Word{Quarantine::not_decryptable, "not_decryptable"},
                                  Word{Quarantine::time_out_of_range, "time_out_of_range"}};
constexpr std::array kNotOffereds{Word{NotOffered::import_only, "import_only"},
                                  Word{NotOffered::wrong_touchpoint, "wrong_touchpoint"},
                                  Word{NotOffered::closed, "closed"},
                                  Word{NotOffered::quiet, "quiet"},
                                  Word{NotOffered::busy, "busy"},
                                  Word{NotOffered::too_soon, "too_soon"},
                                  Word{NotOffered::cooling_down, "cooling_down"},
                                  Word{NotOffered::before_event, "before_event"},
                                  Word{NotOffered::not_experienced, "not_experienced"},
                                  Word{NotOffered::share, "share"},
                                  Word{NotOffered::asked_before, "asked_before"},
                                  Word{NotOffered::too_late, "too_late"}};
constexpr std::array kHappeningKinds{Word{HappeningKind::entered, "entered"},
                                     Word{HappeningKind::task_begun, "task_begun"},
                                     Word{HappeningKind::task_ended, "task_ended"},
                                     Word{HappeningKind::purchase_done, "purchase_done"},
                                     Word{HappeningKind::pickup_done, "pickup_done"},
                                     Word{HappeningKind::return_done, "return_done"},
                                     Word{HappeningKind::service_done, "service_done"},
                                     Word{HappeningKind::visit_failed, "visit_failed"}};

template <class Enum, std::size_t N>
std::string_view word_of(const std::array<Word<Enum>, N>& words, Enum value) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [value](const Word<Enum>& word) { return word.value == value; });
  return found == words.end() ? "none" : found->word;
}
template <class Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<Word<Enum>, N>& words, std::string_view text) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [text](const Word<Enum>& word) { return word.word == text; });
  if (found == words.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::string_view name(QuestionKind value) { return word_of(kQuestionKinds, value); }
std::string_view name(ScaleKind value) { return word_of(kScaleKinds, value); }
std::string_view name(Metric value) { return word_of(kMetrics, value); }
std::string_view name(Phase value) { return word_of(kPhases, value); }
std::string_view name(After value) { return word_of(kAfters, value); }
std::string_view name(AnswerState value) { return word_of(kAnswerStates, value); }
std::string_view name(Completion value) { return word_of(kCompletions, value); }
std::string_view name(Flag value) { return word_of(kFlags, value); }
std::string_view name(Quarantine value) { return word_of(kQuarantines, value); }
std::string_view name(NotOffered value) { return word_of(kNotOffereds, value); }

std::string_view name(HappeningKind value) { return word_of(kHappeningKinds, value); }

std::optional<QuestionKind> parse_question_kind(std::string_view text) {
  return value_of(kQuestionKinds, text);
}
std::optional<ScaleKind> parse_scale_kind(std::string_view text) {
  return value_of(kScaleKinds, text);
}
std::optional<Metric> parse_metric(std::string_view text) { return value_of(kMetrics, text); }
std::optional<Phase> parse_phase(std::string_view text) { return value_of(kPhases, text); }
std::optional<After> parse_after(std::string_view text) { return value_of(kAfters, text); }
std::optional<AnswerState> parse_answer_state(std::string_view text) {
  return value_of(kAnswerStates, text);
}
std::optional<Completion> parse_completion(std::string_view text) {
  return value_of(kCompletions, text);
}
std::optional<Flag> parse_flag(std::string_view text) { return value_of(kFlags, text); }
std::optional<Quarantine> parse_quarantine(std::string_view text) {
  return value_of(kQuarantines, text);
}
std::optional<HappeningKind> parse_happening_kind(std::string_view text) {
  return value_of(kHappeningKinds, text);
}
std::optional<NotOffered> parse_not_offered(std::string_view text) {
  return value_of(kNotOffereds, text);
}

}  // namespace afterword
