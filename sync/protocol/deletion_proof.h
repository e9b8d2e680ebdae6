// What the collector signs when its rule on the age of comments has run: how much went, of which days.
//
// The payload is {"number":3,"collector":"xeIa...","rule":"comments_kept_days","kept_days":30,
// "day":"2026-03-03","before":"2026-02-01","deleted":{"responses":12,"comments":7,"quarantined":1},
// "unreadable":0,"previous":"..."}, of type kDeletionType. It names nobody and no answer. Each names the one
// before by its payload's SHA-256, so none can be left out or exchanged unseen; the payload and not the
// envelope, because a changed key signs the same payload anew.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "sync/base/core/day.h"
#include "sync/protocol/envelope.h"

namespace afterword {

inline constexpr std::string_view kDeletionType = "application/vnd.afterword.deletion+json";
inline constexpr std::string_view kCommentsRule = "comments_kept_days";  // the only one so far
inline constexpr std::size_t kDeletionBytesMax = 8 * 1024;               // of an envelope

struct DeletionProof {
  std::int64_t number = 1;  // 1, 2, 3, ...
  std::string collector;    // its root's hash, as enrolment codes have it
  std::string rule{kCommentsRule};
  int kept_days = 0;
  Day day;     // on which it ran, and ...
  Day before;  // ... the first of which everything stayed (UTC)
  std::int64_t responses = 0;    // looked through, each once
  std::int64_t comments = 0;     // overwritten in them
  std::int64_t quarantined = 0;  // records taken out of quarantine
  std::int64_t unreadable = 0;   // responses that could not be read: theirs are still there
  std::string previous;          // payload_hash() of the one before; empty: it is the first
  bool operator==(const DeletionProof&) const = default;
};

std::string sign_deletion(const DeletionProof& proof, std::span<const Signer> signers);
// The same payload, signed by others. Precondition: `envelope` is an envelope.
std::string sign_deletion_anew(std::string_view envelope, std::span<const Signer> signers);
// Errors: as open_envelope(); also invalid when it is no proof of deletion.
Result<DeletionProof> open_deletion(std::string_view envelope, std::span<const crypto::Key32> keys);
// What `previous` of the next one is; nothing where this is no envelope.
std::string payload_hash(std::string_view envelope);

}  // namespace afterword
