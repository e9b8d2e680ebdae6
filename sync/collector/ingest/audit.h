// The audit log: who did what, each entry chained to the one before.
#pragma once
#include <string_view>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// hash(n) = BLAKE2b-256(hash(n-1), u64 n, u64 at, text actor, text action, text detail); 32 zero
// bytes before the first.
Bytes audit_hash(ByteView before, const AuditEntry& entry);

// Appends an entry. `actor` is a user, a token's name or a device; `detail` never holds answers,
// codes or keys, and is cut at 1,000 bytes.
Result<> append_audit(Writes& writes, WallTime at, std::string_view actor, std::string_view action,
                      std::string_view detail);

}  // namespace afterword::collector
