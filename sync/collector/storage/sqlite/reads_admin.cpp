// Definitions, series, codes, people and settings.
#include "sync/collector/storage/sqlite/reads.h"
#include "sync/collector/storage/sqlite/rows.h"

namespace afterword::collector {
namespace {

constexpr const char* kHeadColumns =
    "SELECT survey, version, format, use, state, published_at_ms, rollout_stores, rollout_percent,"
    " title, envelope_sha256, length(envelope)";

Result<DefinitionHead> head_of(const db::Statement& row) {
  DefinitionHead head;
  head.survey = row.text(0);
  head.version = int_at(row, 1);
  head.format = int_at(row, 2);
  head.use = row.text_view(3) == "import" ? Use::import : Use::kiosk;
  AFTERWORD_ASSIGN(head.state, known_word(parse_definition_state(row.text_view(4)), row, 4));
  head.published_at = wall_at(row, 5);
  AFTERWORD_ASSIGN(head.rollout_stores, words_from_json(row.text_view(6)));
  head.rollout_percent = int_at(row, 7);
  head.title = row.text(8);
  head.envelope_sha256 = row.bytes(9);
  head.envelope_bytes = row.integer(10);
  return head;
}

Result<Definition> definition_of(const db::Statement& row) {
  AFTERWORD_ASSIGN(DefinitionHead head, head_of(row));
  return Definition{std::move(head), row.text(11), row.text(12)};
}

Result<Series> series_of(const db::Statement& row) {
  Series series;
  series.survey = row.text(0);
  series.question = row.text(1);
  AFTERWORD_ASSIGN(series.kind, known_word(parse_question_kind(row.text_view(2)), row, 2));
  AFTERWORD_ASSIGN(series.scale, known_word(parse_scale_kind(row.text_view(3)), row, 3));
  AFTERWORD_ASSIGN(series.options, words_from_json(row.text_view(4)));
  return series;
}

Result<User> user_of(const db::Statement& row) {
  return User{row.text(0), row.text(1), wall_at(row, 2)};
}

Result<CardRow> card_of(const db::Statement& row) {
  CardRow out;
  out.number = row.integer(0);
  AFTERWORD_ASSIGN(out.stores, words_from_json(row.text_view(1)));
  AFTERWORD_ASSIGN(const json::Value body, json::parse(row.text_view(2)));
  json::Problems problems;
  json::Fields fields(body, "", problems);
  out.card = read_card(fields, problems);
  if (!problems.empty()) return fail(Failure::corrupt, "a stored card cannot be read");
  return out;
}

Result<DeletionRow> deletion_of(const db::Statement& row) {
  return DeletionRow{row.integer(0), row.text(1)};
}

}  // namespace

Result<std::vector<CardRow>> SqliteReads::cards() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT number, stores, body FROM cards"
                                          " ORDER BY day DESC, number DESC"));
  return all_rows<CardRow>(rows, card_of);
}

Result<std::vector<DefinitionHead>> SqliteReads::definitions() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kHeadColumns) +
                                          " FROM definitions ORDER BY survey, version"));
  return all_rows<DefinitionHead>(rows, head_of);
}

Result<std::optional<Definition>> SqliteReads::definition(std::string_view survey,
                                                          int version) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare(std::string(kHeadColumns) + ", bytes, envelope FROM definitions "
                                                           "WHERE survey = ?1 AND version = ?2"));
  return one_row<Definition>(rows.bind_all(survey, version), definition_of);
}

Result<std::vector<Retirement>> SqliteReads::retirements() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT survey, version, envelope, envelope_sha256 "
                                          "FROM retirements ORDER BY survey"));
  return all_rows<Retirement>(rows, [](const db::Statement& row) -> Result<Retirement> {
    return Retirement{row.text(0), int_at(row, 1), row.text(2), row.bytes(3)};
  });
}

Result<std::vector<Series>> SqliteReads::series(std::string_view survey) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT survey, question, kind, scale, options "
                                          "FROM series WHERE survey = ?1 ORDER BY number"));
  return all_rows<Series>(rows.bind(1, survey), series_of);
}

