#include "sync/collector/api/reconcile.h"

#include <algorithm>
#include <climits>
#include <map>

namespace afterword::collector {
namespace {

Result<> add_missing(const Reads& reads, const DeviceLog& log, std::int64_t held, LogSum& sum) {
  sum.missing = neither_here_nor_waiting(log, held);
  if (sum.missing > 0 && log.received_to >= log.reported_next) {
    // Some came after the heartbeat, and are perhaps among the held ones: of those it could say nothing.
    AFTERWORD_ASSIGN(const auto told, held_and_told(reads, log));
    held = 0;
    for (const SequenceRange& range : told) held += range.last - range.first + 1;
    sum.missing = neither_here_nor_waiting(log, held);
  }
  sum.missing_held = std::min(sum.missing, held);
  return {};
}

}  // namespace

LogSum& LogSum::operator+=(const LogSum& other) {
  recorded += other.recorded;
  stored += other.stored;
  quarantined += other.quarantined;
  withdrawn += other.withdrawn;
  expired += other.expired;
  lost += other.lost;
  waiting += other.waiting;
  missing += other.missing;
  missing_held += other.missing_held;
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

std::int64_t neither_here_nor_waiting(const DeviceLog& log, std::int64_t held) {
  if (log.reported_next < 1) return 0;  // it has said nothing yet
  const std::int64_t not_come = std::max<std::int64_t>(0, log.reported_next - 1 - log.received_to);
  return std::max<std::int64_t>(0, not_come + held - log.reported_waiting);
}

Result<std::vector<SequenceRange>> held_and_told(const Reads& reads, const DeviceLog& log) {
  AFTERWORD_ASSIGN(const auto ranges, reads.held(log.device, INT_MAX, 0));
  std::vector<SequenceRange> told;
  for (const LogRange& range : ranges) {
    const std::int64_t last = std::min(range.numbers.last, log.reported_next - 1);
    if (range.log == log.log && range.numbers.first <= last) told.push_back({range.numbers.first, last});
  }
  return told;
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
  for (const DeviceLog& log : logs) {
    LogSum& sum = sums[{log.device, log.log}];
    const std::int64_t held = sum.waiting - (sum.recorded - log.received_to);
    AFTERWORD_TRY(add_missing(reads, log, held, sum));
    sum.waiting -= sum.missing;
  }
  std::vector<LogSum> out;
  for (auto& [name, sum] : sums) out.push_back(std::move(sum));
  return out;
}

}  // namespace afterword::collector
