// CSV + map + survey -> responses, or everything that is wrong with the file.
//
// Pure: no disk, no network. The whole file is checked before anything is returned as fit to send.
// Free text is redacted here. show_if is not enforced; a question that is not mapped is not_shown.
#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/day.h"
#include "sync/import/map.h"

namespace afterword {

struct ImportedResponse {
  std::string external_id;  // the cell of the map's `id`
  std::string store;
  Day day;           // the store's calendar day
  WallTime started;  // of a bare date: the day's first moment in the store's zone
  std::size_t row = 0;
  // Settled: one entry for every question and every possible why. wall_start and wall_end are
  // `started`, how long it took is unknown (0), completion is complete.
  Response response;
};

struct ImportTrouble {
  std::size_t row = 0;  // as a spreadsheet counts, the header is 1; 0: the file as a whole
  std::string column;   // empty: the whole row
  std::string value;    // the cell, shortened; empty for comments
  std::string message;  // what is wrong and what to do

  std::string text() const;  // "row 7, column "Class", value "Ecco": ..."
};

inline constexpr std::size_t kImportTroublesMax = 100;
inline constexpr std::size_t kExternalIdBytesMax = 200;

struct ImportStores {
  std::map<std::string, std::string, std::less<>> zones;  // of the stores that exist
  std::optional<std::string> zone_for_new;  // --create-stores: unknown stores get this zone
};

struct ImportReading {
  std::vector<ImportedResponse> responses;  // empty unless ok()
  std::set<std::string> new_stores;         // not in zones; only with zone_for_new
  std::size_t rows = 0;                     // read, without the header
  std::size_t repeated = 0;                 // the same id with the same content again: taken once
  std::size_t unanswered = 0;               // rows that answer nothing, which are no responses
  std::map<std::string, int> masked;        // what redaction masked, over all responses
  std::vector<ImportTrouble> troubles;      // at most kImportTroublesMax, in file order
  std::size_t troubles_more = 0;            // found but not listed
  bool ok() const { return troubles.empty(); }
};
ImportReading read_rows(std::string_view csv, const ImportMap& map, const Survey& survey,
                        const ImportStores& stores);

}  // namespace afterword
