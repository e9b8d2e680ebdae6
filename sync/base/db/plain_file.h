// A file of ours beside the databases that is no database. It goes the way theirs go, through SQLite's VFS,
// so that what tests the disk under a database tests it under this file too.
//
// Threads: one at a time. Errors: io, disk_full; not_found, where the file (or the folder for it) is not there.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"

namespace afterword::db {

class PlainFile {
 public:
  // Opens a file that is there, for reading and writing.
  static Result<PlainFile> open(const std::string& path);
  PlainFile(PlainFile&&) noexcept;
  PlainFile& operator=(PlainFile&&) noexcept;
  ~PlainFile();

  Result<std::int64_t> size();
  // `length` bytes from `at` (both in bytes); zeros behind the file's end.
  Result<Bytes> read(std::int64_t at, std::size_t length);
  // Durable only after sync().
  Result<> write(std::int64_t at, ByteView bytes);
  // What was written before survives a power cut when this returns without error.
  Result<> sync();

 private:
  struct Impl;
  explicit PlainFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Makes `path` (mode 600) exactly `bytes` long with all of its room taken on the disk, zeros where nothing was
// written; what a longer file had behind that goes. Durable when it returns, with its name.
// With an error a file that was made is gone again, one that was there has kept its size.
Result<> preallocate(const std::string& path, std::int64_t bytes);

}  // namespace afterword::db
