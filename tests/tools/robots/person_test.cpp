#include "tools/robots/person.h"

#include <doctest/doctest.h>

#include "kiosk/storage/recorder.h"
#include "tests/kiosk/surveys.h"
#include "tools/robots/sent.h"

namespace afterword::robots {
namespace person_test {

Run run_of(const Survey& survey, std::uint64_t seed) {
  SeededRandom random(seed);
  return answer(survey, {"exit", "boot", {MonoTime{1'000'000}, WallTime{1'772'546'400'000}}},
                random, [](const kiosk::Recording&) {});
}

}  // namespace person_test

using namespace person_test;

TEST_CASE("The same seed gives the same answers, another seed others") {
  const Survey survey = test::every_kind();
  CHECK(run_of(survey, 5).recording.response.answers ==
        run_of(survey, 5).recording.response.answers);
  CHECK_FALSE(run_of(survey, 5).recording.response.answers ==
              run_of(survey, 6).recording.response.answers);
}

TEST_CASE("Robots meet every state, kind and language, and what they leave fits the definition") {
  const Survey survey = test::every_kind();
  Sent sent;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Run run = run_of(survey, seed);
    if (!run.has_anything) continue;
    kiosk::redact(run.recording);
    const auto refusal = check_response(survey, run.recording.response);
    CHECK_MESSAGE(!refusal, "seed " << seed << ": " << refusal->detail);
    add(sent, run.recording);
  }
  const SentSurvey& all = sent.surveys.at("every-kind");
  CHECK(all.responses == sent.responses);
  CHECK(all.complete + all.partial == all.responses);
  CHECK(all.partial > 0);
  CHECK(all.masked > 0);
  CHECK(all.languages.size() == 2);
  for (const Question& question : survey.questions) {
    const SentEntry& entry = all.entries.at(question.id);
    CHECK_MESSAGE(entry.answered > 0, question.id);
    CHECK_MESSAGE(entry.skipped > 0, question.id);
    CHECK_MESSAGE((entry.not_applicable > 0) == question.offers_not_applicable, question.id);
    CHECK(entry.answered + entry.not_applicable + entry.skipped + entry.not_shown == all.responses);
  }
  CHECK(all.entries.at("nps").values.size() == 11);  // zero among them
  CHECK(all.entries.at("more").values.empty());      // comments are counted, not quoted
  CHECK(all.flagged == 0);                           // they read what they answer
}

TEST_CASE("Hasty robots finish, and are flagged") {
  const Survey survey = test::every_kind();
  Sent sent;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SeededRandom random(seed);
    const Run run =
        answer(survey, {"exit", "boot", {MonoTime{1'000'000}, WallTime{1'772'546'400'000}}, true},
               random, [](const kiosk::Recording&) {});
    CHECK(run.finished);
    CHECK_FALSE(check_response(survey, run.recording.response));
    add(sent, run.recording);
  }
  CHECK(sent.surveys.at("every-kind").flagged == 20);
}

}  // namespace afterword::robots
