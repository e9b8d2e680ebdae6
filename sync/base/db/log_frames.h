// The frames of a write-ahead log that were committed, also behind a damaged one. Inside this folder
// only.
#pragma once
#include <cstdint>
#include <vector>

#include "sync/base/core/bytes.h"

namespace afterword::db {

inline constexpr std::size_t kPageBytes = 4096;  // SQLite's own choice; nothing here asks for another

inline std::uint32_t big_endian32(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

struct LogFrame {
  std::uint32_t page = 0;
  std::size_t at = 0;  // where its page lies in the log
};

struct LogFrames {
  // Of earlier beginnings of the log, whatever was left of them when it began anew. What was committed of that is
  // in the main file already; the rest was undone.
  std::vector<LogFrame> earlier;
  std::vector<LogFrame> committed;
  // SQLite would see fewer, or there were more. Not said where the log's first 32 bytes are damaged: that
  // may be no loss, and only the rows can tell.
  bool lacks_commits = false;
};

// `log` and `index` are the files' content (-wal and -shm), empty where there is none.
LogFrames read_log(ByteView log, ByteView index);

}  // namespace afterword::db
