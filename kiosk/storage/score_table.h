// What this device recorded today, counted for the desk's scoreboard: sealed answers cannot be read
// back, so they are counted when they are recorded.
//
// On disk are whole blocks of five only. The one to four answers of a block that is not full yet are in
// memory alone, and go with the program: whoever takes the tablet away must not read what the last
// shopper said. So after a restart this device's own counts may be some answers behind, until the collector's
// come.
//
// Threads: the store thread. What is shown is durable when a writing function returns.
#pragma once
#include <optional>

#include "kiosk/session/session.h"
#include "sync/base/core/day.h"
#include "sync/base/db/db.h"
#include "sync/metrics/scoreboard.h"

namespace afterword::kiosk {

class ScoreTable {
 public:
  explicit ScoreTable(db::Database& database) : db_(database) {}

  // True: what is shown of `day` changed. Too early to say changes nothing.
  Result<bool> add(Day day, const Interaction& interaction);
  Result<bool> add(Day day, const DeskRating& rating);
  // Whole blocks of that day.
  Result<DeskCounts> shown(Day day);
  // What was counted under `from`, because the clock was wrong, is of `to`.
  Result<> move(Day from, Day to);
  // All but those of `first` to `last`.
  Result<> forget_others(Day first, Day last);

 private:
  Result<> turn_to(Day day);
  Result<> save();

  db::Database& db_;
  std::optional<Day> day_;
  DeskBook book_;
};

}  // namespace afterword::kiosk
