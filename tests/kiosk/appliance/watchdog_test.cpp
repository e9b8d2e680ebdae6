#include "kiosk/appliance/watchdog.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace watchdog_test {

// A screen, a store and a sync that come round every second unless they hang.
struct Kiosk {
  test::FakeClock clock;
  Watchdog dog;
  Watchdog::Part screen = dog.add("screen", Ms{30'000}, clock.mono());
  Watchdog::Part store = dog.add("store", Ms{30'000}, clock.mono());
  Watchdog::Part sync = dog.add("upload", Ms{30'000}, clock.mono());
  std::optional<Watchdog::Part> hangs;

  void seconds(int count) {
    for (int i = 0; i < count; ++i) {
      clock.advance(Ms{1000});
      for (const Watchdog::Part part : {screen, store, sync})
        if (part != hangs) dog.beat(part, clock.mono());
    }
  }
  bool fed() const { return dog.silent(clock.mono()).empty(); }
};

TEST_CASE("Idle is progress: parts that only come round keep the dog fed for ever") {
  Kiosk kiosk;
  for (int hour = 0; hour < 48; ++hour) {
    kiosk.seconds(3600);
    REQUIRE(kiosk.fed());
  }
}

TEST_CASE("Whichever part hangs, the dog is not fed any more, and the log says which") {
  Kiosk kiosk;
  kiosk.seconds(10);
  const auto hang = [&](Watchdog::Part part, const char* words) {
    kiosk.hangs = part;
    kiosk.seconds(30);
    CHECK(kiosk.fed());
    kiosk.seconds(1);
    CHECK_FALSE(kiosk.fed());
    CHECK(kiosk.dog.silent(kiosk.clock.mono()) == words);
  };
  SUBCASE("the screen") { hang(kiosk.screen, "screen for 31 s"); }
  SUBCASE("the store") { hang(kiosk.store, "store for 31 s"); }
  SUBCASE("the sync") { hang(kiosk.sync, "upload for 31 s"); }
}

TEST_CASE("A part that gets on again is heard at once") {
  Kiosk kiosk;
  kiosk.hangs = kiosk.store;
  kiosk.seconds(100);
  CHECK_FALSE(kiosk.fed());
  kiosk.hangs.reset();
  kiosk.seconds(1);
  CHECK(kiosk.fed());
}

TEST_CASE("A request under way has until its own time-out, and then its patience") {
  Kiosk kiosk;
  kiosk.hangs = kiosk.sync;
  kiosk.dog.beat(kiosk.sync, kiosk.clock.mono() + Ms{85'000});  // bounded by its time-out
  kiosk.seconds(115);
  CHECK(kiosk.fed());
  kiosk.seconds(1);
  CHECK_FALSE(kiosk.fed());
}

TEST_CASE("An older beat never shortens what a newer one said") {
  Kiosk kiosk;
  kiosk.hangs = kiosk.sync;
  kiosk.dog.beat(kiosk.sync, kiosk.clock.mono() + Ms{60'000});
  kiosk.dog.beat(kiosk.sync, kiosk.clock.mono());
  kiosk.seconds(80);
  CHECK(kiosk.fed());
}

TEST_CASE("A part that was taken off is not asked") {
  Kiosk kiosk;
  kiosk.dog.remove(kiosk.sync);
  kiosk.hangs = kiosk.sync;
  kiosk.seconds(1000);
  CHECK(kiosk.fed());
}

TEST_CASE("Two that hang are both named") {
  test::FakeClock clock;
  Watchdog dog;
  dog.add("screen", Ms{1000}, clock.mono());
  dog.add("store", Ms{2000}, clock.mono());
  clock.advance(Ms{5000});
  CHECK(dog.silent(clock.mono()) == "screen for 5 s, store for 5 s");
}

}  // namespace watchdog_test
}  // namespace afterword::kiosk
