#include "kiosk/storage/record_table.h"

#include <algorithm>
#include <set>

#include "kiosk/storage/record_rows.h"
#include "kiosk/storage/row_proof.h"
#include "sync/protocol/limits.h"

namespace afterword::kiosk {
namespace {

SealedResponse read_record(const db::Statement& row) {
  SealedResponse response;
  response.log = row.integer(0);
  response.sequence = row.integer(1);
  response.epoch = row.integer(2);
  response.kind = row.text(3);
  response.survey = row.text(4);
  response.version = static_cast<int>(row.integer(5));
  response.response_format = static_cast<int>(row.integer(6));
  response.data = row.bytes(7);
  return response;
}

}  // namespace

Result<std::optional<RecordTable::Head>> RecordTable::head() {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT device, log, next_sequence, chain, last_epoch, "
                                         "quarantined_gone FROM log_head"));
  AFTERWORD_ASSIGN(const bool found, row.step());
  if (!found) return std::optional<Head>();
  Head head;
  head.device = row.text(0);
  head.log = row.integer(1);
  head.next_sequence = row.integer(2);
  AFTERWORD_ASSIGN(head.chain, read_chain(row.bytes_view(3)));
  head.last_epoch = row.integer(4);
  head.quarantined_gone = row.integer(5);
  return std::optional<Head>(std::move(head));
}

Result<RecordTable::Head> RecordTable::known_head() {
  AFTERWORD_ASSIGN(auto found, head());
  if (!found) return fail(Failure::invalid, "this kiosk is not enrolled, so it records nothing");
  return std::move(*found);
}

// An enrolment that was cut off before device.key was written leaves an empty log.
Result<> RecordTable::expect_unused() {
  AFTERWORD_ASSIGN(const auto found, head());
  if (!found || (found->next_sequence == 1 && found->last_epoch == 0)) return {};
  return fail(Failure::conflict,
              "the responses in this folder belong to the device " + found->device, db_.path(),
              "use the folder's own device.key, or an empty folder for a new device");
}

Result<> RecordTable::begin_log(std::string_view device, std::int64_t log) {
  AFTERWORD_ASSIGN(const auto found, head());
  if (found) {
    if (found->device == device && found->log >= log) return {};
    AFTERWORD_TRY(expect_unused());
  }
  AFTERWORD_ASSIGN(auto row, db_.prepare("INSERT OR REPLACE INTO log_head (one, device, log, "
                                         "next_sequence, chain) VALUES (1, ?1, ?2, 1, ?3)"));
  const Chain start = chain_start(device, log);
  return row.bind_all(device, log, ByteView(start)).run();
}

Result<> RecordTable::add_epoch(const SealedEpoch& epoch) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("INSERT INTO epoch (epoch, seal_key, sealed, recovery, proof) "
                               "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"));
  const crypto::Hash256 proof = proof_of(epoch);
  AFTERWORD_TRY(
      row.bind_all(epoch.epoch, epoch.seal_key, epoch.sealed, epoch.recovery, ByteView(proof))
          .run());
  const bool is_new = db_.changed() > 0;
  if (is_new) {
    AFTERWORD_ASSIGN(auto again,
                     db_.prepare("INSERT OR REPLACE INTO epoch_again SELECT * FROM epoch "
                                 "WHERE epoch = ?1"));
    AFTERWORD_TRY(again.bind_all(epoch.epoch).run());
  } else {  // with another key under its number nobody could open the record
    AFTERWORD_ASSIGN(const auto there, epochs_for({&epoch.epoch, 1}));
    if (there.front().sealed != epoch.sealed)
      return fail(Failure::internal,
                  "epoch " + std::to_string(epoch.epoch) + " has another key already", db_.path());
  }
  AFTERWORD_ASSIGN(auto last, db_.prepare("UPDATE log_head SET last_epoch = max(last_epoch, ?1)"));
  return last.bind_all(epoch.epoch).run();
}

