// An import map: which column of a CSV file holds what, and how its cells are to be read. README.md
// beside describes each key with examples.
//
// Pure values. A map is read against the survey it is for: question ids, option ids and values are
// checked, and all problems are reported, each with its JSON pointer.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "survey-defs/model/answer.h"
#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"

namespace afterword {

inline constexpr std::size_t kImportMapBytesMax = std::size_t{1024} * 1024;

// One column translated by a table, or one value for the whole file. Neither: the default.
struct ImportSource {
  std::optional<std::string> column;
  std::map<std::string, std::string, std::less<>> values;  // cell -> value; others stay as they are
  std::optional<std::string> value;
};

struct ImportTime {
  std::optional<std::string> column;
  std::string format;                // strftime, in the store's zone
  std::optional<std::string> value;  // a date or RFC 3339, already checked
};

// How the entry of one question (or its `.why`) is filled.
struct ImportQuestion {
  std::string entry;                                         // "rooms", "rooms.why"
  std::optional<std::string> column;                         // or:
  std::vector<std::pair<std::string, std::string>> columns;  // option id, column
  std::vector<std::string> not_applicable;
  std::vector<std::string> skipped;
  std::map<std::string, AnswerValue, std::less<>> values;
  std::string separator;  // choices only; empty: a cell is one option
};

struct ImportMap {
  std::string id_column;
  char delimiter = ',';
  ImportTime time;
  ImportSource store;
  ImportSource language;
  ImportSource touchpoint;
  std::optional<int> version;
  std::vector<ImportQuestion> questions;
};

struct ImportMapReading {
  std::optional<ImportMap> map;  // present exactly when problems is empty
  json::Problems problems;
};
// Never throws, whatever the bytes. At most kImportMapBytesMax.
ImportMapReading read_import_map(std::string_view bytes, const Survey& survey);

// The survey version that a map asks for, so that the caller can fetch it before it reads the map;
// nothing: the newest (or the map cannot be read, which read_import_map will say).
std::optional<int> import_map_version(std::string_view bytes);

}  // namespace afterword
