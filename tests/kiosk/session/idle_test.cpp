// How long somebody may pause (WCAG 2.2.1, EN 301 549 11.2.2.1): warned before the end, time enough
// to answer the warning, and as often as they like.
#include <doctest/doctest.h>

#include "kiosk/session/kiosk_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace idle_test {

struct Kiosk {
  Kiosk()
      : random(1),
        flow({.brand = "Kestrel",
              .store_name = "Harbour Street",
              .touchpoint = "exit",
              .practice = false,
              .minute_of_day = {}},
             "boot-1", clock, random) {
    flow.set_surveys({test::every_kind()});
    flow.take(Start{});
  }
  void waits(Ms time) {
    clock.advance(time);
    flow.tick();
  }
  bool warned() const { return flow.view().warning.has_value(); }

  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
};

TEST_CASE("No warning a millisecond before the limit, and one at it, with 30 seconds") {
  Kiosk kiosk;
  kiosk.waits(kIdleLimit - Ms{1});
  CHECK_FALSE(kiosk.warned());
  kiosk.waits(Ms{1});
  REQUIRE(kiosk.warned());
  CHECK(kiosk.flow.view().warning->seconds_left == 30);
  CHECK(kIdleWarning >= Ms{20'000});
}

TEST_CASE(
    "A touch 19.9 seconds into the warning still goes on, and so does one at its last moment") {
  for (const Ms late : {Ms{19'900}, kIdleWarning - Ms{1}}) {
    Kiosk kiosk;
    kiosk.waits(kIdleLimit);
    kiosk.waits(late);
    kiosk.flow.take(StillThere{});
    CHECK_FALSE(kiosk.warned());
    CHECK(kiosk.flow.in_session());
    kiosk.waits(kIdleLimit - Ms{1});
    CHECK_FALSE(kiosk.warned());
  }
}

TEST_CASE("The time can be extended ten times and more, by any touch") {
  Kiosk kiosk;
  for (int round = 1; round <= 25; ++round) {
    kiosk.waits(kIdleLimit);
    REQUIRE(kiosk.warned());
    kiosk.waits(Ms{19'900});
    kiosk.flow.take(Touched{});
    kiosk.flow.take(StillThere{});
    CHECK_FALSE(kiosk.warned());
    CHECK(kiosk.flow.in_session());
  }
}

TEST_CASE("Whoever does not understand the warning may ask for another language there") {
  Kiosk kiosk;
  kiosk.waits(kIdleLimit);
  REQUIRE(kiosk.warned());
  kiosk.flow.take(Touched{});
  kiosk.flow.take(OpenLanguages{});
  CHECK_FALSE(kiosk.warned());
  CHECK(kiosk.flow.in_session());
  CHECK(std::holds_alternative<LanguagesView>(kiosk.flow.view().screen));
}

TEST_CASE("Without a touch the visit ends when the warning's time is over, and not before") {
  Kiosk kiosk;
  kiosk.flow.take(Choose{"yes"});
  kiosk.waits(kIdleLimit);
  kiosk.waits(kIdleWarning - Ms{1});
  CHECK(kiosk.flow.in_session());
  kiosk.clock.advance(Ms{1});
  const Effects effects = kiosk.flow.tick();
  CHECK(std::any_of(effects.begin(), effects.end(), [](const Effect& effect) {
    return std::holds_alternative<KeepResponse>(effect);
  }));
}

TEST_CASE("While only the wall clock moves, by years, it is exact to the millisecond") {
  SeededRandom dice(1);
  for (int round = 0; round < 600; ++round) {
    Kiosk kiosk;
    const auto waits = [&](Ms time) {
      kiosk.clock.mono_now = kiosk.clock.mono() + time;
      const auto far = static_cast<std::int64_t>(dice.below(20ULL * 365 * 86'400'000));
      kiosk.clock.wall_now = dice.below(4) == 0 ? WallTime{0} : WallTime{1'457'000'000'000 + far};
      kiosk.flow.tick();
    };
    const Ms first{static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(kIdleLimit.count() - 1)))};
    waits(first);
    waits(kIdleLimit - first - Ms{1});
    REQUIRE_FALSE(kiosk.warned());
    waits(Ms{1});
    REQUIRE(kiosk.warned());
    waits(kIdleWarning - Ms{1});
    REQUIRE(kiosk.flow.in_session());
    waits(Ms{1});
    REQUIRE_FALSE(kiosk.flow.in_session());
  }
}

}  // namespace idle_test
}  // namespace afterword::kiosk
