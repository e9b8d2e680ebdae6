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

// What was taken under its old number has nothing to say here: where that was taken back, or its time was
// over, so is this. Where it is held still, it was never taken.
Result<std::optional<LedgerOutcome>> Ingest::retry_one(Writes& writes, const QuarantineHead& head,
                                                       Retried& retried) const {
  if (head.reason != kCameBefore || !head.sealed_as) return reopen(writes, head.key, retried);
  const auto row_at = [&](const SealedResponse::Place& at) {
    return writes.reads().ledger(head.key.device, at.log, at.sequence, at.sequence);
  };
  AFTERWORD_ASSIGN(const auto before, row_at(*head.sealed_as));
  AFTERWORD_ASSIGN(auto rows, row_at({head.key.log, head.key.sequence}));
  if (before.empty() || rows.empty()) return std::nullopt;
  const LedgerOutcome outcome = before.front().outcome;
  if (outcome == LedgerOutcome::held) return reopen(writes, head.key, retried);
  if (outcome != LedgerOutcome::withdrawn && outcome != LedgerOutcome::expired) return std::nullopt;
  rows.front().outcome = outcome;
  rows.front().reason.clear();
  AFTERWORD_TRY(writes.put_ledger(rows.front()));
  return outcome;
}

Result<std::optional<LedgerOutcome>> Ingest::reopen(Writes& writes, const QuarantineKey& key,
                                                    Retried& retried) const {
  const Reads& reads = writes.reads();
  AFTERWORD_ASSIGN(const auto item, reads.quarantined(key));
  if (!item) return std::nullopt;
  AFTERWORD_ASSIGN(const auto origin, origin_of(reads, *item));
  AFTERWORD_ASSIGN(const auto epoch, reads.epoch(item->device, item->log, item->epoch));
  AFTERWORD_ASSIGN(auto rows, reads.ledger(item->device, item->log, item->sequence, item->sequence));
  if (!origin || !epoch || rows.empty()) return std::nullopt;  // verify names these
  ++retried.tried;
  const SealedEpoch sealed_epoch{epoch->epoch, epoch->seal_key, epoch->sealed, epoch->recovery};
  AFTERWORD_ASSIGN(const Opening opening, open_sealed(sealed_of(*item, rows.front()), &sealed_epoch,
                                                      *origin, keys_, definitions_, reads));
  Cube counts;
  AFTERWORD_ASSIGN(const auto outcome, store(writes, rows.front(), opening, counts));
  AFTERWORD_TRY(writes.add_to_cube(counts));
  return outcome;
}

Result<Ingest::Retried> Ingest::retry_quarantine(Writes& writes, const QuarantineKey& after,
                                                 int limit) {
  AFTERWORD_ASSIGN(const auto heads, writes.reads().quarantine(after, limit));
  Retried retried;
  retried.last = heads.empty() ? after : heads.back().key;
  retried.more = heads.size() == static_cast<std::size_t>(limit);
  for (const QuarantineHead& head : heads) {
    std::optional<LedgerOutcome> outcome;  // nothing: it stays where it is
    const auto done = writes.attempt([&](Writes& part) -> Result<> {
      AFTERWORD_ASSIGN(outcome, retry_one(part, head, retried));
      return outcome ? part.remove_quarantined(head.key) : Result<>();
    });
    if (!done && writes.ended()) return tl::unexpected<Error>(done.error());
    if (!done)
      retried.failed.push_back(fmt::format("{} log {} number {}: {}", head.key.device, head.key.log,
                                           head.key.sequence, done.error().text()));
    else if (outcome == LedgerOutcome::stored)
      ++retried.stored;
  }
  return retried;
}

}  // namespace afterword::collector
