// RecordTable's other half: what became of records, what is sent again, new logs, what is forgotten.
#include <algorithm>

#include "kiosk/storage/record_rows.h"
#include "kiosk/storage/second_copy.h"
#include "sync/protocol/limits.h"

namespace afterword::kiosk {

Result<> RecordTable::settle(const Settlement& settlement, WallTime now) {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(auto hold,
                   db_.prepare("UPDATE record SET state = 1 WHERE sequence = ?1 AND log = ?2 AND "
                               "state <> 2"));
  for (const HeldRecord& held : settlement.held) {
    hold.reset();
    AFTERWORD_TRY(hold.bind_all(held.sequence, settlement.log).run());
  }
  AFTERWORD_ASSIGN(auto acknowledge,
                   db_.prepare("UPDATE record SET state = 2, outcome = ?2, problem = ?3, "
                               "acknowledged_ms = ?4 WHERE sequence = ?1 AND log = ?5 AND "
                               "state <> 2"));
  for (std::int64_t at = settlement.first; at <= settlement.durable_to; ++at) {
    const auto is_held = [at](const HeldRecord& held) { return held.sequence == at; };
    if (std::any_of(settlement.held.begin(), settlement.held.end(), is_held)) continue;
    const auto outcome =
        std::find_if(settlement.outcomes.begin(), settlement.outcomes.end(),
                     [at](const RecordOutcome& each) { return each.sequence == at; });
    const bool told = outcome != settlement.outcomes.end();
    acknowledge.reset();
    AFTERWORD_TRY(acknowledge
                      .bind_all(at, name(told ? outcome->outcome : Outcome::stored),
                                told ? std::string_view(outcome->problem) : std::string_view(),
                                now.ms, settlement.log)
                      .run());
  }
  return transaction.commit();
}

Result<std::int64_t> RecordTable::resend(std::int64_t log, std::int64_t first, std::int64_t last) {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(auto row, db_.prepare("UPDATE record SET state = 0, outcome = NULL, "
                                         "problem = NULL, acknowledged_ms = NULL "
                                         "WHERE log = ?1 AND sequence BETWEEN ?2 AND ?3"));
  AFTERWORD_TRY(row.bind_all(log, first, last).run());
  AFTERWORD_ASSIGN(auto count, db_.prepare("SELECT count(*) FROM record "
                                           "WHERE log = ?1 AND sequence BETWEEN ?2 AND ?3"));
  AFTERWORD_TRY(count.bind_all(log, first, last).step());
  const std::int64_t waiting = count.integer(0);
  count.reset();
  AFTERWORD_TRY(transaction.commit());
  return waiting;
}

Result<> RecordTable::hold(std::int64_t log, std::int64_t first, std::int64_t last) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("UPDATE record SET state = 1, outcome = NULL, "
                                         "problem = NULL, acknowledged_ms = NULL WHERE state = 2 "
                                         "AND log = ?1 AND sequence BETWEEN ?2 AND ?3"));
  return row.bind_all(log, first, last).run();
}

Result<> RecordTable::resend_logs_before(std::int64_t log) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("UPDATE record SET state = 0, outcome = NULL, "
                                         "problem = NULL, acknowledged_ms = NULL "
                                         "WHERE log < ?1"));
  return row.bind_all(log).run();
}

Result<> RecordTable::begin_new_log() {
  AFTERWORD_TRY(look_again());
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const Head old, known_head());
  const std::int64_t log = old.log + 1;
  std::vector<KeptRecord> moving;
  {
    // Of older logs too: what waits there waits because that log has ended.
    AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT " + std::string(kRecordColumns) +
                                           " FROM record WHERE state = 0 ORDER BY log, sequence"));
    for (;;) {
      AFTERWORD_ASSIGN(const bool more, row.step());
      if (!more) break;
      AFTERWORD_ASSIGN(KeptRecord record, proved(row));
      moving.push_back(std::move(record));
    }
  }
  AFTERWORD_ASSIGN(auto remove, db_.prepare("DELETE FROM record WHERE log = ?1 AND sequence = ?2"));
  Chain chain = chain_start(old.device, log);
  std::int64_t sequence = 1;
  for (KeptRecord& each : moving) {
    SealedResponse& response = each.response;
    remove.reset();
    AFTERWORD_TRY(remove.bind_all(response.log, response.sequence).run());
    if (!response.sealed_as) response.sealed_as = {response.log, response.sequence};
    response.log = log;
    response.sequence = sequence;
    each.chain_before = chain;
    AFTERWORD_TRY(insert(each));
    chain = chain_next(chain, sequence++, response.hash());
  }
  AFTERWORD_ASSIGN(auto begin, db_.prepare("UPDATE log_head SET log = ?1, next_sequence = ?2, "
                                           "chain = ?3, quarantined_gone = 0"));
  AFTERWORD_TRY(begin.bind_all(log, sequence, ByteView(chain)).run());
  return transaction.commit();
}

