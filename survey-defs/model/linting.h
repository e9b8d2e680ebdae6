// What the parts of lint share. Not for other folders: include lint.h.
//
// A rule is a function that adds findings. To add one: write it in lint_shape.cpp (what is asked,
// in which order, how long), lint_timing.cpp (when) or lint_words.cpp (how it is worded), call it from the list at the end
// of that file, and give it a row with its reason in FORMAT.md; a test compares the two.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/lint.h"
#include "survey-defs/model/survey.h"

namespace afterword::linting {

using Findings = std::vector<Finding>;

inline void add(Findings& out, std::string_view rule, Severity severity, std::string where,
                std::string message, std::string remedy) {
  out.push_back(
      {std::string(rule), severity, std::move(where), std::move(message), std::move(remedy)});
}

// "/questions/2" and "/questions/2/FIELD".
std::string question_at(std::size_t index, std::string_view field = {});
// `"es", "ar"`
std::string quoted_list(const std::vector<std::string>& words);

// One text that shoppers read.
struct Passage {
  enum class Role {
    title,
    headline,
    purpose,
    topic,
    question,
    why,
    why_of_band,
    option,
    not_applicable,
    chip
  };
  std::string where;
  Role role = Role::question;
  const LocalText* text = nullptr;  // lives as long as the survey
};
std::vector<Passage> passages(const Survey& survey);  // only those that have words

void check_shape(const Survey& survey, Findings& out);
void check_timing(const Survey& survey, Findings& out);
void check_words(const Survey& survey, Findings& out);

// Phrases that give away a question that leads, or one that asks what is nobody's business;
// by language ("zh" serves zh-Hans). Lower case. Other languages have none, and are not judged.
const std::vector<std::string_view>& leading_phrases(std::string_view language);
const std::vector<std::string_view>& sensitive_phrases(std::string_view language);

// The first of `phrases` that stands in `text` as whole words, whatever the case; "" if none does.
// In Arabic and Chinese, where words are joined, anywhere.
std::string_view first_phrase(std::string_view text, std::string_view language,
                              const std::vector<std::string_view>& phrases);

// The longest sentence of a text: words (in Vietnamese, syllables), or characters where words are
// not set apart. In Thai a space ends a sentence, and what stands above or below a letter is not
// counted.
struct SentenceLength {
  std::size_t count = 0;
  bool in_characters = false;
};
SentenceLength longest_sentence(std::string_view text, std::string_view language);
// Beyond these, people read twice or not at all.
struct SentenceLimits {
  std::size_t good = 0, most = 0;
};
SentenceLimits sentence_limits(std::string_view language);
std::size_t count_question_marks(std::string_view text);
bool has_exclamation(std::string_view text);

}  // namespace afterword::linting
