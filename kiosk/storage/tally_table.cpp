#include "kiosk/storage/tally_table.h"

namespace afterword::kiosk {

Result<> TallyTable::add(Day day, std::string_view survey, std::string_view name) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("INSERT INTO tally (day, survey, name, revision, count) "
                               "VALUES (?1, ?2, ?3, 1, 1) ON CONFLICT (day, survey, name) "
                               "DO UPDATE SET revision = revision + 1, count = count + 1"));
  return row.bind_all(day.text(), survey, name).run();
}

Result<std::vector<Tally>> TallyTable::newest(int count_max) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT day, survey, name, revision, count FROM tally "
                                         "ORDER BY day DESC, survey, name LIMIT ?1"));
  row.bind(1, count_max);
  std::vector<Tally> tallies;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return tallies;
    tallies.push_back({row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4)});
  }
}

Result<> TallyTable::forget(Day before) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM tally WHERE day < ?1"));
  return row.bind_all(before.text()).run();
}

}  // namespace afterword::kiosk
