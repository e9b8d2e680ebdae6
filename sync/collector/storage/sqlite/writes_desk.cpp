// Interactions, stars and staff.
#include "sync/collector/storage/sqlite/rows.h"
#include "sync/collector/storage/sqlite/writes.h"

namespace afterword::collector {

Result<> SqliteWrites::add_interaction(const InteractionRow& row) {
  const DeskHead& head = row.head;
  return execute(
      "INSERT INTO interactions(device, log, sequence, store, touchpoint, day, started_at_ms,"
      " time_quality, body, received_at_ms, mac, category, solved, handed_over, duration_ms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      head.device, head.log, head.sequence, head.store, head.touchpoint, head.day.number,
      head.started_at.ms, name(head.time_quality), head.body, head.received_at.ms, head.mac,
      row.category, name(row.solved), row.handed_over, row.duration_ms);
}

Result<> SqliteWrites::add_star(const StarRow& row) {
  const DeskHead& head = row.head;
  return execute(
      "INSERT INTO stars(device, log, sequence, store, touchpoint, day, started_at_ms,"
      " time_quality, body, received_at_ms, mac, staff, given_by)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
      head.device, head.log, head.sequence, head.store, head.touchpoint, head.day.number,
      head.started_at.ms, name(head.time_quality), head.body, head.received_at.ms, head.mac,
      row.staff, name(row.by));
}

Result<> SqliteWrites::replace_desk_times(const char* table, const DeskHead& head) {
  erased_ = true;
  return execute(std::string("UPDATE ") + table +
                     " SET started_at_ms = ?4, received_at_ms = ?5, body = ?6, mac = ?7"
                     " WHERE device = ?1 AND log = ?2 AND sequence = ?3",
                 head.device, head.log, head.sequence, head.started_at.ms, head.received_at.ms,
                 head.body, head.mac);
}
Result<> SqliteWrites::replace_times(const InteractionRow& interaction) {
  return replace_desk_times("interactions", interaction.head);
}
Result<> SqliteWrites::replace_times(const StarRow& star) {
  return replace_desk_times("stars", star.head);
}

Result<> SqliteWrites::put_staff(const StaffRow& row) {
  return execute(
      "INSERT INTO staff(store, id, first_name, role, on_stars, pin)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
      " first_name = excluded.first_name, role = excluded.role, on_stars = excluded.on_stars,"
      " pin = excluded.pin",
      row.store, row.id, row.first_name, row.role, row.on_stars, row.pin);
}

Result<> SqliteWrites::remove_staff(std::string_view store, std::string_view id) {
  erased_ = true;
  return execute("DELETE FROM staff WHERE store = ?1 AND id = ?2", store, id);
}

}  // namespace afterword::collector
