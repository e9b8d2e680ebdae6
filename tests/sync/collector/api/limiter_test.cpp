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

TEST_CASE("the networks of one IPv6 network of 48 bits are counted together as well, where that has a limit") {
  Limiter limiter(2, Ms{60'000}, 3, Ms{600'000});
  const MonoTime now{1'000};
  for (const char* const address : {"2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1"}) {
    CHECK(limiter.wait_for(address, now) == Ms{0});
    limiter.failed(address, now);
  }
  CHECK(limiter.wait_for("2001:db8:0:4::1", now) == Ms{600'000});
  CHECK(limiter.wait_for("2001:db8:0:4::1", now + Ms{600'000}) == Ms{0});
  CHECK(limiter.wait_for("2001:db8:1:1::1", now) == Ms{0});
  CHECK(limiter.wait_for("192.0.2.7", now) == Ms{0});
}

TEST_CASE("whether it is its network of 48 bits that keeps an address waiting can be told apart") {
  Limiter limiter(1, Ms{60'000}, 2, Ms{600'000});
  const MonoTime now{1'000};
  limiter.failed("2001:db8:0:1::1", now);
  CHECK(limiter.wait_for("2001:db8:0:1::1", now) == Ms{60'000});
  CHECK(limiter.wait_for_network("2001:db8:0:1::1", now) == Ms{0});
  limiter.failed("2001:db8:0:2::1", now);
  CHECK(limiter.wait_for_network("2001:db8:0:1::1", now) == Ms{600'000});
  CHECK(limiter.wait_for_network("2001:db8:0:3::1", now) == Ms{600'000});
  CHECK(limiter.wait_for_network("2001:db8:1:1::1", now) == Ms{0});
  CHECK(limiter.wait_for_network("192.0.2.7", now) == Ms{0});
}

TEST_CASE("what is counted for an address alone keeps nobody else of its network waiting") {
  Limiter limiter(1, Ms{60'000}, 2, Ms{600'000});
  const MonoTime now{1'000};
  for (const char* const address : {"2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1"}) {
    limiter.failed_alone(address, now);
    CHECK(limiter.wait_for(address, now) == Ms{60'000});
  }
  CHECK(limiter.wait_for("2001:db8:0:4::1", now) == Ms{0});
}

TEST_CASE("where a network has a longer time, that is how long a refusal is news") {
  Limiter limiter(1, Ms{60'000}, 2, Ms{600'000});
  const MonoTime now{1'000};
  CHECK(limiter.note_refused(now));
  CHECK_FALSE(limiter.note_refused(now + Ms{60'000}));
  CHECK(limiter.has_refused(now + Ms{659'000}));
  CHECK_FALSE(limiter.has_refused(now + Ms{660'000}));
  CHECK(limiter.note_refused(now + Ms{600'000}));
}

TEST_CASE("that somebody had to wait is news once in the time that counts, and known for that long") {
  Limiter limiter(1, Ms{60'000});
  const MonoTime now{1'000};
  CHECK_FALSE(limiter.has_refused(now));
  CHECK(limiter.note_refused(now));
  CHECK_FALSE(limiter.note_refused(now + Ms{40'000}));
  CHECK(limiter.has_refused(now + Ms{99'000}));
  CHECK_FALSE(limiter.has_refused(now + Ms{100'000}));
  CHECK(limiter.note_refused(now + Ms{60'000}));
}
