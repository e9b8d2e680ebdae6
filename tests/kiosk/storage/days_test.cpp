// Days that are counted by: the collector's, once they are known, whatever the kiosk's own clock says.
#include <doctest/doctest.h>

#include <set>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace days_test {

using test::must;

constexpr std::int64_t kTrueStart = 1'772'546'400'000;  // 2026-03-03T14:00:00Z
constexpr Ms kOneDay = std::chrono::hours(24), kTenYearsOff = std::chrono::hours(24 * 3652);

struct Kiosk {
  Kiosk() {
    open();
    must(core->enrol(keys.enrol()));
  }
  void open() {
    core.reset();  // as if the plug was pulled
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  }
  void count(const std::string& name = "started", int times = 1) {
    for (int i = 0; i < times; ++i) must(core->count("short", name));
  }
  void passes(Ms time) { clock.advance(time); }
  // Hours in which it is tidied.
  void hours(int count) {
    for (int i = 0; i < count; ++i) {
      passes(std::chrono::hours(1));
      core->tidy_if_due();
    }
  }
  void hears() { core->heard_time(true_time()); }
  WallTime true_time() const { return {kTrueStart + clock.mono().ms - 1'000'000}; }
  // "2026-03-03 started 2", with what is zero.
  std::set<std::string> told() {
    std::set<std::string> out;
    for (const Tally& tally : core->health().tallies)
      out.insert(tally.day + " " + tally.name + " " + std::to_string(tally.count));
    return out;
  }
  Interaction interaction() const {
    Interaction out;
    out.category = "return";
    out.solved = Solved::yes;
    out.touchpoint = "service-desk";
    out.times = {"b1", clock.mono(), clock.mono(), clock.wall(), clock.wall()};
    return out;
  }

  test::Scratch scratch{"/dev/shm"};  // thousands of commits
  test::FakeClock clock;
  SeededRandom random{3};
  CollectedLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;
};
using Told = std::set<std::string>;

}  // namespace days_test
using DaysKiosk = days_test::Kiosk;
using days_test::kOneDay;
using days_test::kTenYearsOff;
using days_test::Told;

TEST_CASE("What was counted under a wrong day is told under the day that it was, once that is known") {
  DaysKiosk kiosk;
  kiosk.clock.wall_now = kiosk.clock.wall() + kTenYearsOff;
  kiosk.count("started", 2);
  kiosk.count("left");
  kiosk.passes(kOneDay);
  kiosk.count("started");
  CHECK(kiosk.told() == Told{"2036-03-02 started 2", "2036-03-02 left 1", "2036-03-03 started 1"});
  kiosk.hears();
  CHECK(kiosk.told() == Told{"2026-03-03 started 2", "2026-03-03 left 1", "2026-03-04 started 1",
                             "2036-03-02 started 0", "2036-03-02 left 0", "2036-03-03 started 0"});
  for (const Tally& tally : kiosk.core->health().tallies)
    if (tally.day == "2036-03-02" && tally.name == "started") CHECK(tally.revision == 3);  // after 2, which was told
  kiosk.count();
  kiosk.hears();
  CHECK(kiosk.told().contains("2026-03-04 started 2"));
  CHECK(kiosk.log.count("the clock is wrong: it says 2036-03-03, and the collector 2026-03-04") == 1);
}

TEST_CASE("A clock that is set while it counts makes no other day of it") {
  DaysKiosk kiosk;
  SUBCASE("before the collector was heard") {}
  SUBCASE("after") { kiosk.hears(); }
  for (const Ms jump : {Ms{0}, kTenYearsOff, -2 * kTenYearsOff, kTenYearsOff + -kOneDay}) {
    kiosk.clock.wall_now = kiosk.clock.wall() + jump;
    kiosk.count();
  }
  kiosk.clock.wall_now = WallTime{0};
  kiosk.count();
  kiosk.clock.wall_now = WallTime{-1};
  kiosk.count();
  for (const Tally& tally : kiosk.core->health().tallies) CHECK(Day::parse(tally.day).has_value());
  kiosk.hears();
  int counted = 0;
  for (const Tally& tally : kiosk.core->health().tallies) {
    counted += static_cast<int>(tally.count);
    if (tally.count > 0) CHECK(tally.day == "2026-03-03");
  }
  CHECK(counted == 6);
}

TEST_CASE("A right clock that the collector confirms changes nothing") {
  DaysKiosk kiosk;
  kiosk.count("started", 3);
  const Told before = kiosk.told();
  kiosk.hears();
  CHECK(kiosk.told() == before);
  CHECK(kiosk.log.count("clock is wrong") == 0);
}

TEST_CASE("By a wrong clock nothing is forgotten, neither counts nor the scoreboard") {
  DaysKiosk kiosk;
  for (int i = 0; i < 5; ++i) static_cast<void>(must(kiosk.core->keep(kiosk.interaction())));
  CHECK(must(kiosk.core->desk_counts()).closed == 5);
  kiosk.count();
  kiosk.clock.wall_now = kiosk.clock.wall() + kTenYearsOff;
  kiosk.hours(3);
  CHECK(kiosk.told() == Told{"2026-03-03 started 1"});
  kiosk.open();
  kiosk.hours(3);
  kiosk.hears();
  CHECK(kiosk.told() == Told{"2026-03-03 started 1"});
  CHECK(must(kiosk.core->desk_counts()).closed == 5);
}

TEST_CASE("A day to come that is emptied is told as empty before it is forgotten") {
  DaysKiosk kiosk;
  kiosk.core->heard_time(kiosk.true_time() + 2 * kOneDay);
  kiosk.count();
  kiosk.hours(2);
  CHECK(kiosk.told() == Told{"2026-03-05 started 1"});
  kiosk.hears();
  kiosk.hours(1);
  CHECK(kiosk.told() == Told{"1970-01-02 started 1", "2026-03-05 started 0"});
}

