// The proof that nothing was lost, added or altered: every ledger row, response and count is read
// and compared with the others, with the devices' own chains, and with keys that are not in the
// database.
#pragma once
#include <string>
#include <vector>

#include "sync/base/json/value.h"
#include "sync/collector/api/reconcile.h"
#include "sync/collector/ingest/definitions.h"
#include "sync/collector/ingest/keyring.h"

namespace afterword::collector {

struct Difference {
  std::string device;  // may be empty: it is about the collector as a whole
  std::int64_t log = 0;
  std::string sequences;  // "114-116, 120"; may be empty
  std::string what;
};

struct Proof {
  std::vector<LogSum> logs;
  LogSum total;
  std::vector<Difference> differences;
  std::vector<std::string> notes;  // for people; not differences
  bool recounted = false;          // the whole cube was counted again
  bool equal() const { return differences.empty(); }
};

// Up to this many responses, counting again is quick enough to be done whether asked for or not.
inline constexpr std::int64_t kAlwaysRecounted = 200'000;

// One consistent view. Errors are those of the disk; whatever is wrong with what is stored is a
// difference. Takes as long as reading everything.
Result<Proof> verify(const Reads& reads, const Keyring& keys, Definitions& definitions,
                     bool recount);

// {"equal","recounted","logs":[...],"total":{...},"differences":[...],"notes":[...]}
json::Value to_json(const Proof& proof);

// 1,2,3,7 -> "1-3, 7"; at most `ranges_max` ranges, then "and more".
std::string ranges_text(const std::vector<std::int64_t>& numbers, std::size_t ranges_max = 20);

}  // namespace afterword::collector
