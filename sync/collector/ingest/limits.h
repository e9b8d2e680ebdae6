// What one device may make the collector keep. A kiosk stays far below; a broken or hostile one must not
// fill the disk.
#pragma once
#include "sync/collector/storage/storage.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {

inline constexpr std::int64_t kQuarantinedADevice = 2'000;  // 512 MiB at the very worst
inline constexpr std::int64_t kLostADay = 1'000'000;        // numbers, of one device
// A device begins a log when its last one forked. More than one ahead only where this collector was
// restored from a backup that is older than several forks.
inline constexpr std::int64_t kLogsAheadMax = 16;
inline constexpr std::size_t kLogsMost = 4'096;  // of a device: a kiosk begins one at a fork or damage

inline constexpr Ms kTooManyPause = std::chrono::minutes(15);

// Whether the device may write that log now: one of before, or the next.
Result<bool> may_begin_log(const Reads& reads, const Device& device, std::int64_t log);

// Whether what a heartbeat tells of the device's logs may be so: not more than kLostMax numbers ahead of
// what was received, in all of them together. Each of those becomes a row once the device is gone.
Result<bool> may_be_so(const Reads& reads, std::string_view device, const WaitRequest& message);

// Whether the quarantine takes no more of the device.
Result<bool> quarantine_is_full(const Reads& reads, std::string_view device);

}  // namespace afterword::collector
