#include "kiosk/storage/tally_table.h"

namespace afterword::kiosk {

namespace {

Result<> read_tallies(db::Statement& row, std::vector<Tally>& out) {
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return {};
    out.push_back({row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4)});
  }
}

}  // namespace

Result<> TallyTable::add(Day day, std::string_view survey, std::string_view name,
                         std::int64_t by) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("INSERT INTO tally (day, survey, name, revision, count) "
                               "VALUES (?1, ?2, ?3, 1, max(0, ?4)) ON CONFLICT (day, survey, name) "
                               "DO UPDATE SET revision = revision + 1, count = max(0, count + ?4)"));
  return row.bind_all(day.text(), survey, name, by).run();
}

Result<std::vector<Tally>> TallyTable::some(int count_max, Day tomorrow) {
  AFTERWORD_ASSIGN(const auto all, db_.integer("SELECT count(*) FROM tally"));
  const bool takes_turns = all.value_or(0) > count_max;
  const int newest_max = takes_turns ? count_max / 2 : count_max;
  std::vector<Tally> tallies;
  AFTERWORD_ASSIGN(auto newest, db_.prepare("SELECT day, survey, name, revision, count FROM tally WHERE day <= ?1 "
                                            "ORDER BY day DESC, survey, name LIMIT ?2"));
  newest.bind_all(takes_turns ? tomorrow.text() : std::string("~"), newest_max);
  AFTERWORD_TRY(read_tallies(newest, tallies));
  if (!takes_turns) return tallies;
  const std::size_t before = tallies.size();
  AFTERWORD_ASSIGN(auto next, db_.prepare("SELECT day, survey, name, revision, count FROM tally "
                                          "WHERE (day, survey, name) > (?1, ?2, ?3) "
                                          "ORDER BY day, survey, name LIMIT ?4"));
  const int turn = count_max - newest_max;
  next.bind_all(told_.day, told_.survey, told_.name, turn);
  AFTERWORD_TRY(read_tallies(next, tallies));
  const bool at_end = static_cast<int>(tallies.size() - before) < turn;
  told_ = at_end ? Tally{} : tallies.back();
  return tallies;
}

Result<> TallyTable::forget(Day before) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM tally WHERE day < ?1 AND day <> ?2"));
  return row.bind_all(before.text(), kNoDay.text()).run();
}

Result<std::vector<Tally>> TallyTable::counted_after(Day day) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT day, survey, name, revision, count FROM tally "
                                         "WHERE day > ?1 AND count > 0"));
  row.bind_all(day.text());
  std::vector<Tally> out;
  AFTERWORD_TRY(read_tallies(row, out));
  return out;
}

Result<> TallyTable::forget_empty_after(Day day) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM tally WHERE day > ?1 AND count = 0"));
  return row.bind_all(day.text()).run();
}

}  // namespace afterword::kiosk
