// That each database has one writing connection, and why. Within this folder only, but for the tests.
#pragma once
#include <sys/types.h>
#include <memory>
#include <string>
#include <utility>

#include "sync/base/core/result.h"

namespace afterword::db {

// Whether this SQLite may lose commits where two connections write or checkpoint at the same time (the
// "WAL-reset" bug): 3.7.0 to 3.51.2 do, without the repaired 3.44.6 and 3.50.7. `version` as SQLite counts:
// 3051003 is 3.51.3.
bool loses_commits_of_two_writers(int version);

enum class WriterMode { one, many };
// Errors: unsupported, where `mode` cannot be kept safely on this SQLite.
Result<> check_sqlite(int version, WriterMode mode);

// The place of a database's only writing connection in this process, given up when destroyed. It goes by
// the file (device and inode), so that another name, or a lock file that somebody removed, makes no second one.
// Threads: any.
class WriterSeat {
 public:
  // The file is there. Errors: conflict (taken), io.
  static Result<std::unique_ptr<WriterSeat>> take(const std::string& path);
  ~WriterSeat();
  WriterSeat(const WriterSeat&) = delete;
  WriterSeat& operator=(const WriterSeat&) = delete;

 private:
  using File = std::pair<dev_t, ino_t>;
  explicit WriterSeat(File file) : file_(file) {}
  const File file_;
};

}  // namespace afterword::db
