// What people wrote, erased when it is older than the promise says. What they chose stays, and so
// does that they wrote something: counts and sums do not change.
#pragma once
#include <string_view>

#include "sync/collector/ingest/definitions.h"
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Stands where a comment was.
inline constexpr std::string_view kErasedComment = "[ERASED]";

// Overwrites every comment of at most `limit` responses of days before `before`. Gives how many
// responses it looked at: fewer than `limit` means that none is left. Imported ones are not
// touched: they are their owner's files, and are compared with them when they come again.
// Errors: corrupt, when a response cannot be read; nothing is changed then.
Result<int> erase_comments(Writes& writes, const Keyring& keys, Definitions& definitions,
                           Day before, int limit);

}  // namespace afterword::collector
