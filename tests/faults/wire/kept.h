// What lies on the disks of collector and kiosk when both are still: read with SQL of our own, so
// that no code under test vouches for itself.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/core/bytes.h"

namespace afterword::test {

using Number = std::pair<std::string, std::int64_t>;  // device, sequence

struct AtCollector {
  std::map<Number, std::string> bodies;      // of stored responses, as they were sealed
  std::map<Number, Bytes> ledger;            // the hash of the sealed bytes
  std::map<Number, std::string> outcomes;
  std::vector<Number> arrival;               // of responses, in the order of arrival
};
AtCollector read_collector(const std::string& database);

// The hashes of the sealed bytes by number, as far as the kiosk keeps them.
std::map<std::int64_t, Bytes> read_kiosk(const std::string& folder);

// PRAGMA integrity_check.
bool is_whole(const std::string& database);

}  // namespace afterword::test
