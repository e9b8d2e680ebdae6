// A collector whose clock jumps does not make a kiosk forget what it may have to send once more.
#include <doctest/doctest.h>

#include "tests/kiosk/storage/clocked_kiosk.h"

namespace afterword::kiosk {
namespace collector_clock_test {

using test::kDay;
using test::kHour;
using test::kTenYears;

// Its answer is acknowledged.
struct Acknowledged : test::ClockedKiosk {
  Acknowledged() {
    test::must(core->settle({1, 1, {}, {}, 1, collectors}));
    core->tidy_if_due();
  }
  std::int64_t records() {
    return test::must(core->database().integer("SELECT count(*) FROM record")).value();
  }
};

}  // namespace collector_clock_test
using namespace collector_clock_test;

TEST_CASE("A collector that is ten years ahead for hours makes a kiosk forget nothing") {
  Acknowledged kiosk;
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
  Acknowledged kiosk;
  kiosk.core->heard_time(kiosk.collectors + kTenYears);
  for (int hour = 0; hour < 30; ++hour) {
    kiosk.pass(kHour);
    kiosk.core->tidy_if_due();
  }
  CHECK(kiosk.records() == 1);
}

TEST_CASE(
    "A kiosk that hears nothing but a clock of before its trust document at first does not believe "
    "it") {
  test::ClockedKiosk kiosk;
  const auto records = [&kiosk] {
    return test::must(kiosk.core->database().integer("SELECT count(*) FROM record"));
  };
  kiosk.core->heard_time(kiosk.collectors + -kTenYears);
  kiosk.pass(kHour);
  test::must(kiosk.core->settle({1, 1, {}, {}, 1, kiosk.collectors}));
  kiosk.core->heard_time(kiosk.collectors + -kTenYears);  // what it sends in a heartbeat
  kiosk.core->tidy_if_due();
  kiosk.runs(29 * 24);
  CHECK(records() == 1);
  kiosk.runs(3 * 24);
  CHECK(records() == 0);
}

TEST_CASE("What is acknowledged under a wrong clock is kept as long as anything else") {
  Acknowledged kiosk;
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
  Acknowledged kiosk;
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
