// What the covers say is true: the number of questions, who is not asked for, and the code that
// takes a response back.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "kiosk/session/kiosk_flow.h"
#include "survey-defs/model/flow.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace covers_test {

struct Kiosk {
  explicit Kiosk(Survey survey = test::every_kind(), Promises promises = {}, bool practice = false)
      : random(1),
        flow({.brand = "Kestrel",
              .store_name = "Harbour Street",
              .touchpoint = "",
              .practice = practice,
              .promises = std::move(promises),
              .minute_of_day = {},
              .draw_code = [this] { return ++drawn == 1 ? "7F3K92QM" : "00000000"; }},
             "boot-1", clock, random) {
    flow.set_surveys({std::move(survey)});
  }
  WelcomeView welcome() const { return std::get<WelcomeView>(flow.view().screen); }
  ThanksView thanks() const { return std::get<ThanksView>(flow.view().screen); }

  int drawn = 0;
  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
};

Promises with_codes() {
  Promises promises;
  promises.withdraw_at = "shop.example/withdraw";
  promises.withdraw_days = 30;
  promises.withdraw_key = "AAAAAAAAAAAAAAAAAAAAAA";
  return promises;
}

std::vector<Survey> shipped() {
  std::vector<Survey> out;
  const std::string folder = std::string(AFTERWORD_SOURCE_DIR) + "/survey-defs";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
    const auto text = read_file(entry.path().string(), 1 << 20);
    REQUIRE(text.has_value());
    out.push_back(test::survey_of(*text));
    out.back().timing.open.reset();
    out.back().touchpoint.clear();
  }
  REQUIRE(out.size() >= 4);
  return out;
}

// Everything that can be tapped on the page shown; the last is to skip it.
std::vector<Intent> taps(const Flow& flow) {
  const Screen screen = flow.view().screen;
  std::vector<Intent> out;
  if (const auto* question = std::get_if<QuestionView>(&screen)) {
    for (const OptionView& option : question->options) out.emplace_back(Choose{option.id});
    if (question->offers_not_applicable) out.emplace_back(ChooseNotApplicable{});
  }
  out.emplace_back(Skip{});
  return out;
}

// One person who taps as `chosen` says, and then always skips: how many ways there were at each
// step, and how many questions were asked.
struct Walk {
  std::vector<std::size_t> ways;
  int asked = 0;
};
Walk walk(Kiosk& kiosk, const std::vector<std::size_t>& chosen) {
  kiosk.clock.advance(std::chrono::hours(1));  // the one before has gone
  kiosk.flow.tick();
  kiosk.flow.take(Start{});
  Walk out;
  std::set<std::string> asked;
  for (std::size_t step = 0; kiosk.flow.in_session(); ++step) {
    REQUIRE(step < 100);
    const Screen screen = kiosk.flow.view().screen;
    const auto* question = std::get_if<QuestionView>(&screen);
    const auto* comment = std::get_if<CommentView>(&screen);
    if (question != nullptr) asked.insert(question->id);
    if (comment != nullptr && !comment->id.ends_with(".why")) asked.insert(comment->id);
    const auto all = taps(kiosk.flow);
    const std::size_t at = step < chosen.size() ? chosen[step] : all.size() - 1;
    out.ways.push_back(all.size());
    kiosk.flow.take(all.at(at));
    const Screen after = kiosk.flow.view().screen;
    const auto* same = std::get_if<QuestionView>(&after);
    if (question != nullptr && same != nullptr && same->id == question->id) kiosk.flow.take(Next{});
  }
  out.asked = static_cast<int>(asked.size());
  return out;
}

