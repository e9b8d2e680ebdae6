// Sends the outbox, oldest first, until the collector has answered for everything.
//
// - A reply counts only with a good receipt for this very request. Anything else (no connection, a
//   captive portal's page, half a document, an answer to another request) is a failure, tried
//   again with back-off for ever. Where a connection was made and broke, and on busy (the collector
//   also says it to what comes too slowly), the next batch is half as large, so that a line that is
//   slow, or never holds for long, carries something in the end. A single record is never set
//   aside for that: it only goes again.
// - too_large and malformed halve the batch; a single record that still fails is set aside (held),
//   and its place in the chain is kept by its hash, so that the others go on.
// - sequence_gap: send from the number the collector wants, and declare lost what of it is no
//   longer kept.
// - log_forked: halve until the record that does not fit stands alone, then begin a new log with it
//   and all behind it, and tell people. Forked again before anything was taken: only a question
//   every kSlowRetry.
// - Held records are tried again slowly, a run at a time, whenever nothing else waits.
#pragma once
#include "sync/client/sync_machine.h"

namespace afterword {

inline constexpr Ms kHeldRetry{600'000};  // ten minutes
inline constexpr Ms kIdle{60'000};        // looks into the outbox even when nobody said it changed
// Data of one batch: with base64, names and epochs it stays under kBodyBytesMax.
inline constexpr std::size_t kBatchDataBytesMax = 512 * 1024;

class UploadMachine final : public SyncMachine {
 public:
  explicit UploadMachine(const SyncParts& parts);
  SyncStep step(MonoTime now) override;
  void reply(MonoTime now, const Result<HttpReply>& reply) override;
  const std::optional<SyncTrouble>& trouble() const override { return trouble_; }

  // The held ones may be good now (a new trust document, a definition republished).
  void try_held_now() {
    held_due_ = MonoTime{INT64_MIN};
    held_after_ = kBeforeAll;
  }
  // Somebody else has reached the collector: a pause made because nobody was reached, or somebody else answered, ends now.
  // One that the collector asked for, or that our own disk needs, does not.
  void network_is_back(MonoTime now);
  // How many records the collector has answered for since this machine began.
  std::int64_t acknowledged() const { return acknowledged_; }

 private:
  struct Flight {
    std::int64_t counter = 0;
    std::int64_t log = 1;
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool held = false;      // a run of held records, tried again
    bool withheld = false;  // one record's hash in its place
    bool large = false;     // more bytes than the collector has room for whatever others send
    RecordPlace first_place() const { return {log, first}; }
    RecordPlace last_place() const { return {log, last}; }
  };

  // Numbers that the collector lacks and of which not all are kept any more.
  struct Wanted {
    std::int64_t log = 1;
    std::int64_t first = 0;
    std::int64_t last = 0;
  };

  Result<std::optional<Outgoing>> next_batch(MonoTime now);
  Result<Outgoing> pack(Run run, bool held);
  std::optional<SequenceRange> lost_before(const Run& run) const;
  void succeeded(MonoTime now, const BatchReply& reply);
  void failed(MonoTime now, std::optional<ProblemCode> code, std::string words, Ms least = Ms{0});
  void disk_failed(MonoTime now, const Error& error);
  void disk_works();
  void problem(MonoTime now, const Problem& problem);
  bool halve();
  void shrink(MonoTime now, const Problem& problem);
  void gap(MonoTime now, const Problem& problem);
  void forked(MonoTime now, const Problem& problem);

  SyncParts parts_;
  Backoff backoff_;
  std::optional<Flight> flight_;
  std::optional<SyncTrouble> trouble_;
  bool disk_failed_ = false;             // trouble_ is our own disk's
  std::optional<RecordPlace> withhold_;  // the record to send as its hash only, next
  std::optional<Wanted> wanted_;         // told by the last sequence_gap
  bool forked_ = false;                  // since the last success
  int count_max_;  // halves when a batch is refused or breaks off, doubles on success
  bool counter_behind_before_ = false;
  MonoTime not_before_{INT64_MIN};
  MonoTime held_due_{INT64_MIN};
  RecordPlace held_after_ = kBeforeAll;
  std::int64_t acknowledged_ = 0;
};

}  // namespace afterword
