// A file of fixed size in slots of 64 KiB, each entry with a hash over all of it (RING.md has the layout). What
// the drive damages beside a write lies in the same slot; an entry that is not whole is none.
//
// Threads: one at a time. Errors: io, disk_full, not_found; unsupported (a newer program's file).
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sync/base/db/plain_file.h"

namespace afterword::kiosk {

inline constexpr std::size_t kSlotBytes = 64 * 1024;
inline constexpr std::size_t kSlotHeaderBytes = 64;

struct RingEntry {
  int slot = 0;   // the first, counted from 0
  int slots = 1;  // consecutive ones
  std::uint64_t stamp = 0;
  Bytes body{};
};

class RingFile {
 public:
  // A file that is there, as long as it is. Nothing is changed.
  static Result<RingFile> open(const std::string& path);

  int slots() const { return static_cast<int>(used_.size()); }
  // Makes it so many slots long with their room taken; entries behind the end are gone. Durable when it
  // returns.
  Result<> resize(int slots);
  static constexpr int needed(std::size_t body_bytes) {
    return static_cast<int>((kSlotHeaderBytes + body_bytes + kSlotBytes - 1) / kSlotBytes);
  }

  // Every whole entry, in the order of slots. Reads all of the file, one entry after the other; a slot that the
  // disk does not give, asked twice, holds none. Errors: io, when it gives nothing at all; those of `take`.
  Result<> each(const std::function<Result<>(RingEntry)>& take);
  Result<std::vector<RingEntry>> read();
  // Whether anything but zeros lies behind the last whole slot: never in a file of ours.
  Result<bool> has_rest();
  // Whether anything but zeros was in that slot. As read() and write() left it.
  bool is_used(int slot) const { return used_[static_cast<std::size_t>(slot)] > 0; }

  // That slot may hold anything: the next clear() writes all of it.
  void doubt(int slot) { used_[static_cast<std::size_t>(slot)] = kSlotBytes; }

  // Both overwrite all that was in their slots, and are durable after sync() only. The entry must fit.
  Result<> write(int slot, std::uint64_t stamp, ByteView body);
  Result<> clear(int slot, int slots);
  Result<> sync() { return file_.sync(); }

 private:
  RingFile(std::string path, db::PlainFile file, int slots)
      : path_(std::move(path)), file_(std::move(file)), used_(static_cast<std::size_t>(slots)) {}

  std::string path_;
  db::PlainFile file_;
  std::vector<std::size_t> used_;  // bytes of each slot that are not zeros, rounded up
};

// One whole entry as bytes, and read back: nothing where it does not hash to what it says. `slot` is its first
// slot's place in `bytes`, which may go on behind the entry.
Bytes encode_entry(std::uint64_t stamp, ByteView body);
Result<std::optional<RingEntry>> decode_entry(ByteView bytes, int slot);

}  // namespace afterword::kiosk
