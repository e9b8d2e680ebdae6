#include "sync/collector/room.h"

#include <doctest/doctest.h>

#include "sync/base/core/files.h"
#include "tests/support/scratch.h"

using namespace afterword;
using collector::kRoomLeast;
using collector::room_warning;

TEST_CASE("a collector warns while there is still room for a backup, in words that say how much and what to do") {
  CHECK(room_warning(kRoomLeast, 0).empty());
  CHECK(room_warning(4 * kRoomLeast, 2 * kRoomLeast).empty());
  const std::string small = room_warning(kRoomLeast - 1, 40 << 20);
  CHECK(small.find("has 1023 MiB left") != std::string::npos);
  CHECK(small.find("takes 40 MiB") != std::string::npos);
  CHECK(small.find("Make room") != std::string::npos);
  CHECK_FALSE(room_warning(4 * kRoomLeast - 1, 2 * kRoomLeast).empty());
}

TEST_CASE("the room of a folder is its disk's") {
  const test::Scratch scratch;
  CHECK(room_warning(scratch.file("nowhere")).empty());  // nobody can tell
  const std::string before = room_warning(scratch.path());
  REQUIRE(write_file(scratch.file("collector.db"), std::string(1 << 20, 'x'), 0600).has_value());
  CHECK(room_warning(scratch.path()).empty() == before.empty());
}
