// How one record is closed on the device and opened at the collector, and the key of an epoch.
//
//   record  data = nonce | XChaCha20-Poly1305(epoch key, associated data, zstd(JSON))
//   epoch   sealed = sealed box of the epoch key for the collector; recovery = the same for the
//   owner
//
// The associated data are device, log, sequence, survey, version and response format, so a record
// cannot be moved to another place. Threads: any.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/crypto/aead.h"
#include "sync/base/crypto/seal.h"
#include "sync/protocol/limits.h"

namespace afterword {

// What a record is. A collector holds those of kinds it does not know.
inline constexpr std::string_view kKindResponse = "response";
inline constexpr std::string_view kKindInteraction = "interaction";
inline constexpr std::string_view kKindStar = "star";

struct RecordName {
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string survey;
  int version = 1;
  int response_format = 1;
  std::string kind = "response";
};

// text device, u64 log, u64 sequence, text survey, u64 version, u64 response_format; and text kind,
// of every kind but "response", so that no record can be taken for one of another kind.
Bytes associated_data(const RecordName& name);

// `json` is what the record holds. Errors: invalid, when it is longer than kRecordPlainBytesMax or
// comes out longer than kRecordBytesMax.
Result<Bytes> seal_record(const crypto::Key32& epoch_key, const RecordName& name,
                          std::string_view json, Random& random);
// Errors: invalid: not_decryptable: damaged, or closed under another name or key.
Result<std::string> open_record(const crypto::Key32& epoch_key, const RecordName& name,
                                ByteView data);

// The key of one epoch (an hour, or until restart), closed for those who may open it.
struct SealedEpoch {
  std::int64_t epoch = 0;  // counted by the device, from 1, never used again
  std::string seal_key;    // id of the collector's key in the trust document
  Bytes sealed;            // 80 bytes
  Bytes recovery;          // 80 bytes

  bool operator==(const SealedEpoch&) const = default;
};
inline constexpr std::size_t kSealedKeyBytes = 32 + crypto::kSealBytes;

SealedEpoch seal_epoch(std::int64_t epoch, const crypto::Key32& epoch_key,
                       std::string_view seal_key_id, const crypto::Key32& seal_key,
                       const crypto::Key32& recovery_key, Random& random);
// `box` is `sealed` for the collector's key or `recovery` for the owner's. Errors: invalid.
Result<crypto::Key32> open_epoch(const crypto::SealKey& key, ByteView box);

}  // namespace afterword
