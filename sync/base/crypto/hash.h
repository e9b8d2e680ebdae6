// Hashes. BLAKE2b-256 is ours (chains, code hashes, keyed hashes); SHA-256 where others expect it
// (request bodies, TLS key pins, definitions).
#pragma once
#include <memory>
#include <string_view>

#include "sync/base/crypto/types.h"

namespace afterword::crypto {

Hash256 hash256(ByteView data);
inline Hash256 hash256(std::string_view text) { return hash256(as_bytes(text)); }

// As it is stored in a row.
inline Bytes as_vector(const Hash256& hash) { return Bytes(hash.begin(), hash.end()); }

// Keyed: nobody without `key` can compute or try it. `key` is 16 to 64 bytes.
Hash256 hash256(ByteView data, ByteView key);

Hash256 sha256(ByteView data);
inline Hash256 sha256(std::string_view text) { return sha256(as_bytes(text)); }

// SHA-256 of what comes in pieces, for files larger than memory.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(ByteView part);
  Hash256 finish();  // once; nothing may be added after it

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace afterword::crypto
