// The queue of finished responses that the collector has not yet acknowledged.
//
// A response enters when a session ends (its number and chain are given in the same transaction)
// and leaves kKeptDays after the collector has answered for it, so that a collector restored from a
// backup can have it again. Those days are counted by the collector's clock: a device's own may jump by
// years, and would forget too soon. The collector knows repeats by their number and hash: sending one twice
// is safe, losing one is not.
//
// A log ends when the collector says that it has forked (somebody writes under the same numbers):
// what waits moves into a new one, and only what is held or kept stays under its old number.
//
// A record is waiting (to be sent, or sent and not answered for), held (the collector cannot open
// it now, or it cannot be got through: tried again slowly, not in the way of others), or
// acknowledged.
//
// Threads: any thread may call; the kiosk's store answers from its own one.
// Errors:  busy may be tried again; disk_full and corrupt need a person.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sync/base/core/clock.h"
#include "sync/protocol/messages.h"

namespace afterword {

// Where a record stands.
using RecordPlace = SealedResponse::Place;
inline constexpr RecordPlace kBeforeAll{0, 0};

// Consecutive numbers of one log, oldest first, and the chain before the first. Empty: nothing to
// send.
struct Run {
  Chain chain_before{};
  std::vector<SealedResponse> responses;
  std::int64_t first() const { return responses.front().sequence; }
  std::int64_t last() const { return responses.back().sequence; }
  RecordPlace first_place() const { return {responses.front().log, first()}; }
};

struct OutboxState {
  std::int64_t log = 1;
  std::int64_t next_sequence = 1;  // the number the next finished response gets
  Chain chain{};                   // after next_sequence - 1
  std::int64_t waiting = 0;        // not acknowledged, held ones included
  std::int64_t held = 0;
  std::int64_t quarantined = 0;  // acknowledged with that outcome, since the log began
  std::optional<std::int64_t> oldest_waiting_epoch;
  bool operator==(const OutboxState&) const = default;
};

// What the collector answered for one run that was sent to it.
struct Settlement {
  std::int64_t first = 0;
  std::int64_t durable_to = 0;          // first .. durable_to are acknowledged, but for `held`
  std::vector<RecordOutcome> outcomes;  // remembered with the record
  std::vector<HeldRecord> held;         // stay, and are not given by oldest() any more
  std::int64_t log = 1;
  // By the collector's clock. What is acknowledged is kept for kKeptDays of that clock: a kiosk's
  // own may have stood at 1970 then.
  WallTime answered_at{};
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  // The first run of waiting records that are not held: at most `count_max` (1 to
  // kBatchResponsesMax) of them and `bytes_max` bytes of data, but always at least one. A held or
  // acknowledged record ends a run.
  virtual Result<Run> oldest(int count_max, std::size_t bytes_max) = 0;
  // The first run of held records behind `after`, in the order of logs and numbers; with the same
  // limits.
  virtual Result<Run> held_after(const RecordPlace& after, int count_max,
                                 std::size_t bytes_max) = 0;
  // The epochs of those numbers, in order. An epoch is kept as long as a record names it.
  virtual Result<std::vector<SealedEpoch>> epochs_for(std::span<const std::int64_t> epochs) = 0;

  // In one transaction; durable when it returns. Numbers that are not there or are acknowledged
  // already are no error.
  virtual Result<> settle(const Settlement& settlement) = 0;
  // first .. last of a log wait again, held ones too, as far as they are still kept: the collector
  // lacks them. Gives how many are kept. Those that are gone are no error.
  virtual Result<std::int64_t> resend(std::int64_t log, std::int64_t first, std::int64_t last) = 0;
  // What is acknowledged of first .. last of a log is held from now on: the collector knows the number and
  // lacks what is in it.
  // Numbers that are not there are no error.
  virtual Result<> hold(std::int64_t log, std::int64_t first, std::int64_t last) = 0;
  // As resend() of all that is kept of the logs before `log`.
  virtual Result<> resend_logs_before(std::int64_t log) = 0;

  // The log has forked: the next one begins, and what waits in any before it (held ones excepted)
  // takes its first numbers, in order. Durable when it returns.
  virtual Result<> begin_new_log() = 0;

  virtual Result<OutboxState> state() = 0;
  // The ends of earlier logs, the newest first, at most kPastLogsMax. Of one of which nothing is
  // kept nothing is known.
  virtual Result<std::vector<PastLog>> past_logs() = 0;
};

// The side that fills it. The kiosk's store does this with drafts and transactions of its own.
class MemoryOutbox final : public Outbox {
 public:
  MemoryOutbox(std::string device, std::int64_t log);
  ~MemoryOutbox() override;

  // Takes the next number. `response.sequence` must be state().next_sequence; the epoch may have
  // been added before. Errors: invalid, for another number.
  Result<> add(const SealedResponse& response, const SealedEpoch& epoch);
  // Forgets acknowledged records up to `last`, as time does on a kiosk.
  void forget_acknowledged(std::int64_t last);

  Result<Run> oldest(int count_max, std::size_t bytes_max) override;
  Result<Run> held_after(const RecordPlace& after, int count_max, std::size_t bytes_max) override;
  Result<std::vector<SealedEpoch>> epochs_for(std::span<const std::int64_t> epochs) override;
  Result<> settle(const Settlement& settlement) override;
  Result<std::int64_t> resend(std::int64_t log, std::int64_t first, std::int64_t last) override;
  Result<> hold(std::int64_t log, std::int64_t first, std::int64_t last) override;
  Result<> resend_logs_before(std::int64_t log) override;
  Result<> begin_new_log() override;
  Result<OutboxState> state() override;
  Result<std::vector<PastLog>> past_logs() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword
