#include "kiosk/appliance/sleep.h"

#include <doctest/doctest.h>

#include "sync/base/core/day.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace sleep_test {

OpeningHours hours(const char* text) {
  json::Problems problems;
  const auto document = json::parse(text);
  REQUIRE(document);
  OpeningHours out = read_opening_hours(*document, "/opening_hours", problems);
  REQUIRE_MESSAGE(problems.empty(), (problems.empty() ? "" : problems.front().message));
  return out;
}

struct Shop {
  test::FakeClock clock;
  Sleep sleep;

  explicit Shop(std::optional<OpeningHours> open, int margin_min = 30)
      : sleep({std::move(open), margin_min}, clock) {
    sleep.set_zone("Europe/London");
  }
  bool dark_at(const char* time, bool busy = false) {
    const auto wall = parse_rfc3339(time);
    REQUIRE(wall);
    clock.advance(*wall - clock.wall());
    sleep.look(busy);
    return sleep.asleep();
  }
};

// 2026-03-03 is a Tuesday.
TEST_CASE("The screen is dark outside of opening hours and their margin") {
  Shop shop(hours(R"({"every_day": "09:00-20:00"})"));
  CHECK(shop.dark_at("2026-03-03T08:29:59Z"));
  CHECK_FALSE(shop.dark_at("2026-03-03T08:30:00Z"));
  CHECK_FALSE(shop.dark_at("2026-03-03T20:29:59Z"));
  CHECK(shop.dark_at("2026-03-03T20:30:00Z"));
}

TEST_CASE("A day that is not named is closed, and a day's own hours win") {
  Shop shop(hours(R"({"tuesday": "09:00-20:00", "wednesday": "12:00-14:00"})"), 0);
  CHECK_FALSE(shop.dark_at("2026-03-03T10:00:00Z"));
  CHECK(shop.dark_at("2026-03-04T10:00:00Z"));
  CHECK_FALSE(shop.dark_at("2026-03-04T12:00:00Z"));
  CHECK(shop.dark_at("2026-03-05T12:00:00Z"));
}

TEST_CASE("A night that runs past midnight belongs to the day it began on") {
  Shop shop(hours(R"({"friday": "18:00-02:00"})"), 0);
  CHECK(shop.dark_at("2026-03-06T17:59:00Z"));
  CHECK_FALSE(shop.dark_at("2026-03-06T23:30:00Z"));
  CHECK_FALSE(shop.dark_at("2026-03-07T01:59:00Z"));
  CHECK(shop.dark_at("2026-03-07T02:00:00Z"));
}

TEST_CASE("The margin before Monday's opening may begin on Sunday") {
  Shop shop(hours(R"({"monday": "00:10-06:00"})"), 30);
  CHECK(shop.dark_at("2026-03-08T23:30:00Z"));
  CHECK_FALSE(shop.dark_at("2026-03-08T23:45:00Z"));
}

TEST_CASE("Hours are the store's own, also when its clocks have changed") {
  Shop shop(hours(R"({"every_day": "09:00-20:00"})"), 0);
  CHECK_FALSE(shop.dark_at("2026-07-01T08:30:00Z"));  // 09:30 in a British summer
  CHECK(shop.dark_at("2026-07-01T19:30:00Z"));
}

TEST_CASE("A touch lights it for two minutes, and nobody who answers is left in the dark") {
  Shop shop(hours(R"({"every_day": "09:00-20:00"})"));
  CHECK(shop.dark_at("2026-03-03T23:00:00Z"));
  shop.sleep.touched();
  CHECK_FALSE(shop.dark_at("2026-03-03T23:01:59Z"));
  CHECK(shop.dark_at("2026-03-03T23:02:01Z"));
  CHECK_FALSE(shop.dark_at("2026-03-03T23:30:00Z", true));
}

TEST_CASE("Without opening hours, or without a known zone, it never sleeps") {
  Shop always(std::nullopt);
  CHECK_FALSE(always.dark_at("2026-03-03T03:00:00Z"));
  CHECK_FALSE(always.sleep.look_again_at().has_value());
  Shop nowhere(hours(R"({"every_day": "09:00-20:00"})"));
  nowhere.sleep.set_zone("Nowhere/At_All");
  CHECK_FALSE(nowhere.dark_at("2026-03-03T03:00:00Z"));
  nowhere.sleep.set_zone("");
  CHECK_FALSE(nowhere.dark_at("2026-03-03T03:00:00Z"));
}

TEST_CASE("What are no opening hours is said") {
  for (const char* text : {"9:00-20:00", "09:00", "09:00-25:00", "09:61-10:00", "10:00-10:00",
                           "24:00-08:00", "09.00-20.00"}) {
    CAPTURE(text);
    CHECK_FALSE(read_span(text).has_value());
  }
  CHECK(read_span("22:00-02:00") == OpenSpan{1320, 1560});
  CHECK(read_span("00:00-24:00") == OpenSpan{0, 1440});
}

}  // namespace sleep_test
}  // namespace afterword::kiosk
