// All of the quarantine, tried again.
#pragma once
#include "sync/collector/api/context.h"

namespace afterword::collector {

inline constexpr int kQuarantineAtOnce = 200;     // in one transaction
inline constexpr int kQuarantineListed = 10'000;  // in one reply

// In transactions of kQuarantineAtOnce, so that nobody waits long. What is wrong with one is logged, and
// keeps nothing else from being done. Errors: those of the disk; what was stored stays stored. Not on the
// queue's own thread.
Result<Ingest::Retried> retry_all_quarantine(Context& context);

}  // namespace afterword::collector
