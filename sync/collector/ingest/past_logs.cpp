#include "sync/collector/ingest/past_logs.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/ingest.h"
#include "sync/collector/ingest/limits.h"
#include "sync/protocol/limits.h"

namespace afterword::collector {
namespace {

bool is_open(const DeviceLog& log) { return log.reported_next > log.received_to + 1; }

// Whether the device said that it still has some of that log which have not come.
bool keeps_more(const WaitRequest& heartbeat, const DeviceLog& log) {
  return std::any_of(heartbeat.past_logs.begin(), heartbeat.past_logs.end(),
                     [&](const PastLog& past) {
                       return past.log == log.log && past.next_sequence > log.received_to + 1;
                     });
}

// Whether the device has said which logs it keeps since that one was over, and this is none of them. It names only
// its newest.
bool says_nothing_of(const WaitRequest& heartbeat, const DeviceLog& log) {
  if (heartbeat.log <= log.log || keeps_more(heartbeat, log)) return false;
  const auto& past = heartbeat.past_logs;
  return past.size() < static_cast<std::size_t>(kPastLogsMax) ||
         std::any_of(past.begin(), past.end(), [&](const PastLog& each) { return each.log <= log.log; });
}

Result<> wait_no_more(Writes& writes, DeviceLog log) {
  log.reported_next = log.received_to + 1;
  log.reported_chain = log.chain;
  return writes.put_log(log);
}

}  // namespace

Result<> put_lost(Writes& writes, DeviceLog& log, std::int64_t last, Bytes chain, WallTime now) {
  const std::int64_t first = log.received_to + 1;
  LedgerRow row;
  row.device = log.device;
  row.log = log.log;
  row.data_hash = chain;
  row.outcome = LedgerOutcome::lost;
  row.kind = kKindResponse;
  for (row.sequence = first; row.sequence <= last; ++row.sequence)
    AFTERWORD_TRY(writes.put_ledger(row));
  log.received_to = last;
  log.chain = std::move(chain);
  AFTERWORD_TRY(writes.put_log(log));
  return append_audit(writes, now, log.device, "numbers_lost",
                      fmt::format("log {} numbers {} to {}", log.log, first, last));
}

// Of whichever log: a kiosk moves all that waits. What it keeps besides its next heartbeat tells of anew.
Result<> Ingest::end_moved_logs(Writes& writes, const Device& device, std::int64_t next) {
  AFTERWORD_ASSIGN(const auto logs, writes.reads().logs_of(device.id));
  for (const DeviceLog& log : logs)
    if (log.log < next && is_open(log)) AFTERWORD_TRY(wait_no_more(writes, log));
  return {};
}

Result<> Ingest::end_past_logs(Writes& writes, const Device& device, WallTime now) {
  if (device.log <= 1) return {};
  AFTERWORD_ASSIGN(auto logs, writes.reads().logs_of(device.id));
  std::erase_if(logs, [&device](const DeviceLog& log) { return log.log >= device.log || !is_open(log); });
  if (logs.empty()) return {};
  const auto heartbeat = read_wait_request(device.heartbeat);
  for (DeviceLog log : logs) {
    if (!heartbeat || !says_nothing_of(*heartbeat, log)) continue;
    const std::int64_t last = log.reported_next - 1;
    const LostNumbers numbers{device.id, log.log, log.received_to + 1, last};
    if (lost_.may_lose(numbers, now)) {
      lost_.count(numbers, now);
      AFTERWORD_TRY(put_lost(writes, log, last, log.reported_chain, now));
      continue;
    }
    AFTERWORD_TRY(append_audit(writes, now, device.id, "numbers_not_believed",
                               fmt::format("log {} numbers {} to {}: told of, never sent, and more than "
                                           "{} in a day; not waited for any more",
                                           log.log, log.received_to + 1, last, kLostADay)));
    AFTERWORD_TRY(wait_no_more(writes, log));
  }
  return {};
}

}  // namespace afterword::collector
