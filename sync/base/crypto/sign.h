// Ed25519 signatures.
#pragma once
#include <string_view>

#include "sync/base/core/random.h"
#include "sync/base/crypto/types.h"

namespace afterword::crypto {

// A key that signs. What is stored is the seed; the public key follows from it.
struct SigningKey {
  Key32 seed{};
  Key32 public_key{};

  static SigningKey make(Random& random);
  static SigningKey from_seed(const Key32& seed);
  Signature sign(ByteView message) const;
  Signature sign(std::string_view message) const { return sign(as_bytes(message)); }
};

bool verify(const Key32& public_key, ByteView message, const Signature& signature);
inline bool verify(const Key32& public_key, std::string_view message, const Signature& signature) {
  return verify(public_key, as_bytes(message), signature);
}

}  // namespace afterword::crypto
