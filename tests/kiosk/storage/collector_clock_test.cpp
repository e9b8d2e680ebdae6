// A collector whose clock jumps does not make a kiosk forget what it may have to send once more.
#include <doctest/doctest.h>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace collector_clock_test {

using test::must;
using test::recording;

constexpr Ms kHour{std::chrono::hours(1)};
constexpr Ms kDay{24 * kHour};
constexpr Ms kTenYears{3653 * kDay};

// One answer, acknowledged; its own clock is wrong all the time.
struct Kiosk {
  Kiosk() {
    open();
    must(core->enrol(keys.enrol()));
    must(core->keep(recording(3, "because")));
    must(core->settle({1, 1, {}, {}, 1, collectors}));
    core->tidy_if_due();
  }
  void open() {
    core.reset();
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  }
  // Off and on: its monotonic clock begins anew, and the collector's goes on.
  void restart(Ms off) {
    core->close();
    collectors = collectors + off;
    clock.mono_now = MonoTime{60'000};
    open();
  }
  void pass(Ms time) {
    clock.mono_now = clock.mono() + time;
    collectors = collectors + time;
  }
  void hears() {
    core->heard_time(collectors);
    core->tidy_if_due();
  }
  // Hears the collector every hour.
  void runs(int hours) {
    for (int hour = 0; hour < hours; ++hour) {
      pass(kHour);
      hears();
    }
  }
  std::int64_t records() {
    return must(core->database().integer("SELECT count(*) FROM record")).value();
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{42};
  CollectedLog log;
  test::CollectorKeys keys;
  WallTime collectors = clock.wall();
  std::unique_ptr<StoreCore> core;
};

}  // namespace collector_clock_test

using ClockedKiosk = collector_clock_test::Kiosk;
using collector_clock_test::kDay;
using collector_clock_test::kHour;
using collector_clock_test::kTenYears;

TEST_CASE("A collector that is ten years ahead for hours makes a kiosk forget nothing") {
  ClockedKiosk kiosk;
  kiosk.collectors = kiosk.collectors + kTenYears;
  SUBCASE("while it runs") {}
  SUBCASE("from its start on") { kiosk.restart(14 * kHour); }
  SUBCASE("of a program before this one, which has noted no time") {
    test::must(kiosk.core->database().run("DELETE FROM setting WHERE name = 'collector_time'"));
    kiosk.restart(Ms{0});
  }
  kiosk.runs(20);
  CHECK(kiosk.records() == 1);
  kiosk.restart(Ms{0});
  kiosk.hears();
  CHECK(kiosk.records() == 1);
  kiosk.collectors = kiosk.collectors + -kTenYears;
  kiosk.runs(29 * 24 - 40);
  CHECK(kiosk.records() == 1);
  kiosk.runs(60);
  CHECK(kiosk.records() == 0);
}

TEST_CASE("A collector that says a wrong time once, and is not heard for a day, is not believed") {
  ClockedKiosk kiosk;
  kiosk.core->heard_time(kiosk.collectors + kTenYears);
  for (int hour = 0; hour < 30; ++hour) {
    kiosk.pass(kHour);
    kiosk.core->tidy_if_due();
  }
  CHECK(kiosk.records() == 1);
}

TEST_CASE("What is acknowledged under a wrong clock is kept as long as anything else") {
  ClockedKiosk kiosk;
  test::must(kiosk.core->keep(test::recording(4, "because")));
  const WallTime right = kiosk.collectors;
  SUBCASE("ten years ahead") { kiosk.collectors = right + kTenYears; }
  SUBCASE("in 1970") { kiosk.collectors = WallTime{5'000}; }
  test::must(kiosk.core->settle({2, 2, {}, {}, 1, kiosk.collectors}));
  kiosk.runs(3);
  kiosk.collectors = right + 3 * kHour;
  kiosk.runs(29 * 24);
  CHECK(kiosk.records() == 2);
  kiosk.runs(2 * 24);
  CHECK(kiosk.records() == 0);
}

TEST_CASE("A kiosk that was off for weeks forgets after a day of running, over restarts") {
  ClockedKiosk kiosk;
  kiosk.restart(40 * kDay);
  kiosk.hears();
  kiosk.runs(12);
  CHECK(kiosk.records() == 1);
  kiosk.restart(12 * kHour);
  kiosk.hears();
  kiosk.runs(11);
  CHECK(kiosk.records() == 1);
  kiosk.runs(2);
  CHECK(kiosk.records() == 0);
}

}  // namespace afterword::kiosk
