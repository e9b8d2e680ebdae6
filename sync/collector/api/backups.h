// Whole copies of the database, made while others write, each with its fingerprint beside it:
// "collector-20260303T140000Z.db" and "....db.sha256". Their names sort by time.
//
// One without its fingerprint was cut off, or is still being made: it counts for nothing.
//
// Threads: any; one works at a time.
#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "sync/collector/api/fingerprint.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

inline constexpr int kBackupsKeptDays = 35;

class Backups {
 public:
  explicit Backups(std::string folder) : folder_(std::move(folder)) {}

  struct Made {
    std::string file;
    Fingerprint print;
  };
  // Makes the folder, too. Never in the place of another. Whole and durable when it returns; what a failure
  // leaves behind goes with remove_old().
  Result<Made> make(Storage& storage, WallTime now);

  // Copies hold what was withdrawn or erased since: they go when they are so old, but for the newest; and
  // what was cut off goes after a day. Gives the names of what is gone. Only where the clock is believed.
  std::vector<std::string> remove_old(Day today);
  // A copy whose name lies in the future was made under a wrong clock, and would stay for years: it is called
  // by `today` from now on. Gives the old names. Cut off half way it is done the next time.
  std::vector<std::string> rename_future(Day today);
  // Where backups stopped being made the newest outlives its time, and with it what was withdrawn since; empty
  // where that is not so.
  std::string warning(Day today);

 private:
  const std::string folder_;
  std::mutex mutex_;
};

}  // namespace afterword::collector
