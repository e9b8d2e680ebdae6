#include "sync/collector/ingest/row_mac.h"

#include "sync/base/crypto/hash.h"

namespace afterword::collector {
namespace {

Bytes as_vector(const crypto::Hash256& hash) { return Bytes(hash.begin(), hash.end()); }

// A day or a time may be negative in principle; the layout knows only unsigned numbers.
std::uint64_t plain(std::int64_t value) { return static_cast<std::uint64_t>(value); }

}  // namespace

Bytes mac_of(const ResponseRow& row, const crypto::Key32& key) {
  Layout layout;
  layout.text("afterword-row-1").text(row.device).u64(plain(row.log)).u64(plain(row.sequence));
  layout.text(row.survey).u64(plain(row.version)).text(row.store).text(row.touchpoint);
  layout.text(row.language).u64(plain(row.day.number)).u64(plain(row.started_at.ms));
  layout.text(name(row.time_quality)).text(name(row.completion)).u64(row.flagged ? 1 : 0);
  layout.u64(plain(row.received_at.ms)).raw(as_bytes(row.body));
  return as_vector(crypto::hash256(layout.bytes(), key));
}

Bytes import_hash(std::string_view external_id, const ResponseRow& row) {
  Layout layout;
  layout.text("afterword-import-1").text(external_id).text(row.store).u64(plain(row.day.number));
  layout.raw(as_bytes(row.body));
  return as_vector(crypto::hash256(layout.bytes()));
}

}  // namespace afterword::collector
