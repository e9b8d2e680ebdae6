// Stores, devices, their logs, the ledger and the epochs.
#include "sync/collector/storage/sqlite/reads.h"
#include "sync/collector/storage/sqlite/rows.h"

namespace afterword::collector {
namespace {

constexpr const char* kStoreColumns = "SELECT id, name, zone FROM stores ";
constexpr const char* kDeviceColumns =
    "SELECT id, public_key, store, touchpoint, state, log, counter_highest, counter_seen,"
    " app_version, formats, enrolled_at_ms, seen_at_ms, heartbeat, heartbeat_counter, boots, alarms"
    " FROM devices ";
constexpr const char* kLogColumns =
    "SELECT device, log, received_to, chain, reported_next, reported_chain, reported_waiting,"
    " reported_at_ms, forked FROM logs ";
constexpr const char* kLedgerColumns =
    "SELECT device, log, sequence, data_hash, outcome, reason, kind, survey, version, day,"
    " external_id FROM ledger ";

Result<Store> store_of(const db::Statement& row) {
  return Store{row.text(0), row.text(1), row.text(2)};
}

Result<Device> device_of(const db::Statement& row) {
  Device device;
  device.id = row.text(0);
  device.public_key = row.bytes(1);
  device.store = row.text(2);
  device.touchpoint = row.text(3);
  AFTERWORD_ASSIGN(device.state, known_word(parse_device_state(row.text_view(4)), row, 4));
  device.log = row.integer(5);
  device.counters = {row.integer(6), static_cast<std::uint64_t>(row.integer(7))};
  device.app_version = row.text(8);
  AFTERWORD_TRY(formats_from_json(row.text_view(9), device));
  device.enrolled_at = wall_at(row, 10);
  device.seen_at = maybe_wall_at(row, 11);
  device.heartbeat = row.text(12);
  device.heartbeat_counter = row.integer(13);
  AFTERWORD_ASSIGN(device.boots, boots_from_json(row.text_view(14)));
  AFTERWORD_ASSIGN(device.alarms, words_from_json(row.text_view(15)));
  return device;
}

Result<DeviceLog> log_of(const db::Statement& row) {
  DeviceLog log;
  log.device = row.text(0);
  log.log = row.integer(1);
  log.received_to = row.integer(2);
  log.chain = row.bytes(3);
  log.reported_next = row.integer(4);
  log.reported_chain = row.bytes(5);
  log.reported_waiting = row.integer(6);
  log.reported_at = maybe_wall_at(row, 7);
  log.forked = row.integer(8) != 0;
  return log;
}

Result<LedgerRow> ledger_of(const db::Statement& row) {
  LedgerRow out;
  out.device = row.text(0);
  out.log = row.integer(1);
  out.sequence = row.integer(2);
  out.data_hash = row.bytes(3);
  AFTERWORD_ASSIGN(out.outcome, known_word(parse_ledger_outcome(row.text_view(4)), row, 4));
  out.reason = row.text(5);
  out.kind = row.text(6);
  out.survey = row.text(7);
  out.version = int_at(row, 8);
  if (!row.is_null(9)) out.day = day_at(row, 9);
  out.external_id = row.text(10);
  return out;
}

Result<Epoch> epoch_of(const db::Statement& row) {
  return Epoch{row.text(0), row.integer(1), row.integer(2),
               row.text(3), row.bytes(4),   row.bytes(5)};
}

}  // namespace

Result<std::vector<Store>> SqliteReads::stores() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kStoreColumns) + "ORDER BY id"));
  return all_rows<Store>(rows, store_of);
}

Result<std::optional<Store>> SqliteReads::store(std::string_view id) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kStoreColumns) + "WHERE id = ?1"));
  return one_row<Store>(rows.bind(1, id), store_of);
}

Result<std::vector<Device>> SqliteReads::devices() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kDeviceColumns) + "ORDER BY number"));
  return all_rows<Device>(rows, device_of);
}

Result<std::optional<Device>> SqliteReads::device(std::string_view id) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kDeviceColumns) + "WHERE id = ?1"));
  return one_row<Device>(rows.bind(1, id), device_of);
}

Result<std::optional<Device>> SqliteReads::device_by_key(ByteView public_key) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kDeviceColumns) + "WHERE public_key = ?1"));
  return one_row<Device>(rows.bind(1, public_key), device_of);
}

Result<std::vector<DeviceLog>> SqliteReads::logs() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kLogColumns) + "ORDER BY device, log"));
  return all_rows<DeviceLog>(rows, log_of);
}

Result<std::vector<DeviceLog>> SqliteReads::logs_of(std::string_view device) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kLogColumns) + "WHERE device = ?1 ORDER BY log"));
  return all_rows<DeviceLog>(rows.bind_all(device), log_of);
}

Result<std::optional<DeviceLog>> SqliteReads::log(std::string_view device, std::int64_t log) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare(std::string(kLogColumns) + "WHERE device = ?1 AND log = ?2"));
  return one_row<DeviceLog>(rows.bind_all(device, log), log_of);
}

