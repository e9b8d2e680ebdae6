#include "sync/base/crypto/password.h"

#include <sodium.h>

namespace afterword::crypto {

Result<std::string> hash_password(std::string_view password) {
  if (password.empty() || password.size() > kPasswordBytesMax)
    return fail(Failure::invalid, fmt::format("a password has 1 to {} bytes", kPasswordBytesMax));
  char stored[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(stored, password.data(), password.size(), kArgonPasses,
                            kArgonMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Failure::busy, "there is no memory to hash a password", {}, "try again later");
  return std::string(stored);
}

bool password_matches(std::string_view stored, std::string_view password) {
  if (password.empty() || password.size() > kPasswordBytesMax) return false;
  if (stored.size() >= crypto_pwhash_STRBYTES) return false;
  char text[crypto_pwhash_STRBYTES] = {};
  std::copy(stored.begin(), stored.end(), text);
  return crypto_pwhash_str_verify(text, password.data(), password.size()) == 0;
}

Result<Hash256> slow_hash(std::string_view text, ByteView salt) {
  static_assert(kSaltBytes == crypto_pwhash_SALTBYTES);
  if (text.empty() || text.size() > kPasswordBytesMax || salt.size() != kSaltBytes)
    return fail(Failure::invalid, "a slow hash takes a short text and a salt of 16 bytes");
  Hash256 hash{};
  if (crypto_pwhash(hash.data(), hash.size(), text.data(), text.size(), salt.data(), kArgonPasses,
                    kArgonMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Failure::busy, "there is no memory for a slow hash", {}, "try again later");
  return hash;
}

}  // namespace afterword::crypto
