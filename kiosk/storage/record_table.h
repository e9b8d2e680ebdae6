// Responses and the one draft, as sealed bytes: numbered without gaps, chained, kept until answered
// for and 30 days longer.
//
// Threads: the store thread. Every function that writes is one transaction, durable when it
// returns; when it fails nothing was changed, or unsure() says that nobody knows.
// Errors: those of base/db; conflict when something does not belong to this device's log; corrupt when a row
// that is read does not prove itself, which the Database then knows as damage.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/db/db.h"
#include "sync/client/outbox.h"
#include "sync/client/sealer.h"

namespace afterword::kiosk {

// A row as it lies there: what the outbox gives, and how it stands with it.
struct KeptRecord {
  enum State : int { waiting = 0, held = 1, acknowledged = 2 };
  SealedResponse response;
  Chain chain_before{};
  State state = waiting;
  std::string outcome, problem;        // acknowledged ones
  std::int64_t acknowledged_ms = 0;
};

class SecondCopy;

class RecordTable {
 public:
  // Each record is put into `copy` before it is committed, where there is one.
  explicit RecordTable(db::Database& database, SecondCopy* copy = nullptr) : db_(database), copy_(copy) {}

  // Errors: conflict, when anything was ever sealed for the log that is here, a draft included.
  Result<> expect_unused();
  // Begins the log of a newly enrolled device. The same device and log again is no error, nor is one
  // that has ended since. Errors: conflict, when the file holds responses of another device.
  Result<> begin_log(std::string_view device, std::int64_t log);

  struct Head {
    std::string device;
    std::int64_t log = 1;
    std::int64_t next_sequence = 1;
    Chain chain{};
    std::int64_t last_epoch = 0;  // the highest number of an epoch ever stored
    std::int64_t quarantined_gone = 0;
  };
  Result<std::optional<Head>> head();

  // Replaces the draft. `sealed` carries the log's next number. `keep`: what settle_draft() does.
  Result<> save_draft(const Sealed& sealed, bool keep);
  Result<> drop_draft();
  // What a caller calls a record that it may give again; 0: it never will.
  using Given = std::uint64_t;
  // A record that never was a draft takes its number. Given again after an error, it is no error
  // and nothing is written if it turns out to be there. Errors: conflict, while there is a draft,
  // which has been sealed for that number.
  Result<> add(const Sealed& sealed, Given given = 0);
  // The record takes its number; the draft goes. Given again: as above.
  Result<> finish(const Sealed& sealed, Given given = 0);
  // A commit failed, and then looking for its record did: it may be there or not. Whatever depends
  // on it looks again first, and fails until it can.
  bool unsure() const { return unsure_ && !unsure_->there; }
  bool unsure_of(Given given) const { return unsure() && unsure_->given == given; }
  // As the outbox says; what is under way is numbered anew when it is finished.
  Result<> begin_new_log();
  // What the last run left behind becomes a record, unread, or goes, as it said itself.
  enum class Draft { none, kept, dropped };
  Result<Draft> settle_draft();

  Result<Run> oldest(int count_max, std::size_t bytes_max);
  Result<Run> held_after(const RecordPlace& after, int count_max, std::size_t bytes_max);
  Result<std::vector<SealedEpoch>> epochs_for(std::span<const std::int64_t> epochs);
  // `now` and forget()'s `before` are of one clock.
  Result<> settle(const Settlement& settlement, WallTime now);
  Result<std::int64_t> resend(std::int64_t log, std::int64_t first, std::int64_t last);
  Result<> hold(std::int64_t log, std::int64_t first, std::int64_t last);
  Result<> resend_logs_before(std::int64_t log);
  Result<OutboxState> state();
  Result<std::vector<PastLog>> past_logs();

  // Every record, in the order of logs and numbers. Errors: corrupt, at the first that does not prove itself.
  Result<> each(const std::function<Result<>(const KeptRecord&)>& record);
  // Errors: corrupt, where an epoch does not prove itself or a record's is not there.
  Result<> check_epochs();
  // Gives the rows of older schemas their proofs, as they are. In the caller's transaction.
  Result<> prove_old_rows();
  // What was salvaged: rows under the numbers they had, in a log that has ended. In the caller's
  // transaction.
  Result<> put_back(const KeptRecord& record);
  Result<> put_back(const SealedEpoch& epoch) { return add_epoch(epoch); }

  // For the second copy. True: the record went on from the last one, and is in the log now, where it was
  // copied and not committed; what was under way under its number is part of it and goes.
  Result<bool> redo(const KeptRecord& record, const SealedEpoch& epoch);
  Result<std::optional<crypto::Hash256>> proof_at(const RecordPlace& place);
  Result<std::optional<KeptRecord>> at(const RecordPlace& place);
  // Those not acknowledged, the newest first, with the bytes of their data.
  Result<std::vector<std::pair<RecordPlace, std::size_t>>> newest_waiting(int count_max);

  // Forgets what was acknowledged before `before`, here and in the copy, and epochs that nothing names.
  Result<> forget(WallTime before);
  // The newest time at which one was acknowledged; 0: none was.
  Result<WallTime> newest_acknowledged();
  // What is acknowledged after `most` counts as acknowledged at `now`.
  Result<> acknowledged_at_most(WallTime most, WallTime now);

 private:
  // The last record of which nobody was sure, and what became of it.
  struct Unsure {
    Given given = 0;
    RecordPlace place;
    crypto::Hash256 hash{};
    std::optional<bool> there = {};
  };

  Result<Head> known_head();
  Result<> look_again();
  Result<bool> is_there(Given given);
  Result<Run> run(int state, const RecordPlace& after, int count_max, std::size_t bytes_max);
  Result<> add_epoch(const SealedEpoch& epoch);
  Result<> add_record(const Head& head, const SealedResponse& response);
  void copy(const Head& head, const SealedResponse& response, const SealedEpoch& epoch);
  void take_back_copy(const RecordPlace& place);
  Result<> remove_draft();
  Result<> commit(db::Transaction& transaction, const SealedResponse& response, Given given);
  Result<> insert(const KeptRecord& record);
  Result<KeptRecord> proved(const db::Statement& row);
  Result<> prove(const SealedEpoch& epoch, ByteView stored);

  db::Database& db_;
  SecondCopy* const copy_;
  std::optional<Unsure> unsure_;
  Given found_ = 0;  // the one that unsure_ was of before this one, and that was there
};

}  // namespace afterword::kiosk
