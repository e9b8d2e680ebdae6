// SQLite's own files, each operation on them watched, and made to fail on demand.
//
// The database is opened by the code under test as always: a Disk makes itself SQLite's default VFS
// and hands everything on to the unix one. What lies in shared memory (-shm) is not watched: it is
// lost in a power cut anyhow.
//
// Threads: any; operations are counted in the order they were asked for.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/core/bytes.h"

namespace afterword::test {

// What changes a file, or makes it last. `file` is its name in the folder.
struct Operation {
  enum class Kind { write, truncate, sync, remove };
  Kind kind = Kind::write;
  std::string file;
  std::int64_t at = 0;  // write: where; truncate: the new size
  Bytes bytes{};        // write
};

// Regular files by name, with what is in them.
using Files = std::map<std::string, Bytes>;
// Databases and their companions; lock files and shared memory are left out.
Files read_files(const std::string& folder);
// Replaces all that read_files() would give.
void write_files(const std::string& folder, const Files& files);

// Which operations go wrong. Reads, opens and sizes count too here: anything may fail.
struct Fault {
  // garbled_reads: what is read comes with every bit turned, as from a cable or memory that is bad; the file
  // is as it was, and nobody is told of an error.
  enum class What { anything, syncs, garbled_reads };
  What what = What::anything;
  std::size_t first = 0;     // counted from 0 among those of `what`
  bool for_ever = false;     // it and all after it; otherwise it alone
  double share = 0;          // instead: each one with this probability, from `seed`
  std::uint64_t seed = 0;
  // The kernel's way: a failed sync says so once, and the pages it could not write are as they were
  // on the disk before.
  bool drops_pages = false;
};

class Disk {
 public:
  // Watches the folder's databases until destroyed. One a folder.
  explicit Disk(std::string folder);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  std::size_t count() const;  // of operations so far
  std::vector<Operation> operations() const;
  std::vector<Operation> take();  // ... and forgets them: they are counted from 0 again

  void fail(const Fault& fault);  // counts from now on
  // From now on no file grows (SQLITE_FULL); each such try counts as injected.
  void fill();
  void heal();
  std::size_t asked() const;     // operations of the fault's kind since fail()
  std::size_t injected() const;  // errors given since fail()
  std::size_t opened() const;    // main databases opened since the Disk began

  // Says that a page being written cannot damage its neighbours, as SQLite believes by default,
  // whatever the database was opened with.
  void claim_power_safe_overwrite();

  struct Watch;

 private:
  const std::string folder_;
  const std::shared_ptr<Watch> watch_;
};

}  // namespace afterword::test