Result<> RecordTable::save_draft(const Sealed& sealed, bool keep) {
  AFTERWORD_TRY(look_again());
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const Head at, known_head());
  const SealedResponse& response = sealed.response;
  if (response.sequence != at.next_sequence || response.log != at.log)
    return fail(Failure::internal, "a draft was sealed for another place in the log");
  AFTERWORD_TRY(add_epoch(sealed.epoch));
  AFTERWORD_ASSIGN(auto row, db_.prepare("INSERT OR REPLACE INTO draft (one, sequence, log, epoch, "
                                         "kind, survey, version, response_format, data, keep) "
                                         "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  AFTERWORD_TRY(row.bind_all(response.sequence, response.log, response.epoch, response.kind,
                             response.survey, response.version, response.response_format,
                             response.data, keep)
                    .run());
  return transaction.commit();
}

Result<> RecordTable::remove_draft() {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM draft"));
  return row.run();
}

Result<> RecordTable::drop_draft() { return remove_draft(); }

Result<> RecordTable::add_record(const Head& at, const SealedResponse& response) {
  if (response.sequence != at.next_sequence || response.log != at.log)
    return fail(Failure::internal, "a record was sealed for another place in the log");
  AFTERWORD_TRY(insert({response, at.chain, KeptRecord::waiting, "", "", 0}));
  const Chain after = chain_next(at.chain, response.sequence, response.hash());
  AFTERWORD_ASSIGN(auto next, db_.prepare("UPDATE log_head SET next_sequence = ?1, chain = ?2"));
  return next.bind_all(response.sequence + 1, ByteView(after)).run();
}

Result<> RecordTable::insert(const KeptRecord& record) {
  const SealedResponse& response = record.response;
  AFTERWORD_ASSIGN(
      auto row,
      db_.prepare("INSERT INTO record (" + std::string(kRecordColumns) +
                  ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
                  "?15, ?16)"));
  std::optional<std::int64_t> sealed_log, sealed_sequence, acknowledged_ms;
  std::optional<std::string> outcome, problem;
  if (response.sealed_as) {
    sealed_log = response.sealed_as->log;
    sealed_sequence = response.sealed_as->sequence;
  }
  if (record.state == KeptRecord::acknowledged) {
    outcome = record.outcome;
    problem = record.problem;
    acknowledged_ms = record.acknowledged_ms;
  }
  const crypto::Hash256 proof = proof_of(response, record.chain_before);
  return row
      .bind_all(response.log, response.sequence, response.epoch, response.kind, response.survey,
                response.version, response.response_format, response.data,
                ByteView(record.chain_before), sealed_log, sealed_sequence,
                static_cast<int>(record.state), outcome, problem, acknowledged_ms, ByteView(proof))
      .run();
}

Result<> RecordTable::put_back(const KeptRecord& record) { return insert(record); }
Result<> RecordTable::look_again() {
  if (!unsure()) return {};
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT data FROM record WHERE log = ?1 AND sequence = ?2"));
  row.bind_all(unsure_->place.log, unsure_->place.sequence);
  AFTERWORD_ASSIGN(const bool found, row.step());
  unsure_->there = found && data_hash(row.bytes_view(0)) == unsure_->hash;
  if (!*unsure_->there) take_back_copy(unsure_->place);
  return {};
}

Result<bool> RecordTable::is_there(Given given) {
  if (given != 0 && given == found_) return true;
  AFTERWORD_TRY(look_again());
  return given != 0 && unsure_ && unsure_->given == given && *unsure_->there;
}

// A commit that failed may be on the disk all the same. Told as a failure it would be given again, and
// counted twice.
Result<> RecordTable::commit(db::Transaction& transaction, const SealedResponse& response,
                             Given given) {
  auto done = transaction.commit();
  if (done) return done;
  transaction.roll_back();
  if (unsure_ && unsure_->given != 0 && unsure_->there.value_or(false)) found_ = unsure_->given;
  unsure_ = Unsure{given, {response.log, response.sequence}, response.hash()};
  const auto looked = look_again();
  if (looked && *unsure_->there) return {};
  return done;
}

Result<> RecordTable::add(const Sealed& sealed, Given given) {
  AFTERWORD_ASSIGN(const bool there, is_there(given));
  if (there) return {};
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const Head at, known_head());
  AFTERWORD_ASSIGN(const auto drafts, db_.integer("SELECT count(*) FROM draft"));
  if (drafts.value_or(0) != 0)
    return fail(Failure::conflict, "a response is under way under that number", db_.path());
  AFTERWORD_TRY(add_epoch(sealed.epoch));
  AFTERWORD_TRY(add_record(at, sealed.response));
  copy(at, sealed.response, sealed.epoch);
  return commit(transaction, sealed.response, given);
}

