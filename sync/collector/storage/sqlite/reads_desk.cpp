// Interactions, stars and staff.
#include "sync/collector/storage/sqlite/reads.h"
#include "sync/collector/storage/sqlite/rows.h"

namespace afterword::collector {
namespace {

constexpr const char* kDeskHeadColumns =
    "SELECT place, device, log, sequence, store, touchpoint, day, started_at_ms, time_quality,"
    " body, received_at_ms, mac, ";
constexpr const char* kInteractionRest =
    "category, solved, handed_over, duration_ms FROM interactions ";
constexpr const char* kStarRest = "staff, given_by FROM stars ";
constexpr const char* kOneOfLog = "WHERE device = ?1 AND log = ?2 AND sequence = ?3";
constexpr const char* kAllOfLog = "WHERE device = ?1 AND log = ?2 ORDER BY sequence";
// Of one store the index leads to the days asked for; a day of one shop costs by its own records.
constexpr const char* kOfStore = "WHERE store = ?1";
constexpr const char* kOfAll = "WHERE ?1 = ''";
constexpr const char* kPageOf =
    " AND (?2 = '' OR touchpoint = ?2) AND day BETWEEN ?3 AND ?4 AND place > ?5"
    " ORDER BY place LIMIT ?6";

Result<DeskHead> desk_head_of(const db::Statement& row) {
  DeskHead out;
  out.place = row.integer(0);
  out.device = row.text(1);
  out.log = row.integer(2);
  out.sequence = row.integer(3);
  out.store = row.text(4);
  out.touchpoint = row.text(5);
  out.day = day_at(row, 6);
  out.started_at = wall_at(row, 7);
  AFTERWORD_ASSIGN(out.time_quality, known_word(parse_time_quality(row.text_view(8)), row, 8));
  out.body = row.text(9);
  out.received_at = wall_at(row, 10);
  out.mac = row.bytes(11);
  return out;
}

Result<InteractionRow> interaction_of(const db::Statement& row) {
  InteractionRow out;
  AFTERWORD_ASSIGN(out.head, desk_head_of(row));
  out.category = row.text(12);
  AFTERWORD_ASSIGN(out.solved, known_word(parse_solved(row.text_view(13)), row, 13));
  out.handed_over = row.integer(14) != 0;
  out.duration_ms = row.integer(15);
  return out;
}

Result<StarRow> star_of(const db::Statement& row) {
  StarRow out;
  AFTERWORD_ASSIGN(out.head, desk_head_of(row));
  out.staff = row.text(12);
  AFTERWORD_ASSIGN(out.by, known_word(parse_star_by(row.text_view(13)), row, 13));
  return out;
}

template <class Row, class Read>
Result<> visit_rows(db::Statement& rows, const Read& read, const Visit<Row>& visit) {
  return for_each_row(rows, [&](const db::Statement& row) -> Result<> {
    AFTERWORD_ASSIGN(const Row value, read(row));
    return visit(value);
  });
}

template <class Row, class Read>
Result<DeskPage<Row>> page_of(db::Statement& rows, const DeskQuery& query, const Read& read) {
  DeskPage<Row> page{.rows = {}, .last = query.after, .more = false};
  rows.bind_all(query.store, query.touchpoint, query.from.value_or(Day{INT32_MIN}).number,
                query.to.value_or(Day{INT32_MAX}).number, query.after, query.limit + 1);
  AFTERWORD_TRY(for_each_row(rows, [&](const db::Statement& row) -> Result<> {
    if (page.rows.size() == static_cast<std::size_t>(query.limit)) {
      page.more = true;
      return {};
    }
    AFTERWORD_ASSIGN(Row value, read(row));
    page.rows.push_back(std::move(value));
    page.last = row.integer(0);
    return {};
  }));
  return page;
}

std::string sql(const char* rest, const char* where) {
  return std::string(kDeskHeadColumns) + rest + where;
}

std::string page_sql(const char* rest, const DeskQuery& query) {
  return sql(rest, query.store.empty() ? kOfAll : kOfStore) + kPageOf;
}

}  // namespace

Result<std::optional<InteractionRow>> SqliteReads::interaction(std::string_view device,
                                                               std::int64_t log,
                                                               std::int64_t sequence) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(sql(kInteractionRest, kOneOfLog)));
  return one_row<InteractionRow>(rows.bind_all(device, log, sequence), interaction_of);
}

Result<std::optional<StarRow>> SqliteReads::star(std::string_view device, std::int64_t log,
                                                 std::int64_t sequence) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(sql(kStarRest, kOneOfLog)));
  return one_row<StarRow>(rows.bind_all(device, log, sequence), star_of);
}

Result<> SqliteReads::scan_interactions(std::string_view device, std::int64_t log,
                                        const Visit<InteractionRow>& visit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(sql(kInteractionRest, kAllOfLog)));
  return visit_rows<InteractionRow>(rows.bind_all(device, log), interaction_of, visit);
}

Result<> SqliteReads::scan_stars(std::string_view device, std::int64_t log,
                                 const Visit<StarRow>& visit) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(sql(kStarRest, kAllOfLog)));
  return visit_rows<StarRow>(rows.bind_all(device, log), star_of, visit);
}

Result<DeskPage<InteractionRow>> SqliteReads::interactions(const DeskQuery& query) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(page_sql(kInteractionRest, query)));
  return page_of<InteractionRow>(rows, query, interaction_of);
}

Result<DeskPage<StarRow>> SqliteReads::stars(const DeskQuery& query) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare(page_sql(kStarRest, query)));
  return page_of<StarRow>(rows, query, star_of);
}

Result<std::vector<StaffRow>> SqliteReads::staff(std::string_view store) const {
  AFTERWORD_ASSIGN(auto rows, db_.prepare("SELECT store, id, first_name, role, on_stars, pin"
                                          " FROM staff WHERE store = ?1 ORDER BY id"));
  return all_rows<StaffRow>(rows.bind_all(store), [](const db::Statement& row) -> Result<StaffRow> {
    return StaffRow{row.text(0), row.text(1),         row.text(2),
                    row.text(3), row.integer(4) != 0, row.text(5)};
  });
}

}  // namespace afterword::collector