TEST_CASE("Once a collector's clock is right again, nothing goes by the time that it told before") {
  DaysKiosk kiosk;
  kiosk.core->heard_time(kiosk.true_time() + kTenYearsOff);
  kiosk.hours(3);
  kiosk.hears();
  kiosk.count();
  for (int hour = 0; hour < 30; ++hour) {
    kiosk.hours(1);
    kiosk.hears();
  }
  kiosk.hours(3);
  CHECK(kiosk.told() == Told{"2026-03-03 started 1"});
}

TEST_CASE("The scoreboard goes on under the true day") {
  DaysKiosk kiosk;
  kiosk.clock.wall_now = kiosk.clock.wall() + kTenYearsOff;
  for (int i = 0; i < 8; ++i) static_cast<void>(must(kiosk.core->keep(kiosk.interaction())));
  kiosk.hears();
  CHECK(must(kiosk.core->desk_counts()).closed == 5);
  for (int i = 0; i < 2; ++i) static_cast<void>(must(kiosk.core->keep(kiosk.interaction())));
  CHECK(must(kiosk.core->desk_counts()).closed == 10);
  kiosk.open();
  kiosk.hears();
  CHECK(must(kiosk.core->desk_counts()).closed == 10);
}

TEST_CASE("Counts of which nobody knows the day any more stand under one that cannot be, and go on there") {
  DaysKiosk kiosk;
  kiosk.clock.wall_now = kiosk.clock.wall() + kTenYearsOff;
  kiosk.count("started", 4);
  kiosk.open();
  kiosk.clock.wall_now = kiosk.true_time();
  kiosk.hears();
  kiosk.count();
  CHECK(kiosk.told() == Told{"1970-01-02 started 4", "2036-03-02 started 0", "2026-03-03 started 1"});
  for (int day = 0; day < 32; ++day) {
    kiosk.hours(24);
    kiosk.hears();
  }
  CHECK(kiosk.told() == Told{"1970-01-02 started 4"});
  // A machine that begins in 1970, again and again: a day that was told and forgotten is not begun anew.
  for (int boot = 1; boot <= 3; ++boot) {
    kiosk.core->close();
    kiosk.clock.wall_now = WallTime{60'000};
    kiosk.open();
    kiosk.count("started", 2);
    CHECK(kiosk.told() == Told{"1970-01-02 started " + std::to_string(4 + 2 * boot)});
  }
  kiosk.hears();
  CHECK(kiosk.told().contains("1970-01-02 started 8"));  // but for this run's, whose day is known
}

TEST_CASE("A collector whose clock is behind makes no other day of what is counted, as long as it says so") {
  DaysKiosk kiosk;
  kiosk.hears();
  kiosk.hours(1);
  std::string day = "2026-03-03";
  SUBCASE("while the kiosk runs, whatever its own clock says") { kiosk.clock.wall_now = WallTime{60'000}; }
  SUBCASE("when it starts, and its own clock is right") { kiosk.open(); }
  SUBCASE("when it starts, and no clock is right: under no day") {
    kiosk.open();
    kiosk.clock.wall_now = WallTime{60'000};
    day = "1970-01-02";
  }
  for (int hour = 0; hour < 5; ++hour) {
    kiosk.core->heard_time(kiosk.true_time() + -10 * kOneDay);
    kiosk.count();
    kiosk.hours(1);
  }
  CHECK(kiosk.told() == Told{day + " started 5"});
  kiosk.hears();
  kiosk.count();
  CHECK(kiosk.told().contains("2026-03-03 started 6"));
}

TEST_CASE("A kiosk that was off for weeks counts by the collector at once, and not by its own clock") {
  DaysKiosk kiosk;
  kiosk.hears();
  kiosk.hours(1);
  kiosk.clock.mono_now = kiosk.clock.mono() + 40 * kOneDay;  // of the true time
  kiosk.clock.wall_now = WallTime{60'000};
  kiosk.open();
  kiosk.hears();
  kiosk.count();
  CHECK(kiosk.told() == Told{"2026-04-12 started 1"});
}

TEST_CASE("While nobody can be told, nothing is forgotten; when it can, all are told before any goes") {
  DaysKiosk kiosk;
  kiosk.hears();
  kiosk.count();
  kiosk.hours(24 * 60);
  CHECK(kiosk.told() == Told{"2026-03-03 started 1"});
  kiosk.hears();
  CHECK(kiosk.told() == Told{"2026-03-03 started 1"});
  kiosk.hours(2);
  CHECK(kiosk.told().empty());
}

TEST_CASE("More counts than a heartbeat holds take turns, the newest always, and days to come push none out") {
  DaysKiosk kiosk;
  kiosk.clock.wall_now = kiosk.clock.wall() + kTenYearsOff;
  for (int i = 0; i < kTalliesMax; ++i) kiosk.count("wrong-" + std::to_string(i));
  kiosk.open();
  kiosk.clock.wall_now = kiosk.true_time();
  for (int i = 0; i < 1'500; ++i) kiosk.count("old-" + std::to_string(i));
  kiosk.passes(kOneDay);
  kiosk.count("new");
  kiosk.hears();
  std::set<std::string> all;
  for (int beat = 0; beat < 9; ++beat) {
    const Told now = kiosk.told();
    CHECK(now.size() <= static_cast<std::size_t>(kTalliesMax));
    CHECK(now.contains("2026-03-04 new 1"));
    all.insert(now.begin(), now.end());
  }
  CHECK(all.size() == 2 * kTalliesMax + 1'501);  // what is under no day now, and that its days are empty
}

}  // namespace afterword::kiosk