Result<std::vector<LedgerRow>> SqliteReads::ledger(std::string_view device, std::int64_t log,
                                                   std::int64_t first, std::int64_t last) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare(std::string(kLedgerColumns) +
                               "WHERE device = ?1 AND log = ?2 AND sequence BETWEEN ?3 AND ?4 "
                               "ORDER BY sequence"));
  return all_rows<LedgerRow>(rows.bind_all(device, log, first, last), ledger_of);
}

Result<std::vector<SequenceRange>> SqliteReads::holes(std::string_view device, std::int64_t log,
                                                      std::int64_t last, int ranges_max) const {
  // Each row, and ends put on both sides, beside the number before it.
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("WITH numbers(n) AS (SELECT 0 UNION ALL SELECT sequence FROM ledger"
                  " WHERE device = ?1 AND log = ?2 AND sequence <= ?3 UNION ALL SELECT ?3 + 1)"
                  " SELECT before + 1, n - 1 FROM"
                  " (SELECT n, lag(n) OVER (ORDER BY n) AS before FROM numbers)"
                  " WHERE n > before + 1 ORDER BY n LIMIT ?4"));
  return all_rows<SequenceRange>(rows.bind_all(device, log, last, ranges_max),
                                 [](const db::Statement& row) -> Result<SequenceRange> {
                                   return SequenceRange{row.integer(0), row.integer(1)};
                                 });
}

Result<> SqliteReads::scan_ledger(std::string_view device, std::int64_t log,
                                  const Visit<LedgerRow>& visit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kLedgerColumns) +
                                          "WHERE device = ?1 AND log = ?2 ORDER BY sequence"));
  return for_each_row(rows.bind_all(device, log), [&](const db::Statement& row) -> Result<> {
    AFTERWORD_ASSIGN(const LedgerRow value, ledger_of(row));
    return visit(value);
  });
}

Result<std::vector<Reads::OutcomeCount>> SqliteReads::unusual_outcomes() const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT device, log, outcome, count(*) FROM ledger"
                               " WHERE outcome <> 'stored' GROUP BY device, log, outcome"));
  return all_rows<OutcomeCount>(rows, [](const db::Statement& row) -> Result<OutcomeCount> {
    AFTERWORD_ASSIGN(const LedgerOutcome outcome,
                     known_word(parse_ledger_outcome(row.text_view(2)), row, 2));
    return OutcomeCount{row.text(0), row.integer(1), outcome, row.integer(3)};
  });
}

// "outcome <> 'stored'" leads to the index of what is not.
Result<std::int64_t> SqliteReads::count_held(std::string_view device) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT count(*) FROM ledger WHERE device = ?1 AND"
                                          " outcome = 'held' AND outcome <> 'stored'"));
  AFTERWORD_TRY(rows.bind_all(device).step());
  const std::int64_t count = rows.integer(0);
  rows.reset();
  return count;
}

Result<std::vector<LogRange>> SqliteReads::held(std::string_view device, int ranges_max,
                                                std::int64_t turn) const {
  // Neighbours differ as much in their number as in their place among the held ones.
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("WITH ranges AS (SELECT log, min(sequence) AS first, max(sequence) AS last FROM"
                  " (SELECT log, sequence,"
                  " sequence - row_number() OVER (PARTITION BY log ORDER BY sequence) AS range"
                  " FROM ledger INDEXED BY ledger_unusual"
                  " WHERE device = ?1 AND outcome = 'held' AND outcome <> 'stored')"
                  " GROUP BY log, range)"
                  " SELECT * FROM ranges ORDER BY 1, 2 LIMIT ?2"
                  " OFFSET ?2 * (?3 % max(1, ((SELECT count(*) FROM ranges) + ?2 - 1) / ?2))"));
  return all_rows<LogRange>(rows.bind_all(device, ranges_max, turn),
                            [](const db::Statement& row) -> Result<LogRange> {
                              return LogRange{row.integer(0), {row.integer(1), row.integer(2)}};
                            });
}

Result<std::vector<Reads::LogName>> SqliteReads::log_names() const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT device, log FROM logs UNION SELECT device, log FROM ledger"
                               " UNION SELECT device, log FROM responses"
                               " UNION SELECT device, log FROM interactions"
                               " UNION SELECT device, log FROM stars"
                               " UNION SELECT device, log FROM quarantine ORDER BY 1, 2"));
  return all_rows<LogName>(rows, [](const db::Statement& row) -> Result<LogName> {
    return LogName{row.text(0), row.integer(1)};
  });
}

Result<std::optional<LedgerRow>> SqliteReads::ledger_by_external_id(
    std::string_view device, std::string_view external_id) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kLedgerColumns) +
                                          "WHERE device = ?1 AND external_id = ?2"));
  return one_row<LedgerRow>(rows.bind_all(device, external_id), ledger_of);
}

Result<std::optional<Epoch>> SqliteReads::epoch(std::string_view device, std::int64_t log,
                                                std::int64_t epoch) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT device, log, epoch, seal_key, sealed, recovery FROM epochs "
                               "WHERE device = ?1 AND log = ?2 AND epoch = ?3"));
  return one_row<Epoch>(rows.bind_all(device, log, epoch), epoch_of);
}

}  // namespace afterword::collector
