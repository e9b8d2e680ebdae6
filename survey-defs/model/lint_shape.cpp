// What is asked, how much of it, of whom, and what for.
#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/linting.h"
#include "survey-defs/model/paths.h"

namespace afterword::linting {
namespace {

constexpr int kQuestionsGood = 5;
constexpr int kSecondsGood = 60;
constexpr std::size_t kOpenPercentLeast = 20;

void length(const Paths& paths, Findings& out) {
  if (paths.questions > kQuestionsGood)
    add(out, "too_many_questions", Severity::error, "/questions",
        fmt::format("asks up to {} questions of one person; {} are the most people finish",
                    paths.questions, kQuestionsGood),
        "keep those whose answers you will act on, or lead people past the others with show_if");
  if (paths.seconds > kSecondsGood)
    add(out, "too_long", Severity::error, "/questions",
        fmt::format("takes up to {} seconds; {} is the most to ask of somebody on their way",
                    paths.seconds, kSecondsGood),
        "drop a question or a why; FORMAT.md has the seconds of each kind");
}

void open_questions(const Survey& survey, Findings& out) {
  std::size_t open = 0;
  std::size_t all = 0;
  for (const Question& question : survey.questions) {
    const std::size_t whys = question.why ? 1 : 0;
    open += whys + (question.kind == QuestionKind::text ? 1u : 0u);
    all += whys + 1;
  }
  if (open == 0) {
    add(out, "no_open_question", Severity::error, "/questions",
        "asks nothing in the shopper's own words, so it cannot learn anything new",
        "add a why to a score, or a text question");
  } else if (open * 100 < all * kOpenPercentLeast) {
    add(out, "open_share_low", Severity::error, "/questions",
        fmt::format("only {} of {} questions are open; at least {} % should be", open, all,
                    kOpenPercentLeast),
        "add a why to a score, or drop closed questions");
  }
}

void not_applicable_waived(const Survey& survey, Findings& out) {
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    if (question.kind == QuestionKind::text || question.offers_not_applicable) continue;
    add(out, "not_applicable_waived", Severity::warning, question_at(i, "not_applicable"),
        fmt::format("\"{}\" cannot be declined as not applicable", question.id),
        "make sure that everyone who sees it has experienced it, or offer it");
  }
}

void scale_without_words(const Survey& survey, Findings& out) {
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    if (question.kind != QuestionKind::scale || !question.labels.empty()) continue;
    add(out, "scale_without_words", Severity::error, question_at(i, "labels"),
        fmt::format("\"{}\" has a scale without words", question.id),
        "name every step of faces5 and agree7, and the two ends of stars5 and zero_to_ten");
  }
}

void unreachable(const Survey& survey, const Paths& paths, Findings& out) {
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    if (!paths.reached[i])
      add(out, "unreachable", Severity::error, question_at(i, "show_if"),
          fmt::format("no answers lead to \"{}\"", question.id),
          "correct the condition, or remove the question");
    if (question.metric == Metric::fcr && question.why && question.why->by_band.count(WhyBand::mid))
      add(out, "unreachable", Severity::warning, question_at(i, "why") + "/mid",
          "an fcr question has no middle answer, so this is never asked",
          "remove it, or use low and high");
    if (!question.chips.empty() && !question.why && question.kind != QuestionKind::text)
      add(out, "unreachable", Severity::warning, question_at(i, "chips"),
          "chips start a comment, and nobody can write one here", "add a why, or remove them");
  }
}

void about_itself(const Survey& survey, Findings& out) {
  const bool kiosk = survey.use == Use::kiosk;
  const Severity severity = kiosk ? Severity::error : Severity::warning;
  if (survey.title.empty())
    add(out, "title_missing", severity, "/title", "has no title",
        "say in a few words what it is about");
  if (survey.owner.empty())
    add(out, "owner_missing", severity, "/owner", "belongs to nobody",
        "name the team that will read the answers and act on them");
  if (!kiosk) return;
  if (survey.purpose.empty())
    add(out, "purpose_missing", Severity::error, "/purpose", "does not tell shoppers why you ask",
        "say in a sentence or two why you ask and what comes of it, and promise only what happens");
  if (survey.touchpoint.empty())
    add(out, "touchpoint_missing", Severity::error, "/touchpoint", "does not say where it is asked",
        "name the touchpoint of the kiosks that offer it");
}

void nps_at_touchpoint(const Survey& survey, Findings& out) {
  if (survey.phase == Phase::leave || survey.phase == Phase::come_back ||
      survey.phase == Phase::relationship)
    return;
  for (std::size_t i = 0; i < survey.questions.size(); ++i)
    if (survey.questions[i].metric == Metric::nps)
      add(out, "nps_at_touchpoint", Severity::warning, question_at(i, "metric"),
          "asks for a recommendation of the whole where only a part was experienced",
          R"(ask csat or ces here, or set "phase" to leave, come_back or relationship)");
}

void metric_incomplete(const Survey& survey, Findings& out) {
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    if (question.metric != Metric::fcr || question.kind != QuestionKind::choice) continue;
    if (question.option("yes") != nullptr && question.option("no") != nullptr) continue;
    add(out, "metric_incomplete", Severity::warning, question_at(i, "options"),
        "fcr is the share of yes among yes and no, and one of the two is missing",
        R"(offer both "yes" and "no")");
  }
}

// One finding a survey: a row of them would only teach people to look away.
void hypothesis_missing(const Survey& survey, Findings& out) {
  std::vector<std::string> ids;
  for (const Question& question : survey.questions)
    if (question.kind != QuestionKind::text &&
        (question.hypothesis.empty() || question.decision.empty() || question.review_by.empty()))
      ids.push_back(question.id);
  if (ids.empty()) return;
  add(out, "hypothesis_missing", Severity::warning, "/questions",
      fmt::format("it is not written down what {} should find out", quoted_list(ids)),
      "give each closed question a hypothesis, the decision it feeds, and review_by, the day to "
      "look back");
}

}  // namespace

std::string question_at(std::size_t index, std::string_view field) {
  return field.empty() ? fmt::format("/questions/{}", index)
                       : fmt::format("/questions/{}/{}", index, field);
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", word);
  return out;
}

void check_shape(const Survey& survey, Findings& out) {
  const Paths paths = walk_all(survey);
  about_itself(survey, out);
  not_applicable_waived(survey, out);
  unreachable(survey, paths, out);
  metric_incomplete(survey, out);
  if (survey.use == Use::import) return;  // asked elsewhere: nobody will be kept by it here
  length(paths, out);
  open_questions(survey, out);
  scale_without_words(survey, out);
  nps_at_touchpoint(survey, out);
  hypothesis_missing(survey, out);
}

}  // namespace afterword::linting
