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

Result<Key32> stretch(std::string_view secret, const Salt& salt) {
  static_assert(std::tuple_size_v<Salt> == crypto_pwhash_SALTBYTES);
  if (secret.empty() || secret.size() > kPasswordBytesMax)
    return fail(Failure::invalid, fmt::format("a secret has 1 to {} bytes", kPasswordBytesMax));
  Key32 out{};
  if (crypto_pwhash(out.data(), out.size(), secret.data(), secret.size(), salt.data(), kArgonPasses,
                    kArgonMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Failure::busy, "there is no memory to check a PIN", {}, "try again later");
  return out;
}

}  // namespace afterword::crypto
