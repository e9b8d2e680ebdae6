// The tablet's own counts and the collector's figures, from the very same records.
#include <doctest/doctest.h>

#include "sync/collector/api/desk.h"
#include "tests/kiosk/desk/tablet.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace equal_figures_test {

// A day at a desk, drawn from a seed: interactions and ratings in any order.
struct Shift {
  explicit Shift(std::uint64_t seed) : random(seed), tablet(shop.clock, random, shop.log) {
    shop.clock.mono_now = MonoTime{100'000'000};
    shop.add_store("harbour", "Europe/London");
    shop.publish(test::survey_text());
    kiosk.emplace(shop, "harbour", "service-desk");
  }
  void closes() {
    Interaction one;
    one.category = "return";
    one.solved = static_cast<Solved>(random.below(3));
    one.touchpoint = "service-desk";
    const Ms took{static_cast<std::int64_t>(30'000 + random.below(1'200'000))};
    one.times = {"boot-1", shop.clock.mono() + -took, shop.clock.mono(), shop.clock.wall() + -took,
                 shop.clock.wall()};
    tablet.keep(one);
    kiosk->record(one);
  }
  void rates() {
    const kiosk::Now now = kiosk::now_of(shop.clock);
    kiosk::Session session(
        survey, {.language = "en", .touchpoint = "service-desk", .boot = "boot-1"}, random, now);
    session.take(kiosk::Choose{"yes"}, now);  // they used the rooms
    switch (random.below(4)) {
      case 0:
        session.take(kiosk::ChooseNotApplicable{}, now);
        break;
      case 1:
        session.take(kiosk::Skip{}, now);
        break;
      default:
        session.take(kiosk::Choose{std::to_string(1 + random.below(5))}, now);
    }
    kiosk->record(session.response(now));
    tablet.keep(session.recording(now));
  }
  DeskCounts at_collector() {
    const auto view = shop.read();
    return collector::desk_counts(*view, *shop.definitions, "harbour", "service-desk",
                                  Day::parse("2026-03-03").value())
        .value();
  }

  test::World shop;
  SeededRandom random;
  test::Tablet tablet;
  Survey survey = test::survey_of(test::survey_text());
  std::optional<test::Kiosk> kiosk;
};

}  // namespace equal_figures_test

TEST_CASE("The tablet's scoreboard equals the collector's for the same records, block by block") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    equal_figures_test::Shift shift(seed);
    int shown = 0, rated = 0;
    for (int i = 0; i < 80; ++i) {
      if (shift.random.below(2) == 0)
        shift.closes();
      else
        shift.rates();
      shift.kiosk->send_ok();
      const DeskCounts collector = shift.at_collector(), tablet = shift.tablet.counts();
      REQUIRE(collector == tablet);
      REQUIRE(desk_lines(collector) == desk_lines(tablet));
      if (desk_lines(tablet)[0].value) ++shown;
      if (desk_lines(tablet)[1].value) ++rated;
    }
    CHECK(shown > 0);
    CHECK(rated > 0);
  }
}
