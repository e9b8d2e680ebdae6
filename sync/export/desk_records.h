// A desk's records as others get them: one JSON object a line.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "survey-defs/model/desk_records.h"
#include "sync/base/core/day.h"
#include "sync/base/json/value.h"

namespace afterword {

struct StoredDeskRecord {
  std::string id;  // opaque
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string store, touchpoint;
  Day day;
  WallTime started_at;  // leaves rounded down to 15 minutes
  std::string time_quality;
};
struct StoredInteraction {
  StoredDeskRecord record;
  std::string category;
  Solved solved = Solved::too_early;
  bool handed_over = false;
  std::int64_t duration_ms = 0;
};
struct StoredStar {
  StoredDeskRecord record;
  std::string staff;  // empty: the team
  StarBy by = StarBy::customer;
};

json::Value to_json(const StoredInteraction& interaction);
json::Value to_json(const StoredStar& star);

// The names of the members above, in order: the columns of a CSV.
std::span<const std::string_view> interaction_columns();
std::span<const std::string_view> star_columns();
// One CSV record of a JSON line, with CRLF. What is missing is an empty cell.
std::string csv_row(const json::Value& line, std::span<const std::string_view> columns);

}  // namespace afterword
