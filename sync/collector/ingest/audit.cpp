#include "sync/collector/ingest/audit.h"

#include "sync/base/crypto/hash.h"
#include "sync/base/log/log.h"

namespace afterword::collector {

Bytes audit_hash(ByteView before, const AuditEntry& entry) {
  Layout layout;
  layout.raw(before).u64(static_cast<std::uint64_t>(entry.number));
  layout.u64(static_cast<std::uint64_t>(entry.at.ms));
  layout.text(entry.actor).text(entry.action).text(entry.detail);
  const auto hash = crypto::hash256(layout.bytes());
  return Bytes(hash.begin(), hash.end());
}

Result<> append_audit(Writes& writes, WallTime at, std::string_view actor, std::string_view action,
                      std::string_view detail) {
  constexpr std::size_t kDetailBytesMax = 1'000;
  AFTERWORD_ASSIGN(const auto newest, writes.reads().audit(1));
  AuditEntry entry;
  entry.number = newest.empty() ? 1 : newest.front().number + 1;
  entry.at = at;
  entry.actor = actor;
  entry.action = action;
  entry.detail = escape_control(detail.substr(0, kDetailBytesMax));  // a device may have named it
  entry.hash = audit_hash(newest.empty() ? Bytes(32, 0) : newest.front().hash, entry);
  return writes.add_audit(entry);
}

}  // namespace afterword::collector
