// Passwords of people, as Argon2id: 2 passes over 19 MiB (OWASP's minimum), 1 lane.
//
// Each call takes about 30 ms of a core and 19 MiB: run it on a worker, two at once at most, never
// on a loop that serves others.
#pragma once
#include <string>
#include <string_view>

#include "sync/base/core/result.h"
#include "sync/base/crypto/types.h"

namespace afterword::crypto {

inline constexpr unsigned kArgonPasses = 2;
inline constexpr std::size_t kArgonMemoryBytes = 19u * 1024 * 1024;
inline constexpr std::size_t kPasswordBytesMax = 1024;

// "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH", fit to be stored. The salt comes from the system.
// Errors: invalid (empty, or over kPasswordBytesMax), busy (no memory).
Result<std::string> hash_password(std::string_view password);

// False also when `stored` is not such a text.
bool password_matches(std::string_view stored, std::string_view password);

// Argon2id of a short secret (a PIN) with a salt that several share, at the same cost: 32 bytes, equal
// for equal secrets, so that one computation is compared with many. A PIN has little to hide behind: who has
// the result and the salt tries all of 10,000 in minutes. Keep the result secret.
// Errors: invalid (empty or too long), busy (no memory).
using Salt = std::array<std::uint8_t, 16>;
Result<Key32> stretch(std::string_view secret, const Salt& salt);

}  // namespace afterword::crypto
