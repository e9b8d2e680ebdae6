// A stored response as others get it: one JSON object a line, or one CSV row. README.md beside
// lists every field and column.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/day.h"
#include "sync/base/json/value.h"

namespace afterword {

// How well the start is known.
enum class TimeQuality { exact, estimated, received, imported };
std::string_view name(TimeQuality);
std::optional<TimeQuality> parse_time_quality(std::string_view);

struct StoredResponse {
  std::string id;  // opaque
  std::string survey;
  int version = 1;
  Language language;
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string store;
  std::string touchpoint;
  Day day;              // the store's calendar day
  WallTime started_at;  // exact or not: it leaves rounded down to 15 minutes
  TimeQuality time_quality = TimeQuality::exact;
  std::optional<std::int64_t> duration_ms;  // nothing after 30 days
  Completion completion = Completion::complete;
  Answers answers;  // settled
  std::vector<Flag> flags;
};

// Down to the quarter of an hour.
WallTime rounded_start(WallTime time);

json::Value to_json(const StoredResponse& response);
std::string jsonl_line(const StoredResponse& response);  // with the line feed

// The entries (questions and whys) that the columns of a CSV stand for: those of all versions, each
// once, in the order in which the newest has them, older ones after.
std::vector<std::string> csv_entries(const std::vector<const Survey*>& oldest_first);

// With CRLF. Entries that a response does not know are not_shown.
std::string csv_header(const std::vector<std::string>& entries);
std::string csv_row(const StoredResponse& response, const std::vector<std::string>& entries);

}  // namespace afterword
