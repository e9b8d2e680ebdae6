#include <doctest/doctest.h>

#include <ctime>

#include "sync/base/core/bytes.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"

namespace afterword {

TEST_CASE("Bytes survive hex and both kinds of base64, and sloppy spellings are refused") {
  for (std::size_t n = 0; n < 40; ++n) {
    Bytes bytes;
    for (std::size_t i = 0; i < n; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 37 + n));
    CHECK(from_base64url(base64url(bytes)) == bytes);
    CHECK(from_base64(base64(bytes)) == bytes);
    CHECK(from_hex(hex(bytes)) == bytes);
  }
  CHECK(base64url(as_bytes("\xfb\xff")) == "-_8");
  CHECK_FALSE(from_base64url("-_9"));  // left-over bits
  CHECK_FALSE(from_base64url("ab=="));
  CHECK_FALSE(from_base64url("a"));
}

TEST_CASE("A layout is u64 big-endian, length-prefixed text, raw bytes") {
  CHECK(hex(Layout().u64(258).text("ab").raw(as_bytes("c")).bytes()) ==
        "00000000000001020002616263");
}

TEST_CASE("Days know their text, ISO week and month") {
  const auto day = Day::parse("2026-03-03");
  REQUIRE(day);
  CHECK(day->text() == "2026-03-03");
  CHECK(day->week() == "2026-W10");
  CHECK(day->month() == "2026-03");
  CHECK(Day::parse("2021-01-03")->week() == "2020-W53");
  CHECK(Day::parse("2024-12-30")->week() == "2025-W01");
  CHECK_FALSE(Day::parse("2026-02-29"));
  CHECK_FALSE(Day::parse("2026-3-3"));
}

TEST_CASE("RFC 3339 times read back and offsets are applied") {
  CHECK(rfc3339(*parse_rfc3339("2026-03-03T14:00:00Z")) == "2026-03-03T14:00:00Z");
  CHECK(rfc3339(*parse_rfc3339("2026-03-03T14:00:00.25+01:00")) == "2026-03-03T13:00:00.250Z");
  CHECK_FALSE(parse_rfc3339("2026-03-03T14:00:00"));
  CHECK_FALSE(parse_rfc3339("2026-03-03T25:00:00Z"));
  CHECK(rfc3339(*parse_rfc3339("1970-01-01T01:00:00+01:00")) == "1970-01-01T00:00:00Z");
  CHECK_FALSE(parse_rfc3339("1970-01-01T00:00:00+01:00"));
  CHECK(rfc3339(*parse_rfc3339("9999-12-31T23:59:59Z")) == "9999-12-31T23:59:59Z");
  CHECK_FALSE(parse_rfc3339("9999-12-31T23:59:59-01:00"));
  CHECK_FALSE(parse_rfc3339("9999-12-31T23:59:60Z"));
}

TEST_CASE("Ids and language tags have one shape") {
  CHECK(is_id("store-exit"));
  CHECK(is_id("a_1"));
  CHECK_FALSE(is_id("Store"));
  CHECK_FALSE(is_id("1a"));
  CHECK_FALSE(is_id("a.why"));
  CHECK_FALSE(is_id(std::string(49, 'a')));
  CHECK(is_language_tag("zh-Hans"));
  CHECK_FALSE(is_language_tag("english"));
  CHECK_FALSE(is_language_tag("en-"));
  CHECK(nearest("qestion", std::vector<std::string>{"questions", "question", "text"}) ==
        "question");
}

TEST_CASE("Monotonic time goes on while the machine sleeps") {
  const auto boot_time = [] {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return MonoTime{std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000};
  };
  const MonoTime before = boot_time();
  const MonoTime now = SystemClock().mono();
  CHECK(before <= now);
  CHECK(now <= boot_time());
}

TEST_CASE("Only valid UTF-8 passes") {
  CHECK(is_utf8("aé漢😀"));
  CHECK_FALSE(is_utf8("\xc0\x80"));
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xe2\x82"));
  CHECK(count_code_points("aé漢😀") == 4);
}

}  // namespace afterword
