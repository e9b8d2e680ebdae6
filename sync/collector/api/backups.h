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
  // what was cut off goes after a day. Gives the names of what is gone.
  std::vector<std::string> remove_old(Day today);

 private:
  const std::string folder_;
  std::mutex mutex_;
};

}  // namespace afterword::collector