// Every path of a survey, by counting through the taps like an odometer.
std::pair<int, int> fewest_and_most(const Survey& survey) {
  Kiosk kiosk(survey, {}, true);
  int least = 1'000, most = 0;
  std::vector<std::size_t> chosen;
  for (;;) {
    const Walk walked = walk(kiosk, chosen);
    least = std::min(least, walked.asked);
    most = std::max(most, walked.asked);
    // The default (skip) is the last of each step: count down from there.
    std::vector<std::size_t> next;
    for (std::size_t i = 0; i < walked.ways.size(); ++i)
      next.push_back(i < chosen.size() ? chosen[i] : walked.ways[i] - 1);
    while (!next.empty() && next.back() == 0) next.pop_back();
    if (next.empty()) return {least, most};
    --next.back();
    chosen = next;
  }
}

}  // namespace covers_test
namespace covers_test {

TEST_CASE("The number of questions on the cover is what is asked, on every path of every survey") {
  for (const Survey& survey : shipped()) {
    CAPTURE(survey.id);
    const Kiosk kiosk(survey);
    const auto [least, most] = fewest_and_most(survey);
    CHECK(kiosk.welcome().questions == most);
    CHECK(kiosk.welcome().questions_least == least);
  }
}

TEST_CASE("A survey that asks who somebody is does not call itself anonymous") {
  CHECK(Kiosk(test::every_kind()).welcome().anonymous);
  Survey survey = test::every_kind();
  survey.questions[0].text.by_language["en"] = "What is your phone number?";
  const Kiosk kiosk(survey);
  CHECK_FALSE(kiosk.welcome().anonymous);
}

TEST_CASE("A finished response gets a code, shown with the thanks and gone with them") {
  Kiosk kiosk(test::every_kind(), with_codes());
  kiosk.flow.take(Start{});
  kiosk.flow.take(Choose{"no"});
  const Effects effects = kiosk.flow.take(Leave{});
  REQUIRE(effects.size() == 2);
  const auto& kept = std::get<KeepResponse>(effects[1]);
  CHECK(kept.recording.withdraw_code == "7F3K92QM");
  CHECK(kept.recording.withdraw_key == "AAAAAAAAAAAAAAAAAAAAAA");
  kiosk.flow.kept();
  CHECK(kiosk.thanks().withdraw_code == "7F3K92QM");
  kiosk.flow.take(OpenProtect{});
  CHECK(std::get<ProtectView>(kiosk.flow.view().screen).gives_code);
  kiosk.flow.take(CloseProtect{});
  CHECK(kiosk.thanks().withdraw_code == "7F3K92QM");
  kiosk.clock.advance(kThanksFor);
  kiosk.flow.tick();
  kiosk.flow.take(Start{});
  kiosk.flow.take(Leave{});  // nothing answered: nothing kept, no code
  CHECK(kiosk.thanks().withdraw_code.empty());
  CHECK(kiosk.drawn == 1);
}

TEST_CASE("No code is drawn for drafts, for who has gone, in practice, and where none would work") {
  const auto drawn = [](Kiosk& kiosk, bool leaves) {
    kiosk.flow.take(Start{});
    for (const Effect& effect : kiosk.flow.take(Choose{"no"}))
      if (const auto* draft = std::get_if<SaveDraft>(&effect))
        CHECK(draft->recording.withdraw_code.empty());
    if (leaves) {
      kiosk.flow.take(Leave{});
    } else {
      kiosk.clock.advance(kIdleLimit);
      kiosk.flow.tick();
      kiosk.clock.advance(kIdleWarning);
      kiosk.flow.tick();
    }
    kiosk.flow.kept();
    return kiosk.drawn;
  };
  Kiosk gone(test::every_kind(), with_codes());
  CHECK(drawn(gone, false) == 0);
  Kiosk practice(test::every_kind(), with_codes(), true);
  CHECK(drawn(practice, true) == 0);
  for (int missing = 0; missing < 3; ++missing) {
    Promises promises = with_codes();
    if (missing == 0) promises.withdraw_at.clear();
    if (missing == 1) promises.withdraw_days = 0;
    if (missing == 2) promises.withdraw_key.clear();
    Kiosk kiosk(test::every_kind(), promises);
    CHECK(drawn(kiosk, true) == 0);
    CHECK(kiosk.thanks().withdraw_code.empty());
  }
}

}  // namespace covers_test
}  // namespace afterword::kiosk
