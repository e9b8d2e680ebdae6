// A thread that does jobs one after the other, from a bounded queue.
//
// Threads: post() and ask() from any thread but its own. OnCaller: none is made, and there is only one.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "sync/base/core/result.h"

namespace afterword::kiosk {

class MessageThread {
 public:
  using Job = std::function<void()>;

  // `idle` is called on the thread whenever the queue has run empty, and at least every second;
  // `turn` before each job and each idle(): while it is called the thread gets on.
  MessageThread(std::size_t waiting_max, Job begin, Job idle, Job end, Job turn = {});
  // For who runs many stores on one thread (a simulation): each job is done before post() returns.
  struct OnCaller {};
  explicit MessageThread(OnCaller);
  ~MessageThread() { stop(); }
  MessageThread(const MessageThread&) = delete;
  MessageThread& operator=(const MessageThread&) = delete;

  // Errors: busy (the queue is full), unavailable (stopped). Then `job` will never run.
  Result<> post(Job job);

  // Does `work` on the thread and waits for its Result.
  template <class Work>
  auto ask(Work work) -> decltype(work()) {
    using Answer = decltype(work());
    auto answer = std::make_shared<std::promise<Answer>>();
    auto waiting = answer->get_future();
    AFTERWORD_TRY(post([answer, work = std::move(work)]() mutable { answer->set_value(work()); }));
    return waiting.get();
  }

  // Does what is waiting, then `end`, then joins. Later posts are refused.
  void stop();

 private:
  void loop();

  const std::size_t waiting_max_;
  const bool on_caller_ = false;
  Job begin_, idle_, end_, turn_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace afterword::kiosk
