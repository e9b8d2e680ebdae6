#include "sync/collector/api/limiter.h"

#include <doctest/doctest.h>

using namespace afterword;
using collector::Limiter;

TEST_CASE("who guessed wrongly too often waits, and nobody else does") {
  Limiter limiter(3, Ms{60'000});
  const MonoTime now{1'000};
  for (int i = 0; i < 3; ++i) {
    CHECK(limiter.wait_for("192.0.2.7", now) == Ms{0});
    limiter.failed("192.0.2.7", now + Ms{i});
  }
  CHECK(limiter.wait_for("192.0.2.7", now + Ms{10'000}) == Ms{50'000});
  CHECK(limiter.wait_for("192.0.2.8", now + Ms{10'000}) == Ms{0});
  CHECK(limiter.wait_for("192.0.2.7", now + Ms{60'000}) == Ms{0});
}

TEST_CASE("another address of the same IPv6 network is the same guesser") {
  Limiter limiter(2, Ms{60'000});
  const MonoTime now{1'000};
  limiter.failed("2001:db8:0:1::1", now);
  limiter.failed("2001:db8:0:1:ffff::2", now);
  CHECK(limiter.wait_for("2001:db8:0:1::3", now) == Ms{60'000});
  CHECK(limiter.wait_for("2001:db8:0:2::1", now) == Ms{0});
}
