#include "sync/collector/ingest/device_gone.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/protocol/chain.h"
#include "sync/protocol/limits.h"

namespace afterword::collector {
namespace {

Bytes as_bytes_of(const crypto::Hash256& hash) { return Bytes(hash.begin(), hash.end()); }

// Those that came and are held. A lost row's hash is the chain's head after it.
Result<std::vector<LedgerRow>> held_rows(const Reads& reads, const DeviceLog& log) {
  std::vector<LedgerRow> held;
  Chain chain = chain_start(log.device, log.log);
  AFTERWORD_TRY(reads.scan_ledger(log.device, log.log, [&](const LedgerRow& row) -> Result<> {
    const auto hash = crypto::fixed<32>(row.data_hash);
    if (!hash) return {};
    chain = row.outcome == LedgerOutcome::lost ? *hash : chain_next(chain, row.sequence, *hash);
    if (row.outcome != LedgerOutcome::held) return {};
    held.push_back(row);
    held.back().data_hash = as_bytes_of(chain);
    return {};
  }));
  return held;
}

// How many it told of that have not come.
std::int64_t not_come(const DeviceLog& log) {
  return std::max<std::int64_t>(0, log.reported_next - 1 - log.received_to);
}

Result<std::int64_t> close_log(Writes& writes, DeviceLog log) {
  AFTERWORD_ASSIGN(auto held, held_rows(writes.reads(), log));
  for (LedgerRow& row : held) {
    row.outcome = LedgerOutcome::lost;
    AFTERWORD_TRY(writes.put_ledger(row));
  }
  const std::int64_t lost = not_come(log);
  LedgerRow row;
  row.device = log.device;
  row.log = log.log;
  row.data_hash = log.reported_chain;
  row.outcome = LedgerOutcome::lost;
  row.kind = kKindResponse;
  for (row.sequence = log.received_to + 1; row.sequence <= log.received_to + lost; ++row.sequence)
    AFTERWORD_TRY(writes.put_ledger(row));
  if (lost > 0) {
    log.received_to += lost;
    log.chain = log.reported_chain;
  }
  log.reported_waiting = 0;
  AFTERWORD_TRY(writes.put_log(log));
  return static_cast<std::int64_t>(held.size()) + lost;
}

}  // namespace

Result<std::int64_t> declare_gone(Writes& writes, const Device& device) {
  if (device.state != DeviceState::revoked)
    return fail(Failure::conflict, fmt::format("{} is still let in", device.id), "",
                "a device that may come back is not gone; afterword devices revoke first");
  AFTERWORD_ASSIGN(const auto logs, writes.reads().logs_of(device.id));
  // Each becomes a row.
  std::int64_t told = 0;
  for (const DeviceLog& log : logs) told += std::min(not_come(log), kLostMax + 1);
  if (told > kLostMax)
    return fail(Failure::invalid,
                fmt::format("{} told of more than {} numbers that never came", device.id, kLostMax), "",
                "no kiosk holds so many: its word is not believed, and nothing of it is counted as "
                "lost. It stays revoked, and its numbers stay named as waiting");
  std::int64_t lost = 0;
  for (const DeviceLog& log : logs) {
    AFTERWORD_ASSIGN(const std::int64_t of_this, close_log(writes, log));
    lost += of_this;
  }
  return lost;
}

}  // namespace afterword::collector
