// A planned shopper: what they do at each question, the script that does it, and what must arrive.
#pragma once
#include <string>
#include <vector>

#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"

namespace afterword::test {

struct Move {
  enum class Kind { answer, comment, not_applicable, skip } kind = Kind::answer;
  std::string entry;                 // question id or "x.why"
  std::vector<std::string> options;  // answer: steps, yes/no, option ids
  std::string text;                  // comment
};
Move answer(std::string entry, std::vector<std::string> options);
Move comment(std::string entry, std::string text);
Move not_applicable(std::string entry);
Move skip(std::string entry);

// The script of one run, from the welcome to the thanks.
std::string script_of(const Survey& survey, const Language& language,
                      const std::vector<Move>& moves);

// What the collector must hold of it: every entry that was not moved on is not_shown.
Answers expected(const Survey& survey, const std::vector<Move>& moves);

// The answers of an exported response without the times.
Answers answers_of(const json::Value& exported);

}  // namespace afterword::test
