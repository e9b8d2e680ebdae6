#include <doctest/doctest.h>

#include "kiosk/session/kiosk_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace aids_test {

struct Kiosk {
  Kiosk()
      : random(1),
        flow({.brand = "Kestrel",
              .store_name = "Harbour Street",
              .touchpoint = "exit",
              .practice = false,
              .voices = {"en"},
              .minute_of_day = {}},
             "boot-1", clock, random) {
    flow.set_surveys({test::every_kind()});
  }
  void waits(Ms time) {
    clock.advance(time);
    flow.tick();
  }
  Aids aids() const { return flow.view().around.aids; }
  const QuestionView question() const { return std::get<QuestionView>(flow.view().screen); }

  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
};

TEST_CASE("With larger text a choice waits for Next, and can be changed before") {
  Kiosk kiosk;
  kiosk.flow.take(ToggleAid{Aid::larger_text});
  kiosk.flow.take(Start{});
  const std::string first = kiosk.question().id;
  CHECK(kiosk.question().needs_next);
  kiosk.flow.take(Choose{"yes"});
  kiosk.flow.take(ChooseNotApplicable{});
  REQUIRE(kiosk.question().id == first);
  CHECK(kiosk.question().not_applicable_chosen);
  kiosk.flow.take(Next{});
  CHECK(kiosk.question().id != first);
}

TEST_CASE("Next without a choice stays: that is what Skip is for") {
  Kiosk kiosk;
  kiosk.flow.take(Start{});
  kiosk.flow.take(ToggleAid{Aid::high_contrast});
  const std::string first = kiosk.question().id;
  kiosk.flow.take(Next{});
  CHECK(kiosk.question().id == first);
}

TEST_CASE("An aid doubles the time before the warning and the warning's own") {
  Kiosk kiosk;
  kiosk.flow.take(ToggleAid{Aid::read_aloud});
  kiosk.flow.take(Start{});
  kiosk.waits(2 * kIdleLimit - Ms{1});
  CHECK_FALSE(kiosk.flow.view().warning.has_value());
  kiosk.waits(Ms{1});
  REQUIRE(kiosk.flow.view().warning.has_value());
  CHECK(kiosk.flow.view().warning->seconds_whole == 60);
  kiosk.waits(2 * kIdleWarning - Ms{1});
  CHECK(kiosk.flow.in_session());
  kiosk.waits(Ms{1});
  CHECK_FALSE(kiosk.flow.in_session());
  CHECK_FALSE(kiosk.aids().any());
}

TEST_CASE("Aids left on at the welcome do not meet the next person") {
  Kiosk kiosk;
  kiosk.flow.take(ToggleAid{Aid::high_contrast});
  kiosk.waits(2 * kIdleLimit - Ms{1});
  CHECK(kiosk.aids().high_contrast);
  kiosk.waits(Ms{1});
  CHECK_FALSE(kiosk.aids().any());
}

TEST_CASE("Reading aloud is offered in a language that has a voice only") {
  Kiosk kiosk;
  CHECK(kiosk.flow.view().around.can_speak);
  kiosk.flow.take(ChooseLanguage{"es"});
  REQUIRE(kiosk.flow.view().around.language == "es");
  CHECK_FALSE(kiosk.flow.view().around.can_speak);
}

}  // namespace aids_test
}  // namespace afterword::kiosk