Result<> RecordTable::finish(const Sealed& sealed, Given given) {
  AFTERWORD_ASSIGN(const bool there, is_there(given));
  if (there) return {};
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const Head at, known_head());
  AFTERWORD_TRY(add_epoch(sealed.epoch));
  AFTERWORD_TRY(add_record(at, sealed.response));
  AFTERWORD_TRY(remove_draft());
  copy(at, sealed.response, sealed.epoch);
  return commit(transaction, sealed.response, given);
}

Result<RecordTable::Draft> RecordTable::settle_draft() {
  AFTERWORD_TRY(look_again());
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  SealedResponse response;
  bool keep = false;
  {
    AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT log, sequence, epoch, kind, survey, version, "
                                           "response_format, data, keep FROM draft"));
    AFTERWORD_ASSIGN(const bool found, row.step());
    if (!found) return Draft::none;
    response = read_record(row);
    keep = row.integer(8) != 0;
  }
  if (keep) {
    AFTERWORD_ASSIGN(const Head at, known_head());
    if (response.log != at.log || response.sequence != at.next_sequence) {  // its log has ended
      response.sealed_as = {response.log, response.sequence};
      response.log = at.log;
      response.sequence = at.next_sequence;
    }
    AFTERWORD_TRY(add_record(at, response));
    AFTERWORD_ASSIGN(const auto epochs, epochs_for({&response.epoch, 1}));
    copy(at, response, epochs.front());
  }
  const auto removed = remove_draft();
  if (!removed && keep) take_back_copy({response.log, response.sequence});
  AFTERWORD_TRY(removed);
  if (!keep) {
    AFTERWORD_TRY(transaction.commit());
    return Draft::dropped;
  }
  AFTERWORD_TRY(commit(transaction, response, 0));
  return Draft::kept;
}

// Reads a row of kRecordColumns. One that is not as it was written is no answer of anybody's.
Result<KeptRecord> RecordTable::proved(const db::Statement& row) {
  KeptRecord record;
  record.response = read_record(row);
  if (!row.is_null(9)) record.response.sealed_as = {row.integer(9), row.integer(10)};
  AFTERWORD_ASSIGN(record.chain_before, read_chain(row.bytes_view(8)));
  record.state = static_cast<KeptRecord::State>(row.integer(11));
  record.outcome = row.text(12);
  record.problem = row.text(13);
  record.acknowledged_ms = row.integer(14);
  const auto proof = crypto::fixed<32>(row.bytes_view(15));
  if (proof && *proof == proof_of(record.response, record.chain_before)) return record;
  Error error{Failure::corrupt,
              "the response " + std::to_string(record.response.sequence) + " of log " +
                  std::to_string(record.response.log) + " is not as it was written",
              db_.path(), ""};
  db_.note_damage(error);
  return tl::unexpected<Error>(std::move(error));
}

Result<Run> RecordTable::run(int state, const RecordPlace& after, int count_max,
                             std::size_t bytes_max) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT " + std::string(kRecordColumns) +
                                         " FROM record WHERE state = ?1 AND "
                                         "(log, sequence) > (?2, ?3) "
                                         "ORDER BY log, sequence LIMIT ?4"));
  row.bind_all(state, after.log, after.sequence, count_max);
  Run run;
  std::size_t bytes = 0;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return run;
    if (!run.responses.empty() &&
        (row.integer(0) != run.responses.front().log || row.integer(1) != run.last() + 1))
      return run;
    bytes += row.bytes_view(7).size();
    if (!run.responses.empty() && bytes > bytes_max) return run;
    AFTERWORD_ASSIGN(KeptRecord record, proved(row));
    if (run.responses.empty()) run.chain_before = record.chain_before;
    run.responses.push_back(std::move(record.response));
  }
}

Result<> RecordTable::each(const std::function<Result<>(const KeptRecord&)>& record) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT " + std::string(kRecordColumns) +
                                         " FROM record ORDER BY log, sequence"));
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return {};
    AFTERWORD_ASSIGN(const KeptRecord read, proved(row));
    AFTERWORD_TRY(record(read));
  }
}