Result<std::optional<EnrolCode>> SqliteReads::enrol_code(std::string_view selector) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT selector, hash, store, touchpoint, expires_at_ms,"
                               " tries_left, used FROM enrol_codes WHERE selector = ?1"));
  return one_row<EnrolCode>(
      rows.bind(1, selector), [](const db::Statement& row) -> Result<EnrolCode> {
        return EnrolCode{row.text(0),     row.bytes(1),   row.text(2),        row.text(3),
                         wall_at(row, 4), int_at(row, 5), row.integer(6) != 0};
      });
}

Result<std::map<std::string, std::int64_t>> SqliteReads::tally_sums(std::string_view survey,
                                                                    std::optional<Day> from,
                                                                    std::optional<Day> to) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT name, sum(count) FROM tallies WHERE survey = ?1"
                                          " AND day BETWEEN ?2 AND ?3 GROUP BY name"));
  rows.bind_all(survey, from.value_or(Day{INT32_MIN}).number, to.value_or(Day{kMisdated - 1}).number);
  std::map<std::string, std::int64_t> out;
  AFTERWORD_TRY(for_each_row(rows, [&out](const db::Statement& row) -> Result<> {
    out[row.text(0)] = row.integer(1);
    return {};
  }));
  return out;
}

Result<std::map<std::string, std::int64_t>> SqliteReads::misdated_sums(std::string_view survey) const {
  return tally_sums(survey, Day{kMisdated}, Day{INT32_MAX});
}

Result<Reads::MisdatedTallies> SqliteReads::misdated_tallies(std::string_view device) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT count(*), coalesce(sum(count), 0) FROM tallies WHERE device = ?1 AND day >= ?2"));
  AFTERWORD_TRY(rows.bind_all(device, kMisdated).step());
  return MisdatedTallies{rows.integer(0), rows.integer(1)};
}

Result<std::optional<User>> SqliteReads::user(std::string_view name) const {
  AFTERWORD_ASSIGN(
      auto rows, db_.prepare("SELECT name, password_hash, created_at_ms FROM users WHERE name=?1"));
  return one_row<User>(rows.bind(1, name), user_of);
}

Result<std::vector<User>> SqliteReads::users() const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT name, password_hash, created_at_ms FROM users ORDER BY name"));
  return all_rows<User>(rows, user_of);
}

Result<std::optional<Token>> SqliteReads::token(ByteView hash) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT hash, name, created_at_ms FROM tokens WHERE hash = ?1"));
  return one_row<Token>(rows.bind(1, hash), [](const db::Statement& row) -> Result<Token> {
    return Token{row.bytes(0), row.text(1), wall_at(row, 2)};
  });
}

Result<std::optional<Session>> SqliteReads::session(ByteView hash) const {
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("SELECT hash, user, csrf, expires_at_ms FROM sessions WHERE hash = ?1"));
  return one_row<Session>(rows.bind(1, hash), [](const db::Statement& row) -> Result<Session> {
    return Session{row.bytes(0), row.text(1), row.text(2), wall_at(row, 3)};
  });
}

Result<std::vector<AuditEntry>> SqliteReads::audit(int newest) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT number, at_ms, actor, action, detail, hash "
                                          "FROM audit ORDER BY number DESC LIMIT ?1"));
  return all_rows<AuditEntry>(rows.bind(1, newest),
                              [](const db::Statement& row) -> Result<AuditEntry> {
                                return AuditEntry{row.integer(0), wall_at(row, 1), row.text(2),
                                                  row.text(3),    row.text(4),     row.bytes(5)};
                              });
}

Result<std::vector<DeletionRow>> SqliteReads::deletions() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT number, envelope FROM deletions ORDER BY number"));
  return all_rows<DeletionRow>(rows, deletion_of);
}

Result<std::optional<DeletionRow>> SqliteReads::newest_deletion() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT number, envelope FROM deletions"
                                          " ORDER BY number DESC LIMIT 1"));
  return one_row<DeletionRow>(rows, deletion_of);
}

Result<std::optional<std::string>> SqliteReads::setting(std::string_view name) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT value FROM settings WHERE name = ?1"));
  return one_row<std::string>(
      rows.bind(1, name),
      [](const db::Statement& row) -> Result<std::string> { return row.text(0); });
}

Result<std::int64_t> SqliteReads::revision() const {
  AFTERWORD_ASSIGN(const auto value, db_.integer("SELECT CAST(value AS INTEGER) FROM settings "
                                                 "WHERE name = 'revision'"));
  return value.value_or(1);
}

}  // namespace afterword::collector
