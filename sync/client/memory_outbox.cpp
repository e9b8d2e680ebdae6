#include <mutex>

#include "sync/client/outbox.h"
#include "sync/protocol/limits.h"

namespace afterword {
namespace {

enum class Where { waiting, held, acknowledged };

struct Row {
  SealedResponse response;
  Chain chain_before{};
  Where where = Where::waiting;
};

struct InOrder {
  bool operator()(const RecordPlace& a, const RecordPlace& b) const {
    return std::pair(a.log, a.sequence) < std::pair(b.log, b.sequence);
  }
};
using Rows = std::map<RecordPlace, Row, InOrder>;

}  // namespace

struct MemoryOutbox::Impl {
  std::string device;
  std::mutex mutex;
  Rows rows;
  std::map<std::int64_t, SealedEpoch> epochs;
  OutboxState state;

  Run run(Where where, const RecordPlace& after, int count_max, std::size_t bytes_max) const;
  void set(const RecordPlace& place, Where where);
};

Run MemoryOutbox::Impl::run(Where where, const RecordPlace& after, int count_max,
                            std::size_t bytes_max) const {
  Run out;
  std::size_t bytes = 0;
  for (const auto& [place, row] : rows) {
    const bool ours = row.where == where && InOrder()(after, place);
    if (!ours && out.responses.empty()) continue;
    if (!out.responses.empty() &&
        (!ours || place.sequence != out.last() + 1 || place.log != out.responses.front().log))
      break;
    bytes += row.response.data.size();
    const bool full = static_cast<int>(out.responses.size()) >= count_max || bytes > bytes_max;
    if (full && !out.responses.empty()) break;
    if (out.responses.empty()) out.chain_before = row.chain_before;
    out.responses.push_back(row.response);
  }
  return out;
}

void MemoryOutbox::Impl::set(const RecordPlace& place, Where where) {
  const auto row = rows.find(place);
  if (row != rows.end() && row->second.where != Where::acknowledged) row->second.where = where;
}

MemoryOutbox::MemoryOutbox(std::string device, std::int64_t log) : impl_(std::make_unique<Impl>()) {
  impl_->device = device;
  impl_->state.log = log;
  impl_->state.chain = chain_start(device, log);
}
MemoryOutbox::~MemoryOutbox() = default;

Result<> MemoryOutbox::add(const SealedResponse& response, const SealedEpoch& epoch) {
  const std::lock_guard lock(impl_->mutex);
  OutboxState& state = impl_->state;
  if (response.sequence != state.next_sequence || response.log != state.log ||
      response.epoch != epoch.epoch)
    return fail(Failure::invalid,
                fmt::format("the next number is {} of log {}, not {} of {}", state.next_sequence,
                            state.log, response.sequence, response.log));
  impl_->epochs.emplace(epoch.epoch, epoch);
  impl_->rows[{response.log, response.sequence}] = {response, state.chain, Where::waiting};
  state.chain = chain_next(state.chain, response.sequence, response.hash());
  ++state.next_sequence;
  return {};
}

void MemoryOutbox::forget_acknowledged(std::int64_t last) {
  const std::lock_guard lock(impl_->mutex);
  std::erase_if(impl_->rows, [&](const auto& row) {
    return row.first.sequence <= last && row.second.where == Where::acknowledged;
  });
  std::set<std::int64_t> named;
  for (const auto& row : impl_->rows) named.insert(row.second.response.epoch);
  std::erase_if(impl_->epochs, [&](const auto& epoch) { return !named.contains(epoch.first); });
}

Result<Run> MemoryOutbox::oldest(int count_max, std::size_t bytes_max) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->run(Where::waiting, kBeforeAll, count_max, bytes_max);
}

Result<Run> MemoryOutbox::held_after(const RecordPlace& after, int count_max,
                                     std::size_t bytes_max) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->run(Where::held, after, count_max, bytes_max);
}

Result<std::vector<SealedEpoch>> MemoryOutbox::epochs_for(std::span<const std::int64_t> epochs) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<SealedEpoch> out;
  for (const std::int64_t number : std::set<std::int64_t>(epochs.begin(), epochs.end())) {
    const auto epoch = impl_->epochs.find(number);
    if (epoch == impl_->epochs.end())
      return fail(Failure::not_found, fmt::format("epoch {} is not kept", number));
    out.push_back(epoch->second);
  }
  return out;
}

