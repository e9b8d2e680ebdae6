// Devices, the ledger, responses and the cube.
#include "sync/collector/storage/sqlite/rows.h"
#include "sync/collector/storage/sqlite/writes.h"

namespace afterword::collector {

Result<> SqliteWrites::put_store(const Store& store) {
  return execute(
      "INSERT INTO stores(id, name, zone) VALUES (?1, ?2, ?3) "
      "ON CONFLICT DO UPDATE SET name = excluded.name, zone = excluded.zone",
      store.id, store.name, store.zone);
}

Result<> SqliteWrites::add_device(const Device& device) {
  const std::optional<Bytes> key =
      device.public_key.empty() ? std::nullopt : std::optional<Bytes>(device.public_key);
  return execute(
      "INSERT INTO devices(id, public_key, store, touchpoint, state, log, counter_highest,"
      " counter_seen, app_version, formats, enrolled_at_ms, seen_at_ms, heartbeat,"
      " heartbeat_counter, boots, alarms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
      device.id, key, device.store, device.touchpoint, name(device.state), device.log,
      device.counters.highest, static_cast<std::int64_t>(device.counters.seen), device.app_version,
      formats_as_json(device), device.enrolled_at.ms, ms_of(device.seen_at), device.heartbeat,
      device.heartbeat_counter, boots_as_json(device.boots), words_as_json(device.alarms));
}

Result<> SqliteWrites::update_device(const Device& device) {
  AFTERWORD_TRY(execute(
      "UPDATE devices SET store = ?2, touchpoint = ?3, state = ?4, log = ?5, counter_highest = ?6,"
      " counter_seen = ?7, app_version = ?8, formats = ?9, seen_at_ms = ?10, heartbeat = ?11,"
      " heartbeat_counter = ?12, boots = ?13, alarms = ?14, enrolled_at_ms = ?15 WHERE id = ?1",
      device.id, device.store, device.touchpoint, name(device.state), device.log,
      device.counters.highest, static_cast<std::int64_t>(device.counters.seen), device.app_version,
      formats_as_json(device), ms_of(device.seen_at), device.heartbeat, device.heartbeat_counter,
      boots_as_json(device.boots), words_as_json(device.alarms), device.enrolled_at.ms));
  if (db_.changed() == 0) return fail(Failure::not_found, "there is no such device", device.id);
  return {};
}

Result<std::string> SqliteWrites::next_device_id() {
  AFTERWORD_ASSIGN(const auto highest,
                   db_.integer("SELECT max(CAST(substr(id, 5) AS INTEGER)) FROM devices "
                               "WHERE id LIKE 'dev-%'"));
  return "dev-" + std::to_string(highest.value_or(0) + 1);
}

Result<> SqliteWrites::put_log(const DeviceLog& log) {
  return execute(
      "INSERT INTO logs(device, log, received_to, chain, reported_next, reported_chain,"
      " reported_waiting, reported_at_ms, forked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
      " ON CONFLICT DO UPDATE SET received_to = excluded.received_to, chain = excluded.chain,"
      " reported_next = excluded.reported_next, reported_chain = excluded.reported_chain,"
      " reported_waiting = excluded.reported_waiting, reported_at_ms = excluded.reported_at_ms,"
      " forked = excluded.forked",
      log.device, log.log, log.received_to, log.chain, log.reported_next, log.reported_chain,
      log.reported_waiting, ms_of(log.reported_at), log.forked);
}

Result<> SqliteWrites::put_ledger(const LedgerRow& row) {
  const auto day = row.day ? std::optional<std::int64_t>(row.day->number) : std::nullopt;
  const auto external_id =
      row.external_id.empty() ? std::nullopt : std::optional<std::string>(row.external_id);
  // What came under a number never changes; what became of it may. A lost one has the chain's head in its place.
  return execute(
      "INSERT INTO ledger(device, log, sequence, data_hash, outcome, reason, kind, survey, version,"
      " day, external_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
      " ON CONFLICT(device, log, sequence) DO UPDATE SET outcome = excluded.outcome,"
      " reason = excluded.reason, day = excluded.day, data_hash ="
      " CASE excluded.outcome WHEN 'lost' THEN excluded.data_hash ELSE data_hash END",
      row.device, row.log, row.sequence, row.data_hash, name(row.outcome), row.reason, row.kind,
      row.survey, row.version, day, external_id);
}

Result<> SqliteWrites::put_epoch(const Epoch& epoch) {
  return execute(
      "INSERT INTO epochs(device, log, epoch, seal_key, sealed, recovery)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
      epoch.device, epoch.log, epoch.epoch, epoch.seal_key, epoch.sealed, epoch.recovery);
}

Result<> SqliteWrites::add_response(const ResponseRow& response) {
  return execute(
      "INSERT INTO responses(device, log, sequence, survey, version, store, touchpoint, language,"
      " day, started_at_ms, time_quality, completion, flagged, body, received_at_ms, mac,"
      " withdraw_hash)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
      response.device, response.log, response.sequence, response.survey, response.version,
      response.store, response.touchpoint, response.language, response.day.number,
      response.started_at.ms, name(response.time_quality), name(response.completion),
      response.flagged, response.body, response.received_at.ms, response.mac,
      response.withdraw_hash.empty() ? std::nullopt
                                     : std::optional<std::string>(response.withdraw_hash));
}

Result<> SqliteWrites::erase_response(std::string_view device, std::int64_t log,
                                      std::int64_t sequence) {
  erased_ = true;
  return execute("DELETE FROM responses WHERE device = ?1 AND log = ?2 AND sequence = ?3", device,
                 log, sequence);
}

Result<> SqliteWrites::replace_without_comments(const ResponseRow& response) {
  erased_ = true;
  return execute(
      "UPDATE responses SET body = ?4, mac = ?5, comments_erased = 1"
      " WHERE device = ?1 AND log = ?2 AND sequence = ?3",
      response.device, response.log, response.sequence, response.body, response.mac);
}

Result<> SqliteWrites::replace_times(const ResponseRow& response) {
  erased_ = true;
  return execute(
      "UPDATE responses SET started_at_ms = ?4, received_at_ms = ?5, body = ?6, mac = ?7"
      " WHERE device = ?1 AND log = ?2 AND sequence = ?3",
      response.device, response.log, response.sequence, response.started_at.ms,
      response.received_at.ms, response.body, response.mac);
}

Result<> SqliteWrites::put_withdrawal(const Withdrawal& asked) {
  return execute(
      "INSERT INTO withdrawals(hash, store, day, expires_at_ms) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT DO UPDATE SET expires_at_ms = max(expires_at_ms, excluded.expires_at_ms)",
      asked.hash, asked.store, asked.day.number, asked.expires_at.ms);
}

Result<> SqliteWrites::put_quarantined(const Quarantined& item) {
  std::optional<std::int64_t> sealed_log, sealed_sequence;
  if (item.sealed_as) {
    sealed_log = item.sealed_as->log;
    sealed_sequence = item.sealed_as->sequence;
  }
  return execute(
      "INSERT OR REPLACE INTO quarantine(device, log, sequence, survey, version, response_format,"
      " epoch, data, reason, detail, boot, sent_mono_ms, received_at_ms, sealed_log,"
      " sealed_sequence)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      item.device, item.log, item.sequence, item.survey, item.version, item.response_format,
      item.epoch, item.data, item.reason, item.detail, item.boot, item.sent_mono.ms,
      item.received_at.ms, sealed_log, sealed_sequence);
}

Result<> SqliteWrites::remove_quarantined(const QuarantineKey& key) {
  erased_ = true;
  return execute("DELETE FROM quarantine WHERE device = ?1 AND log = ?2 AND sequence = ?3",
                 key.device, key.log, key.sequence);
}

Result<> SqliteWrites::add_to_cube(const Cube& counts) {
  for (const auto& [key, h] : counts)
    AFTERWORD_TRY(
        execute("INSERT INTO cube VALUES ("
                " (SELECT id FROM items WHERE survey = ?1 AND version = ?2 AND question = ?3),"
                " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                " ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)"
                " ON CONFLICT DO UPDATE SET answered = answered + excluded.answered,"
                " not_applicable = not_applicable + excluded.not_applicable,"
                " skipped = skipped + excluded.skipped, not_shown = not_shown + excluded.not_shown,"
                " v0 = v0 + excluded.v0, v1 = v1 + excluded.v1, v2 = v2 + excluded.v2,"
                " v3 = v3 + excluded.v3, v4 = v4 + excluded.v4, v5 = v5 + excluded.v5,"
                " v6 = v6 + excluded.v6, v7 = v7 + excluded.v7, v8 = v8 + excluded.v8,"
                " v9 = v9 + excluded.v9, v10 = v10 + excluded.v10, v11 = v11 + excluded.v11",
                key.survey, key.version, key.question, key.day.number, key.store, key.touchpoint,
                key.language, key.segment, key.flagged, h.answered, h.not_applicable, h.skipped,
                h.not_shown, h.v[0], h.v[1], h.v[2], h.v[3], h.v[4], h.v[5], h.v[6], h.v[7], h.v[8],
                h.v[9], h.v[10], h.v[11]));
  return {};
}

