// Sealed boxes: anybody who has the public key can close one, only the holder of the secret opens
// it. X25519 + XSalsa20-Poly1305, byte for byte libsodium's crypto_box_seal. A box does not say who
// closed it: that is what the signature of a batch is for.
#pragma once
#include "sync/base/core/random.h"
#include "sync/base/crypto/types.h"

namespace afterword::crypto {

inline constexpr std::size_t kSealBytes = 48;  // how much longer a box is than what is in it

struct SealKey {
  Key32 secret{};
  Key32 public_key{};

  static SealKey make(Random& random);
  static SealKey from_secret(const Key32& secret);
};

// `plain.size() + kSealBytes` bytes: a 32-byte key makes 80.
Bytes seal(const Key32& public_key, ByteView plain, Random& random);

// Errors: invalid, when the box is damaged or was closed for another key.
Result<Bytes> open(const SealKey& key, ByteView box);

}  // namespace afterword::crypto
