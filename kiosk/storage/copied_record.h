// What an entry of the second copy says: a record's row as it stands in the database, with the key of its epoch,
// which nobody here can open.
//
// Threads: any.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/storage/record_table.h"

namespace afterword::kiosk {

using Place = std::pair<std::int64_t, std::int64_t>;  // log, number

// `record` waits: what the collector answered is not copied, and sent twice is safe.
struct CopiedRecord {
  KeptRecord record;
  SealedEpoch epoch;
};
// By place, one each.
using CopiedRecords = std::map<Place, CopiedRecord>;

inline Place place_of(const SealedResponse& response) { return {response.log, response.sequence}; }

Bytes encode_copied(const std::string& device, const KeptRecord& record, const SealedEpoch& epoch);
// The first entry of a file says whose it is.
Bytes encode_label(const std::string& device);

struct ReadEntry {
  std::string device;
  std::optional<CopiedRecord> copied;  // nothing: the label
};
// Nothing: it is not what it should be, or the row does not prove itself.
std::optional<ReadEntry> decode_copied(ByteView body);

}  // namespace afterword::kiosk
