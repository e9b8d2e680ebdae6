#include "tests/whole/shopper.h"

#include <doctest/doctest.h>

#include <sstream>

#include "survey-defs/model/flow.h"
#include "sync/export/read_stored.h"

namespace afterword::test {
namespace {

bool is_why(const std::string& entry) { return entry.ends_with(".why"); }

std::string page_of(const Survey& survey, const std::string& entry) {
  const Question* question = survey.question(entry);
  const bool comments = is_why(entry) || question->kind == QuestionKind::text;
  return (comments ? "comment:" : "question:") + entry;
}

AnswerValue value_of(const Question& question, const Move& move) {
  switch (question.kind) {
    case QuestionKind::scale:
      return static_cast<std::int64_t>(std::stoi(move.options.at(0)));
    case QuestionKind::yes_no:
      return move.options.at(0) == "yes";
    case QuestionKind::choice:
      return move.options.at(0);
    default:
      return move.options;
  }
}

}  // namespace

Move answer(std::string entry, std::vector<std::string> options) {
  return {Move::Kind::answer, std::move(entry), std::move(options), ""};
}
Move comment(std::string entry, std::string text) {
  return {Move::Kind::comment, std::move(entry), {}, std::move(text)};
}
Move not_applicable(std::string entry) {
  return {Move::Kind::not_applicable, std::move(entry), {}, ""};
}
Move skip(std::string entry) { return {Move::Kind::skip, std::move(entry), {}, ""}; }

std::string script_of(const Survey& survey, const Language& language,
                      const std::vector<Move>& moves) {
  std::ostringstream script;
  script << "wait welcome\ntap language:" << language << "\nwait welcome\ntap start\n";
  for (const Move& move : moves) {
    script << "wait " << page_of(survey, move.entry) << "\n";
    const Question* question = survey.question(move.entry);
    const bool by_next = question != nullptr && question->kind == QuestionKind::choices;
    const bool listed = question != nullptr && (question->kind == QuestionKind::choice || by_next);
    switch (move.kind) {
      case Move::Kind::answer:
        for (const std::string& option : move.options)
          script << "tap " << (listed ? "option:" : "answer:") << option << "\n";
        if (by_next) script << "tap next\n";
        break;
      case Move::Kind::comment:
        script << "type " << move.text << "\ntap done\n";
        break;
      case Move::Kind::not_applicable:
        script << "tap not_applicable\n";
        if (by_next) script << "tap next\n";
        break;
      case Move::Kind::skip:
        script << "tap skip\n";
        break;
    }
  }
  script << "wait thanks\n";
  return script.str();
}

Answers expected(const Survey& survey, const std::vector<Move>& moves) {
  Answers answers;
  for (const std::string& id : entry_ids(survey)) answers[id] = Answer{};
  for (const Move& move : moves) {
    Answer& entry = answers.at(move.entry);
    switch (move.kind) {
      case Move::Kind::answer:
        entry = {AnswerState::answered, value_of(*survey.question(move.entry), move), {}};
        break;
      case Move::Kind::comment:
        entry = {AnswerState::answered, move.text, {}};
        break;
      case Move::Kind::not_applicable:
        entry = {AnswerState::not_applicable, {}, {}};
        break;
      case Move::Kind::skip:
        entry = {AnswerState::skipped, {}, {}};
        break;
    }
  }
  return answers;
}

Answers answers_of(const json::Value& exported) {
  const auto stored = read_stored(exported);
  REQUIRE_MESSAGE(stored, (stored ? "" : stored.error().text()));
  Answers answers = stored->answers;
  for (auto& entry : answers) entry.second.ms.reset();
  return answers;
}

}  // namespace afterword::test
