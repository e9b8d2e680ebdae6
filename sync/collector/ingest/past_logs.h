// What becomes of numbers that a device told of and did not send, once it goes on in a later log: the rows of those that
// are lost. When they are is Ingest::end_past_logs()'s to say.
#pragma once
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// The numbers of a log up to `last` that have no row get one as lost; `chain` leads on behind them. Threads: the writer's.
// Errors: the disk's.
Result<> put_lost(Writes& writes, DeviceLog& log, std::int64_t last, Bytes chain, WallTime now);

}  // namespace afterword::collector
