// Signed proofs that what was promised to go is gone (protocol/deletion_proof.h): one for each day on which
// the rule on comments ran, in the database and in the journal, for ever.
#pragma once
#include <string>
#include <vector>

#include "sync/collector/api/verify.h"
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"
#include "sync/protocol/deletion_proof.h"

namespace afterword::collector {

// What a run has deleted so far; kept with each of its transactions, so that one that was cut off and goes on
// later leaves nothing out of its proof.
struct DeletionCounts {
  std::int64_t responses = 0, comments = 0, quarantined = 0;
};
Result<> add_deleted(Writes& writes, const DeletionCounts& more);

// What a restore brings back of what a proof says is gone goes once more: by which rule, up to which day. The rule
// itself may be another in the database that was restored.
struct DeletedBefore {
  int kept_days = 0;
  Day before;
};
Result<> delete_again(Writes& writes, const DeletedBefore& what);  // with the next run
Result<> deleted_again(Writes& writes);
Result<std::optional<DeletedBefore>> to_delete_again(const Reads& reads);

// Writes the proof of a run that is done, of everything since the last proof, and notes it in the audit log as
// comments_erased. Gives its envelope, for the journal.
Result<std::string> prove_deletion(Writes& writes, const Keyring& keys, WallTime now, int kept_days,
                                   Day before, int unreadable);

// What is wrong with the proofs: one that was altered or is not there is named. The audit log says which were
// made.
Result<> check_deletions(const Reads& reads, const Keyring& keys, Proof& proof);
// ... and with those that the journal has.
Result<> compare_with_noted(const Reads& reads, const Keyring& keys,
                            const std::vector<std::string>& noted, Proof& proof);

// One of the journal, which may be signed by a key that is no longer good: the collector's own are enough.
Result<DeletionProof> open_noted_deletion(std::string_view envelope, const Keyring& keys);
// After a restore of an older database.
Result<> give_back_deletion(Writes& writes, const DeletionRow& row, WallTime now);

}  // namespace afterword::collector
