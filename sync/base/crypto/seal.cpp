#include "sync/base/crypto/seal.h"

#include <sodium.h>

namespace afterword::crypto {
namespace {

static_assert(kSealBytes == crypto_box_SEALBYTES);

// As crypto_box_seal does it: the nonce follows from the two public keys.
std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce_of(const Key32& ephemeral,
                                                         const Key32& receiver) {
  std::array<std::uint8_t, 64> both;
  std::copy(ephemeral.begin(), ephemeral.end(), both.begin());
  std::copy(receiver.begin(), receiver.end(), both.begin() + 32);
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce;
  crypto_generichash(nonce.data(), nonce.size(), both.data(), both.size(), nullptr, 0);
  return nonce;
}

}  // namespace

SealKey SealKey::make(Random& random) {
  Key32 secret;
  random.fill(secret);
  return from_secret(secret);
}

SealKey SealKey::from_secret(const Key32& secret) {
  SealKey key;
  key.secret = secret;
  crypto_scalarmult_base(key.public_key.data(), secret.data());
  return key;
}

// libsodium's own crypto_box_seal() takes its randomness from the system; test vectors need it from
// a parameter.
Bytes seal(const Key32& public_key, ByteView plain, Random& random) {
  SealKey ephemeral = SealKey::make(random);
  const auto nonce = nonce_of(ephemeral.public_key, public_key);
  Bytes box(plain.size() + kSealBytes);
  std::copy(ephemeral.public_key.begin(), ephemeral.public_key.end(), box.begin());
  // Fails only for a public key of small order, which opens for nobody: the box is then all zero.
  if (crypto_box_easy(box.data() + 32, plain.data(), plain.size(), nonce.data(), public_key.data(),
                      ephemeral.secret.data()) != 0)
    std::fill(box.begin(), box.end(), std::uint8_t{0});
  wipe(ephemeral.secret);
  return box;
}

Result<Bytes> open(const SealKey& key, ByteView box) {
  if (box.size() >= kSealBytes) {
    Bytes plain(box.size() - kSealBytes);
    if (crypto_box_seal_open(plain.data(), box.data(), box.size(), key.public_key.data(),
                             key.secret.data()) == 0)
      return plain;
  }
  return fail(Failure::invalid, "the sealed box is damaged or was closed for another key");
}

}  // namespace afterword::crypto
