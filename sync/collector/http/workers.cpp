#include "sync/collector/http/workers.h"

namespace afterword::collector {

Workers::Workers(int count, std::size_t queue_max, std::function<void(Job)> work)
    : queue_max_(queue_max), work_(std::move(work)) {
  for (int i = 0; i < count; ++i) threads_.emplace_back([this] { loop(); });
}

bool Workers::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Workers::loop() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    work_(std::move(job));
  }
}

}  // namespace afterword::collector
