#include "sync/collector/ingest/device_gone.h"

#include <fmt/format.h>

#include "sync/protocol/chain.h"

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

Result<std::int64_t> close_log(Writes& writes, DeviceLog log) {
  AFTERWORD_ASSIGN(auto lost, held_rows(writes.reads(), log));
  const std::int64_t told = log.reported_next - 1;
  for (std::int64_t number = log.received_to + 1; number <= told; ++number) {
    LedgerRow row;
    row.device = log.device;
    row.log = log.log;
    row.sequence = number;
    row.data_hash = log.reported_chain;
    row.kind = kKindResponse;
    lost.push_back(std::move(row));
  }
  for (LedgerRow& row : lost) {
    row.outcome = LedgerOutcome::lost;
    AFTERWORD_TRY(writes.put_ledger(row));
  }
  if (told > log.received_to) {
    log.received_to = told;
    log.chain = log.reported_chain;
  }
  log.reported_waiting = 0;
  AFTERWORD_TRY(writes.put_log(log));
  return static_cast<std::int64_t>(lost.size());
}

}  // namespace

Result<std::int64_t> declare_gone(Writes& writes, const Device& device) {
  if (device.state != DeviceState::revoked)
    return fail(Failure::conflict, fmt::format("{} is still let in", device.id), "",
                "a device that may come back is not gone; afterword devices revoke first");
  AFTERWORD_ASSIGN(const auto logs, writes.reads().logs());
  std::int64_t lost = 0;
  for (const DeviceLog& log : logs) {
    if (log.device != device.id) continue;
    AFTERWORD_ASSIGN(const std::int64_t of_this, close_log(writes, log));
    lost += of_this;
  }
  return lost;
}

}  // namespace afterword::collector