Result<> SqliteWrites::take_from_cube(const Cube& counts) {
  constexpr const char* kCell =
      " WHERE item = (SELECT id FROM items WHERE survey = ?1 AND version = ?2 AND question = ?3)"
      " AND day = ?4 AND store = ?5 AND touchpoint = ?6 AND language = ?7 AND segment = ?8"
      " AND flagged = ?9";
  for (const auto& [key, h] : counts) {
    AFTERWORD_TRY(execute(
        std::string("UPDATE cube SET answered = answered - ?10,"
                    " not_applicable = not_applicable - ?11, skipped = skipped - ?12,"
                    " not_shown = not_shown - ?13, v0 = v0 - ?14, v1 = v1 - ?15, v2 = v2 - ?16,"
                    " v3 = v3 - ?17, v4 = v4 - ?18, v5 = v5 - ?19, v6 = v6 - ?20, v7 = v7 - ?21,"
                    " v8 = v8 - ?22, v9 = v9 - ?23, v10 = v10 - ?24, v11 = v11 - ?25") +
            kCell,
        key.survey, key.version, key.question, key.day.number, key.store, key.touchpoint,
        key.language, key.segment, key.flagged, h.answered, h.not_applicable, h.skipped,
        h.not_shown, h.v[0], h.v[1], h.v[2], h.v[3], h.v[4], h.v[5], h.v[6], h.v[7], h.v[8], h.v[9],
        h.v[10], h.v[11]));
    AFTERWORD_TRY(execute(std::string("DELETE FROM cube") + kCell +
                              " AND answered = 0 AND not_applicable = 0 AND skipped = 0"
                              " AND not_shown = 0",
                          key.survey, key.version, key.question, key.day.number, key.store,
                          key.touchpoint, key.language, key.segment, key.flagged));
  }
  return {};
}

}  // namespace afterword::collector
