#include "sync/collector/ingest/limits.h"

namespace afterword::collector {

Result<bool> may_begin_log(const Reads& reads, const Device& device, std::int64_t log) {
  if (log - device.log <= kLogsAheadMax) return true;
  // Where nothing of it is known, the device knows better.
  AFTERWORD_ASSIGN(const auto now, reads.log(device.id, device.log));
  return !now || now->received_to == 0;
}

Result<bool> quarantine_is_full(const Reads& reads, std::string_view device) {
  AFTERWORD_ASSIGN(const std::int64_t there, reads.count_quarantined(device));
  return there >= kQuarantinedADevice;
}

}  // namespace afterword::collector
