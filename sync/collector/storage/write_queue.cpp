#include "sync/collector/storage/write_queue.h"

#include <future>

namespace afterword::collector {

WriteQueue::WriteQueue(Storage& storage, Runs runs) : storage_(storage), runs_(runs) {
  if (runs_ == Runs::by_itself) thread_ = std::thread([this] { work(); });
}

WriteQueue::~WriteQueue() {
  if (runs_ == Runs::by_hand) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  storage_.take_over_writing();
}

bool WriteQueue::push(Job job) {
  {
    const std::lock_guard lock(mutex_);
    const bool full = jobs_.size() >= kJobsMax || waiting_weight_ + job.weight > kWaitingWeightMax;
    if (stopping_ || full) return false;
    waiting_weight_ += job.weight;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

Result<> WriteQueue::run(std::function<Result<>(Writes&)> write) {
  std::promise<Result<>> outcome;
  const bool queued = push({.write = std::move(write), .done = [&outcome](const Result<>& result) {
                              outcome.set_value(result);
                            }});
  if (!queued)
    return fail(Failure::busy, "the collector has more to write than it can take", "",
                "try again in a moment");
  if (runs_ == Runs::by_hand) write_waiting();
  return outcome.get_future().get();
}

void WriteQueue::write_waiting() {
  for (;;) {
    std::deque<Job> group;
    {
      const std::lock_guard lock(mutex_);
      group = take_group();
    }
    if (group.empty()) return;
    write_group(std::move(group));
  }
}

// Tried again in the next idle moment; what is wrong with a disk, writing will say itself.
void WriteQueue::tidy() {
  if (!untidy_) return;
  untidy_ = !storage_.tidy().has_value();
  failed_ = storage_.in_doubt();
  untidy_ = untidy_ || failed_;
}

void WriteQueue::work() {
  storage_.take_over_writing();
  for (;;) {
    std::deque<Job> group = next_group();
    if (group.empty()) return;
    write_group(std::move(group));
  }
}

std::deque<WriteQueue::Job> WriteQueue::next_group() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !jobs_.empty(); };
  while (!changed_.wait_for(lock, failed_ ? kMend : kIdle, ready)) {
    lock.unlock();
    tidy();
    lock.lock();
  }
  return take_group();
}

std::deque<WriteQueue::Job> WriteQueue::take_group() {
  std::deque<Job> group;
  int weight = 0;
  while (!jobs_.empty() && (group.empty() || weight + jobs_.front().weight <= kGroupWeightMax)) {
    weight += jobs_.front().weight;
    waiting_weight_ -= jobs_.front().weight;
    group.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  return group;
}

void WriteQueue::write_group(std::deque<Job> group) {
  std::vector<Result<>> results(group.size());
  const Result<> committed = storage_.write([&](Writes& writes) -> Result<> {
    for (std::size_t i = 0; i < group.size(); ++i) {
      results[i] = writes.attempt(group[i].write);
      if (!results[i] && writes.ended()) return results[i];  // nothing of any of them was done
    }
    return {};
  });
  untidy_ = true;
  failed_ = !committed.has_value() || storage_.in_doubt();
  for (std::size_t i = 0; i < group.size(); ++i)
    group[i].done(committed.has_value() ? results[i] : committed);
}

}  // namespace afterword::collector
