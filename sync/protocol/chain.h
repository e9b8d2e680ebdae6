// The chain of hashes through a device's log: whoever has number n and chain(n) has everything
// before it, unchanged.
//
//   chain(0) = BLAKE2b-256(text device, u64 log)
//   chain(n) = BLAKE2b-256(chain(n-1), u64 n, BLAKE2b-256(data of n))
//
// It runs over the hash of the data, not over the data, so that the collector can compute it again
// from its ledger, which keeps hashes for ever and data only as long as it may.
#pragma once
#include <cstdint>
#include <string_view>

#include "sync/base/crypto/hash.h"

namespace afterword {

using Chain = crypto::Hash256;

Chain chain_start(std::string_view device, std::int64_t log);
Chain chain_next(const Chain& before, std::int64_t sequence, const crypto::Hash256& data_hash);

// BLAKE2b-256 of a record's `data`, as the ledger keeps it.
inline crypto::Hash256 data_hash(ByteView data) { return crypto::hash256(data); }

}  // namespace afterword
