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

class TallyTable {
 public:
  explicit TallyTable(db::Database& database) : db_(database) {}

  Result<> add(Day day, std::string_view survey, std::string_view name);
  // Newest days first, at most `count_max`.
  Result<std::vector<Tally>> newest(int count_max);
  Result<> forget(Day before);

 private:
  db::Database& db_;
};

}  // namespace afterword::kiosk
