// Responses, quarantine and the cube.
#include "sync/collector/storage/sqlite/reads.h"
#include "sync/collector/storage/sqlite/rows.h"

namespace afterword::collector {
namespace {

constexpr const char* kResponseColumns =
    "SELECT device, log, sequence, survey, version, store, touchpoint, language, day,"
    " started_at_ms, time_quality, completion, flagged, body, received_at_ms, mac, withdraw_hash,"
    " place, comments_erased FROM responses ";

Result<ResponseRow> response_of(const db::Statement& row) {
  ResponseRow out;
  out.device = row.text(0);
  out.log = row.integer(1);
  out.sequence = row.integer(2);
  out.survey = row.text(3);
  out.version = int_at(row, 4);
  out.store = row.text(5);
  out.touchpoint = row.text(6);
  out.language = row.text(7);
  out.day = day_at(row, 8);
  out.started_at = wall_at(row, 9);
  AFTERWORD_ASSIGN(out.time_quality, known_word(parse_time_quality(row.text_view(10)), row, 10));
  AFTERWORD_ASSIGN(out.completion, known_word(parse_completion(row.text_view(11)), row, 11));
  out.flagged = row.integer(12) != 0;
  out.body = row.text(13);
  out.received_at = wall_at(row, 14);
  out.mac = row.bytes(15);
  out.withdraw_hash = row.text(16);
  out.place = row.integer(17);
  out.comments_erased = row.integer(18) != 0;
  return out;
}

Result<Quarantined> quarantined_of(const db::Statement& row) {
  Quarantined out;
  out.device = row.text(0);
  out.log = row.integer(1);
  out.sequence = row.integer(2);
  out.survey = row.text(3);
  out.version = int_at(row, 4);
  out.response_format = int_at(row, 5);
  out.epoch = row.integer(6);
  out.data = row.bytes(7);
  out.reason = row.text(8);
  out.detail = row.text(9);
  if (!row.is_null(13)) out.sealed_as = {row.integer(13), row.integer(14)};
  out.boot = row.text(10);
  out.sent_mono = {row.integer(11)};
  out.received_at = wall_at(row, 12);
  return out;
}

Result<QuarantineHead> quarantine_head_of(const db::Statement& row) {
  QuarantineHead out;
  out.key = {row.text(0), row.integer(1), row.integer(2)};
  out.survey = row.text(3);
  out.version = int_at(row, 4);
  out.reason = row.text(5);
  out.detail = row.text(6);
  out.received_at = wall_at(row, 7);
  if (!row.is_null(8)) out.sealed_as = {row.integer(8), row.integer(9)};
  return out;
}

Histogram histogram_at(const db::Statement& row, int column) {
  Histogram out;
  const auto next = [&row, &column] { return static_cast<std::uint64_t>(row.integer(column++)); };
  out.answered = next();
  out.not_applicable = next();
  out.skipped = next();
  out.not_shown = next();
  for (std::uint64_t& count : out.v) count = next();
  return out;
}

const char* group_column(Group by) {
  switch (by) {
    case Group::none:
      return "''";
    case Group::store:
      return "store";
    case Group::day:
      return "day";
    case Group::touchpoint:
      return "touchpoint";
    case Group::language:
      return "language";
    case Group::version:
      return "version";
  }
  return "''";
}

}  // namespace

Result<std::optional<ResponseRow>> SqliteReads::response(std::string_view device, std::int64_t log,
                                                         std::int64_t sequence) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE device = ?1 AND log = ?2 AND sequence = ?3"));
  return one_row<ResponseRow>(rows.bind_all(device, log, sequence), response_of);
}

Result<> SqliteReads::scan_responses(std::string_view device, std::int64_t log,
                                     const Visit<ResponseRow>& visit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE device = ?1 AND log = ?2 ORDER BY sequence"));
  return for_each_row(rows.bind_all(device, log), [&](const db::Statement& row) -> Result<> {
    AFTERWORD_ASSIGN(const ResponseRow value, response_of(row));
    return visit(value);
  });
}

Result<> SqliteReads::scan_day(std::string_view store, std::string_view touchpoint, Day day,
                               const Visit<ResponseRow>& visit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE store = ?1 AND day = ?2 AND touchpoint = ?3"
                                          " ORDER BY place"));
  return for_each_row(rows.bind_all(store, day.number, touchpoint),
                      [&](const db::Statement& row) -> Result<> {
                        AFTERWORD_ASSIGN(const ResponseRow value, response_of(row));
                        return visit(value);
                      });
}

