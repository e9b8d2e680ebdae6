// Exact times, given up when they are old: with them, and a camera's, somebody could tell who
// answered. The day, the quarter of an hour and every answer stay.
#pragma once
#include <string>
#include <vector>

#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// After which place, and which: those that came before `before`. What claims to have come after `now` came
// under a wrong clock, and is taken too. At most `limit`.
struct RoundingRun {
  std::int64_t place = 0;
  WallTime before, now;
  int limit = 0;
};
struct Rounded {
  std::int64_t place = 0;  // up to here it is done
  bool more = false;
  std::vector<std::string> unreadable;  // "dev-7 log 1 number 41": only what stands beside the body
};
// Each rounds times down to 15 minutes and takes those of a machine, and of each answer, out of the bodies;
// how long an interaction took stays. Stops at the first that is not old. Imported responses are not
// touched: they are their owner's files. Errors: those of the disk; nothing is changed then.
Result<Rounded> round_response_times(Writes& writes, const Keyring& keys, const RoundingRun& run);
Result<Rounded> round_interaction_times(Writes& writes, const Keyring& keys, const RoundingRun& run);
Result<Rounded> round_star_times(Writes& writes, const Keyring& keys, const RoundingRun& run);

}  // namespace afterword::collector
