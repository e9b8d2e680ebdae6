// Every way through a survey, looked at together: the longest, and what nobody can reach.
// Not for other folders: include lint.h, which has longest_path().
#pragma once
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword::linting {

// How long a question keeps a shopper, in seconds; FORMAT.md has the table and its reasons.
int seconds_for(const Question& question);
inline constexpr int kWhySeconds = 10;

struct Paths {
  int seconds = 0;            // most on any path
  int questions = 0;          // most on any path, whys not counted
  int questions_least = 0;    // fewest on any path
  std::vector<bool> reached;  // by question: some answers lead to it
};

// Exact, unless show_if are so interwoven that they cannot be followed in reasonable time; then it
// counts as if every question were asked.
Paths walk_all(const Survey& survey);

}  // namespace afterword::linting
