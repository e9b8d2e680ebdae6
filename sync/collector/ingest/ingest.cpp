#include "sync/collector/ingest/ingest.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/count.h"
#include "sync/collector/ingest/limits.h"
#include "sync/collector/ingest/opening_desk.h"
#include "sync/collector/ingest/past_logs.h"
#include "sync/collector/ingest/row_mac.h"
#include "sync/collector/ingest/withdraw.h"

namespace afterword::collector {
namespace {

const SealedEpoch* find_epoch(const Batch& batch, std::int64_t number) {
  for (const SealedEpoch& epoch : batch.epochs)
    if (epoch.epoch == number) return &epoch;
  return nullptr;
}

std::map<std::int64_t, LedgerRow> by_number(std::vector<LedgerRow> rows) {
  std::map<std::int64_t, LedgerRow> out;
  for (LedgerRow& row : rows) out.emplace(row.sequence, std::move(row));
  return out;
}

std::int64_t last_of(const Batch& batch) {
  return batch.first_sequence + static_cast<std::int64_t>(batch.responses.size()) - 1;
}

LedgerRow ledger_row(std::string_view device, const SealedResponse& record) {
  LedgerRow row;
  row.device = device;
  row.log = record.log;
  row.sequence = record.sequence;
  row.data_hash = crypto::as_vector(record.hash());
  row.kind = record.kind;
  row.survey = record.survey;
  row.version = record.version;
  return row;
}

Problem problem_of(ProblemCode code, std::string detail) {
  Problem problem;
  problem.code = code;
  problem.detail = std::move(detail);
  return problem;
}

// The chain of what the batch claims, from `chain_before` up to and including `last`.
Chain claimed_chain(const Batch& batch, std::int64_t last) {
  Chain chain = batch.chain_before;
  for (const SealedResponse& record : batch.responses)
    if (record.sequence <= last) chain = chain_next(chain, record.sequence, record.hash());
  return chain;
}

std::size_t plain_bytes_of(const Opening& opening) {
  if (const auto* const response = std::get_if<Opened>(&opening)) return response->row.body.size();
  if (const auto* const interaction = std::get_if<OpenedInteraction>(&opening))
    return interaction->row.head.body.size();
  if (const auto* const star = std::get_if<OpenedStar>(&opening)) return star->row.head.body.size();
  return 0;
}

// Why the batch contradicts what is on disk, or nothing.
std::optional<std::string> contradiction(const Batch& batch, const DeviceLog& log,
                                         const std::map<std::int64_t, LedgerRow>& known) {
  for (const SealedResponse& record : batch.responses) {
    const auto row = known.find(record.sequence);
    if (row != known.end() && row->second.data_hash != crypto::as_vector(record.hash()))
      return fmt::format("number {} of log {} came before with other content", record.sequence,
                         batch.log);
  }
  if (last_of(batch) >= log.received_to && batch.first_sequence <= log.received_to + 1 &&
      crypto::as_vector(claimed_chain(batch, log.received_to)) != log.chain)
    return fmt::format("the chain of log {} up to number {} is another here", batch.log,
                       log.received_to);
  return std::nullopt;
}

bool is_named(const Batch& batch, std::int64_t epoch) {
  return std::any_of(batch.responses.begin(), batch.responses.end(),
                     [epoch](const SealedResponse& record) { return record.epoch == epoch; });
}

// What became of a record under its old number, where it was taken there.
Result<std::optional<LedgerOutcome>> came_before(const Reads& reads, std::string_view device, const SealedResponse& record) {
  if (!record.sealed_as) return std::nullopt;
  AFTERWORD_ASSIGN(const auto before,
                   reads.ledger(device, record.sealed_as->log, record.sealed_as->sequence, record.sealed_as->sequence));
  const bool taken = !before.empty() && before.front().outcome != LedgerOutcome::held &&
                     before.front().data_hash == crypto::as_vector(record.hash());
  return taken ? std::optional(before.front().outcome) : std::nullopt;
}

bool is_gone(LedgerOutcome outcome) {
  return outcome == LedgerOutcome::withdrawn || outcome == LedgerOutcome::expired;
}

// Whether what waited in the last log came along: where that had forked, and nowhere else. A log whose beginning is
// declared lost says nothing of that.
bool moved(const Batch& batch) {
  return std::any_of(batch.responses.begin(), batch.responses.end(),
                     [](const SealedResponse& record) { return record.sealed_as.has_value(); });
}

}  // namespace

Result<PreparedBatch> Ingest::prepare(const Reads& reads, const Device& device, Batch batch,
                                      WallTime received_at) {
  AFTERWORD_ASSIGN(const auto store, reads.store(device.store));
  if (!store)
    return fail(Failure::not_found,
                fmt::format("{} belongs to a store that is not known", device.id), device.store,
                "add the store again: afterword store set");
  const Origin origin{device.id,
                      store->id,
                      store->zone,
                      {received_at, batch.boot, MonoTime{batch.mono_ms}, device.enrolled_at}};
  AFTERWORD_ASSIGN(auto rows,
                   reads.ledger(device.id, batch.log, batch.first_sequence, last_of(batch)));
  const auto known = by_number(std::move(rows));
  PreparedBatch prepared{device.id, received_at, std::move(batch), {}, 0};
  for (const SealedResponse& record : prepared.batch.responses) {
    const auto row = known.find(record.sequence);
    if (row != known.end() && row->second.outcome != LedgerOutcome::held) {
      prepared.openings.emplace_back(std::nullopt);
      continue;
    }
    AFTERWORD_ASSIGN(Opening opening, open_sealed(record, find_epoch(prepared.batch, record.epoch),
                                                  origin, keys_, definitions_, reads));
    prepared.plain_bytes += plain_bytes_of(opening);
    if (prepared.plain_bytes > kBatchPlainBytesMax)
      return fail(Failure::invalid,
                  fmt::format("the batch opens to more than {} bytes", kBatchPlainBytesMax));
    prepared.openings.emplace_back(std::move(opening));
  }
  return prepared;
}

Result<std::optional<Problem>> Ingest::beyond_limits(const Reads& reads,
                                                     const PreparedBatch& prepared,
                                                     const Device& device) {
  const Batch& batch = prepared.batch;
  AFTERWORD_ASSIGN(const auto log, reads.log(device.id, batch.log));
  AFTERWORD_ASSIGN(const bool may_begin, may_begin_log(reads, device, batch.log));
  if (!log && !may_begin)
    return problem_of(ProblemCode::malformed,
                      fmt::format("the log of {} is {}", device.id, device.log));
  if (!log) {
    AFTERWORD_ASSIGN(const auto logs, reads.logs_of(device.id));
    if (logs.size() >= kLogsMost)
      return problem_of(ProblemCode::malformed, fmt::format("{} has begun {} logs", device.id, kLogsMost));
  }
  const auto wait = [](std::string why) {
    Problem problem = problem_of(ProblemCode::too_many, std::move(why));
    problem.retry_after_ms = kTooManyPause.count();
    return problem;
  };
  const auto refused = [](const auto& opening) {
    return opening && std::holds_alternative<Refused>(*opening);
  };
  bool asks_for_room = std::any_of(prepared.openings.begin(), prepared.openings.end(), refused);
  for (std::size_t at = 0; at < batch.responses.size() && !asks_for_room; ++at) {
    if (!prepared.openings[at]) continue;  // it has its row: a repeat needs no room
    AFTERWORD_ASSIGN(const auto before, came_before(reads, device.id, batch.responses[at]));
    asks_for_room = before && !is_gone(*before);
  }
  if (asks_for_room) {
    AFTERWORD_ASSIGN(const bool full, quarantine_is_full(reads, device.id));
    if (full)
      return wait(fmt::format("{} of {} are in quarantine", kQuarantinedADevice, device.id));
  }
  if (!batch.lost) return std::nullopt;
  const std::int64_t first = std::max(batch.lost->first, log ? log->received_to + 1 : 1);
  if (!lost_.may_lose({device.id, batch.log, first, batch.lost->last}, prepared.received_at))
    return wait(
        fmt::format("{} declares more than {} numbers lost in a day", device.id, kLostADay));
  return std::nullopt;
}

// Only what has no row: a device cannot take back what is here.
Result<> Ingest::take_lost(Writes& writes, const PreparedBatch& prepared, DeviceLog& log) {
  const Batch& batch = prepared.batch;
  const std::int64_t next = log.received_to + 1;
  if (!batch.lost || batch.lost->first > next || batch.lost->last < next) return {};
  lost_.count({prepared.device, batch.log, next, batch.lost->last}, prepared.received_at);
  return put_lost(writes, log, batch.lost->last, crypto::as_vector(batch.chain_before),
                  prepared.received_at);
}

Result<std::optional<Problem>> Ingest::misplaced(Writes& writes, const PreparedBatch& prepared,
                                                 DeviceLog& log) const {
  const Batch& batch = prepared.batch;
  if (batch.first_sequence > log.received_to + 1) {
    Problem problem =
        problem_of(ProblemCode::sequence_gap,
                   fmt::format("the next number of log {} is {}", batch.log, log.received_to + 1));
    problem.expected = log.received_to + 1;
    return problem;
  }
  AFTERWORD_ASSIGN(auto rows, writes.reads().ledger(prepared.device, batch.log,
                                                    batch.first_sequence, last_of(batch)));
  const auto why = contradiction(batch, log, by_number(std::move(rows)));
  if (!why) return std::nullopt;
  if (!log.forked) {
    log.forked = true;
    AFTERWORD_TRY(writes.put_log(log));
    AFTERWORD_TRY(append_audit(writes, prepared.received_at, prepared.device, "log_forked", *why));
  }
  return problem_of(ProblemCode::log_forked, *why);
}

Result<Applied> Ingest::apply(Writes& writes, const PreparedBatch& prepared) {
  const Batch& batch = prepared.batch;
  AFTERWORD_ASSIGN(auto device, writes.reads().device(prepared.device));
  if (!device) return fail(Failure::not_found, "the device is gone", prepared.device);
  AFTERWORD_ASSIGN(auto too_much, beyond_limits(writes.reads(), prepared, *device));
  if (too_much) return Applied{std::move(too_much), {}};
  AFTERWORD_ASSIGN(auto log_found, writes.reads().log(prepared.device, batch.log));
  DeviceLog log = log_found.value_or(DeviceLog{});
  if (!log_found) {
    log.device = prepared.device;
    log.log = batch.log;
    log.chain = crypto::as_vector(chain_start(prepared.device, batch.log));
  }
  AFTERWORD_TRY(take_lost(writes, prepared, log));
  AFTERWORD_ASSIGN(auto problem, misplaced(writes, prepared, log));
  if (problem) return Applied{std::move(problem), {}};

  Applied applied;
  Cube counts;
  for (std::size_t at = 0; at < batch.responses.size(); ++at)
    AFTERWORD_TRY(write_record(writes, prepared, at, counts, applied.reply));
  AFTERWORD_TRY(writes.add_to_cube(counts));
  for (const SealedEpoch& epoch : batch.epochs) {
    if (!is_named(batch, epoch.epoch)) continue;
    AFTERWORD_TRY(writes.put_epoch(
        {prepared.device, batch.log, epoch.epoch, epoch.seal_key, epoch.sealed, epoch.recovery}));
  }
  if (last_of(batch) > log.received_to) {
    log.received_to = last_of(batch);
    log.chain = crypto::as_vector(batch.chain_after);
  }
  AFTERWORD_TRY(writes.put_log(log));
  if (batch.log > device->log) {
    if (moved(batch)) AFTERWORD_TRY(end_moved_logs(writes, *device, batch.log));
    device->log = batch.log;
    AFTERWORD_TRY(writes.update_device(*device));
    AFTERWORD_TRY(end_past_logs(writes, *device, prepared.received_at));
  }
  applied.reply.durable_to = last_of(batch);
  applied.reply.time_ms = prepared.received_at.ms;
  AFTERWORD_ASSIGN(applied.reply.missing, missing(writes.reads(), log));
  AFTERWORD_ASSIGN(applied.reply.revision, writes.reads().revision());
  return applied;
}

Result<> Ingest::write_record(Writes& writes, const PreparedBatch& prepared, std::size_t at,
                              Cube& counts, BatchReply& reply) const {
  const SealedResponse& record = prepared.batch.responses[at];
  AFTERWORD_ASSIGN(const auto rows, writes.reads().ledger(prepared.device, record.log,
                                                          record.sequence, record.sequence));
  if (!rows.empty() && rows.front().outcome != LedgerOutcome::held) {
    const LedgerRow& row = rows.front();
    if (row.outcome == LedgerOutcome::quarantined)
      reply.outcomes.push_back({record.sequence, afterword::Outcome::quarantined, row.reason});
    else if (row.outcome == LedgerOutcome::withdrawn)
      reply.outcomes.push_back({record.sequence, afterword::Outcome::withdrawn, ""});
    else
      reply.outcomes.push_back({record.sequence, afterword::Outcome::repeat, ""});
    return {};
  }
  AFTERWORD_ASSIGN(const auto before, came_before(writes.reads(), prepared.device, record));
  if (before) return follow(writes, prepared, record, *before, reply);
  LedgerRow ledger = ledger_row(prepared.device, record);
  // Known when it was prepared, and not now: a restore in between. The device sends it again.
  if (!prepared.openings[at])
    return fail(Failure::busy, "the ledger changed while the batch was read", prepared.device);
  const Opening& opening = *prepared.openings[at];
  AFTERWORD_ASSIGN(const auto outcome, store(writes, ledger, opening, counts));
  if (outcome == LedgerOutcome::withdrawn)
    reply.outcomes.push_back({record.sequence, afterword::Outcome::withdrawn, ""});
  if (outcome) return {};
  if (const auto* const unopened = std::get_if<Unopened>(&opening)) {
    ledger.outcome = LedgerOutcome::held;
    ledger.reason = name(unopened->reason);
    reply.held.push_back({record.sequence, unopened->reason});
    return writes.put_ledger(ledger);
  }
  const Refused& refused = std::get<Refused>(opening);
  return quarantine(writes, prepared, record, name(refused.reason), refused.detail, reply);
}

Result<> Ingest::follow(Writes& writes, const PreparedBatch& prepared, const SealedResponse& record,
                        LedgerOutcome before, BatchReply& reply) const {
  if (!is_gone(before))
    return quarantine(writes, prepared, record, kCameBefore, "it was taken under its old number",
                      reply);
  LedgerRow ledger = ledger_row(prepared.device, record);
  ledger.outcome = before;
  reply.outcomes.push_back({record.sequence,
                            before == LedgerOutcome::withdrawn ? afterword::Outcome::withdrawn
                                                               : afterword::Outcome::repeat,
                            ""});
  return writes.put_ledger(ledger);
}

Result<> Ingest::quarantine(Writes& writes, const PreparedBatch& prepared,
                            const SealedResponse& record, std::string_view reason,
                            std::string_view detail, BatchReply& reply) const {
  LedgerRow ledger = ledger_row(prepared.device, record);
  ledger.outcome = LedgerOutcome::quarantined;
  ledger.reason = reason;
  reply.outcomes.push_back({record.sequence, afterword::Outcome::quarantined, ledger.reason});
  AFTERWORD_TRY(writes.put_ledger(ledger));
  return writes.put_quarantined({prepared.device, record.log, record.sequence, record.survey,
                                 record.version, record.response_format, record.epoch, record.data,
                                 ledger.reason, std::string(detail), record.sealed_as,
                                 prepared.batch.boot, MonoTime{prepared.batch.mono_ms},
                                 prepared.received_at});
}

Result<std::optional<LedgerOutcome>> Ingest::store(Writes& writes, const LedgerRow& ledger,
                                                   const Opening& opening, Cube& counts) const {
  if (const auto* const response = std::get_if<Opened>(&opening)) {
    AFTERWORD_ASSIGN(const LedgerOutcome outcome,
                     store_response(writes, ledger, *response, counts));
    return std::optional(outcome);
  }
  if (const auto* const interaction = std::get_if<OpenedInteraction>(&opening)) {
    AFTERWORD_TRY(store_interaction(writes, ledger, interaction->row, keys_));
    return std::optional(LedgerOutcome::stored);
  }
  if (const auto* const star = std::get_if<OpenedStar>(&opening)) {
    AFTERWORD_TRY(store_star(writes, ledger, star->row, keys_));
    return std::optional(LedgerOutcome::stored);
  }
  if (const auto* const refused = std::get_if<Refused>(&opening)) {
    AFTERWORD_ASSIGN(const bool taken_back,
                     was_withdrawn(writes, ledger, refused->withdraw_hash, refused->store, {},
                                   refused->received_at));
    if (taken_back) return std::optional(LedgerOutcome::withdrawn);
  }
  return std::optional<LedgerOutcome>();
}

Result<bool> Ingest::was_withdrawn(Writes& writes, LedgerRow ledger, const std::string& hash,
                                   const std::string& store, std::optional<Day> day,
                                   WallTime at) const {
  if (hash.empty()) return false;
  AFTERWORD_ASSIGN(const bool asked, writes.reads().is_withdrawn(hash, store, day));
  if (!asked) return false;
  ledger.outcome = LedgerOutcome::withdrawn;
  ledger.reason.clear();
  ledger.day.reset();
  AFTERWORD_TRY(writes.put_ledger(ledger));
  AFTERWORD_TRY(audit_withdrawn(writes, at, kShopper, ledger.device, ledger.log, ledger.sequence));
  return true;
}

Result<LedgerOutcome> Ingest::store_response(Writes& writes, LedgerRow ledger, const Opened& opened,
                                             Cube& counts) const {
  ledger.outcome = LedgerOutcome::stored;
  ledger.reason.clear();
  // Sent again to fill a hole in a damaged ledger: the response itself may still be there.
  AFTERWORD_ASSIGN(const auto there,
                   writes.reads().response(ledger.device, ledger.log, ledger.sequence));
  ledger.day = there ? there->day : opened.row.day;
  ResponseRow row = opened.row;
  if (!there) {
    // A day that was guessed may be any but the one that the person knows.
    const bool exact = row.time_quality == TimeQuality::exact;
    AFTERWORD_ASSIGN(const bool taken_back,
                     was_withdrawn(writes, ledger, row.withdraw_hash, row.store,
                                   exact ? std::optional(row.day) : std::nullopt, row.received_at));
    if (taken_back) return LedgerOutcome::withdrawn;
  }
  AFTERWORD_TRY(writes.put_ledger(ledger));
  if (there) return LedgerOutcome::stored;
  row.mac = mac_of(row, keys_.mac_key);
  count_response(*opened.survey, row, opened.answers, counts);
  AFTERWORD_TRY(writes.add_response(row));
  return LedgerOutcome::stored;
}

Result<std::vector<SequenceRange>> Ingest::missing(const Reads& reads, const DeviceLog& log) {
  const std::pair<std::string, std::int64_t> key{log.device, log.log};
  if (whole_.contains(key)) return std::vector<SequenceRange>();
  AFTERWORD_ASSIGN(auto holes,
                   reads.holes(log.device, log.log, log.received_to, kMissingRangesMax));
  if (holes.empty()) whole_.insert(key);
  return holes;
}

}  // namespace afterword::collector
