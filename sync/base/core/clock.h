// Two kinds of time that never mix: monotonic (how long; a boot's own) and wall (when; may be
// wrong).
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>

namespace afterword {

using Ms = std::chrono::milliseconds;

// Milliseconds since some moment of this boot, sleep included. Only differences mean anything.
struct MonoTime {
  std::int64_t ms = 0;
  auto operator<=>(const MonoTime&) const = default;
};
inline Ms operator-(MonoTime a, MonoTime b) { return Ms{a.ms - b.ms}; }
inline MonoTime operator+(MonoTime a, Ms d) { return {a.ms + d.count()}; }

// Milliseconds since 1970-01-01T00:00Z, as the machine believes.
struct WallTime {
  std::int64_t ms = 0;
  auto operator<=>(const WallTime&) const = default;
};
inline Ms operator-(WallTime a, WallTime b) { return Ms{a.ms - b.ms}; }
inline WallTime operator+(WallTime a, Ms d) { return {a.ms + d.count()}; }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual MonoTime mono() const = 0;
  virtual WallTime wall() const = 0;
};

// The machine's clocks. Any thread.
class SystemClock final : public Clock {
 public:
  MonoTime mono() const override;
  WallTime wall() const override;
};

}  // namespace afterword
