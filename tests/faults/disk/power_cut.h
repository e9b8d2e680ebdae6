// What a power cut leaves of the operations that were done before it.
//
// What was synced stays. Of each write after a file's last sync any part may be there: all of it,
// none, some of its sectors, sectors full of rubbish; a file that grew may be shorter, one that was
// removed may be back. It is a model: it tells good settings from bad ones and says nothing of how
// often a real card does these things.
#pragma once
#include <set>
#include <span>

#include "sync/base/core/random.h"
#include "tests/faults/disk/disk.h"

namespace afterword::test {

struct Storage {
  std::size_t sector_bytes = 512;  // what is written whole or not at all, or becomes rubbish
  // The whole page of the flash that was being written is rubbish, with what was synced to it before.
  std::size_t collateral_bytes = 0;
  bool ignores_sync = false;  // a drive that says "done" at once
};

// Follows the operations, one at a time.
class Platter {
 public:
  Platter(Files before, const Storage& storage);

  void take(const Operation& operation);
  // Everything done so far, as the running program sees it.
  Files all() const;
  // The power goes now.
  Files after_cut(Random& random) const;

 private:
  struct Content {
    Bytes synced;
    bool there = false;             // on the disk, whatever happens
    std::vector<Operation> since{};  // its last sync
  };
  Bytes damaged(const Content& content, Random& random) const;

  Storage storage_;
  std::map<std::string, Content> files_;
  std::map<std::string, Content> removed_;  // may be back after a cut
};

}  // namespace afterword::test
