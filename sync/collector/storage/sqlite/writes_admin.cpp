// Definitions, codes, people and settings.
#include "sync/collector/storage/sqlite/rows.h"
#include "sync/collector/storage/sqlite/writes.h"

namespace afterword::collector {

Result<> SqliteWrites::add_definition(const Definition& definition,
                                      const std::vector<std::string>& items) {
  const DefinitionHead& head = definition.head;
  AFTERWORD_TRY(
      execute("INSERT INTO definitions(survey, version, format, use, state, published_at_ms,"
              " rollout_stores, rollout_percent, title, bytes, envelope, envelope_sha256)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
              head.survey, head.version, head.format, head.use == Use::import ? "import" : "kiosk",
              name(head.state), head.published_at.ms, words_as_json(head.rollout_stores),
              head.rollout_percent, head.title, definition.bytes, definition.envelope,
              head.envelope_sha256));
  for (const std::string& item : items)
    AFTERWORD_TRY(execute("INSERT INTO items(survey, version, question) VALUES (?1, ?2, ?3)",
                          head.survey, head.version, item));
  return {};
}

Result<> SqliteWrites::set_envelope(const SurveyVersion& survey, std::string_view envelope,
                                    const Bytes& envelope_sha256) {
  return execute(
      "UPDATE definitions SET envelope = ?3, envelope_sha256 = ?4 "
      "WHERE survey = ?1 AND version = ?2",
      survey.survey, survey.version, envelope, envelope_sha256);
}

Result<> SqliteWrites::set_rollout(const DefinitionHead& head) {
  return execute(
      "UPDATE definitions SET rollout_stores = ?3, rollout_percent = ?4 "
      "WHERE survey = ?1 AND version = ?2",
      head.survey, head.version, words_as_json(head.rollout_stores), head.rollout_percent);
}

Result<> SqliteWrites::retire(const Retirement& retirement) {
  AFTERWORD_TRY(
      execute("UPDATE definitions SET state = 'retired' WHERE survey = ?1 AND version <= ?2",
              retirement.survey, retirement.version));
  return execute(
      "INSERT OR REPLACE INTO retirements(survey, version, envelope, envelope_sha256)"
      " VALUES (?1, ?2, ?3, ?4)",
      retirement.survey, retirement.version, retirement.envelope, retirement.envelope_sha256);
}

Result<> SqliteWrites::add_series(const Series& series) {
  return execute(
      "INSERT OR IGNORE INTO series(survey, question, kind, scale, options)"
      " VALUES (?1, ?2, ?3, ?4, ?5)",
      series.survey, series.question, name(series.kind), name(series.scale),
      words_as_json(series.options));
}

Result<> SqliteWrites::put_enrol_code(const EnrolCode& code) {
  return execute(
      "INSERT OR REPLACE INTO enrol_codes(selector, hash, store, touchpoint, expires_at_ms,"
      " tries_left, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      code.selector, code.hash, code.store, code.touchpoint, code.expires_at.ms, code.tries_left,
      code.used);
}

Result<> SqliteWrites::put_tally(const Tally& tally) {
  const bool misdated = tally.day.number >= kMisdated;
  return execute(
      "INSERT INTO tallies(device, day, survey, name, revision, count)"
      " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM tallies WHERE device = ?1"
      " AND day = ?2 AND survey = ?3 AND name = ?4)"
      " OR (SELECT count(*) FROM (SELECT 1 FROM tallies WHERE device = ?1 AND day BETWEEN ?7 AND ?8 LIMIT ?9)) < ?9"
      " ON CONFLICT DO UPDATE SET revision = excluded.revision,"
      " count = excluded.count WHERE excluded.revision > revision",
      tally.device, tally.day.number, tally.survey, tally.name, tally.revision, tally.count,
      misdated ? kMisdated : tally.day.number, misdated ? INT32_MAX : tally.day.number,
      misdated ? kMisdatedMost : kTalliesADay);
}

Result<> SqliteWrites::place_tallies(std::string_view device, Day first, Day last) {
  const auto move = [&](int from, int to, int by) -> Result<> {
    AFTERWORD_TRY(execute("INSERT INTO tallies(device, day, survey, name, revision, count)"
                          " SELECT device, day + ?4, survey, name, revision, count FROM tallies"
                          " WHERE device = ?1 AND day BETWEEN ?2 AND ?3"
                          " ON CONFLICT DO UPDATE SET revision = excluded.revision,"
                          " count = excluded.count WHERE excluded.revision > revision",
                          device, from, to, by));
    return execute("DELETE FROM tallies WHERE device = ?1 AND day BETWEEN ?2 AND ?3", device, from, to);
  };
  AFTERWORD_TRY(move(kMisdated + first.number, kMisdated + last.number, -kMisdated));
  AFTERWORD_TRY(move(INT32_MIN, first.number - 1, kMisdated));
  return move(last.number + 1, kMisdated - 1, kMisdated);
}

Result<> SqliteWrites::put_user(const User& user) {
  return execute(
      "INSERT OR REPLACE INTO users(name, password_hash, created_at_ms) VALUES (?1,?2,?3)",
      user.name, user.password_hash, user.created_at.ms);
}

Result<bool> SqliteWrites::remove_user(std::string_view name) {
  AFTERWORD_TRY(execute("DELETE FROM users WHERE name = ?1", name));
  return db_.changed() != 0;
}

Result<> SqliteWrites::end_access(std::string_view user) {
  AFTERWORD_TRY(execute("DELETE FROM sessions WHERE user = ?1", user));
  return execute("DELETE FROM login_links WHERE user = ?1", user);
}

Result<> SqliteWrites::end_all_access() {
  for (const char* const table : {"sessions", "login_links", "enrol_codes"})
    AFTERWORD_TRY(execute("DELETE FROM " + std::string(table)));
  return {};
}

Result<> SqliteWrites::remove_tokens_but(ByteView hash) {
  return execute("DELETE FROM tokens WHERE hash <> ?1", hash);
}

Result<> SqliteWrites::add_token(const Token& token) {
  return execute("INSERT INTO tokens(hash, name, created_at_ms) VALUES (?1, ?2, ?3)", token.hash,
                 token.name, token.created_at.ms);
}

Result<> SqliteWrites::add_session(const Session& session) {
  return execute("INSERT INTO sessions(hash, user, csrf, expires_at_ms) VALUES (?1, ?2, ?3, ?4)",
                 session.hash, session.user, session.csrf, session.expires_at.ms);
}

Result<> SqliteWrites::remove_session(ByteView hash) {
  return execute("DELETE FROM sessions WHERE hash = ?1", hash);
}

Result<> SqliteWrites::remove_expired(WallTime now) {
  for (const char* const table : {"sessions", "login_links", "enrol_codes"})
    AFTERWORD_TRY(
        execute("DELETE FROM " + std::string(table) + " WHERE expires_at_ms <= ?1 OR expires_at_ms > ?2", now.ms,
                (now + kAccessLifeMost).ms));
  return {};
}

Result<> SqliteWrites::remove_expired_withdrawals(WallTime now) {
  return execute("DELETE FROM withdrawals WHERE expires_at_ms <= ?1", now.ms);
}

Result<> SqliteWrites::add_login_link(const LoginLink& link) {
  return execute("INSERT INTO login_links(hash, user, expires_at_ms) VALUES (?1, ?2, ?3)",
                 link.hash, link.user, link.expires_at.ms);
}

Result<std::optional<LoginLink>> SqliteWrites::take_login_link(ByteView hash) {
  AFTERWORD_TRY(expect_transaction());
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("DELETE FROM login_links WHERE hash = ?1 RETURNING hash, user, expires_at_ms"));
  rows.bind(1, hash);
  AFTERWORD_ASSIGN(const bool found, rows.step());
  if (!found) return std::nullopt;
  LoginLink link{rows.bytes(0), rows.text(1), wall_at(rows, 2)};
  AFTERWORD_TRY(rows.run());  // a statement left halfway would keep the transaction from ending
  return std::optional<LoginLink>(std::move(link));
}

