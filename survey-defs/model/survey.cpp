#include "survey-defs/model/survey.h"

#include <algorithm>

namespace afterword {
namespace {

// "zh-Hans-CN" -> "zh-Hans" -> "zh" -> "".
std::string_view shorter(std::string_view tag) {
  const std::size_t dash = tag.rfind('-');
  return dash == std::string_view::npos ? std::string_view() : tag.substr(0, dash);
}

}  // namespace

const std::string& LocalText::in(std::string_view language, std::string_view fallback) const {
  static const std::string kNothing;
  for (std::string_view tag = language; !tag.empty(); tag = shorter(tag))
    if (const auto found = by_language.find(std::string(tag)); found != by_language.end())
      return found->second;
  if (const auto found = by_language.find(std::string(fallback)); found != by_language.end())
    return found->second;
  return by_language.empty() ? kNothing : by_language.begin()->second;
}

const LocalText* Why::for_band(WhyBand band) const {
  if (!one.empty()) return &one;
  const auto found = by_band.find(band);
  return found == by_band.end() ? nullptr : &found->second;
}

const Option* Question::option(std::string_view option_id) const {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [option_id](const Option& item) { return item.id == option_id; });
  return found == options.end() ? nullptr : &*found;
}

std::optional<std::size_t> Survey::index_of(std::string_view question_id) const {
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (questions[i].id == question_id) return i;
  return std::nullopt;
}

const Question* Survey::question(std::string_view question_id) const {
  const auto index = index_of(question_id);
  return index ? &questions[*index] : nullptr;
}

ScaleRange range_of(ScaleKind scale) {
  switch (scale) {
    case ScaleKind::faces5:
    case ScaleKind::stars5:
      return {1, 5};
    case ScaleKind::zero_to_ten:
      return {0, 10};
    case ScaleKind::agree7:
      return {1, 7};
  }
  return {1, 5};
}

std::string best_language(const std::vector<Language>& offered, std::string_view wanted) {
  const auto offers = [&offered](std::string_view tag) {
    return std::find(offered.begin(), offered.end(), tag) != offered.end();
  };
  for (std::string_view tag = wanted; !tag.empty(); tag = shorter(tag))
    if (offers(tag)) return std::string(tag);
  if (offers("en")) return "en";
  return offered.empty() ? std::string() : offered.front();
}

}  // namespace afterword