Result<OutboxState> RecordTable::state() {
  AFTERWORD_ASSIGN(const Head at, known_head());
  OutboxState state;
  state.log = at.log;
  state.next_sequence = at.next_sequence;
  state.chain = at.chain;
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT count(*), count(*) FILTER (WHERE state = 1), min(epoch) "
                               "FROM record WHERE state IN (0, 1)"));
  AFTERWORD_TRY(row.step());
  state.waiting = row.integer(0);
  state.held = row.integer(1);
  if (!row.is_null(2)) state.oldest_waiting_epoch = row.integer(2);
  AFTERWORD_ASSIGN(auto quarantined, db_.prepare("SELECT count(*) FROM record WHERE state = 2 "
                                                 "AND outcome = 'quarantined' AND log = ?1"));
  AFTERWORD_TRY(quarantined.bind(1, at.log).step());
  state.quarantined = quarantined.integer(0) + at.quarantined_gone;
  return state;
}

Result<std::vector<PastLog>> RecordTable::past_logs() {
  AFTERWORD_ASSIGN(const Head at, known_head());
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT log, sequence, chain_before, data FROM record "
                               "WHERE log < ?1 ORDER BY log DESC, sequence DESC LIMIT 1"));
  std::vector<PastLog> out;
  for (std::int64_t before = at.log; out.size() < kPastLogsMax; before = out.back().log) {
    row.reset();
    AFTERWORD_ASSIGN(const bool found, row.bind(1, before).step());
    if (!found) return out;
    AFTERWORD_ASSIGN(const Chain chain, read_chain(row.bytes_view(2)));
    const std::int64_t last = row.integer(1);
    out.push_back(
        {row.integer(0), last + 1, chain_next(chain, last, data_hash(row.bytes_view(3)))});
  }
  return out;
}

Result<> RecordTable::forget(WallTime before) {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(auto count,
                   db_.prepare("UPDATE log_head SET quarantined_gone = quarantined_gone + "
                               "(SELECT count(*) FROM record WHERE state = 2 AND "
                               "record.log = log_head.log AND acknowledged_ms < ?1 AND "
                               "outcome = 'quarantined')"));
  AFTERWORD_TRY(count.bind_all(before.ms).run());
  std::vector<std::pair<std::int64_t, std::int64_t>> gone;
  {
    AFTERWORD_ASSIGN(auto row,
                     db_.prepare("DELETE FROM record WHERE state = 2 AND acknowledged_ms < ?1 "
                                 "RETURNING log, sequence"));
    row.bind(1, before.ms);
    for (;;) {
      AFTERWORD_ASSIGN(const bool more, row.step());
      if (!more) break;
      gone.emplace_back(row.integer(0), row.integer(1));
    }
  }
  AFTERWORD_TRY(
      db_.run("DELETE FROM epoch WHERE epoch NOT IN (SELECT epoch FROM record) "
              "AND epoch NOT IN (SELECT epoch FROM draft)"));
  AFTERWORD_TRY(db_.run("DELETE FROM epoch_again WHERE epoch NOT IN (SELECT epoch FROM epoch)"));
  AFTERWORD_TRY(transaction.commit());
  if (copy_ != nullptr) copy_->forget(gone);
  return {};
}

Result<WallTime> RecordTable::newest_acknowledged() {
  AFTERWORD_ASSIGN(const auto newest,
                   db_.integer("SELECT max(acknowledged_ms) FROM record WHERE state = 2"));
  return WallTime{newest.value_or(0)};
}

Result<> RecordTable::acknowledged_at_most(WallTime most, WallTime now) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("UPDATE record SET acknowledged_ms = ?2 WHERE state = 2 AND "
                                         "acknowledged_ms > ?1"));
  return row.bind_all(most.ms, now.ms).run();
}

}  // namespace afterword::kiosk
