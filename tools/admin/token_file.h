// The token file (admin.token, mode 600):
//
//   {"collector":"https://HOST:PORT", "token":"...", "root":"...", "trust_version":3}
//
// Where the collector is, what lets us in, the hash of its root keys, and the newest trust document that was
// seen: an older one is what a thief of old keys would show, so it is believed no more. The collector keeps
// its own copy up to date (DIR/admin.token); this here does it for copies elsewhere.
//
// Whatever is changed is changed under a lock of the file: of several `afterword` commands at once none undoes
// what another wrote. Owner, group and mode stay as they are; where they cannot, nothing is written (io).
// Threads: any.
#pragma once
#include <cstdint>
#include <string>

#include "sync/base/core/result.h"
#include "sync/protocol/trust.h"

namespace afterword {

struct AdminToken {
  std::string file;  // that it was read from; empty: nothing is kept
  std::string collector;
  std::string token;
  RootHash root{};
  std::int64_t trust_version = 0;  // 0: a file that no newer program has written into yet
};

// Errors: not_found, denied, invalid; each says what to do.
Result<AdminToken> read_admin_token(const std::string& path);

// Puts another token in the place of the one in that file, durably. All else in it stays. Errors: as above,
// io, disk_full.
Result<> replace_admin_token(const std::string& path, const std::string& token);

// Keeps in `token.file` that this document was seen, and the hash of the root keys that signed it. Durable
// when it returns without error. A file that has seen a newer one stays as it is, and so does one that
// belongs to another user, and what is no file. Precondition: open_trust() gave `trust`. Errors: as above.
Result<> keep_trust(const AdminToken& token, const TrustDocument& trust);

}  // namespace afterword
