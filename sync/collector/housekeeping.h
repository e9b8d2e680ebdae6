// What the collector does by itself: tries again what is in quarantine, removes backups that are
// older than 35 days (but for the newest), rounds exact times of 30 days ago and, once a day, erases
// comments that are older than promised, and notes the day, so that kiosks can say when it was last
// done; and warns in the log: once a day of a trust document that runs out, each hour of a disk that is short of room.
#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "sync/base/core/day.h"
#include "sync/collector/api/context.h"

namespace afterword::collector {

// One run for `context.clock`'s day (UTC), in transactions of a few hundred responses. While the clock is
// doubted (api/clock_watch.h) nothing is removed, rounded or erased. Nothing is
// erased where no rule is set or it was done today. A response that cannot be read is named in the
// log and stepped over. Errors: those of the disk; what was erased stays erased, and the day is
// noted only when all is done. Not on the queue's own thread.
Result<> keep_house(Context& context);

// Runs it at once and every hour on a thread of its own. `context` outlives it. `data`: the data folder.
class Housekeeping {
 public:
  Housekeeping(Context& context, std::string data);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void work();
  void warn_of_trust();

  Context& context_;
  const std::string data_;
  std::optional<Day> warned_on_;  // work()'s
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace afterword::collector
