#include "sync/collector/ingest/business_day.h"

#include "sync/base/zones/zones.h"

namespace afterword::collector {

Start start_of(const RecordTimes& times, const Receipt& receipt) {
  const Ms ago = receipt.sent_mono - times.mono_start;
  if (times.boot == receipt.boot && ago.count() >= 0 && ago <= kUptimeMax)
    return {receipt.received_at + -ago, TimeQuality::exact};
  const WallTime wall = times.wall_start;
  if (wall <= receipt.received_at + kClockAheadMax &&
      wall >= receipt.enrolled_at + -kClockBehindMax)
    return {wall, TimeQuality::estimated};
  return {receipt.received_at, TimeQuality::received};
}

Result<Day> business_day(WallTime started, std::string_view zone) {
  AFTERWORD_ASSIGN(const LocalTime local, local_time(started, zone));
  return local.day;
}

}  // namespace afterword::collector
