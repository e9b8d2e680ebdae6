// When a response was given, and the store's calendar day it counts for. Decided once, when it
// arrives; it never moves.
#pragma once
#include <string_view>

#include "survey-defs/model/desk_records.h"
#include "sync/collector/storage/records.h"

namespace afterword::collector {

// What is known about the batch that brought it.
struct Receipt {
  WallTime received_at;  // the collector's clock
  std::string boot;      // the device's, when it sent
  MonoTime sent_mono;
  WallTime enrolled_at;  // of the device: no answer is much older
};

struct Start {
  WallTime at;
  TimeQuality quality = TimeQuality::exact;
};

// A wall clock is believed if it is not ahead of receipt by more than this, ...
inline constexpr Ms kClockAheadMax = std::chrono::minutes(10);
// ... nor behind the device's enrolment by more than this.
inline constexpr Ms kClockBehindMax = std::chrono::hours(24);
// A machine that claims to run for longer has counted wrongly.
inline constexpr Ms kUptimeMax = std::chrono::hours(24 * 365 * 5);

// Same boot: receipt minus the monotonic difference (exact). Else, or where that is absurd, the
// device's wall clock if it is plausible (estimated). Else the receipt (received).
Start start_of(const RecordTimes& times, const Receipt& receipt);

// Errors: not_found, when the system does not know `zone`.
Result<Day> business_day(WallTime started, std::string_view zone);

}  // namespace afterword::collector
