#include "sync/base/crypto/hash.h"

#include <sodium.h>

#include <cassert>

namespace afterword::crypto {

Hash256 hash256(ByteView data) {
  Hash256 out;
  crypto_generichash(out.data(), out.size(), data.data(), data.size(), nullptr, 0);
  return out;
}

Hash256 hash256(ByteView data, ByteView key) {
  assert(key.size() >= crypto_generichash_KEYBYTES_MIN &&
         key.size() <= crypto_generichash_KEYBYTES_MAX);
  Hash256 out;
  crypto_generichash(out.data(), out.size(), data.data(), data.size(), key.data(), key.size());
  return out;
}

Hash256 sha256(ByteView data) {
  Hash256 out;
  crypto_hash_sha256(out.data(), data.data(), data.size());
  return out;
}

struct Sha256::State {
  crypto_hash_sha256_state raw;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->raw); }
Sha256::~Sha256() = default;

void Sha256::add(ByteView part) {
  crypto_hash_sha256_update(&state_->raw, part.data(), part.size());
}

Hash256 Sha256::finish() {
  Hash256 out;
  crypto_hash_sha256_final(&state_->raw, out.data());
  return out;
}

}  // namespace afterword::crypto
