// Everything that happened, as a number to compare two runs by, the last lines in words, and how
// often each kind of event happened.
//
// Threads: one.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"

namespace afterword::simulator {

class Trace {
 public:
  // What happened, counted under `kind`.
  void event(Ms at, std::string_view kind, std::string_view words);
  // What goes into the number only.
  void bytes(std::string_view more);

  std::uint64_t hash() const { return hash_; }
  std::string tail() const;
  const std::map<std::string, std::int64_t, std::less<>>& counts() const { return counts_; }

 private:
  static constexpr std::size_t kLinesKept = 60;
  std::uint64_t hash_ = 14'695'981'039'346'656'037ULL;  // FNV-1a
  std::deque<std::string> lines_;
  std::map<std::string, std::int64_t, std::less<>> counts_;
};

}  // namespace afterword::simulator
