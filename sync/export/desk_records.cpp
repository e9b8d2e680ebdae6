#include "sync/export/desk_records.h"

#include "sync/export/csv.h"
#include "sync/export/responses.h"

namespace afterword {
namespace {

constexpr std::string_view kInteractionColumns[] = {
    "id",         "device",       "log",         "sequence", "store",  "touchpoint", "day",
    "started_at", "time_quality", "duration_ms", "category", "solved", "handed_over"};
constexpr std::string_view kStarColumns[] = {"id",           "device",     "log", "sequence",
                                             "store",        "touchpoint", "day", "started_at",
                                             "time_quality", "staff",      "by"};

json::Value head_json(const StoredDeskRecord& record) {
  return json::object({{"id", record.id},
                       {"device", record.device},
                       {"log", record.log},
                       {"sequence", record.sequence},
                       {"store", record.store},
                       {"touchpoint", record.touchpoint},
                       {"day", record.day.text()},
                       {"started_at", rfc3339(rounded_start(record.started_at))},
                       {"time_quality", record.time_quality}});
}

}  // namespace

json::Value to_json(const StoredInteraction& interaction) {
  json::Value out = head_json(interaction.record);
  out.set("duration_ms", interaction.duration_ms);
  out.set("category", interaction.category);
  out.set("solved", name(interaction.solved));
  out.set("handed_over", interaction.handed_over);
  return out;
}

json::Value to_json(const StoredStar& star) {
  json::Value out = head_json(star.record);
  out.set("staff", star.staff);
  out.set("by", name(star.by));
  return out;
}

std::span<const std::string_view> interaction_columns() { return kInteractionColumns; }
std::span<const std::string_view> star_columns() { return kStarColumns; }

std::string csv_row(const json::Value& line, std::span<const std::string_view> columns) {
  std::vector<std::string> cells;
  for (const std::string_view column : columns) {
    const json::Value* const value = line.find(column);
    if (value == nullptr || value->is_null())
      cells.emplace_back();
    else if (value->is_string())
      cells.push_back(guard_formula(value->as_string()));
    else
      cells.push_back(json::dump(*value));
  }
  return csv_record(cells);
}

}  // namespace afterword
