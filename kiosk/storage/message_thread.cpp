#include "kiosk/storage/message_thread.h"

#include <pthread.h>

#include "sync/base/core/wipe.h"

namespace afterword::kiosk {

MessageThread::MessageThread(std::size_t waiting_max, Job begin, Job idle, Job end, Job turn)
    : waiting_max_(waiting_max),
      begin_(std::move(begin)),
      idle_(std::move(idle)),
      end_(std::move(end)),
      turn_(turn ? std::move(turn) : [] {}),
      thread_([this] { loop(); }) {
  ::pthread_setname_np(thread_.native_handle(), "store");  // for `top -H` and debuggers
}

MessageThread::MessageThread(OnCaller) : waiting_max_(0), on_caller_(true) {}

Result<> MessageThread::post(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return fail(Failure::unavailable, "the store is closing");
    if (!on_caller_ && waiting_.size() >= waiting_max_)
      return fail(Failure::busy, "the store does not keep up", {}, "check the disk");
    if (!on_caller_) waiting_.push_back(std::move(job));
  }
  if (on_caller_) {
    job();
    return {};
  }
  changed_.notify_one();
  return {};
}

void MessageThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void MessageThread::loop() {
  begin_();
  std::unique_lock lock(mutex_);
  for (;;) {
    while (!waiting_.empty()) {
      Job job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      turn_();
      job();
      job = nullptr;
      wipe_stack();  // a comment may have been redacted and sealed here
      lock.lock();
    }
    if (stopping_) break;
    lock.unlock();
    turn_();
    idle_();
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(1),
                      [this] { return stopping_ || !waiting_.empty(); });
  }
  lock.unlock();
  end_();
}

}  // namespace afterword::kiosk
