// Small helpers that turn columns into values and back. Inside this folder only.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/db/db.h"
#include "sync/collector/storage/records.h"

namespace afterword::collector {

inline WallTime wall_at(const db::Statement& row, int column) { return {row.integer(column)}; }
inline std::optional<WallTime> maybe_wall_at(const db::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return WallTime{row.integer(column)};
}
inline Day day_at(const db::Statement& row, int column) {
  return {static_cast<std::int32_t>(row.integer(column))};
}
inline int int_at(const db::Statement& row, int column) {
  return static_cast<int>(row.integer(column));
}
inline std::optional<std::int64_t> ms_of(const std::optional<WallTime>& time) {
  if (!time) return std::nullopt;
  return time->ms;
}

// A word of a closed list. Errors: corrupt, when the database holds another.
template <class T>
Result<T> known_word(std::optional<T> meaning, const db::Statement& row, int column) {
  if (meaning) return *meaning;
  return fail(Failure::corrupt,
              "the database holds a word that nobody wrote: \"" + row.text(column) + "\"");
}

// Steps to the end, calling `visit` for each row.
template <class Visitor>
Result<> for_each_row(db::Statement& rows, const Visitor& visit) {
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, rows.step());
    if (!more) return {};
    AFTERWORD_TRY(visit(rows));
  }
}

// Every row, read by `read` (Statement -> Result<Row>).
template <class Row, class Read>
Result<std::vector<Row>> all_rows(db::Statement& rows, const Read& read) {
  std::vector<Row> out;
  AFTERWORD_TRY(for_each_row(rows, [&](const db::Statement& row) -> Result<> {
    AFTERWORD_ASSIGN(auto value, read(row));
    out.push_back(std::move(value));
    return {};
  }));
  return out;
}

// The first row, or nothing.
template <class Row, class Read>
Result<std::optional<Row>> one_row(db::Statement& rows, const Read& read) {
  AFTERWORD_ASSIGN(const bool found, rows.step());
  if (!found) return std::nullopt;
  AFTERWORD_ASSIGN(auto value, read(rows));
  return std::optional<Row>(std::move(value));
}

// Lists of words and numbers as JSON.
std::string words_as_json(const std::vector<std::string>& words);
Result<std::vector<std::string>> words_from_json(std::string_view text);
std::string formats_as_json(const Device& device);
Result<> formats_from_json(std::string_view text, Device& device);
std::string boots_as_json(const std::vector<DeviceBoot>& boots);
Result<std::vector<DeviceBoot>> boots_from_json(std::string_view text);

}  // namespace afterword::collector
