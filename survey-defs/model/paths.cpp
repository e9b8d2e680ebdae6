// Answers matter to the flow only through the tests that later questions make on them. So each
// question has few classes of answers (those that pass the same tests), and a path so far is known
// by the tests that are still to be asked about. Both keep the search small.
#include "survey-defs/model/paths.h"

#include <algorithm>
#include <bit>
#include <climits>
#include <map>
#include <string>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/lint.h"

namespace afterword::linting {
namespace {

// Tests and tree nodes looked at before giving up: about a tenth of a second of work, and a
// thousand times what a survey that people would answer needs.
constexpr int kEffortMax = 200'000;

// A byte a test: 1 where it passes. Bytes compare at once, bits of a vector<bool> one by one.
using Passed = std::string;

// One leaf of a show_if.
struct Test {
  const Condition* leaf = nullptr;
  std::size_t question = 0;  // whose answer is tested
  std::size_t last_use = 0;  // the question that makes the test
};

// Answers that pass the same tests, with the longest time among them.
struct AnswerClass {
  Passed passes;  // by position in the question's own tests
  int seconds = 0;
};

// Of every kind but choices, whose values are too many to be written out.
std::vector<AnswerValue> all_values(const Question& question) {
  std::vector<AnswerValue> out;
  switch (question.kind) {
    case QuestionKind::scale: {
      const ScaleRange range = range_of(question.scale);
      for (int step = range.least; step <= range.most; ++step) out.emplace_back(std::int64_t{step});
      return out;
    }
    case QuestionKind::yes_no:
      return {AnswerValue(true), AnswerValue(false)};
    case QuestionKind::choice:
      for (const Option& option : question.options) out.emplace_back(option.id);
      return out;
    case QuestionKind::choices:
      return {};
    case QuestionKind::text:
      return {AnswerValue(std::string("words"))};
  }
  return out;
}

class Walker {
 public:
  explicit Walker(const Survey& survey) : survey_(survey), tests_of_(survey.questions.size()) {
    for (std::size_t i = 0; i < survey.questions.size(); ++i)
      if (survey.questions[i].show_if) collect(*survey.questions[i].show_if, i);
    for (std::size_t i = 0; i < survey.questions.size(); ++i) classes_.push_back(classes_of(i));
    passed_.assign(tests_.size(), 0);
    memo_.resize(survey.questions.size());
    out_.reached.assign(survey.questions.size(), false);
  }

  Paths walk() {
    const Best best = walk_from(0);
    out_.seconds = best.seconds;
    out_.questions = best.questions;
    out_.questions_least = best.questions_least;
    if (effort_ <= kEffortMax) return out_;
    return as_if_all_were_asked();
  }

 private:
  struct Best {
    int seconds = 0;
    int questions = 0;
    int questions_least = 0;
  };

  void collect(const Condition& condition, std::size_t user) {
    for (const Condition& part : condition.parts) collect(part, user);
    if (condition.question.empty()) return;
    const auto tested = survey_.index_of(condition.question);
    if (!tested) return;
    index_of_[&condition] = tests_.size();
    tests_of_[*tested].push_back(tests_.size());
    tests_.push_back({&condition, *tested, user});
  }

