// Whether this machine's clock can be believed: a wrong one must delete nothing by its age.
//
// While it is doubted, nothing is deleted because it is old: comments, quarantined records, backups,
// withdrawals, exact times. The console, the log and `GET clock` say so, with what to do; a collector that was
// really off for weeks goes on by itself a day later (base/core/believed_time.h).
//
// Threads: any.
#pragma once
#include <mutex>
#include <string>

#include "sync/base/core/believed_time.h"
#include "sync/base/log/log.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

class ClockWatch {
 public:
  // Both outlive it.
  ClockWatch(const Clock& clock, Log& log) : clock_(clock), log_(log) {}

  // Looks for the first time, knowing what an earlier run believed, and saves. Where none has noted it (an older
  // program), the last time that anybody was heard of stands for it. If the clock has jumped since, because
  // this machine was off or the clock is wrong, log-ins, links and kiosks' codes of before end: by what is
  // believed now they would be good for the rest of their hours. Once, before all else.
  Result<> begin(Writes& writes);
  // For the next run, and for a backup: where it is not there, a restore has little to go by. What is not
  // saved costs at most that the clock is doubted once more.
  Result<> save(Writes& writes);

  struct Now {
    WallTime wall;      // what the clock says
    WallTime believed;  // another only where the clock is doubted
    WallTime stamp;  // for what is kept by its age: never before what is believed, or it would go too soon
    bool doubtful = false;
  };
  // Says in the log when that changes.
  Now look();
  // Somebody who knows says that the clock is right.
  void accept();

  WallTime believed();
  // What people have to know and do; empty where the clock is believed.
  std::string warning();

 private:
  BelievedTime::Change look_now();
  std::string warning_of(WallTime clock) const;  // holding mutex_

  const Clock& clock_;
  Log& log_;
  std::mutex mutex_;
  BelievedTime time_;
};

}  // namespace afterword::collector
