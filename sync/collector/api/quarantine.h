// All of the quarantine, tried again.
#pragma once
#include "sync/collector/api/write_as.h"

namespace afterword::collector {

inline constexpr int kQuarantineAtOnce = 200;     // in one transaction
inline constexpr int kQuarantineListed = 10'000;  // in one reply

// In transactions of kQuarantineAtOnce, so that nobody waits long, for as long as `actor` may write. What is wrong with one is logged, and
// keeps nothing else from being done. Errors: those of the disk; what was stored stays stored. Not on the
// queue's own thread.
Result<Ingest::Retried> retry_all_quarantine(Context& context, const Actor& actor);

}  // namespace afterword::collector
