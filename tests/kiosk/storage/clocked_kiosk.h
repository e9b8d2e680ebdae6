// A kiosk's store and the collector that it hears the time from, while its own clock stands still.
#pragma once
#include <memory>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::test {

constexpr Ms kHour{std::chrono::hours(1)};
constexpr Ms kDay{24 * kHour};
constexpr Ms kTenYears{3653 * kDay};

// Enrolled, with one answer.
struct ClockedKiosk {
  ClockedKiosk() {
    open();
    must(core->enrol(keys.enrol()));
    must(core->keep(recording(3, "because")));
  }
  void open() {
    core.reset();
    core = must(kiosk::StoreCore::open(scratch.path(), {clock, random, log}));
  }
  // Off and on: its monotonic clock begins anew, and the collector's goes on.
  void restart(Ms off) {
    core->close();
    collectors = collectors + off;
    clock.mono_now = MonoTime{60'000};
    open();
  }
  void pass(Ms time) {
    clock.mono_now = clock.mono() + time;
    collectors = collectors + time;
  }
  void hears() {
    core->heard_time(collectors);
    core->tidy_if_due();
  }
  // Hears the collector every hour.
  void runs(int hours) {
    for (int hour = 0; hour < hours; ++hour) {
      pass(kHour);
      hears();
    }
  }

  Scratch scratch;
  FakeClock clock;
  SeededRandom random{42};
  CollectedLog log;
  CollectorKeys keys;
  WallTime collectors = clock.wall();
  std::unique_ptr<kiosk::StoreCore> core;
};

}  // namespace afterword::test
