// What becomes of a batch: opened, compared with the ledger, stored, quarantined, held or known.
//
// In two steps, so that the slow one holds nobody up: prepare() opens and checks records on a
// worker, from a reader's view; apply() decides by the ledger inside the writer's transaction. Both
// are plain functions of what they are given: no clock, no network.
//
// What apply() changed counts only when its transaction is committed; only then may the reply be
// sent. Sending the same batch again is safe at any time, and gives success again.
#pragma once
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "sync/collector/ingest/lost_today.h"
#include "sync/collector/ingest/opening.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/problems.h"

namespace afterword::collector {

// Why a record is in quarantine that moved into a new log although it was taken under its old number.
inline constexpr std::string_view kCameBefore = "came_before";

struct PreparedBatch {
  std::string device;
  WallTime received_at;
  Batch batch;
  // One a record. Nothing where the ledger already knows what became of it.
  std::vector<std::optional<Opening>> openings;
  std::size_t plain_bytes = 0;  // of what is to be stored
};

// What the device hears. `problem` wins; what was written with it (an alarm) stays written.
struct Applied {
  std::optional<Problem> problem;
  BatchReply reply;
};

class Ingest {
 public:
  // Both outlive it. Any thread may prepare; the writer's thread applies.
  Ingest(const Keyring& keys, Definitions& definitions) : keys_(keys), definitions_(definitions) {}

  // Errors: invalid, when the records open to more than kBatchPlainBytesMax: nobody's answers do, and
  // a small request could fill the disk.
  Result<PreparedBatch> prepare(const Reads& reads, const Device& device, Batch batch,
                                WallTime received_at);
  Result<Applied> apply(Writes& writes, const PreparedBatch& prepared);
  // What a device had told of logs before the one it sends from, has not sent and, by its newest heartbeat, does not
  // keep is lost. Where it has said nothing since such a log was over, that waits: a restored collector's last word
  // of it may be older than what it knows. The writer's thread, after each heartbeat.
  Result<> end_past_logs(Writes& writes, const Device& device, WallTime now);

  // Tries again to open what is in quarantine after that place, at most `limit` of it, now that a definition
  // or another version of this program may know better. Each stands for itself: what one fails with is in
  // `failed`, and undoes nothing of the others. Errors: those that end the transaction.
  struct Retried {
    int tried = 0;
    int stored = 0;
    std::vector<std::string> failed;  // "dev-7 log 1 number 41: why"
    QuarantineKey last;               // where to go on
    bool more = false;
  };
  Result<Retried> retry_quarantine(Writes& writes, const QuarantineKey& after, int limit);

 private:
  // Why the device must wait, or may not write this at all: what it has made the collector keep.
  Result<std::optional<Problem>> beyond_limits(const Reads& reads, const PreparedBatch& prepared,
                                               const Device& device);
  // What waited in the device's logs came along into `next`.
  Result<> end_moved_logs(Writes& writes, const Device& device, std::int64_t next);
  // Gives the numbers that the device no longer keeps their place in the ledger.
  Result<> take_lost(Writes& writes, const PreparedBatch& prepared, DeviceLog& log);
  Result<> quarantine(Writes& writes, const PreparedBatch& prepared, const SealedResponse& record,
                      std::string_view reason, std::string_view detail, BatchReply& reply) const;
  // What was taken under its old number is not taken again; what became of it there holds.
  Result<> follow(Writes& writes, const PreparedBatch& prepared, const SealedResponse& record,
                  LedgerOutcome before, BatchReply& reply) const;
  Result<std::optional<Problem>> misplaced(Writes& writes, const PreparedBatch& prepared,
                                           DeviceLog& log) const;
  Result<> write_record(Writes& writes, const PreparedBatch& prepared, std::size_t at, Cube& counts,
                        BatchReply& reply) const;
  // Stores what is something to store, with its ledger row, and gives what became of it: stored, or
  // withdrawn where the person was quicker than the kiosk. Nothing: `opening` cannot be stored, and
  // nobody asked for it.
  Result<std::optional<LedgerOutcome>> store(Writes& writes, const LedgerRow& ledger,
                                             const Opening& opening, Cube& counts) const;
  // Gives the ledger's row the outcome withdrawn where somebody asked for it before; else false.
  Result<std::optional<LedgerOutcome>> retry_one(Writes& writes, const QuarantineHead& head,
                                                 Retried& retried) const;
  Result<std::optional<LedgerOutcome>> reopen(Writes& writes, const QuarantineKey& key,
                                              Retried& retried) const;
  Result<bool> was_withdrawn(Writes& writes, LedgerRow ledger, const std::string& hash,
                             const std::string& store, std::optional<Day> day, WallTime at) const;
  Result<LedgerOutcome> store_response(Writes& writes, LedgerRow ledger, const Opened& opened,
                                       Cube& counts) const;
  Result<std::vector<SequenceRange>> missing(const Reads& reads, const DeviceLog& log);

  const Keyring& keys_;
  Definitions& definitions_;
  // Logs known to have no holes: rows never go away while the program runs.
  std::set<std::pair<std::string, std::int64_t>> whole_;  // this and the next: the writer's thread only
  LostToday lost_;
};

}  // namespace afterword::collector
