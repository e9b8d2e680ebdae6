#include "sync/base/zones/zones.h"

#include <doctest/doctest.h>

#include <thread>

namespace afterword {
namespace zones_test {

WallTime utc(std::string_view text) {
  const auto time = parse_rfc3339(text);
  REQUIRE(time);
  return *time;
}

std::string shown(std::string_view moment, std::string_view zone) {
  const auto local = local_time(utc(moment), zone);
  REQUIRE(local);
  return local->text();
}

// What moment a shop's clock meant.
std::string meant(std::string_view day, int hour, int minute, std::string_view zone) {
  const auto time = wall_time({*Day::parse(day), hour * 60 + minute, 0}, zone);
  REQUIRE(time);
  return rfc3339(*time);
}

std::string parsed(std::string_view text, std::string_view format,
                   std::string_view zone = "Europe/Madrid") {
  const auto result = parse_local(text, format, zone);
  if (!result) return "error: " + result.error().what;
  return rfc3339(result->time) + " on " + result->day.text() +
         (result->date_only ? " date only" : "");
}

}  // namespace zones_test
using namespace zones_test;

TEST_CASE("Zones have exactly their IANA names") {
  CHECK(is_zone("Europe/Madrid"));
  CHECK(is_zone("UTC"));
  CHECK_FALSE(is_zone("Europe/Atlantis"));
  CHECK_FALSE(is_zone(""));
  CHECK_FALSE(is_zone("../../etc/passwd"));
  const auto unknown = local_time({}, "Mars/Olympus");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().failure == Failure::not_found);
  CHECK(unknown.error().what.find("Mars/Olympus") != std::string::npos);
  CHECK_FALSE(wall_time({}, "Mars/Olympus"));
}

TEST_CASE("A shop's clock: whole hours, three quarters, before 1970") {
  CHECK(shown("2026-03-03T14:00:59.999Z", "Europe/Madrid") == "2026-03-03 15:00:59");
  CHECK(shown("2026-03-03T18:20:00Z", "Asia/Kathmandu") == "2026-03-04 00:05:00");
  CHECK(shown("2026-03-03T04:59:59Z", "America/New_York") == "2026-03-02 23:59:59");
  const auto early = local_time({-1}, "UTC");
  REQUIRE(early);
  CHECK(early->day.number == -1);
  CHECK(early->minute == 1439);
  CHECK(meant("2026-03-04", 0, 5, "Asia/Kathmandu") == "2026-03-03T18:20:00Z");
}

TEST_CASE("A time that clocks skip is moved past the change") {
  CHECK(meant("2026-03-29", 1, 59, "Europe/Madrid") == "2026-03-29T00:59:00Z");
  CHECK(meant("2026-03-29", 2, 30, "Europe/Madrid") == "2026-03-29T01:30:00Z");
  CHECK(shown("2026-03-29T01:30:00Z", "Europe/Madrid") == "2026-03-29 03:30:00");
  CHECK(meant("2026-03-29", 3, 0, "Europe/Madrid") == "2026-03-29T01:00:00Z");
  CHECK(meant("2026-03-08", 2, 15, "America/New_York") == "2026-03-08T07:15:00Z");
}

TEST_CASE("A time that clocks show twice is the earlier one") {
  CHECK(meant("2026-10-25", 2, 30, "Europe/Madrid") == "2026-10-25T00:30:00Z");
  CHECK(shown("2026-10-25T01:30:00Z", "Europe/Madrid") == "2026-10-25 02:30:00");
  CHECK(meant("2026-11-01", 1, 30, "America/New_York") == "2026-11-01T05:30:00Z");
}

TEST_CASE("Every hour of a year comes back from its local time, but for the repeated one") {
  for (const std::string zone : {"Europe/Madrid", "America/New_York", "Asia/Kathmandu"}) {
    int moved = 0;
    for (WallTime time = utc("2026-01-01T00:00:00Z"); time < utc("2027-01-01T00:00:00Z");
         time = time + std::chrono::hours(1)) {
      const auto local = local_time(time, zone);
      REQUIRE(local);
      const auto back = wall_time(*local, zone);
      REQUIRE(back);
      if (*back != time) ++moved;
    }
    CHECK(moved == (zone == "Asia/Kathmandu" ? 0 : 1));
  }
}

