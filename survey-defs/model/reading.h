// What the parts of the definition's reader share. Not for other folders: include read.h.
//
// Each part records what it finds wrong and goes on, so that the author sees everything at once;
// what could not be read keeps its default, and nobody looks at it, because the survey is given out
// only when there are no problems.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"

namespace afterword::reading {

struct Context {
  json::Problems& problems;
  json::Unknown unknown = json::Unknown::refuse;
  std::vector<Language> languages;  // declared; empty when they could not all be read
  // Questions whose possible answers could not be read ("" where not even the id could): tests on
  // them are taken on trust, or each would be a problem that is none.
  std::set<std::string> unclear{};

  void problem(std::string where, std::string message, std::string remedy) const {
    problems.push_back({std::move(where), std::move(message), std::move(remedy)});
  }
};

// `"yes", "no" or "not_yet"`, for remedies.
std::string listed(const std::vector<std::string_view>& words);
std::string listed(const std::vector<std::string>& words);

// One text that people read: not empty, no control characters, at most kTextCharactersMax.
std::optional<std::string> words(const Context& context, const json::Value& value,
                                 const std::string& where);
// The same as a field that stands in one language only ("owner"); "" when absent.
std::string plain_words(const Context& context, json::Fields& fields, std::string_view field);
// An object from declared languages to texts.
LocalText local_text(const Context& context, const json::Value& value, const std::string& where);
// The same as an optional field.
LocalText local_text(const Context& context, json::Fields& fields, std::string_view field);
// Whether `tag` is declared; if not, a problem at `where` that names it.
bool is_declared(const Context& context, std::string_view tag, const std::string& where);
// A field that is an id ("" when absent or wrong).
std::string id(json::Fields& fields, std::string_view field, bool required);

// A field that holds one of a few words. `parse` is one of parse_*().
template <class Enum>
std::optional<Enum> one_of(json::Fields& fields, std::string_view field,
                           std::optional<Enum> (*parse)(std::string_view),
                           const std::vector<std::string_view>& known, bool required = false);

// show_if: `earlier` are the questions before this one.
std::optional<Condition> condition(const Context& context, const json::Value& value,
                                   const std::string& where, const std::vector<Question>& earlier);
// The whole list.
std::vector<Question> questions(Context& context, json::Fields& survey);
// Of one question.
std::optional<Why> why(const Context& context, json::Fields& fields, const Question& question);

// "is not one of ...", with the nearest known word if one is near.
void not_one_of(json::Fields& fields, std::string_view field, std::string_view given,
                const std::vector<std::string_view>& known);

template <class Enum>
std::optional<Enum> one_of(json::Fields& fields, std::string_view field,
                           std::optional<Enum> (*parse)(std::string_view),
                           const std::vector<std::string_view>& known, bool required) {
  const auto word = fields.text(field, {.required = required});
  if (!word) return std::nullopt;
  const auto value = parse(*word);
  if (!value) not_one_of(fields, field, *word, known);
  return value;
}

}  // namespace afterword::reading
