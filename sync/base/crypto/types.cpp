#include "sync/base/crypto/types.h"

#include <sodium.h>

namespace afterword::crypto {

Result<> crypto_init() {
  if (sodium_init() < 0)
    return fail(Failure::unsupported, "libsodium does not start on this machine", {},
                "check that the system offers random bytes (/dev/urandom)");
  return {};
}

bool equal(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

void wipe(std::span<std::uint8_t> secret) { sodium_memzero(secret.data(), secret.size()); }

std::optional<Key32> key_from_base64url(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes) return std::nullopt;
  return fixed<32>(*bytes);
}

}  // namespace afterword::crypto
