// Memory that is refused: a program's own (operator new), SQLite's, or that of all other libraries (malloc, but
// not under a sanitizer), at each allocation by number.
//
// Linking this replaces the three in the whole program; they go on to the usual ones. SQLite's small reserves
// (lookaside) are off, so that each of its allocations counts.
//
// Threads: any; allocations are counted in the order they were asked for, of all threads.
#pragma once
#include <cstddef>
#include <functional>

namespace afterword::test {

enum class Allocator { program, sqlite, libraries };

// From now on until memory_is_back(): allocation `first` of that kind is refused, alone or with all after it.
void refuse_memory(Allocator from, std::size_t first, bool for_ever);
// How many were refused.
std::size_t memory_is_back();
// What a process of its own ended with.
struct Ended {
  enum class How { told, out_of_memory, otherwise };
  How how = How::otherwise;
  int told = 0;  // what `does` returned, 0 to 63
};
// Runs `does` on a thread of a child process, which ends where operator new is refused, as the programs do. No
// database may be open in this one.
Ended in_child(const std::function<int()>& does);

}  // namespace afterword::test
