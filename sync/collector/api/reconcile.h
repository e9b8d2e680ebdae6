// Whether everything that devices recorded is here: recorded = stored + quarantined + withdrawn +
// expired + lost + waiting, for each log. What a device recorded and does not wait to send, and what is not here
// either, is missing: then it does not add up.
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
  std::int64_t missing = 0;  // of quick_sums() alone: neither here nor waiting there
  // Of those, the ones whose numbers are held here: they have a row, so no device can declare them lost. What waits
  // is taken for what has not come, before it is taken for what is held.
  std::int64_t missing_held = 0;

  std::int64_t received() const { return stored + quarantined + withdrawn + expired + lost; }
  bool adds_up() const { return recorded == received() + waiting; }
  LogSum& operator+=(const LogSum& other);
};

// Adds `count` to the place of that outcome (held: waiting).
void add_outcome(LogSum& sum, LedgerOutcome outcome, std::int64_t count);

// How many numbers of a log are neither here nor still to be sent, by the device's newest heartbeat: it takes them for
// stored, and this collector, put back to an older backup, does not have them. `held` are those that are held
// here and that the heartbeat knew of (below `reported_next`); the device keeps those, and counts them as waiting.
// What has come since that heartbeat, and what waits in other logs, makes it less and never more.
std::int64_t neither_here_nor_waiting(const DeviceLog& log, std::int64_t held);

// The numbers of a log that are held, and that its device knew of in its newest heartbeat; in order.
Result<std::vector<SequenceRange>> held_and_told(const Reads& reads, const DeviceLog& log);

// From the logs' own heads, without reading the ledger: quick, for pages and lists. It trusts what
// verify() proves. What is missing does not count as waiting.
Result<std::vector<LogSum>> quick_sums(const Reads& reads);

}  // namespace afterword::collector
