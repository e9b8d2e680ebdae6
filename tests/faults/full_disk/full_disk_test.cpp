// A small disk, filled to the brim by somebody else, and freed again.
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
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

// A small file system of this process's own, gone with it. False where that is not allowed.
bool mount_small_disk(const std::string& at, const char* size = "size=2m") {
  static const bool may = [] {
    const int root = ::geteuid() == 0 ? 0 : CLONE_NEWUSER;
    return ::unshare(CLONE_NEWNS | root) == 0 &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }();
  return may && ::mount("tmpfs", at.c_str(), "tmpfs", 0, size) == 0;
}

std::int64_t there(StoreCore& core) { return must(core.records().head())->next_sequence - 1; }

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

namespace full_disk {

// As long as it lives no file of this process grows above `bytes`: the system refuses the write, as under a quota.
struct FilesEndAt {
  explicit FilesEndAt(rlim_t bytes) : signal(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit now{bytes, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
  }
  ~FilesEndAt() {
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal);
  }
  FilesEndAt(const FilesEndAt&) = delete;
  FilesEndAt& operator=(const FilesEndAt&) = delete;
  void (*signal)(int);
  rlimit before = {};
};

}  // namespace full_disk

TEST_CASE("Full disk: files that may grow no further are one too, and the kiosk goes on when they may") {
  const test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random(test::first_seed());
  SilentLog log;
  test::CollectorKeys keys;
  auto core = must(StoreCore::open(scratch.file("kiosk"), {clock, random, log}));
  must(core->enrol(keys.enrol()));

  std::int64_t thanked = 0, refused = 0;
  const auto answer = [&] {
    const auto kept = core->keep(test::recording(3, std::string(200, 'n')));
    if (kept) {
      ++thanked;
    } else {
      ++refused;
      CHECK_MESSAGE(kept.error().failure == Failure::disk_full, kept.error().text());
    }
  };
  {
    const FilesEndAt limit(600'000);
    for (int each = 0; each < 10'000 && refused < 20; ++each) answer();
  }
  CHECK(refused == 20);
  const std::int64_t before = thanked;
  for (int each = 0; each < 50; ++each) answer();
  CHECK(thanked == before + 50);
  must(core->database().integrity_check());
  core->close();
  core.reset();
  core = must(StoreCore::open(scratch.file("kiosk"), {clock, random, log}));
  CHECK(there(*core) == thanked);
}

namespace full_disk {

// A kiosk on a disk of 12 MiB, with or without a reserve.
struct SmallDisk {
  explicit SmallDisk(std::int64_t reserve_bytes) : reserve(reserve_bytes) {
    mounted = mount_small_disk(scratch.path(), "size=12m");
    if (!mounted) return;
    core = must(open());
    must(core->enrol(keys.enrol()));
  }
  ~SmallDisk() {
    core.reset();
    if (mounted) ::umount(scratch.path().c_str());
  }
  Result<std::unique_ptr<StoreCore>> open() {
    core.reset();
    return StoreCore::open(folder, {clock, random, log, std::nullopt, reserve});
  }
  bool keep() {
    const auto kept = core->keep(test::recording(3, std::string(200, 'n')));
    if (!kept) CHECK_MESSAGE(kept.error().failure == Failure::disk_full, kept.error().text());
    thanked += kept ? 1 : 0;
    return kept.has_value();
  }
  std::int64_t reserved() const {
    std::error_code gone;
    const auto bytes = std::filesystem::file_size(folder + "/reserve", gone);
    return gone ? 0 : static_cast<std::int64_t>(bytes);
  }
  void free_all() {
    std::filesystem::remove(filler);
    clock.advance(kReserveEvery);
    core->tidy_if_due();
  }

  const std::int64_t reserve;
  const test::Scratch scratch{"/dev/shm"};
  const std::string folder = scratch.file("kiosk"), filler = scratch.file("filler");
  test::FakeClock clock;
  SeededRandom random{test::first_seed()};
  CollectedLog log;
  test::CollectorKeys keys;
  bool mounted = false;
  std::unique_ptr<StoreCore> core;
  std::int64_t thanked = 0;
};

constexpr std::int64_t kReserved = 2 << 20;

}  // namespace full_disk

TEST_CASE("Full disk: the answer under way goes through in the reserve, which is made again when there is room") {
  SmallDisk disk(kReserved);
  if (!disk.mounted) {
    MESSAGE("not run: this process may not mount a file system");
    return;
  }
  for (int cycle = 0; cycle < test::sized(3, 10); ++cycle) {
    CHECK(disk.reserved() == kReserved);
    CHECK(disk.core->health().troubles.empty());
    fill(disk.filler);
    for (int each = 0; disk.reserved() == kReserved; ++each) {
      REQUIRE(each < 10'000);
      REQUIRE(disk.keep());  // the one that finds the disk full too
    }
    CHECK(disk.reserved() == kReserved / 2);
    CHECK(disk.core->health().troubles == std::vector<std::string>{std::string(kDiskShort)});
    CHECK(there(*disk.core) == disk.thanked);
    for (int each = 0; each < 200; ++each) {
      disk.core->tidy_if_due();  // as every second
      REQUIRE(disk.keep());
    }
    CHECK(disk.log.count("the disk is full: its reserve is given up") == cycle + 1);

    disk.clock.advance(kReserveEvery);
    disk.core->tidy_if_due();
    CHECK(disk.reserved() == kReserved / 2);  // not while it is full
    const Settlement all{1, disk.thanked, {}, {}, 1, disk.clock.wall()};
    must(disk.core->settle(all));
    disk.clock.advance(std::chrono::hours(24 * 31));
    disk.free_all();
  }
  must(disk.core->database().integrity_check());
  disk.core = must(disk.open());
  CHECK(there(*disk.core) == disk.thanked);
}

TEST_CASE("Full disk: a kiosk with a reserve starts after a clean stop, too, which leaves no log and no index") {
  SmallDisk disk(kReserved);
  if (!disk.mounted) {
    MESSAGE("not run: this process may not mount a file system");
    return;
  }
  REQUIRE(disk.keep());
  disk.core->close();
  disk.core.reset();
  fill(disk.filler);
  auto started = disk.open();
  REQUIRE_MESSAGE(started.has_value(), started.error().text());
  disk.core = std::move(*started);
  CHECK(there(*disk.core) == disk.thanked);
}

TEST_CASE("Full disk: a database that is found damaged meanwhile is begun anew in the reserve") {
  std::int64_t reserve = 0;
  SUBCASE("with") { reserve = kReserved; }
  SUBCASE("and without, when there is room") {}
  SmallDisk disk(reserve);
  if (!disk.mounted) {
    MESSAGE("not run: this process may not mount a file system");
    return;
  }
  for (int each = 0; each < 100; ++each) REQUIRE(disk.keep());
  must(disk.core->database().run("UPDATE record SET version = 2 WHERE sequence = 3"));
  must(disk.core->database().empty_log());
  fill(disk.filler);
  REQUIRE_FALSE(disk.core->records().oldest(10, 1 << 20));
  CHECK(disk.core->recover_if_due() == (reserve > 0));
  if (reserve == 0) {
    std::filesystem::remove(disk.filler);
    disk.clock.advance(std::chrono::minutes(2));
    REQUIRE(disk.core->recover_if_due());
  }
  REQUIRE(disk.core->damage());
  CHECK(disk.core->damage()->kept == disk.thanked - 1);
  CHECK(disk.core->damage()->unproved == 1);
  CHECK(must(disk.core->records().oldest(10, 1 << 20)).last() == 2);
}

TEST_CASE("Full disk: a kiosk with a reserve starts, one without does not before there is room") {
  std::int64_t reserve = 0;
  SUBCASE("with") { reserve = kReserved; }
  SUBCASE("without") {}
  SmallDisk disk(reserve);
  if (!disk.mounted) {
    MESSAGE("not run: this process may not mount a file system");
    return;
  }
  // Its log holds what the database's file has no room for, and the first half is used up.
  for (int each = 0; each < 100; ++each) REQUIRE(disk.keep());
  fill(disk.filler);
  for (int each = 0; each < 5'000 && disk.keep(); ++each) {
  }
  CHECK(disk.reserved() == reserve / 2);
  fill(disk.filler);
  disk.core.reset();  // as if the plug was pulled
  fill(disk.filler);
  auto started = disk.open();
  CHECK(started.has_value() == (reserve > 0));
  if (started) {
    disk.core = std::move(*started);
    CHECK(there(*disk.core) == disk.thanked);
    // What it holds can be sent.
    CHECK(must(disk.core->records().oldest(10, 1 << 20)).first() == 1);
    must(disk.core->settle({1, 10, {}, {}, 1, disk.clock.wall()}));
    disk.free_all();
    CHECK(disk.reserved() == reserve);
  } else {
    CHECK(started.error().failure == Failure::disk_full);
    std::filesystem::remove(disk.filler);
    disk.core = must(disk.open());
  }
  CHECK(there(*disk.core) == disk.thanked);
  must(disk.core->database().integrity_check());
}

}  // namespace afterword::kiosk