  bool spend(std::size_t effort) {
    if (effort_ <= kEffortMax) effort_ += static_cast<int>(std::min<std::size_t>(effort, 100'000));
    return effort_ <= kEffortMax;
  }

  std::vector<AnswerClass> classes_of(std::size_t index) {
    const Question& question = survey_.questions[index];
    const auto& tests = tests_of_[index];
    std::map<Passed, int> longest;
    // Not answered: passes nothing and is asked no why.
    longest[Passed(tests.size(), 0)] = seconds_for(question);
    if (question.kind == QuestionKind::choices) add_sets(question, tests, longest);
    for (AnswerValue& value : all_values(question)) {
      if (!spend(tests.size() + 1)) break;
      Answers answers;
      answers[question.id] = Answer{AnswerState::answered, std::move(value), std::nullopt};
      Passed passes;
      for (const std::size_t test : tests) passes += holds(*tests_[test].leaf, answers) ? 1 : 0;
      const int why = why_of(question, answers) == nullptr ? 0 : kWhySeconds;
      int& seconds = longest[passes];
      seconds = std::max(seconds, seconds_for(question) + why);
    }
    std::vector<AnswerClass> out;
    for (auto& entry : longest) out.push_back({entry.first, entry.second});
    return out;
  }

  // Every set of options that may be chosen, as bits; a test passes if it shares one with the set.
  void add_sets(const Question& question, const std::vector<std::size_t>& tests,
                std::map<Passed, int>& longest) {
    std::vector<unsigned> wanted(tests.size(), 0);
    for (std::size_t t = 0; t < tests.size(); ++t)
      for (std::size_t i = 0; i < question.options.size(); ++i)
        if (holds(
                *tests_[tests[t]].leaf,
                {{question.id,
                  {AnswerState::answered, std::vector<std::string>{question.options[i].id}, {}}}}))
          wanted[t] |= 1u << i;
    Passed passes(tests.size(), 0);
    for (unsigned set = 1; !tests.empty() && set < (1u << question.options.size()); ++set) {
      if (std::popcount(set) > question.max_choices) continue;
      if (!spend(1 + tests.size() / 16)) return;
      for (std::size_t t = 0; t < tests.size(); ++t) passes[t] = (wanted[t] & set) != 0 ? 1 : 0;
      longest.emplace(passes, seconds_for(question));
    }
  }

  bool shown(const Condition& condition) {
    if (!spend(1)) return false;
    const auto part_holds = [this](const Condition& part) { return shown(part); };
    switch (condition.op) {
      case Condition::Op::all:
        return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Op::any:
        return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Op::not_:
        return !shown(condition.parts.front());
      case Condition::Op::is:
      case Condition::Op::between:
        break;
    }
    const auto found = index_of_.find(&condition);
    return found != index_of_.end() && passed_[found->second] != 0;
  }

  // What of the past still matters from question `index` on.
  Passed key(std::size_t index) {
    Passed out;
    for (std::size_t i = 0; i < tests_.size(); ++i)
      if (tests_[i].question < index && tests_[i].last_use >= index) out += passed_[i];
    spend(1 + tests_.size() / 16);
    return out;
  }

  void set(std::size_t index, const AnswerClass* answer) {
    const auto& tests = tests_of_[index];
    for (std::size_t i = 0; i < tests.size(); ++i)
      passed_[tests[i]] = answer != nullptr ? answer->passes[i] : 0;
  }

  Best walk_from(std::size_t index) {
    if (index == survey_.questions.size() || effort_ > kEffortMax) return {};
    const Passed state = key(index);
    if (const auto found = memo_[index].find(state); found != memo_[index].end())
      return found->second;
    Best best;
    const auto& show_if = survey_.questions[index].show_if;
    if (show_if && !shown(*show_if)) {
      set(index, nullptr);
      best = walk_from(index + 1);
    } else {
      out_.reached[index] = true;
      best.questions_least = INT_MAX;
      for (const AnswerClass& answer : classes_[index]) {
        set(index, &answer);
        const Best rest = walk_from(index + 1);
        best.questions_least = std::min(best.questions_least, 1 + rest.questions_least);
        best.seconds = std::max(best.seconds, answer.seconds + rest.seconds);
        best.questions = std::max(best.questions, 1 + rest.questions);
      }
    }
    memo_[index][state] = best;
    return best;
  }

  Paths as_if_all_were_asked() const {
    Paths all;
    for (const Question& question : survey_.questions) {
      all.seconds += seconds_for(question) + (question.why ? kWhySeconds : 0);
      ++all.questions;
    }
    all.reached.assign(survey_.questions.size(), true);
    return all;
  }

  const Survey& survey_;
  std::vector<Test> tests_;
  std::vector<std::vector<std::size_t>> tests_of_;  // by question tested
  std::map<const Condition*, std::size_t> index_of_;
  std::vector<std::vector<AnswerClass>> classes_;
  Passed passed_;  // by test, on the path being walked
  std::vector<std::map<Passed, Best>> memo_;
  int effort_ = 0;
  Paths out_;
};

}  // namespace

int seconds_for(const Question& question) {
  switch (question.kind) {
    case QuestionKind::scale:
      return question.scale == ScaleKind::faces5 || question.scale == ScaleKind::stars5 ? 5 : 7;
    case QuestionKind::yes_no:
      return 4;
    case QuestionKind::choice:
      return 6;
    case QuestionKind::choices:
      return 12;
    case QuestionKind::text:
      return 15;
  }
  return 0;
}

Paths walk_all(const Survey& survey) { return Walker(survey).walk(); }

}  // namespace afterword::linting

namespace afterword {

Length longest_path(const Survey& survey) {
  const linting::Paths paths = linting::walk_all(survey);
  return {paths.seconds, paths.questions, paths.questions_least};
}

}  // namespace afterword