Result<> MemoryOutbox::settle(const Settlement& settlement) {
  const std::lock_guard lock(impl_->mutex);
  std::set<std::int64_t> held;
  for (const HeldRecord& record : settlement.held) held.insert(record.sequence);
  for (const std::int64_t sequence : held) impl_->set({settlement.log, sequence}, Where::held);
  for (const RecordOutcome& outcome : settlement.outcomes) {
    const auto row = impl_->rows.find({settlement.log, outcome.sequence});
    if (outcome.outcome == Outcome::quarantined && row != impl_->rows.end() &&
        row->second.where != Where::acknowledged)
      ++impl_->state.quarantined;
  }
  const auto end = impl_->rows.upper_bound({settlement.log, settlement.durable_to});
  for (auto row = impl_->rows.lower_bound({settlement.log, settlement.first}); row != end; ++row)
    if (!held.contains(row->first.sequence)) row->second.where = Where::acknowledged;
  return {};
}

Result<std::int64_t> MemoryOutbox::resend(std::int64_t log, std::int64_t first, std::int64_t last) {
  const std::lock_guard lock(impl_->mutex);
  std::int64_t count = 0;
  for (auto& [place, row] : impl_->rows) {
    if (place.log != log || place.sequence < first || place.sequence > last) continue;
    row.where = Where::waiting;
    ++count;
  }
  return count;
}

Result<> MemoryOutbox::hold(std::int64_t log, std::int64_t first, std::int64_t last) {
  const std::lock_guard lock(impl_->mutex);
  const auto end = impl_->rows.upper_bound({log, last});
  for (auto row = impl_->rows.lower_bound({log, first}); row != end; ++row)
    if (row->second.where == Where::acknowledged) row->second.where = Where::held;
  return {};
}

Result<> MemoryOutbox::resend_logs_before(std::int64_t log) {
  const std::lock_guard lock(impl_->mutex);
  const auto end = impl_->rows.lower_bound({log, 0});
  for (auto row = impl_->rows.begin(); row != end; ++row) row->second.where = Where::waiting;
  return {};
}

Result<> MemoryOutbox::begin_new_log() {
  const std::lock_guard lock(impl_->mutex);
  OutboxState& state = impl_->state;
  ++state.log;
  state.next_sequence = 1;
  state.chain = chain_start(impl_->device, state.log);
  state.quarantined = 0;
  for (auto row = impl_->rows.begin(); row != impl_->rows.end();) {
    // The new log's own come last in this order.
    if (row->first.log == state.log) break;
    if (row->second.where != Where::waiting) {
      ++row;
      continue;
    }
    SealedResponse moved = std::move(row->second.response);
    if (!moved.sealed_as) moved.sealed_as = row->first;
    moved.log = state.log;
    moved.sequence = state.next_sequence++;
    const Chain before = state.chain;
    state.chain = chain_next(before, moved.sequence, moved.hash());
    row = impl_->rows.erase(row);
    impl_->rows[{moved.log, moved.sequence}] = {moved, before, Where::waiting};
  }
  return {};
}

Result<std::vector<PastLog>> MemoryOutbox::past_logs() {
  const std::lock_guard lock(impl_->mutex);
  std::vector<PastLog> out;
  auto row = impl_->rows.lower_bound({impl_->state.log, 0});
  while (row != impl_->rows.begin() && out.size() < kPastLogsMax) {
    const auto& [place, last] = *std::prev(row);
    out.push_back({place.log, place.sequence + 1,
                   chain_next(last.chain_before, place.sequence, last.response.hash())});
    row = impl_->rows.lower_bound({place.log, 0});
  }
  return out;
}

Result<OutboxState> MemoryOutbox::state() {
  const std::lock_guard lock(impl_->mutex);
  OutboxState out = impl_->state;
  for (const auto& row : impl_->rows) {
    if (row.second.where == Where::acknowledged) continue;
    ++out.waiting;
    if (row.second.where == Where::held) ++out.held;
    if (!out.oldest_waiting_epoch) out.oldest_waiting_epoch = row.second.response.epoch;
  }
  return out;
}

}  // namespace afterword