TEST_CASE("Many threads may ask at once") {
  std::vector<std::thread> threads;
  std::vector<std::string> shown_to(8);
  for (std::size_t i = 0; i < shown_to.size(); ++i)
    threads.emplace_back([&shown_to, i] {
      const auto local = local_time({1'772'546'400'000}, i % 2 ? "Asia/Tokyo" : "Africa/Lagos");
      if (local) shown_to[i] = local->text();
    });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < shown_to.size(); ++i)
    CHECK(shown_to[i] == (i % 2 ? "2026-03-03 23:00:00" : "2026-03-03 15:00:00"));
}

TEST_CASE("Dates and times as others export them are read in the store's zone") {
  CHECK(parsed("2026-03-03 15:00:00", "%Y-%m-%d %H:%M:%S") == "2026-03-03T14:00:00Z on 2026-03-03");
  CHECK(parsed("2026-03-03 15:00", "%F %R") == "2026-03-03T14:00:00Z on 2026-03-03");
  CHECK(parsed("3/3/2026 3:05 pm", "%m/%d/%Y %I:%M %p") == "2026-03-03T14:05:00Z on 2026-03-03");
  CHECK(parsed("12:30 AM 03/03/26", "%I:%M %p %D") == "2026-03-02T23:30:00Z on 2026-03-03");
  CHECK(parsed("Tue, 3 March 2026 15:00:00.25", "%a, %e %B %Y %T") ==
        "2026-03-03T14:00:00.250Z on 2026-03-03");
  CHECK(parsed("20260303", "%Y%m%d") == "2026-03-02T23:00:00Z on 2026-03-03 date only");
  CHECK(parsed("2026-062", "%Y-%j") == "2026-03-02T23:00:00Z on 2026-03-03 date only");
  CHECK(parsed("100% 1.2.99", "100%% %d.%m.%y") == "1999-01-31T23:00:00Z on 1999-02-01 date only");
}

TEST_CASE("An offset in the text rules over the zone, and the day is still the store's") {
  CHECK(parsed("2026-03-03T23:30:00Z", "%Y-%m-%dT%H:%M:%S%z") ==
        "2026-03-03T23:30:00Z on 2026-03-04");
  CHECK(parsed("2026-03-03T23:30:00Z", "%Y-%m-%dT%H:%M:%SZ") ==
        "2026-03-03T23:30:00Z on 2026-03-04");
  CHECK(parsed("2026-03-03 10:00 -0530", "%F %R %z") == "2026-03-03T15:30:00Z on 2026-03-03");
  CHECK(parsed("2026-03-03 10:00 +01:00", "%F %R %z") == "2026-03-03T09:00:00Z on 2026-03-03");
}

TEST_CASE("A text that does not fit says what was expected where") {
  CHECK(parsed("2026-13-03", "%F") == "error: expected a number from 1 to 12 at character 6");
  CHECK(parsed("2026-02-30", "%F") == "error: there is no day 2026-02-30");
  CHECK(parsed("2026-03-03 noon", "%F") == "error: expected the end at character 12");
  CHECK(parsed("03.03.2026", "%d/%m/%Y") == "error: expected \"/\" at character 3");
  CHECK(parsed("3 Mai 2026", "%d %b %Y").find("English name") != std::string::npos);
  CHECK(parsed("", "%F") == "error: expected a year of 4 digits at character 1");
  CHECK(parsed("2025-366", "%Y-%j") == "error: 2025 has no day 366");
  CHECK(parsed("1969-01-01", "%F") == "error: years before 1970 are not taken");
}

TEST_CASE("A format that cannot name a day is refused") {
  CHECK_FALSE(why_not_time_format("%d.%m.%Y %H:%M"));
  CHECK_FALSE(why_not_time_format("%D"));
  CHECK(why_not_time_format("%H:%M"));
  CHECK(why_not_time_format("%Y-%m"));
  CHECK(why_not_time_format("%F %I:%M"));
  CHECK(why_not_time_format("%F %M"));
  CHECK(why_not_time_format("%F %Q")->find("%Q") != std::string::npos);
  CHECK(why_not_time_format("%F %"));
  CHECK_FALSE(parse_local("2026", "%Y", "UTC"));
}

}  // namespace afterword