Result<> SqliteWrites::add_audit(const AuditEntry& entry) {
  return execute(
      "INSERT INTO audit(number, at_ms, actor, action, detail, hash) VALUES (?1,?2,?3,?4,?5,?6)",
      entry.number, entry.at.ms, entry.actor, entry.action, entry.detail, entry.hash);
}

Result<> SqliteWrites::put_deletion(const DeletionRow& row) {
  return execute("INSERT OR REPLACE INTO deletions(number, envelope) VALUES (?1, ?2)", row.number,
                 row.envelope);
}

Result<std::int64_t> SqliteWrites::add_card(const CardRow& card) {
  AFTERWORD_TRY(execute("INSERT INTO cards(day, stores, body) VALUES (?1, ?2, ?3)", card.card.day,
                        words_as_json(card.stores), json::dump(to_json(card.card))));
  return db_.last_row_id();
}

Result<bool> SqliteWrites::remove_card(std::int64_t number) {
  AFTERWORD_TRY(execute("DELETE FROM cards WHERE number = ?1", number));
  return db_.changed() != 0;
}

Result<> SqliteWrites::put_setting(std::string_view name, std::string_view value) {
  return execute("INSERT OR REPLACE INTO settings(name, value) VALUES (?1, ?2)", name, value);
}

Result<> SqliteWrites::raise_revision() {
  AFTERWORD_ASSIGN(const std::int64_t revision, reads_.revision());
  return put_setting("revision", std::to_string(revision + 1));
}

// SQLite has a row here for each table that ever held one.
Result<> SqliteWrites::raise_places(std::int64_t step, std::int64_t least) {
  for (const std::string_view table : {"responses", "interactions", "stars"}) {
    AFTERWORD_TRY(execute("UPDATE sqlite_sequence SET seq = max(seq + ?2, ?3) WHERE name = ?1",
                          table, step, least));
    if (db_.changed() > 0) continue;
    AFTERWORD_TRY(execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?1, max(?2, ?3))", table,
                          step, least));
  }
  return {};
}

Result<> SqliteWrites::expect_transaction() const {
  if (!ended()) return {};
  return fail(Failure::io, "an error has undone the transaction", db_.path(),
              "try again in a moment");
}

Result<> SqliteWrites::attempt(const std::function<Result<>(Writes&)>& part) {
  AFTERWORD_TRY(expect_transaction());
  AFTERWORD_TRY(db_.run("SAVEPOINT part"));
  auto done = part(*this);
  if (!done && ended()) return done;
  auto ends = done ? Result<>() : db_.run("ROLLBACK TO part");
  if (ends) ends = db_.run("RELEASE part");
  if (ends) return done;
  db_.give_up();  // or half of it would be committed with the rest
  return ends;
}

}  // namespace afterword::collector
