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
// Errors: corrupt, when a response cannot be read and so cannot be taken from the counts; nothing
// is changed then.
Result<int> withdraw(Writes& writes, Definitions& definitions, const Withdrawal& asked,
                     WallTime now, std::string_view actor);

// The entry of the audit log: which number, never the code nor its hash.
Result<> audit_withdrawn(Writes& writes, WallTime at, std::string_view actor,
                         std::string_view device, std::int64_t log, std::int64_t sequence);

}  // namespace afterword::collector
