#include "sync/collector/api/reconcile.h"

#include <algorithm>
#include <map>

namespace afterword::collector {

LogSum& LogSum::operator+=(const LogSum& other) {
  recorded += other.recorded;
  stored += other.stored;
  quarantined += other.quarantined;
  withdrawn += other.withdrawn;
  expired += other.expired;
  lost += other.lost;
  waiting += other.waiting;
  return *this;
}

void add_outcome(LogSum& sum, LedgerOutcome outcome, std::int64_t count) {
  switch (outcome) {
    case LedgerOutcome::held:
      sum.waiting += count;
      return;
    case LedgerOutcome::stored:
      sum.stored += count;
      return;
    case LedgerOutcome::quarantined:
      sum.quarantined += count;
      return;
    case LedgerOutcome::withdrawn:
      sum.withdrawn += count;
      return;
    case LedgerOutcome::expired:
      sum.expired += count;
      return;
    case LedgerOutcome::lost:
      sum.lost += count;
      return;
  }
}

Result<std::vector<LogSum>> quick_sums(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto logs, reads.logs());
  AFTERWORD_ASSIGN(const auto unusual, reads.unusual_outcomes());
  std::map<std::pair<std::string, std::int64_t>, LogSum> sums;
  for (const DeviceLog& log : logs) {
    LogSum& sum = sums[{log.device, log.log}];
    sum.device = log.device;
    sum.log = log.log;
    sum.recorded = std::max(log.received_to, log.reported_next - 1);
    sum.stored = log.received_to;
    sum.waiting = sum.recorded - log.received_to;
  }
  for (const Reads::OutcomeCount& count : unusual) {
    LogSum& sum = sums[{count.device, count.log}];
    add_outcome(sum, count.outcome, count.count);
    sum.stored -= count.count;
  }
  std::vector<LogSum> out;
  for (auto& [name, sum] : sums) out.push_back(std::move(sum));
  return out;
}

}  // namespace afterword::collector