Result<Run> RecordTable::oldest(int count_max, std::size_t bytes_max) {
  return run(KeptRecord::waiting, kBeforeAll, count_max, bytes_max);
}

Result<Run> RecordTable::held_after(const RecordPlace& after, int count_max,
                                    std::size_t bytes_max) {
  return run(KeptRecord::held, after, count_max, bytes_max);
}

Result<std::vector<SealedEpoch>> RecordTable::epochs_for(std::span<const std::int64_t> epochs) {
  std::vector<SealedEpoch> found;
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT epoch, seal_key, sealed, recovery, proof FROM epoch "
                               "WHERE epoch = ?1"));
  const std::set<std::int64_t> wanted(epochs.begin(), epochs.end());
  for (const std::int64_t epoch : wanted) {
    row.reset();
    AFTERWORD_ASSIGN(const bool there, row.bind(1, epoch).step());
    if (!there)
      return fail(Failure::corrupt, "the key of epoch " + std::to_string(epoch) + " is not there",
                  db_.path());
    found.push_back({row.integer(0), row.text(1), row.bytes(2), row.bytes(3)});
    AFTERWORD_TRY(prove(found.back(), row.bytes_view(4)));
  }
  return found;
}

Result<> RecordTable::prove(const SealedEpoch& epoch, ByteView stored) {
  const auto proof = crypto::fixed<32>(stored);
  if (proof && *proof == proof_of(epoch)) return {};
  Error error{Failure::corrupt,
              "the key of epoch " + std::to_string(epoch.epoch) + " is not as it was written",
              db_.path(), ""};
  db_.note_damage(error);
  return tl::unexpected<Error>(std::move(error));
}

Result<> RecordTable::check_epochs() {
  AFTERWORD_ASSIGN(const auto orphans, db_.integer("SELECT count(*) FROM record WHERE epoch NOT IN "
                                                   "(SELECT epoch FROM epoch)"));
  if (orphans.value_or(0) != 0)
    return fail(Failure::corrupt, "keys of epochs are not there", db_.path());
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT epoch, seal_key, sealed, recovery, proof FROM epoch"));
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return {};
    AFTERWORD_TRY(
        prove({row.integer(0), row.text(1), row.bytes(2), row.bytes(3)}, row.bytes_view(4)));
  }
}

Result<> RecordTable::prove_old_rows() {
  std::vector<std::pair<std::int64_t, crypto::Hash256>> records, epochs;
  {
    AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT " + std::string(kRecordColumns) +
                                           ", rowid FROM record WHERE proof IS NULL"));
    for (;;) {
      AFTERWORD_ASSIGN(const bool more, row.step());
      if (!more) break;
      SealedResponse response = read_record(row);
      if (!row.is_null(9)) response.sealed_as = {row.integer(9), row.integer(10)};
      AFTERWORD_ASSIGN(const Chain chain_before, read_chain(row.bytes_view(8)));
      records.emplace_back(row.integer(16), proof_of(response, chain_before));
    }
  }
  {
    AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT epoch, seal_key, sealed, recovery FROM epoch "
                                           "WHERE proof IS NULL"));
    for (;;) {
      AFTERWORD_ASSIGN(const bool more, row.step());
      if (!more) break;
      epochs.emplace_back(row.integer(0),
                          proof_of({row.integer(0), row.text(1), row.bytes(2), row.bytes(3)}));
    }
  }
  const auto write = [&](const char* sql, const auto& rows) -> Result<> {
    AFTERWORD_ASSIGN(auto update, db_.prepare(sql));
    for (const auto& [row, proof] : rows) {
      update.reset();
      AFTERWORD_TRY(update.bind_all(row, ByteView(proof)).run());
    }
    return {};
  };
  AFTERWORD_TRY(write("UPDATE record SET proof = ?2 WHERE rowid = ?1", records));
  AFTERWORD_TRY(write("UPDATE epoch SET proof = ?2 WHERE epoch = ?1", epochs));
  return db_.run("INSERT OR REPLACE INTO epoch_again SELECT * FROM epoch");
}

}  // namespace afterword::kiosk
