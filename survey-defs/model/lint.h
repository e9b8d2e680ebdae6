// Good practice, checked: what makes a survey short, fair and answerable. FORMAT.md gives each rule
// with its reason.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/value.h"

namespace afterword {

enum class Severity { error, warning };

struct Finding {
  std::string rule;  // "too_many_questions"; "format" for what the reader refuses
  Severity severity = Severity::warning;
  std::string where;  // JSON pointer
  std::string message;
  std::string remedy;
};

// Reads and lints. Errors of the reader come as findings of the rule "format"; the rest is judged
// as soon as nothing but unknown fields is wrong.
std::vector<Finding> lint(std::string_view definition_bytes);
// Of a survey that was read.
std::vector<Finding> lint(const Survey& survey);
bool has_errors(const std::vector<Finding>& findings);

// {"file","rule","severity","where","message","remedy"}
json::Value to_json(const Finding& finding, std::string_view file);

// Whether `next` may be published after `previous` of the same id: newer version, and every
// question id that stays keeps its kind, scale and option ids (their order may change). Findings of
// the rules "version_not_newer" and "series_broken". A question that was dropped and comes back
// must still fit: call it with every version published.
std::vector<Finding> check_successor(const Survey& previous, const Survey& next);

// The most seconds and the most questions (whys not counted) of any path; the two may be of
// different ones.
struct Length {
  int seconds = 0;
  int questions = 0;
  // The fewest on any path; 0 where the paths could not all be followed.
  int questions_least = 0;
};
Length longest_path(const Survey& survey);

// Whether a question may ask who somebody is, or what is private: the rule sensitive_question.
// What is shown then does not call itself anonymous.
bool asks_who(const Survey& survey);

}  // namespace afterword
