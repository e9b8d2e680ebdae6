#include "survey-defs/model/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"

namespace afterword {
namespace {

std::optional<std::string> why_not_step(const Question& question, const AnswerValue& value) {
  const auto* step = std::get_if<std::int64_t>(&value);
  const ScaleRange range = range_of(question.scale);
  if (step == nullptr)
    return fmt::format("a {} question is answered with a whole number from {} to {}",
                       name(question.scale), range.least, range.most);
  if (*step < range.least || *step > range.most)
    return fmt::format("{} is not from {} to {}", *step, range.least, range.most);
  return std::nullopt;
}

// Option ids come from outside too: one that is not even an id is not repeated in a message.
std::string quoted(std::string_view option) {
  return is_id(option) ? fmt::format("\"{}\"", option) : std::string("what was given");
}

std::optional<std::string> why_not_option(const Question& question, const AnswerValue& value) {
  const auto* option = std::get_if<std::string>(&value);
  if (option == nullptr) return "a choice question is answered with one option id";
  if (question.option(*option) == nullptr)
    return fmt::format("{} is none of its options", quoted(*option));
  return std::nullopt;
}

std::optional<std::string> why_not_options(const Question& question, const AnswerValue& value) {
  const auto* options = std::get_if<std::vector<std::string>>(&value);
  if (options == nullptr) return "a choices question is answered with a list of option ids";
  if (options->empty()) return "no option is chosen; that is skipped, not answered";
  if (options->size() > static_cast<std::size_t>(question.max_choices))
    return fmt::format("{} options are chosen; at most {} may be", options->size(),
                       question.max_choices);
  std::set<std::string_view> seen;
  for (const std::string& option : *options) {
    if (question.option(option) == nullptr)
      return fmt::format("{} is none of its options", quoted(option));
    if (!seen.insert(option).second) return fmt::format("\"{}\" is chosen twice", option);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> why_not_comment(const AnswerValue& value) {
  const auto* comment = std::get_if<std::string>(&value);
  if (comment == nullptr) return "an open question is answered with a text";
  if (comment->empty()) return "the text is empty; that is skipped, not answered";
  if (comment->size() > kCommentBytesMax)
    return fmt::format("the text is {} bytes long; at most {} are kept", comment->size(),
                       kCommentBytesMax);
  if (!is_utf8(*comment)) return "the text is not valid UTF-8";
  return std::nullopt;
}

std::optional<std::string> why_not_valid(const Question& question, const AnswerValue& value) {
  switch (question.kind) {
    case QuestionKind::scale:
      return why_not_step(question, value);
    case QuestionKind::yes_no:
      if (!std::holds_alternative<bool>(value))
        return "a yes_no question is answered with true or false";
      return std::nullopt;
    case QuestionKind::choice:
      return why_not_option(question, value);
    case QuestionKind::choices:
      return why_not_options(question, value);
    case QuestionKind::text:
      return why_not_comment(value);
  }
  return "its question is of no known kind";
}

}  // namespace afterword
