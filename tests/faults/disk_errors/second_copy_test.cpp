// The disk under a kiosk with a second copy of its answers fails, under both of them.
#include <doctest/doctest.h>

#include "kiosk/storage/store_core.h"
#include "tests/faults/disk/disk.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace disk_errors_second_copy {

using test::must;

constexpr int kSlots = 300;

struct Kiosk {
  Kiosk() {
    open();
    must(core->enrol(keys.enrol()));
  }
  void open() {
    core.reset();
    core = must(StoreCore::open(
        scratch.path(),
        {clock, random, log, SecondCopyPlace{scratch.file("second-copy"), kSlots}}));
  }
  std::set<Place> rows() {
    std::set<Place> all;
    must(core->records().each([&](const KeptRecord& record) -> Result<> {
      all.insert(place_of(record.response));
      return {};
    }));
    return all;
  }
  std::set<Place> copied() {
    SecondCopy second({scratch.file("second-copy"), kSlots}, clock, log);
    std::set<Place> all;
    for (const auto& [place, copy] : second.read("dev-7")) all.insert(place);
    return all;
  }

  const test::Scratch scratch{"/dev/shm"};
  test::FakeClock clock;
  SeededRandom random{9};
  SilentLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;
};

}  // namespace disk_errors_second_copy
using namespace disk_errors_second_copy;

TEST_CASE(
    "Any operation on the database or its second copy may fail: both have the same in the end") {
  Kiosk kiosk;
  test::Disk disk(kiosk.scratch.path());
  kiosk.open();
  const int answers = 250;
  disk.fail({.share = 0.02, .seed = test::first_seed() + 2, .drops_pages = true});
  std::size_t thanked = 0, again = 0, without = 0;
  for (int each = 0; each < answers; ++each) {
    const auto given = static_cast<RecordTable::Given>(each + 1);
    for (int tries = 0; tries < 1'000; ++tries) {
      if (kiosk.core->keep(test::recording(each % 5 + 1, "n"), given)) {
        ++thanked;
        break;
      }
      ++again;
    }
    without += kiosk.core->second_copy()->failing() ? 1 : 0;
    kiosk.clock.advance(Ms{10'000});
    kiosk.core->tidy_if_due();
  }
  const std::size_t injected = disk.injected();
  disk.heal();
  CHECK(kiosk.rows().size() == thanked);
  CHECK(thanked == static_cast<std::size_t>(answers));
  kiosk.clock.advance(std::max(kCopyAgain, kLookEvery));
  kiosk.core->recover_if_due();  // what looked like damage may be none
  kiosk.core->tidy_if_due();
  CHECK_FALSE(kiosk.core->second_copy()->failing());
  CHECK(kiosk.copied() == kiosk.rows());
  kiosk.open();
  CHECK_FALSE(kiosk.core->damage());
  CHECK(kiosk.rows().size() == thanked);
  CHECK(kiosk.copied() == kiosk.rows());
  MESSAGE(answers << " answers, " << injected << " errors, " << again << " given again, " << without
                  << " thanked for while the second copy failed");
  CHECK(without > 0);
  CHECK(again > 0);
}

TEST_CASE(
    "Each operation of a start with something to take from the second copy may fail: the next "
    "start has it") {
  Kiosk kiosk;
  must(kiosk.core->keep(test::recording(1, "before")));
  kiosk.core->close();
  kiosk.core.reset();
  test::Files files = test::read_files(kiosk.scratch.path());
  kiosk.open();
  must(kiosk.core->keep(test::recording(2, "copied")));
  kiosk.core->close();
  kiosk.core.reset();
  files["second-copy"] = test::read_files(kiosk.scratch.path())["second-copy"];
  int points = 0;
  for (std::size_t at = 0;; at += 1 + at / 50) {  // most of them read one slot after the other
    test::write_files(kiosk.scratch.path(), files);
    test::Disk disk(kiosk.scratch.path());
    disk.fail({.first = at});
    static_cast<void>(StoreCore::open(
        kiosk.scratch.path(), {kiosk.clock, kiosk.random, kiosk.log,
                               SecondCopyPlace{kiosk.scratch.file("second-copy"), kSlots}}));
    const std::size_t injected = disk.injected();
    disk.heal();
    if (injected == 0) break;
    ++points;
    kiosk.open();
    CHECK(kiosk.rows().size() == 2);
    kiosk.core.reset();
  }
  MESSAGE(points << " points");
  CHECK(points > 30);
}

TEST_CASE(
    "What was refused because the disk is full is in no second copy, and not there after a start") {
  Kiosk kiosk;
  test::Disk disk(kiosk.scratch.path());
  kiosk.open();
  disk.fill();
  std::size_t thanked = 0;
  while (kiosk.core->keep(test::recording(3, std::string(2'000, 'n')))) ++thanked;
  CHECK(kiosk.copied().size() == thanked);
  disk.heal();
  kiosk.open();
  CHECK(kiosk.rows().size() == thanked);
}

}  // namespace afterword::kiosk
