#include "sync/base/crypto/sign.h"

#include <sodium.h>

namespace afterword::crypto {

SigningKey SigningKey::make(Random& random) {
  Key32 seed;
  random.fill(seed);
  return from_seed(seed);
}

SigningKey SigningKey::from_seed(const Key32& seed) {
  SigningKey key;
  key.seed = seed;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> pair;
  crypto_sign_seed_keypair(key.public_key.data(), pair.data(), seed.data());
  wipe(pair);
  return key;
}

Signature SigningKey::sign(ByteView message) const {
  // libsodium's secret key is the seed followed by the public key.
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> pair;
  std::copy(seed.begin(), seed.end(), pair.begin());
  std::copy(public_key.begin(), public_key.end(), pair.begin() + 32);
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), pair.data());
  wipe(pair);
  return signature;
}

bool verify(const Key32& public_key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     public_key.data()) == 0;
}

}  // namespace afterword::crypto
