#include <mutex>

#include "sync/client/outbox.h"

namespace afterword {
namespace {

enum class Place { waiting, held, acknowledged };

struct Row {
  SealedResponse response;
  Chain chain_before{};
  Place place = Place::waiting;
};

}  // namespace

struct MemoryOutbox::Impl {
  std::mutex mutex;
  std::map<std::int64_t, Row> rows;
  std::map<std::int64_t, SealedEpoch> epochs;
  OutboxState state;

  Run run(std::map<std::int64_t, Row>::const_iterator from, Place place, int count_max,
          std::size_t bytes_max) const;
  void set_place(std::int64_t sequence, Place place);
};

Run MemoryOutbox::Impl::run(std::map<std::int64_t, Row>::const_iterator from, Place place,
                            int count_max, std::size_t bytes_max) const {
  Run out;
  std::size_t bytes = 0;
  for (auto row = from; row != rows.end(); ++row) {
    if (row->second.place != place) {
      if (out.responses.empty()) continue;
      break;
    }
    if (!out.responses.empty() && row->first != out.last() + 1) break;
    bytes += row->second.response.data.size();
    const bool full = static_cast<int>(out.responses.size()) >= count_max || bytes > bytes_max;
    if (full && !out.responses.empty()) break;
    if (out.responses.empty()) out.chain_before = row->second.chain_before;
    out.responses.push_back(row->second.response);
  }
  return out;
}

void MemoryOutbox::Impl::set_place(std::int64_t sequence, Place place) {
  const auto row = rows.find(sequence);
  if (row != rows.end() && row->second.place != Place::acknowledged) row->second.place = place;
}

MemoryOutbox::MemoryOutbox(std::string device, std::int64_t log) : impl_(std::make_unique<Impl>()) {
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
  impl_->rows[response.sequence] = {response, state.chain, Place::waiting};
  state.chain = chain_next(state.chain, response.sequence, response.hash());
  ++state.next_sequence;
  return {};
}

void MemoryOutbox::forget_acknowledged(std::int64_t last) {
  const std::lock_guard lock(impl_->mutex);
  std::erase_if(impl_->rows, [&](const auto& row) {
    return row.first <= last && row.second.place == Place::acknowledged;
  });
  std::set<std::int64_t> named;
  for (const auto& row : impl_->rows) named.insert(row.second.response.epoch);
  std::erase_if(impl_->epochs, [&](const auto& epoch) { return !named.contains(epoch.first); });
}

Result<Run> MemoryOutbox::oldest(int count_max, std::size_t bytes_max) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->run(impl_->rows.begin(), Place::waiting, count_max, bytes_max);
}

Result<Run> MemoryOutbox::held_after(std::int64_t after, int count_max, std::size_t bytes_max) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->run(impl_->rows.upper_bound(after), Place::held, count_max, bytes_max);
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
  for (const std::int64_t sequence : held) impl_->set_place(sequence, Place::held);
  for (const RecordOutcome& outcome : settlement.outcomes) {
    const auto row = impl_->rows.find(outcome.sequence);
    if (outcome.outcome == Outcome::quarantined && row != impl_->rows.end() &&
        row->second.place != Place::acknowledged)
      ++impl_->state.quarantined;
  }
  const auto end = impl_->rows.upper_bound(settlement.durable_to);
  for (auto row = impl_->rows.lower_bound(settlement.first); row != end; ++row)
    if (!held.contains(row->first)) row->second.place = Place::acknowledged;
  return {};
}

Result<std::int64_t> MemoryOutbox::resend(std::int64_t first, std::int64_t last) {
  const std::lock_guard lock(impl_->mutex);
  std::int64_t count = 0;
  for (auto& row : impl_->rows) {
    if (row.first < first || row.first > last) continue;
    row.second.place = Place::waiting;
    ++count;
  }
  return count;
}

Result<OutboxState> MemoryOutbox::state() {
  const std::lock_guard lock(impl_->mutex);
  OutboxState out = impl_->state;
  for (const auto& row : impl_->rows) {
    if (row.second.place == Place::acknowledged) continue;
    ++out.waiting;
    if (row.second.place == Place::held) ++out.held;
    if (!out.oldest_waiting_epoch) out.oldest_waiting_epoch = row.second.response.epoch;
  }
  return out;
}

}  // namespace afterword
