// A few threads and a bounded queue before them.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "sync/collector/http/http.h"

namespace afterword::collector {

struct Job {
  std::uint64_t connection = 0;
  Request request;
};

// Threads: submit() and stop() from one thread, `work` runs on the workers.
class Workers {
 public:
  Workers(int count, std::size_t queue_max, std::function<void(Job)> work);
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False: the queue is full, nothing happened.
  bool submit(Job job);
  // Lets the jobs that are being worked on finish, drops those that wait, ends the threads.
  void stop();

 private:
  void loop();

  const std::size_t queue_max_;
  const std::function<void(Job)> work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace afterword::collector
