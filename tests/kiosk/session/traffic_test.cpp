#include "kiosk/session/traffic.h"

#include <doctest/doctest.h>

#include <set>

#include "kiosk/session/kiosk_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace traffic_test {

MonoTime at_s(std::int64_t seconds) { return MonoTime{seconds * 1000}; }

Recording answered(const std::string& rating, const std::string& comment = "") {
  SeededRandom random(1);
  const Now now{MonoTime{1}, WallTime{1}};
  Session session(test::short_one(), {.language = "en", .touchpoint = "exit", .boot = "b"}, random,
                  now);
  session.take(Choose{rating}, now);
  session.take(SubmitComment{comment}, now);
  session.take(Choose{"yes"}, now);
  return session.recording(now);
}

using Flags = std::vector<Flag>;

// An hour of runs every two minutes at ten o'clock, each by somebody else.
Traffic after_an_hour() {
  Traffic traffic;
  for (int second = 0; second < 3600; second += 10) {
    traffic.watched(at_s(second), 10);
    if (second % 120 == 0) CHECK(traffic.begun(at_s(second), 10).empty());
  }
  return traffic;
}

}  // namespace traffic_test

namespace traffic_test {

TEST_CASE("The chance of as many runs in a minute is the Poisson tail") {
  CHECK(poisson_at_least(4, 0.5) == doctest::Approx(0.0017516).epsilon(1e-4));
  CHECK(poisson_at_least(6, 0.5) == doctest::Approx(1.41650e-5).epsilon(1e-5));
  CHECK(poisson_at_least(6, 1) == doctest::Approx(5.94185e-4).epsilon(1e-5));
  CHECK(poisson_at_least(3, 0.1) == doctest::Approx(1.54654e-4).epsilon(1e-5));
  CHECK(poisson_at_least(0, 0.5) == 1);
  CHECK(poisson_at_least(1, 0) == 0);
  CHECK(poisson_at_least(1, 2) == doctest::Approx(1 - std::exp(-2.0)));
}

TEST_CASE("A burst is what chance makes less often than once in ten thousand minutes") {
  CHECK_FALSE(is_burst(4, 0.5));
  CHECK_FALSE(is_burst(5, 0.5));
  CHECK(is_burst(6, 0.5));
  CHECK_FALSE(is_burst(6, 1));
  CHECK_FALSE(is_burst(3, 0.1));
  CHECK(is_burst(4, 0.1));
}

TEST_CASE("A row of the same answers is told by how usual those answers are") {
  CHECK(is_repeated_run(0.05, 4));
  CHECK_FALSE(is_repeated_run(0.6, 8));
  CHECK_FALSE(is_repeated_run(0.001, 2));  // two friends may well agree
}

TEST_CASE("Six runs in a minute are a burst where one in two minutes is usual") {
  Traffic traffic = after_an_hour();
  CHECK(traffic.counts().runs[10] == 30);
  CHECK(traffic.counts().seconds[10] == 3590);
  CHECK(traffic.counts().a_minute(10) == doctest::Approx(0.5).epsilon(0.01));
  Flags flags;
  for (int i = 0; i < 5; ++i) CHECK(traffic.begun(at_s(4000 + 9 * i), 10).empty());
  CHECK(traffic.begun(at_s(4045), 10) == Flags{Flag::burst});
  SUBCASE("and teach nothing") { CHECK(traffic.counts().runs[10] == 35); }
  SUBCASE("a minute later all is quiet again") { CHECK(traffic.begun(at_s(4200), 10).empty()); }
}

TEST_CASE("A busy hour is no burst, once it is known") {
  Traffic traffic;
  HourCounts busy;
  busy.runs[12] = 2 * 600;
  busy.seconds[12] = 600 * 60;
  traffic.learned(busy);
  for (int i = 0; i < 7; ++i) CHECK(traffic.begun(at_s(100 + 8 * i), 12).empty());
  SUBCASE("but at night it would be") {
    Traffic night;
    night.learned(busy);
    Flags last;
    for (int i = 0; i < 7; ++i) last = night.begun(at_s(100 + 8 * i), 3);
    CHECK(last == Flags{Flag::burst});
  }
}

TEST_CASE("Old counts fade, so that they are bounded and follow the season") {
  Traffic traffic;
  for (std::int64_t second = 0; second < 40 * 3600; second += 10) {
    traffic.watched(at_s(second), 9);
    if (second % 60 == 0) traffic.begun(at_s(second), 9);
  }
  CHECK(traffic.counts().seconds[9] <= 28 * 3600);
  CHECK(traffic.counts().a_minute(9) == doctest::Approx(1).epsilon(0.05));
}

TEST_CASE("Time while nothing is offered, or the machine sleeps, is not watched") {
  Traffic traffic;
  traffic.watched(at_s(0), 9);
  traffic.watched(at_s(10), 9);
  traffic.not_watched();
  traffic.watched(at_s(100), 9);
  traffic.watched(at_s(5000), 9);
  CHECK(traffic.counts().seconds[9] == 10);
}

TEST_CASE("What is learned survives as counts") {
  HourCounts counts = after_an_hour().counts();
  const auto again = HourCounts::parse(counts.text());
  REQUIRE(again);
  CHECK(*again == counts);
  for (const char* bad : {"", "1", "2 0 0", "1 0 x", "1 -1 0"}) CHECK_FALSE(HourCounts::parse(bad));
  CHECK_FALSE(HourCounts::parse(counts.text() + " 1"));
  CHECK_FALSE(HourCounts::parse(counts.text() + " "));
}

TEST_CASE("Counts are worth a write after a run, and not more often than every ten minutes") {
  Traffic traffic;
  CHECK_FALSE(traffic.worth_keeping(at_s(1)));
  traffic.begun(at_s(2), 9);
  CHECK(traffic.worth_keeping(at_s(3)));
  traffic.begun(at_s(70), 9);
  CHECK_FALSE(traffic.worth_keeping(at_s(71)));
  CHECK(traffic.worth_keeping(at_s(700)));
  CHECK_FALSE(traffic.worth_keeping(at_s(1500)));
}

TEST_CASE("A run that begins before fingers have rested since the last one repeats it") {
  Traffic traffic;
  traffic.touched(at_s(100));
  CHECK(traffic.begun(at_s(100), 9).empty());
  traffic.touched(at_s(110));
  traffic.recorded(at_s(110), answered("4"));
  SUBCASE("at once") {
    traffic.touched(at_s(113));
    CHECK(traffic.begun(at_s(113), 9) == Flags{Flag::repeat});
  }
  SUBCASE("after tapping on and on") {
    for (int s = 111; s < 125; s += 2) traffic.touched(at_s(s));
    CHECK(traffic.begun(at_s(125), 9) == Flags{Flag::repeat});
  }
  SUBCASE("not after five seconds without a touch") {
    traffic.touched(at_s(115));
    CHECK(traffic.begun(at_s(115), 9).empty());
  }
  SUBCASE("not if the next person touches it a few times before starting") {
    for (int s = 118; s < 124; ++s) traffic.touched(at_s(s));
    CHECK(traffic.begun(at_s(124), 9).empty());
  }
}

TEST_CASE("A run that timed out leaves nobody there to repeat it") {
  Traffic traffic;
  traffic.touched(at_s(10));
  traffic.begun(at_s(10), 9);
  traffic.recorded(at_s(115), answered("4"));
  traffic.touched(at_s(116));
  CHECK(traffic.begun(at_s(116), 9).empty());
}

TEST_CASE("The same unusual answers over and over repeat one another, whatever was said") {
  Traffic traffic;
  int number = 0;
  for (int i = 0; i < 20; ++i)
    for (const char* rating : {"5", "4", "5", "3", "5", "2", "4"})
      CHECK_FALSE(traffic.recorded(at_s(100 * ++number), answered(rating)));
  // One in 142 so far.
  CHECK_FALSE(traffic.recorded(at_s(100 * ++number), answered("1", "bad")));
  CHECK_FALSE(traffic.recorded(at_s(100 * ++number), answered("1", "worse")));
  CHECK(traffic.recorded(at_s(100 * ++number), answered("1", "awful")));
  CHECK_FALSE(traffic.recorded(at_s(100 * ++number), answered("5")));
}

TEST_CASE("The usual answers in a row are no sign of anything") {
  Traffic traffic;
  int number = 0;
  for (int i = 0; i < 50; ++i) {
    traffic.recorded(at_s(100 * ++number), answered(i % 5 < 3 ? "5" : "4"));
  }
  for (int i = 0; i < 8; ++i) CHECK_FALSE(traffic.recorded(at_s(100 * ++number), answered("5")));
}

TEST_CASE("A new kiosk suspects no row of answers before it knows what is usual") {
  Traffic traffic;
  for (int i = 0; i < 12; ++i) CHECK_FALSE(traffic.recorded(at_s(100 * i), answered("5")));
}

TEST_CASE("Patterns are told apart by choices and kept apart from words") {
  CHECK(pattern_of(answered("5")) == pattern_of(answered("5")));
  CHECK(pattern_of(answered("5")) != pattern_of(answered("4")));
  CHECK(pattern_of(answered("5", "one")) == pattern_of(answered("5", "another")));
  CHECK(pattern_of(answered("5", "one")) != pattern_of(answered("5")));  // skipped
}

// The flow at a touchpoint whose survey has no cool-down.
struct Lobby {
  Lobby() : flow(place(), "boot", clock, random) { flow.set_surveys({test::short_one()}); }
  static Place place() {
    return {.brand = "B",
            .store_name = "S",
            .touchpoint = "exit",
            .practice = false,
            .minute_of_day = [](WallTime) { return 600; }};
  }
  void note(Effects effects) {
    for (Effect& effect : effects) {
      if (auto* keep = std::get_if<KeepResponse>(&effect)) {
        kept.push_back(keep->recording.response);
        flow.kept();
      }
      if (auto* draft = std::get_if<SaveDraft>(&effect))
        draft_flags = draft->recording.response.flags;
      if (auto* traffic = std::get_if<KeepTraffic>(&effect)) learned.push_back(traffic->counts);
    }
  }
  void does(Ms after, const Intent& intent) {
    clock.advance(after);
    note(flow.take(Touched{}));
    note(flow.take(intent));
  }
  void answers(const std::string& rating, const std::string& yes_no, Ms each = Ms{2500}) {
    does(Ms{0}, Start{});
    does(each, Choose{rating});
    does(each, Skip{});
    does(each, Choose{yes_no});
  }
  void rests(std::int64_t seconds) {
    for (std::int64_t second = 0; second < seconds; ++second) {
      clock.advance(Ms{1000});
      note(flow.tick());
    }
  }

