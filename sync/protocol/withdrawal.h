// The code that takes a response back: 8 Crockford characters, shown once on the kiosk and never
// written anywhere. What is written is its hash.
//
// hash = base64url of Argon2id (2 passes, 19 MiB, 1 lane, 32 bytes) over the code's characters,
// with the installation's withdraw key as the salt. PROTOCOL.md says why: a copy of the database
// alone does not hold the key, and whoever has the key too still needs 30 ms of a core a try.
// Threads: any; it is slow, so never a loop that serves others.
#pragma once
#include <string>
#include <string_view>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"
#include "sync/base/crypto/types.h"

namespace afterword {

inline constexpr std::size_t kWithdrawCodeCharacters = 8;  // 40 bits
inline constexpr std::size_t kWithdrawKeyBytes = 16;

// Of a collector whose secret key of rows is `secret`: the first bytes of
// BLAKE2b-256("afterword-withdraw-1") under it. So it is where the keys are backed up, and not in
// the database.
Bytes withdraw_key(const crypto::Key32& secret);

// `code` as read_code() gives it. Errors: invalid (the key has another length), busy (no memory).
Result<std::string> withdraw_hash(std::string_view code, ByteView key);
// The same with the key as kiosks are given it. Errors: also invalid when it is no base64url.
Result<std::string> withdraw_hash(std::string_view code, std::string_view key_base64url);

}  // namespace afterword
