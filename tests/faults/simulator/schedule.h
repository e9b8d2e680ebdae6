// Virtual time, and what is to happen when.
//
// Time passes only from one job to the next. What is due at the same moment happens in the order in
// which it was asked for: the same calls give the same run, always.
//
// Threads: one.
#pragma once
#include <functional>
#include <map>
#include <utility>

#include "sync/base/core/clock.h"

namespace afterword::simulator {

inline constexpr std::int64_t kMinute = 60'000;  // ms

class Schedule {
 public:
  using Job = std::function<void()>;

  Ms now() const { return now_; }  // since the world began
  void in(Ms after, Job job) {
    jobs_.emplace(std::pair(now_ + std::max(after, Ms{0}), ++asked_), std::move(job));
  }
  // Does the next one that is due by `end`; else moves to `end`. Gives whether there was one.
  bool step(Ms end) {
    if (jobs_.empty() || jobs_.begin()->first.first > end) {
      now_ = std::max(now_, end);
      return false;
    }
    auto next = jobs_.extract(jobs_.begin());
    now_ = next.key().first;
    next.mapped()();
    return true;
  }

 private:
  Ms now_{0};
  std::uint64_t asked_ = 0;
  std::map<std::pair<Ms, std::uint64_t>, Job> jobs_;
};

// A machine's two clocks in virtual time.
class MachineClock final : public Clock {
 public:
  explicit MachineClock(const Schedule& schedule) : schedule_(schedule) {}

  MonoTime mono() const override { return {(schedule_.now() - booted_).count() + 60'000}; }
  WallTime wall() const override { return kBegin + schedule_.now() + wrong_by_; }
  // What a clock that is right says.
  static WallTime right(const Schedule& schedule) { return kBegin + schedule.now(); }
  void boot() { booted_ = schedule_.now(); }
  void jump(Ms by) { wrong_by_ += by; }
  void set_right() { wrong_by_ = Ms{0}; }

 private:
  static constexpr WallTime kBegin{1'772'546'400'000};  // 2026-03-03T14:00:00Z
  const Schedule& schedule_;
  Ms booted_{0};
  Ms wrong_by_{0};
};

}  // namespace afterword::simulator
