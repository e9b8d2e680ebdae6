// The sizes and small helpers that every part of this door shares.
//
// Threads: after crypto_init() everything in this folder may be called from any thread.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"

namespace afterword::crypto {

using Key32 = std::array<std::uint8_t, 32>;      // a secret or a public key
using Hash256 = std::array<std::uint8_t, 32>;    // BLAKE2b-256 or SHA-256
using Signature = std::array<std::uint8_t, 64>;  // Ed25519

// Once, at the start of main(), before anything else here. Twice is no error.
// Errors: unsupported, when the library refuses to start on this machine.
Result<> crypto_init();

// Compares in a time that does not depend on where the difference is.
bool equal(ByteView a, ByteView b);

// Overwrites a secret so that the compiler cannot leave the write out.
void wipe(std::span<std::uint8_t> secret);

// The fixed-size array in `bytes`, or nothing when the length is another.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> fixed(ByteView bytes) {
  if (bytes.size() != N) return std::nullopt;
  std::array<std::uint8_t, N> out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}
// A 32-byte key or hash spelled as base64url, or nothing.
std::optional<Key32> key_from_base64url(std::string_view text);

}  // namespace afterword::crypto
