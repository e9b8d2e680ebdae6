// The queue in front of the one writer: what stands in it when the last commit has ended goes into
// the next one together (group commit), so a busy collector syncs the disk once for many requests
// and a quiet one answers at once.
//
// Threads: push() and run() from any thread; jobs are written and `done` is called on the queue's
// own thread, so `done` must be quick and must not call run(). By hand there is no such thread: all of
// it happens within write_waiting() and run(), for who runs a collector on one thread (a simulation).
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

class WriteQueue {
 public:
  struct Job {
    // Makes its changes; if it fails they are undone, and the others in the group stay.
    std::function<Result<>(Writes&)> write;
    // Told once: no error means that everything survives a power cut.
    std::function<void(const Result<>&)> done;
    int weight = 1;  // about how many responses of usual length
  };
  static constexpr int kGroupWeightMax = 500;       // bounds how long the first of a group waits
  static constexpr std::size_t kJobsMax = 1'000;    // beyond it: busy
  // Beyond it: busy. Bounds the memory of what waits, about 300 MiB at worst.
  static constexpr int kWaitingWeightMax = 20'000;
  static constexpr std::chrono::milliseconds kIdle{20'000};  // then storage tidies up
  // ... and after a commit that failed, since storage may refuse readers until it is well again.
  static constexpr std::chrono::milliseconds kMend{100};

  enum class Runs { by_itself, by_hand };
  // `storage` outlives the queue, and is written by nobody else from here on.
  explicit WriteQueue(Storage& storage, Runs runs = Runs::by_itself);
  // What is queued is still written; by hand it is lost, as when the program is killed.
  ~WriteQueue();
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // False: the queue is full, nothing will be called.
  [[nodiscard]] bool push(Job job);
  // Pushes and waits. Errors: busy when the queue is full; else those of `write` or of the commit.
  Result<> run(std::function<Result<>(Writes&)> write);

  // By hand only: writes all that is queued, in groups as ever.
  void write_waiting();
  // By hand only: what the queue does in an idle moment.
  void tidy();

 private:
  void work();
  std::deque<Job> take_group();  // with the mutex held
  std::deque<Job> next_group();  // empty: to be stopped
  void write_group(std::deque<Job> group);

  Storage& storage_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  int waiting_weight_ = 0;
  bool stopping_ = false;
  const Runs runs_;
  bool untidy_ = false;  // this and the next: the queue's thread only
  bool failed_ = false;
  std::thread thread_;
};

}  // namespace afterword::collector
