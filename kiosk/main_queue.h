// What other threads want done on the main one.
//
// Threads: post() from any, run_all() on main. `wake` is called after each post, and must not post.
#pragma once
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace afterword::kiosk {

class MainQueue {
 public:
  using Job = std::function<void()>;

  void post(Job job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (wake_) wake_();
  }

  // What brings the main loop round; nothing while there is no window. The one before is not being
  // called any more when this returns.
  void set_wake(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }

  // In the order they were posted. Jobs posted meanwhile wait for the next call.
  void run_all() {
    std::vector<Job> jobs;
    {
      const std::lock_guard lock(mutex_);
      jobs.swap(jobs_);
    }
    for (Job& job : jobs) job();
  }

 private:
  std::mutex mutex_;
  std::vector<Job> jobs_;
  std::function<void()> wake_;
};

}  // namespace afterword::kiosk
