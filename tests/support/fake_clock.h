// A clock that stands still until told otherwise.
#pragma once
#include "sync/base/core/clock.h"

namespace afterword::test {

class FakeClock final : public Clock {
 public:
  MonoTime mono() const override { return mono_now; }
  WallTime wall() const override { return wall_now; }
  void advance(Ms by) {
    mono_now = mono_now + by;
    wall_now = wall_now + by;
  }

  MonoTime mono_now{1'000'000};
  WallTime wall_now{1'772'546'400'000};  // 2026-03-03T14:00:00Z
};

}  // namespace afterword::test
