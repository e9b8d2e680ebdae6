// How runs follow one another at this kiosk, and the flags that only that shows:
//
//   repeat  begun before fingers had rested since the last run, or one more of a row of runs with
//           the very same answers that chance does not explain
//   burst   more runs within a minute than this hour of the day explains
//
// What is learned is counts: runs and minutes by hour of the store's day (kept on disk by the
// caller, as those numbers), and how often which answers were given (in memory only, as numbers
// that do not say the answers). Both are bounded, and old counts fade.
//
// Threads: one. Pure: times come in.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/session/session.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

// One person steps away and another steps up in no less.
inline constexpr Ms kTouchFree{5'000};
// What chance makes less often than this is flagged.
inline constexpr double kByChance = 1e-4;

// P(X >= count) of a Poisson distribution.
double poisson_at_least(int count, double mean);
bool is_burst(int runs_in_a_minute, double usual_in_a_minute);
// `count` runs in a row, each of which gives these answers with probability `share`; at least three
// (two friends may well agree).
bool is_repeated_run(double share, int count);

// Runs and time watched, by hour of the store's day.
struct HourCounts {
  std::array<std::int64_t, 24> runs{};
  std::array<std::int64_t, 24> seconds{};

  // Runs a minute in that hour. Before anything is learned: one every two minutes, which is a busy
  // kiosk, so that a new one suspects nobody.
  double a_minute(int hour) const;
  bool operator==(const HourCounts&) const = default;

  // "1 runs seconds runs seconds ...", 24 pairs. Anything else reads as nothing.
  std::string text() const;
  static std::optional<HourCounts> parse(std::string_view text);
};

// The answers of a run as a number: survey, and states and values of everything but comments.
std::uint64_t pattern_of(const Recording& recording);

class Traffic {
 public:
  // What was learned before this start.
  void learned(HourCounts counts) { hours_ = counts; }
  const HourCounts& counts() const { return hours_; }

  // The kiosk offers a survey and time passes; call it every few seconds. `hour`: 0..23.
  void watched(MonoTime now, int hour);
  // Nothing is offered: the time until the next watched() does not count.
  void not_watched() { watched_at_.reset(); }
  void touched(MonoTime now);

  // A run begins; flags that it has from its first moment.
  std::vector<Flag> begun(MonoTime now, int hour);
  // It ended and is recorded. Whether it is one of too many alike.
  bool recorded(MonoTime now, const Recording& recording);

  // The counts changed enough since the last call that returned true to be kept on disk.
  bool worth_keeping(MonoTime now);

 private:
  struct Row {
    std::uint64_t pattern = 0;
    int length = 0;
    double share = 1;  // of this pattern, before the row began
  };

  HourCounts hours_;
  std::int64_t uncounted_ms_ = 0;  // watched, less than a second
  std::optional<MonoTime> watched_at_, touched_at_, kept_at_;
  bool rested_ = true;             // since the last recorded run
  std::deque<MonoTime> begun_at_;  // within the last minute
  std::map<std::uint64_t, std::int64_t> patterns_;
  std::int64_t patterns_seen_ = 0;
  Row row_;
  bool changed_ = false;
};

}  // namespace afterword::kiosk
