// What people wrote, erased when it is older than the promise says. What they chose stays, and so
// does that they wrote something: counts and sums do not change.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json/value.h"
#include "sync/collector/ingest/definitions.h"
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Stands where a comment was.
inline constexpr std::string_view kErasedComment = "[ERASED]";

struct Erased {
  int looked_at = 0;
  int comments = 0;                     // overwritten
  std::vector<std::string> unreadable;  // "dev-7 log 1 number 41"; they stay as they are
};
// Overwrites every comment of at most `limit` responses of days before `before`, after the first
// `skip` that still have theirs: as many as could not be read so far. Fewer looked at than `limit`
// means that none is left. Imported ones go as well: the ledger keeps the hash of what came, so that the
// same file is known again, and brings none back. Errors: those of the disk; nothing is changed then.
Result<Erased> erase_comments(Writes& writes, const Keyring& keys, Definitions& definitions,
                              Day before, int skip, int limit);

// Whether no comment is left in a response's body, as after erase_comments().
bool comments_are_erased(const json::Value& body, const Survey& survey);

struct Expired {
  int count = 0;
  QuarantineKey last;  // where to go on
  bool more = false;
};
// Takes what came before `before` out of quarantine, of at most `limit` after that place; the ledger keeps
// the outcome expired. It may hold comments that nobody can find in it. What came in the future came under a
// wrong clock, and would stay for years: it counts as come `now`.
Result<Expired> expire_quarantine(Writes& writes, Day before, WallTime now, const QuarantineKey& after,
                                  int limit);

}  // namespace afterword::collector