Result<std::int64_t> SqliteReads::count_responses() const {
  AFTERWORD_ASSIGN(const auto count, db_.integer("SELECT count(*) FROM responses"));
  return count.value_or(0);
}

Result<Reads::Completions> SqliteReads::completions(std::string_view survey,
                                                    std::optional<Day> from,
                                                    std::optional<int> version) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT completion, count(*) FROM responses WHERE survey = ?1 AND"
                               " day >= ?2 AND (?3 IS NULL OR version = ?3) GROUP BY completion"));
  Completions out;
  AFTERWORD_TRY(for_each_row(rows.bind_all(survey, from.value_or(Day{INT32_MIN}).number, version),
                             [&out](const db::Statement& row) -> Result<> {
                               const bool whole = row.text_view(0) == name(Completion::complete);
                               (whole ? out.complete : out.partial) +=
                                   static_cast<std::uint64_t>(row.integer(1));
                               return {};
                             }));
  return out;
}

Result<std::map<std::string, std::uint64_t>> SqliteReads::responses_by_store() const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT store, count(*) FROM responses GROUP BY store"));
  std::map<std::string, std::uint64_t> out;
  AFTERWORD_TRY(for_each_row(rows, [&out](const db::Statement& row) -> Result<> {
    out[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
    return {};
  }));
  return out;
}

Result<Reads::Page> SqliteReads::responses(std::string_view survey, std::int64_t after,
                                           int limit) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare(std::string(kResponseColumns) + "WHERE survey = ?1 AND place > ?2 "
                                                               "ORDER BY place LIMIT ?3"));
  Page page{.responses = {}, .last = after, .more = false};
  // One more than asked for says whether there is another page.
  AFTERWORD_TRY(for_each_row(rows.bind_all(survey, after, limit + 1),
                             [&](const db::Statement& row) -> Result<> {
                               if (page.responses.size() == static_cast<std::size_t>(limit)) {
                                 page.more = true;
                                 return {};
                               }
                               AFTERWORD_ASSIGN(auto value, response_of(row));
                               page.last = value.place;
                               page.responses.push_back(std::move(value));
                               return {};
                             }));
  return page;
}

Result<std::vector<ResponseRow>> SqliteReads::arrived(std::int64_t after, int limit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE place > ?1 AND device NOT LIKE 'import:%'"
                                          " ORDER BY place LIMIT ?2"));
  return all_rows<ResponseRow>(rows.bind_all(after, limit), response_of);
}

Result<std::vector<ResponseRow>> SqliteReads::newest_answering(std::string_view survey,
                                                               std::string_view entry,
                                                               std::optional<Day> from,
                                                               int limit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE survey = ?1 AND day >= ?2 AND"
                                          " comments_erased = 0 AND json_extract(body,"
                                          " '$.answers.\"' || ?3 || '\".state') = 'answered'"
                                          " ORDER BY place DESC LIMIT ?4"));
  std::vector<ResponseRow> out;
  AFTERWORD_TRY(
      for_each_row(rows.bind_all(survey, from.value_or(Day{INT32_MIN}).number, entry, limit),
                   [&out](const db::Statement& row) -> Result<> {
                     AFTERWORD_ASSIGN(auto value, response_of(row));
                     out.push_back(std::move(value));
                     return {};
                   }));
  return out;
}

Result<std::vector<QuarantineHead>> SqliteReads::quarantine(const QuarantineKey& after,
                                                            int limit) const {
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("SELECT device, log, sequence, survey, version, reason, detail, received_at_ms,"
                  " sealed_log, sealed_sequence FROM quarantine"
                  " WHERE (device, log, sequence) > (?1, ?2, ?3)"
                  " ORDER BY device, log, sequence LIMIT ?4"));
  return all_rows<QuarantineHead>(rows.bind_all(after.device, after.log, after.sequence, limit),
                                  quarantine_head_of);
}

Result<std::optional<Quarantined>> SqliteReads::quarantined(const QuarantineKey& key) const {
  AFTERWORD_ASSIGN(auto rows,
                   db_.prepare("SELECT device, log, sequence, survey, version, response_format,"
                               " epoch, data, reason, detail, boot, sent_mono_ms, received_at_ms,"
                               " sealed_log, sealed_sequence FROM quarantine"
                               " WHERE device = ?1 AND log = ?2 AND sequence = ?3"));
  return one_row<Quarantined>(rows.bind_all(key.device, key.log, key.sequence), quarantined_of);
}

