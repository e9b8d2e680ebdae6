// A clock that stands still until told otherwise. Any thread may read it; one sets it.
#pragma once
#include <atomic>

#include "sync/base/core/clock.h"

namespace afterword::test {

class FakeClock final : public Clock {
 public:
  MonoTime mono() const override { return mono_now; }
  WallTime wall() const override { return wall_now; }
  void advance(Ms by) {
    mono_now = mono() + by;
    wall_now = wall() + by;
  }

  std::atomic<MonoTime> mono_now{MonoTime{1'000'000}};
  std::atomic<WallTime> wall_now{WallTime{1'772'546'400'000}};  // 2026-03-03T14:00:00Z
};

}  // namespace afterword::test
