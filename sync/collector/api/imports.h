// Results gathered elsewhere, taken in as the responses of a device `import:NAME` with its own log.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/collector/api/write_as.h"

namespace afterword::collector {

// Whose responses they are.
inline constexpr std::string_view kImportDevicePrefix = "import:";
inline std::string import_device(std::string_view name) {
  return std::string(kImportDevicePrefix).append(name);
}
inline bool is_import_device(std::string_view device) {
  return device.substr(0, kImportDevicePrefix.size()) == kImportDevicePrefix;
}

struct ImportRow {
  std::string external_id;
  std::string store;
  Day day;
  WallTime started_at;
  Response response;
};
struct ImportBatch {
  std::string survey;
  int version = 1;
  std::string name;
  std::vector<ImportRow> rows;
};
inline constexpr std::size_t kImportRowsMax = 1000;
inline constexpr std::size_t kExternalIdMax = 200;

// The body of POST /v1/admin/imports. Errors: invalid, with every problem and its place.
Result<ImportBatch> read_import(std::string_view body, std::string survey, std::string name);

struct Imported {
  int stored = 0;
  int repeated = 0;  // the same id with the same content: nothing changed
};
// All or nothing: every row is checked before the first is written. `dry_run` only checks.
// Errors: not_found (no such survey version or store), invalid (a row does not fit the definition),
// conflict (an id that stands for other content already); each names the row. And those of write_as().
Result<Imported> import_batch(Context& context, const Actor& actor, const ImportBatch& batch,
                              bool dry_run);

}  // namespace afterword::collector
