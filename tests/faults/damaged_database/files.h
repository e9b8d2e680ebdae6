// A database's three files as bytes, damaged on purpose, and which of their pages stayed as they were.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "sync/base/core/bytes.h"
#include "sync/base/core/random.h"

namespace afterword::test {

inline constexpr std::size_t kPage = 4096, kLogHeader = 32, kFrameHeader = 24, kFrame = kFrameHeader + kPage;

enum Part : int { kMain = 0, kLog = 1, kIndex = 2 };
inline constexpr const char* kSuffix[] = {"", "-wal", "-shm"};

struct ThreeFiles {
  std::array<std::optional<Bytes>, 3> of;  // nothing: the file is not there
};
ThreeFiles read_three(const std::string& database);
void write_three(const std::string& database, const ThreeFiles& files);

// One way of damage, drawn from `random`. `older`: the same database, earlier in its life.
std::string damage(ThreeFiles& files, const ThreeFiles& older, Random& random);

// A page's place: in the main file by its number, in the log by its frame.
struct Home {
  Part part = kMain;
  std::size_t at = 0;  // of the page's first byte
};
// All places that hold `piece` within one page.
std::vector<Home> homes_of(const ThreeFiles& files, ByteView piece);
// Whether it is as it was, and can be known to be: a frame's checksum runs on from the one before it.
bool is_undamaged(const Home& home, const ThreeFiles& before, const ThreeFiles& after);

}  // namespace afterword::test
