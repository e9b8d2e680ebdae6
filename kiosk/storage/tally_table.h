// What was counted rather than recorded: runs started, finished, left. Cumulative by day; each
// change raises the row's revision, so that the collector's last word is the newest.
//
// Threads: the store thread. Durable when a writing function returns.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "sync/base/core/day.h"
#include "sync/base/db/db.h"
#include "sync/protocol/messages.h"

namespace afterword::kiosk {

// Under it stands what was counted on days that nobody knows: 1970-01-02, before any enrolment, so that a
// collector takes it for no day either.
inline constexpr Day kNoDay{1};

class TallyTable {
 public:
  explicit TallyTable(db::Database& database) : db_(database) {}

  // Where `by` is negative: what was counted under a wrong day goes from there, and the row stays, so that the
  // collector hears of it.
  Result<> add(Day day, std::string_view survey, std::string_view name, std::int64_t by = 1);
  // Newest days first, at most `count_max`. Where there are more, half are the newest up to `tomorrow`, and the
  // others take turns, so that none is never told, and days to come push out no day that has been.
  Result<std::vector<Tally>> some(int count_max, Day tomorrow);
  Result<> forget(Day before);  // but for kNoDay
  // What is counted under days after `day`; and away with those that count nothing.
  Result<std::vector<Tally>> counted_after(Day day);
  Result<> forget_empty_after(Day day);

 private:
  db::Database& db_;
  Tally told_;  // the last of those that took turns
};

}  // namespace afterword::kiosk
