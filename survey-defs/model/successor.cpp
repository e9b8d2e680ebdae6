// What a new version may not change.
#include <fmt/format.h>

#include <set>

#include "survey-defs/model/linting.h"

namespace afterword {
namespace {

std::set<std::string> option_ids(const Question& question) {
  std::set<std::string> out;
  for (const Option& option : question.options) out.insert(option.id);
  return out;
}

// What differs between two questions of the same id, or "".
std::string_view what_broke(const Question& before, const Question& after) {
  if (before.kind != after.kind) return "kind";
  if (before.kind == QuestionKind::scale && before.scale != after.scale) return "scale";
  return option_ids(before) == option_ids(after) ? "" : "options";
}

}  // namespace

std::vector<Finding> check_successor(const Survey& previous, const Survey& next) {
  std::vector<Finding> out;
  if (next.version <= previous.version)
    linting::add(
        out, "version_not_newer", Severity::error, "/version",
        fmt::format("is {}, and version {} is published already", next.version, previous.version),
        fmt::format("set it to {} or more", static_cast<long>(previous.version) + 1));
  for (std::size_t i = 0; i < next.questions.size(); ++i) {
    const Question& after = next.questions[i];
    const Question* before = previous.question(after.id);
    if (before == nullptr) continue;
    const std::string_view field = what_broke(*before, after);
    if (field.empty()) continue;
    linting::add(out, "series_broken", Severity::error, linting::question_at(i, field),
                 fmt::format("\"{}\" has another {} than in version {}, so its answers cannot be "
                             "compared",
                             after.id, field, previous.version),
                 "give the changed question a new id, and keep this one as it was or drop it");
  }
  return out;
}

}  // namespace afterword
