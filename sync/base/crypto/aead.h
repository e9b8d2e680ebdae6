// Encryption with a shared key that also proves what the data belongs to: XChaCha20-Poly1305
// (IETF). The 24-byte nonce is random, so one key may be used for ever without counting.
#pragma once
#include "sync/base/core/random.h"
#include "sync/base/crypto/types.h"

namespace afterword::crypto {

inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kTagBytes = 16;

// nonce | ciphertext | tag. `associated` is not inside, but decrypt() fails without the same bytes.
Bytes encrypt(const Key32& key, ByteView associated, ByteView plain, Random& random);

// Errors: invalid: damaged, another key, or other associated data.
Result<Bytes> decrypt(const Key32& key, ByteView associated, ByteView data);

}  // namespace afterword::crypto
