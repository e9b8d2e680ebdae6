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

// Argon2id of a short secret with those costs and a salt of kSaltBytes that is given: the same text
// and salt give the same hash. Errors: invalid (empty, too long, another salt's length), busy (no
// memory).
inline constexpr std::size_t kSaltBytes = 16;
Result<Hash256> slow_hash(std::string_view text, ByteView salt);

}  // namespace afterword::crypto
