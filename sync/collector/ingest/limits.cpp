#include "sync/collector/ingest/limits.h"

#include <algorithm>

namespace afterword::collector {

Result<bool> may_begin_log(const Reads& reads, const Device& device, std::int64_t log) {
  if (log - device.log <= kLogsAheadMax) return true;
  // Where nothing of it is known, the device knows better.
  AFTERWORD_ASSIGN(const auto now, reads.log(device.id, device.log));
  return !now || now->received_to == 0;
}

Result<bool> may_be_so(const Reads& reads, std::string_view device, const WaitRequest& message) {
  std::vector<PastLog> told = message.past_logs;
  std::erase_if(told, [&](const PastLog& past) { return past.log >= message.log; });
  told.push_back({message.log, message.next_sequence, message.chain});
  AFTERWORD_ASSIGN(const auto logs, reads.logs_of(device));
  const auto unknown = std::count_if(told.begin(), told.end(), [&logs](const PastLog& each) {
    return std::none_of(logs.begin(), logs.end(), [&each](const DeviceLog& log) { return log.log == each.log; });
  });
  if (unknown > 0 && logs.size() + static_cast<std::size_t>(unknown) > kLogsMost) return false;
  std::int64_t ahead = 0;  // at most 17 * 2^53, and what was believed before
  for (const PastLog& each : told) {
    AFTERWORD_ASSIGN(const auto log, reads.log(device, each.log));
    ahead += std::max<std::int64_t>(0, each.next_sequence - 1 - (log ? log->received_to : 0));
  }
  // What it told of its other logs before counts, too, or many small words would make a large one.
  for (const DeviceLog& log : logs)
    if (std::none_of(told.begin(), told.end(), [&](const PastLog& each) { return each.log == log.log; }))
      ahead += std::max<std::int64_t>(0, log.reported_next - 1 - log.received_to);
  return ahead <= kLostMax;
}

Result<bool> quarantine_is_full(const Reads& reads, std::string_view device) {
  AFTERWORD_ASSIGN(const std::int64_t there, reads.count_quarantined(device));
  return there >= kQuarantinedADevice;
}

}  // namespace afterword::collector
