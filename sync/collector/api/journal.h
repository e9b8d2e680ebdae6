// What was decided and must not be undone by restoring an older database: withdrawals, enrolments,
// revocations. They stand in a file of their own beside the database, one JSON object a line, and
// backups do not contain it; so after a restore it still holds what happened since, and open()
// gives it to the database again.
//
// Threads: any. When note() returns without error the line survives a power cut.
#pragma once
#include <mutex>
#include <string>

#include "sync/base/json/value.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

struct Context;

class Journal {
 public:
  explicit Journal(std::string path) : path_(std::move(path)) {}

  // After the database has it, and before whoever asked hears of it.
  Result<> note(const Withdrawal& asked);
  Result<> note(const Device& enrolled);
  Result<> note_revoked(std::string_view device);

  struct Restored {
    int withdrawals = 0, erased = 0, devices = 0, revocations = 0;
    bool any() const { return withdrawals + devices + revocations > 0; }
  };
  // Once, before anything is served: what the file holds and the database does not is given to it,
  // and the file is written anew, without what has expired and with the devices it did not know.
  // A line that a power cut left half is skipped. Errors: those of disk and database; nothing is
  // lost then.
  Result<Restored> give_back(Context& context);

 private:
  Result<> append(const json::Value& line);

  const std::string path_;
  std::mutex mutex_;
};

}  // namespace afterword::collector
