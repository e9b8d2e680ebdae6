// The failure points of a run: each allocation of one kind, once or for ever. The short form looks at one in
// `stride`, beginning with another one for each seed.
#pragma once
#include <string>

#include "tests/faults/memory/memory.h"
#include "tests/faults/size.h"

namespace afterword::test {

struct Point {
  Allocator from = Allocator::program;
  std::size_t at = 0;
  bool for_ever = false;

  std::string text() const {
    const char* const kind = from == Allocator::program  ? "operator new "
                             : from == Allocator::sqlite ? "SQLite's allocation "
                                                         : "a library's allocation ";
    return kind + std::to_string(at) + (for_ever ? " and all after it" : "");
  }
  void begin() const { refuse_memory(from, at, for_ever); }
};

// `looks_at` gives false where the point was not reached: the call had ended before it. Returns how many were.
template <class LooksAt>
std::size_t each_point(std::size_t stride, LooksAt looks_at) {
  std::size_t points = 0;
  for (const Allocator from : {Allocator::program, Allocator::sqlite, Allocator::libraries})
    for (const bool for_ever : {false, true})
      for (std::size_t at = first_seed() % stride; looks_at(Point{from, at, for_ever});
           at += stride)
        ++points;
  return points;
}

}  // namespace afterword::test
