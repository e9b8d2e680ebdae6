// Cuts the power at each operation of a program's use of its database, and looks at what comes
// back.
//
// A story is recorded once, without faults: the operations, and what the program had said to be
// durable after how many of them. The states that the database went through are then read out of
// the operations themselves. After a cut it must be in one of those, as a whole: none before what
// was last said to be durable, none after what was written by then.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "tests/faults/disk/power_cut.h"

namespace afterword::test {

struct Story {
  std::string database;  // the file's name
  Files before;
  std::vector<Operation> operations;
  struct Told {
    std::size_t from = 0;  // operations done when it was said
    std::size_t at = 0;    // ... and when it was so: the same, unless somebody speaks too early
    std::string dump;      // what everybody could read then
  };
  std::vector<Told> told;
};

// Records what is done to `folder`/`database` between the constructor and end(). Open and close the
// database in between.
class Telling {
 public:
  Telling(std::string folder, std::string database);
  Disk& disk() { return disk_; }
  // Everything done so far was just said to be durable.
  void durable() { durable_since(disk_.count()); }
  // ... and was said `early`, when so many operations had been done.
  void durable_since(std::size_t early);
  Story end();

 private:
  std::string folder_;
  Story story_;
  Disk disk_;
};

struct Trial {
  Storage storage;
  int seeds = 1;  // cuts at each operation
  std::uint64_t seed = 1;
  int second_cut_every = 0;  // of the states, one in so many is cut again while it recovers; 0: none
};

struct Findings {
  std::uint64_t states = 0, different = 0, opened = 0, second = 0;
  // States that came back wrong.
  std::uint64_t lost = 0;      // something that was said to be durable is not there
  std::uint64_t mixed = 0;     // a state the database was never in: half of a change
  std::uint64_t phantom = 0;   // a state it had not reached
  std::uint64_t corrupt = 0;   // cannot be read, or fails SQLite's own check
  std::uint64_t unusable = 0;  // the program cannot go on
  std::string first_wrong;     // told for people
  std::uint64_t wrong() const { return lost + mixed + phantom + corrupt + unusable; }
  void add(const Findings& more);
  std::string text() const;
};

// `carry_on` is the program started again on that folder: it throws when it cannot go on.
using CarryOn = std::function<void(const std::string& folder)>;
Findings examine(const Story& story, const Trial& trial, const CarryOn& carry_on);

}  // namespace afterword::test
