// A clock that jumps is doubted, and believed a day later or when it is right again.
#include <doctest/doctest.h>

#include "sync/base/core/believed_time.h"
#include "tests/support/fake_clock.h"

using namespace afterword;
using Change = BelievedTime::Change;

namespace believed_time_test {

constexpr Ms kHour{std::chrono::hours(1)};
constexpr Ms kDay{24 * kHour};
constexpr Ms kYears{3653 * kDay};

struct Machine {
  test::FakeClock clock;
  BelievedTime time;
  Change look() { return time.look(clock.wall(), clock.mono()); }
  Change jump(Ms by) {
    clock.wall_now = clock.wall() + by;
    return look();
  }
  // Looked at every hour, as programs do.
  Change runs(int hours) {
    Change last = Change::none;
    for (int hour = 0; hour < hours && last == Change::none; ++hour) {
      clock.advance(kHour);
      last = look();
    }
    return last;
  }
  // Off for so long, and on again: the next run knows what the last one has saved.
  Change restart(Ms off) {
    const auto kept = read_believed_time(text_of(time.state()));
    REQUIRE(kept.has_value());
    time = BelievedTime(*kept);
    clock.wall_now = clock.wall() + off;
    clock.mono_now = MonoTime{60'000};
    return look();
  }
};

}  // namespace believed_time_test
using believed_time_test::kDay;
using believed_time_test::kHour;
using believed_time_test::kYears;
using believed_time_test::Machine;

TEST_CASE("the first time of all is believed, and so is one that goes on, also over a weekend") {
  Machine machine;
  CHECK(machine.look() == Change::none);
  CHECK(machine.runs(24 * 40) == Change::none);
  CHECK(machine.restart(62 * kHour) == Change::none);
  CHECK(machine.jump(-2 * kHour) == Change::none);
  CHECK_FALSE(machine.time.doubtful());
  CHECK(machine.time.at(machine.clock.mono()) == machine.clock.wall());
}

TEST_CASE("a jump is doubted while it runs and at a start, to either side; what was believed goes on") {
  Machine machine;
  machine.look();
  const WallTime before = machine.clock.wall();
  Ms by = kYears;
  SUBCASE("forward") {}
  SUBCASE("back") { by = -kYears; }
  bool at_a_start = false;
  SUBCASE("forward at a start") { at_a_start = true; }
  CHECK((at_a_start ? machine.restart(by) : machine.jump(by)) == Change::doubted);
  CHECK(machine.runs(5) == Change::none);
  CHECK(machine.time.doubtful());
  CHECK(machine.time.at(machine.clock.mono()) == before + 5 * kHour);
  CHECK(machine.jump(-by) == Change::right_again);
  CHECK_FALSE(machine.time.doubtful());
}

TEST_CASE("who was really off for weeks is believed after a day of running, over restarts") {
  Machine machine;
  machine.look();
  CHECK(machine.restart(40 * kDay) == Change::doubted);
  CHECK(machine.runs(10) == Change::none);
  CHECK(machine.restart(14 * kHour) == Change::none);
  CHECK(machine.runs(10) == Change::none);
  CHECK(machine.restart(14 * kHour) == Change::none);
  CHECK(machine.time.doubtful());
  CHECK(machine.runs(5) == Change::accepted);
  CHECK(machine.time.at(machine.clock.mono()) == machine.clock.wall());
}

TEST_CASE("a second jump begins the day anew, and time in which nobody ran counts for nothing") {
  Machine machine;
  machine.look();
  machine.jump(kYears);
  CHECK(machine.runs(23) == Change::none);
  CHECK(machine.jump(10 * kDay) == Change::doubted);
  CHECK(machine.runs(23) == Change::none);
  CHECK(machine.restart(2 * kDay) == Change::none);
  CHECK(machine.time.doubtful());
  CHECK(machine.restart(5 * kDay) == Change::doubted);
  CHECK(machine.runs(30) == Change::accepted);
}

TEST_CASE("somebody who says that it is right is believed at once") {
  Machine machine;
  machine.look();
  machine.jump(kYears);
  machine.time.accept(machine.clock.wall(), machine.clock.mono());
  CHECK_FALSE(machine.time.doubtful());
  CHECK(machine.runs(3) == Change::none);
}

TEST_CASE("what is kept of it is read back, and nothing else is") {
  BelievedTime::State state{WallTime{1'772'546'400'000}, {}};
  CHECK(text_of(state) == "1772546400000");
  CHECK(read_believed_time(text_of(state)) == state);
  state.doubt = {WallTime{2'088'079'200'000}, Ms{3'600'000}};
  CHECK(text_of(state) == "1772546400000 2088079200000 3600000");
  CHECK(read_believed_time(text_of(state)) == state);
  for (const char* const wrong : {"", "x", "1 2", "1 2 3 4", "1 2 x", "1  2 3", "1 2 3 "})
    CHECK_FALSE(read_believed_time(wrong).has_value());
}
