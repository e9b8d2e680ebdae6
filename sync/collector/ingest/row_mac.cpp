#include "sync/collector/ingest/row_mac.h"

#include "sync/base/crypto/hash.h"

namespace afterword::collector {
namespace {

// A day or a time may be negative in principle; the layout knows only unsigned numbers.
std::uint64_t plain(std::int64_t value) { return static_cast<std::uint64_t>(value); }

Layout layout_of(std::string_view kind, const DeskHead& head) {
  Layout layout;
  layout.text(kind).text(head.device).u64(plain(head.log)).u64(plain(head.sequence));
  layout.text(head.store).text(head.touchpoint).u64(plain(head.day.number));
  layout.u64(plain(head.started_at.ms)).text(name(head.time_quality));
  layout.u64(plain(head.received_at.ms));
  return layout;
}

}  // namespace

Bytes mac_of(const ResponseRow& row, const crypto::Key32& key) {
  Layout layout;
  layout.text("afterword-row-1").text(row.device).u64(plain(row.log)).u64(plain(row.sequence));
  layout.text(row.survey).u64(plain(row.version)).text(row.store).text(row.touchpoint);
  layout.text(row.language).u64(plain(row.day.number)).u64(plain(row.started_at.ms));
  layout.text(name(row.time_quality)).text(name(row.completion)).u64(row.flagged ? 1 : 0);
  layout.u64(plain(row.received_at.ms)).raw(as_bytes(row.body));
  return crypto::as_vector(crypto::hash256(layout.bytes(), key));
}

Bytes mac_of(const InteractionRow& row, const crypto::Key32& key) {
  Layout layout = layout_of("afterword-interaction-1", row.head);
  layout.text(row.category).text(name(row.solved)).u64(row.handed_over ? 1 : 0);
  layout.u64(plain(row.duration_ms)).raw(as_bytes(row.head.body));
  return crypto::as_vector(crypto::hash256(layout.bytes(), key));
}

Bytes mac_of(const StarRow& row, const crypto::Key32& key) {
  Layout layout = layout_of("afterword-star-1", row.head);
  layout.text(row.staff).text(name(row.by)).raw(as_bytes(row.head.body));
  return crypto::as_vector(crypto::hash256(layout.bytes(), key));
}

Bytes import_hash(std::string_view external_id, const ResponseRow& row) {
  Layout layout;
  layout.text("afterword-import-1").text(external_id).text(row.store).u64(plain(row.day.number));
  layout.raw(as_bytes(row.body));
  return crypto::as_vector(crypto::hash256(layout.bytes()));
}

}  // namespace afterword::collector