Result<std::int64_t> SqliteReads::count_quarantined(std::string_view device) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT count(*) FROM quarantine WHERE device = ?1"));
  AFTERWORD_TRY(rows.bind_all(device).step());
  const std::int64_t count = rows.integer(0);
  rows.reset();
  return count;
}

Result<std::int64_t> SqliteReads::count_quarantined() const {
  AFTERWORD_ASSIGN(const auto count, db_.integer("SELECT count(*) FROM quarantine"));
  return count.value_or(0);
}

Result<std::vector<ResponseRow>> SqliteReads::responses_to_withdraw(const Withdrawal& asked) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE withdraw_hash = ?1 AND store = ?2"
                                          " AND (time_quality <> 'exact'"
                                          " OR day BETWEEN ?3 AND ?4) ORDER BY place"));
  return all_rows<ResponseRow>(
      rows.bind_all(asked.hash, asked.store, (asked.day + -kWithdrawDaysAround).number,
                    (asked.day + kWithdrawDaysAround).number),
      response_of);
}

Result<std::vector<ResponseRow>> SqliteReads::responses_with_comments(Day before, int skip,
                                                                      int limit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(std::string(kResponseColumns) +
                                          "WHERE comments_erased = 0 AND day < ?1"
                                          " ORDER BY day, place LIMIT ?2 OFFSET ?3"));
  return all_rows<ResponseRow>(rows.bind_all(before.number, limit, skip), response_of);
}

Result<bool> SqliteReads::is_withdrawn(std::string_view hash, std::string_view store,
                                       std::optional<Day> day) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT 1 FROM withdrawals WHERE hash = ?1 AND store = ?2"
                                          " AND (?3 IS NULL OR day BETWEEN ?3 - ?4 AND ?3 + ?4)"));
  const auto number = day ? std::optional<std::int64_t>(day->number) : std::nullopt;
  rows.bind_all(hash, store, number, kWithdrawDaysAround);
  AFTERWORD_ASSIGN(const bool found, rows.step());
  rows.reset();
  return found;
}

Result<bool> SqliteReads::has_withdrawal(const Withdrawal& asked) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT 1 FROM withdrawals WHERE hash = ?1 AND store = ?2"
                                          " AND day = ?3"));
  AFTERWORD_ASSIGN(const bool found,
                   rows.bind_all(asked.hash, asked.store, asked.day.number).step());
  rows.reset();
  return found;
}

Result<std::vector<CubeSum>> SqliteReads::sums(const CubeQuery& query) const {
  const std::string group = group_column(query.by);
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("SELECT question, " + group +
                  " AS g, sum(answered), sum(not_applicable), sum(skipped), sum(not_shown),"
                  " sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7),"
                  " sum(v8), sum(v9), sum(v10), sum(v11)"
                  " FROM items JOIN cube ON item = id"
                  " WHERE survey = ?1 AND day BETWEEN ?2 AND ?3 AND flagged <= ?4"
                  " GROUP BY question, g ORDER BY question, g"));
  rows.bind_all(query.survey, query.from.value_or(Day{INT32_MIN}).number,
                query.to.value_or(Day{INT32_MAX}).number, query.clean_only ? 0 : 1);
  return all_rows<CubeSum>(rows, [&query](const db::Statement& row) -> Result<CubeSum> {
    return CubeSum{row.text(0), query.by == Group::day ? day_at(row, 1).text() : row.text(1),
                   histogram_at(row, 2)};
  });
}

Result<Cube> SqliteReads::cube() const {
  AFTERWORD_ASSIGN(
      auto rows,
      db_.prepare("SELECT survey, version, question, day, store, touchpoint, language, segment,"
                  " flagged, answered, not_applicable, skipped, not_shown, v0, v1, v2, v3, v4, v5,"
                  " v6, v7, v8, v9, v10, v11 FROM cube JOIN items ON id = item"));
  Cube out;
  AFTERWORD_TRY(for_each_row(rows, [&out](const db::Statement& row) -> Result<> {
    CubeKey key{row.text(0), int_at(row, 1), row.text(2), day_at(row, 3),     row.text(4),
                row.text(5), row.text(6),    row.text(7), row.integer(8) != 0};
    out[std::move(key)] = histogram_at(row, 9);
    return {};
  }));
  return out;
}

}  // namespace afterword::collector
