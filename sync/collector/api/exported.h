// A stored response in the shape in which others get it.
#pragma once
#include "sync/collector/storage/records.h"
#include "sync/export/responses.h"

namespace afterword::collector {

// Opaque, and the same for ever: derived from device, log and sequence.
std::string response_id(const ResponseRow& row);
// The same of a desk's record; `kind` is its kind.
std::string desk_record_id(const DeskHead& head, std::string_view kind);

// How long it took, and each answer's time, leave the collector for this long only.
inline constexpr Ms kExactTimesKept = std::chrono::hours(24 * 30);

// Errors: corrupt, when the stored body cannot be read.
Result<StoredResponse> exported(const ResponseRow& row, WallTime now);

}  // namespace afterword::collector
