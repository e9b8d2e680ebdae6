// Whether everything that devices recorded is here: recorded = stored + quarantined + withdrawn +
// expired + lost + waiting, for each log.
#pragma once
#include <string>
#include <vector>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

struct LogSum {
  std::string device;
  std::int64_t log = 1;
  std::int64_t recorded = 0;  // what the device says it numbered, or more, if more has come
  std::int64_t stored = 0;
  std::int64_t quarantined = 0;
  std::int64_t withdrawn = 0;
  std::int64_t expired = 0;
  std::int64_t lost = 0;
  std::int64_t waiting = 0;  // still only on the device: not sent yet, or held

  std::int64_t received() const { return stored + quarantined + withdrawn + expired + lost; }
  bool adds_up() const { return recorded == received() + waiting; }
  LogSum& operator+=(const LogSum& other);
};

// Adds `count` to the place of that outcome (held: waiting).
void add_outcome(LogSum& sum, LedgerOutcome outcome, std::int64_t count);

// From the logs' own heads, without reading the ledger: quick, for pages and lists. It trusts what
// verify() proves.
Result<std::vector<LogSum>> quick_sums(const Reads& reads);

}  // namespace afterword::collector
