// Taking a response back: it goes from wherever it counts, and the ledger keeps number, hash and
// the word "withdrawn".
#pragma once
#include <string_view>

#include "sync/collector/ingest/definitions.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Who withdraws, in the audit log, where nobody logged in.
inline constexpr std::string_view kShopper = "shopper";

// Erases every response that `asked` names, with its comments and its counts, and keeps the wish
// until it expires: Ingest gives the outcome "withdrawn" to what arrives later. Gives how many were
// here. None is no error, and leaves the same row behind.
//
// One that is damaged goes like the others: the wish counts for more. What it added to the counts
// stays then, since nobody can say what it was; the audit log says so, and verify names it.
//
// Errors: those of the disk; nothing is changed then, and nothing kept.
Result<int> withdraw(Writes& writes, Definitions& definitions, const Withdrawal& asked,
                     WallTime now, std::string_view actor);

// The same without looking for wishes that have expired: for many at once.
Result<int> erase_withdrawn(Writes& writes, Definitions& definitions, const Withdrawal& asked,
                            WallTime now, std::string_view actor);

// The entry of the audit log: which number, never the code nor its hash.
Result<> audit_withdrawn(Writes& writes, WallTime at, std::string_view actor,
                         std::string_view device, std::int64_t log, std::int64_t sequence);

}  // namespace afterword::collector
