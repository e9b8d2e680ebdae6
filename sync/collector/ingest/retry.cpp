// Quarantine, tried again.
#include <fmt/format.h>

#include "sync/collector/ingest/ingest.h"

namespace afterword::collector {
namespace {

SealedResponse sealed_of(const Quarantined& item, const LedgerRow& ledger) {
  SealedResponse record;
  record.kind = ledger.kind;
  record.log = item.log;
  record.sequence = item.sequence;
  record.epoch = item.epoch;
  record.survey = item.survey;
  record.version = item.version;
  record.response_format = item.response_format;
  record.data = item.data;
  record.sealed_as = item.sealed_as;
  return record;
}

Result<std::optional<Origin>> origin_of(const Reads& reads, const Quarantined& item) {
  AFTERWORD_ASSIGN(const auto device, reads.device(item.device));
  if (!device) return std::nullopt;
  AFTERWORD_ASSIGN(const auto store, reads.store(device->store));
  if (!store) return std::nullopt;
  return std::optional<Origin>(
      Origin{device->id, store->id, store->zone,
             Receipt{item.received_at, item.boot, item.sent_mono, device->enrolled_at}});
}

}  // namespace

Result<Ingest::Retried> Ingest::retry_quarantine(Writes& writes) {
  const Reads& reads = writes.reads();
  AFTERWORD_ASSIGN(const auto items, reads.quarantine());
  Retried retried;
  Cube counts;
  for (const Quarantined& item : items) {
    AFTERWORD_ASSIGN(const auto origin, origin_of(reads, item));
    AFTERWORD_ASSIGN(const auto epoch, reads.epoch(item.device, item.log, item.epoch));
    AFTERWORD_ASSIGN(auto rows, reads.ledger(item.device, item.log, item.sequence, item.sequence));
    if (!origin || !epoch || rows.empty()) continue;  // verify names these
    if (item.reason == kCameBefore) continue;         // stored under its old number
    ++retried.tried;
    const SealedEpoch sealed_epoch{epoch->epoch, epoch->seal_key, epoch->sealed, epoch->recovery};
    AFTERWORD_ASSIGN(const Opening opening,
                     open_sealed(sealed_of(item, rows.front()), &sealed_epoch, *origin, keys_,
                                 definitions_, reads));
    AFTERWORD_ASSIGN(const auto outcome, store(writes, rows.front(), opening, counts));
    if (!outcome) continue;  // still wrong, or its key has gone: it stays where it is
    AFTERWORD_TRY(writes.remove_quarantined(item.device, item.log, item.sequence));
    if (outcome == LedgerOutcome::stored) ++retried.stored;
  }
  AFTERWORD_TRY(writes.add_to_cube(counts));
  return retried;
}

}  // namespace afterword::collector