  test::FakeClock clock;
  SeededRandom random{1};
  Flow flow;
  std::vector<Response> kept;
  Flags draft_flags;
  std::vector<HourCounts> learned;
};

TEST_CASE("A second run right after the first is kept and flagged, its draft too") {
  Lobby lobby;
  lobby.answers("4", "yes");
  lobby.does(Ms{1000}, Finish{});
  lobby.rests(1);
  lobby.answers("3", "no");
  REQUIRE(lobby.kept.size() == 2);
  CHECK(lobby.kept[0].flags.empty());
  CHECK(lobby.kept[1].flags == Flags{Flag::repeat});
  CHECK(lobby.draft_flags == Flags{Flag::repeat});
  lobby.does(Ms{1000}, Finish{});
  lobby.rests(8);
  lobby.answers("3", "no");
  CHECK(lobby.kept[2].flags.empty());
}

TEST_CASE("Somebody who presses the same face all the time gets every flag that fits") {
  Lobby lobby;
  for (int i = 0; i < 8; ++i) {
    lobby.answers("1", "no", Ms{400});
    lobby.does(Ms{300}, Finish{});
    lobby.rests(1);
  }
  REQUIRE(lobby.kept.size() == 8);
  CHECK(lobby.kept[0].flags == Flags{Flag::speeding});
  CHECK(lobby.kept[4].flags == Flags{Flag::speeding, Flag::repeat});
  CHECK(lobby.kept[7].flags == Flags{Flag::speeding, Flag::repeat, Flag::burst});
}

TEST_CASE("What the flow learns of the traffic is handed over to be kept, seldom") {
  Lobby lobby;
  lobby.answers("4", "yes");
  lobby.rests(120);
  REQUIRE(lobby.learned.size() == 1);
  CHECK(lobby.learned[0].runs[10] == 1);
  CHECK(lobby.learned[0].seconds[10] > 0);
}

}  // namespace traffic_test
}  // namespace afterword::kiosk
