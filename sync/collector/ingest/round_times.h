// Exact times, given up when they are old: with them, and a camera's, somebody could tell who
// answered. The day, the quarter of an hour and every answer stay.
#pragma once
#include <string>
#include <vector>

#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

struct Rounded {
  std::int64_t place = 0;  // up to here it is done
  bool more = false;
  std::vector<std::string> unreadable;  // "dev-7 log 1 number 41": only what stands beside the body
};
// Rounds down to 15 minutes the times of at most `limit` responses after `place`, and takes those of
// a machine and of each answer out of their bodies. Stops at the first that came after `before`;
// what claims to have come after `now` came under a wrong clock, and is taken too. Imported ones are
// not touched: they are their owner's files. Errors: those of the disk; nothing is changed then.
Result<Rounded> round_times(Writes& writes, const Keyring& keys, std::int64_t place,
                            WallTime before, WallTime now, int limit);

}  // namespace afterword::collector
