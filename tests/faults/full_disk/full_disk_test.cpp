// A small disk, filled to the brim by somebody else, and freed again.
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kiosk/storage/store_core.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace full_disk {

using test::must;

// A file system of 2 MiB of this process's own, gone with it. False where that is not allowed.
bool mount_small_disk(const std::string& at) {
  const int root = ::geteuid() == 0 ? 0 : CLONE_NEWUSER;
  return ::unshare(CLONE_NEWNS | root) == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", at.c_str(), "tmpfs", 0, "size=2m") == 0;
}

// Everything that is free, down to the last byte.
void fill(const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::app);
  for (const std::size_t piece : {std::size_t{65'536}, std::size_t{4'096}, std::size_t{1}}) {
    const std::string zeros(piece, '\0');
    while (out.write(zeros.data(), static_cast<std::streamsize>(piece)).flush()) {
    }
    out.clear();
  }
}

}  // namespace full_disk
using namespace full_disk;

TEST_CASE("Full disk: no false thank-you, and back in service without a restart when space returns") {
  const test::Scratch scratch("/dev/shm");
  if (!mount_small_disk(scratch.path())) {
    MESSAGE("not run: this process may not mount a file system");
    return;
  }
  test::FakeClock clock;
  SeededRandom random(test::first_seed());
  SilentLog log;
  test::CollectorKeys keys;
  const std::string folder = scratch.file("kiosk"), filler = scratch.file("filler");
  auto core = must(StoreCore::open(folder, {clock, random, log}));
  must(core->enrol(keys.enrol()));

  const int cycles = test::sized(5, 10);
  std::int64_t thanked = 0, refused = 0, again = 0;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    fill(filler);
    // The log has some room in its file still: it is used up first.
    for (int each = 0; each < 3'000; ++each) {
      const auto kept = core->keep(test::recording(each % 5 + 1, std::string(200, 'n')));
      if (kept) {
        ++thanked;
        continue;
      }
      CHECK(kept.error().failure == Failure::disk_full);
      ++refused;
      // Once the log was moved over there may be room in its file again.
      if (!core->check()) break;
    }
    CHECK_FALSE(core->check().has_value());
    CHECK(must(core->records().head())->next_sequence - 1 == thanked);
    std::filesystem::remove(filler);

    must(core->check());
    must(core->keep(test::recording(3, "there is room again")));
    ++thanked;
    // What was sent leaves, and its room is used again.
    // The sync tries again, as it does with everything: the log has to be moved over first.
    const Settlement all{1, thanked, {}, {}, 1, clock.wall()};
    if (const auto settled = core->settle(all); !settled) {
      CHECK(settled.error().failure == Failure::disk_full);
      ++again;
      must(core->settle(all));
    }
    clock.advance(std::chrono::hours(24 * 31));
    core->tidy_if_due();
    must(core->database().integrity_check());
    CHECK(must(core->records().head())->next_sequence - 1 == thanked);
  }
  core->close();
  core.reset();
  core = must(StoreCore::open(folder, {clock, random, log}));
  CHECK(must(core->records().head())->next_sequence - 1 == thanked);
  MESSAGE(cycles << " times full: " << thanked << " thanked for and there, " << refused
                 << " refused, " << again << " times settled at the second try, from seed " << test::first_seed());
  CHECK(refused >= cycles);
}

}  // namespace afterword::kiosk
