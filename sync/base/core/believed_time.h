// What time it is by a clock that may be wrong by years: a machine's own, or a collector's that a kiosk hears.
//
// A clock is believed as long as it goes on from where it was. One that jumps by more than kTimeJumpMost is
// doubted, and what was believed goes on by the monotonic clock meanwhile; it is believed when it is right
// again, or when it has gone on from its new place for kTimeDoubtedFor. Time in which nobody ran counts for
// nothing: whoever was off for weeks doubts, too, and believes a day later.
//
// So what deletes by age asks here first: too late by a day is no harm, too early by years is one for ever.
//
// Threads: one at a time.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"

namespace afterword {

// A weekend in which everything is off, and some more, is no jump.
inline constexpr Ms kTimeJumpMost{std::chrono::hours(3 * 24)};
inline constexpr Ms kTimeDoubtedFor{std::chrono::hours(24)};  // of running, over restarts

class BelievedTime {
 public:
  struct Doubt {
    WallTime at;  // where the clock stood at the last look
    Ms ran{0};    // since it jumped there
    bool operator==(const Doubt&) const = default;
  };
  // What the next run has to know.
  struct State {
    WallTime at;  // 0: nothing was believed yet, and the first look is
    std::optional<Doubt> doubt;
    bool operator==(const State&) const = default;
  };
  enum class Change { none, doubted, right_again, accepted };

  BelievedTime() = default;
  explicit BelievedTime(const State& kept) : state_(kept) {}

  // The clock says `clock`, at `now` of this run.
  Change look(WallTime clock, MonoTime now);
  // Somebody who knows says that it is right.
  void accept(WallTime clock, MonoTime now);

  bool doubtful() const { return state_.doubt.has_value(); }
  // What is believed at `now`, also while the clock is doubted; 0 before the first look of all.
  WallTime at(MonoTime now) const;
  const State& state() const { return state_; }

 private:
  State state_;
  std::optional<MonoTime> looked_at_;
};

// "1772546400000", or with a doubt "1772546400000 2088079200000 3600000": at, the doubt's at and ran, in ms.
std::string text_of(const BelievedTime::State& state);
// Nothing on anything else.
std::optional<BelievedTime::State> read_believed_time(std::string_view text);

}  // namespace afterword
