// What became of one question: four states, kept apart for ever.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword {

// Only `answered` enters a denominator. Zero is an answer, and so is "no".
enum class AnswerState { answered, not_applicable, skipped, not_shown };
std::string_view name(AnswerState);
std::optional<AnswerState> parse_answer_state(std::string_view);

// A scale step, yes or no, one option id or a comment, or several option ids.
using AnswerValue = std::variant<std::int64_t, bool, std::string, std::vector<std::string>>;

struct Answer {
  AnswerState state = AnswerState::not_shown;
  std::optional<AnswerValue> value;  // exactly when answered
  std::optional<std::int64_t> ms;    // time on its screens, all visits added up

  bool operator==(const Answer&) const = default;
};

// By question id; `X.why` for whys.
using Answers = std::map<std::string, Answer, std::less<>>;

inline bool is_answered(const Answers& answers, std::string_view id) {
  const auto found = answers.find(id);
  return found != answers.end() && found->second.state == AnswerState::answered;
}

// Whether `value` may answer `question`; otherwise a sentence that says why not.
std::optional<std::string> why_not_valid(const Question& question, const AnswerValue& value);
// The same for a comment (an entry `X.why`). Never repeats the comment's words.
std::optional<std::string> why_not_comment(const AnswerValue& value);

}  // namespace afterword
