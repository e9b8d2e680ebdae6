// What a running store does when it finds its database damaged.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace damage_test {

using test::must;

struct DamagedKiosk {
  DamagedKiosk() {
    core = open();
    must(core->enrol(keys.enrol()));
    for (int number = 1; number <= 5; ++number) must(core->keep(test::recording(number, "one of five")));
  }
  std::unique_ptr<StoreCore> open() { return must(StoreCore::open(scratch.path(), {clock, random, log})); }
  // As a bit that falls over would, behind everybody's back. No older state of the row is left in the log.
  void alter(const char* sql) {
    must(core->database().run(sql));
    must(core->database().empty_log());
  }

  const test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{1};
  SilentLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;
};

}  // namespace damage_test
using namespace damage_test;

TEST_CASE("A response that is not as it was written is never sent; the others are, under their numbers") {
  DamagedKiosk kiosk;
  kiosk.alter("UPDATE record SET version = 2 WHERE sequence = 3");
  const auto refused = kiosk.core->records().oldest(10, 1 << 20);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().failure == Failure::corrupt);

  REQUIRE(kiosk.core->recover_if_due());
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 4);
  CHECK(kiosk.core->damage()->waiting == 4);
  CHECK(kiosk.core->damage()->unproved == 1);
  const Run first = must(kiosk.core->records().oldest(10, 1 << 20));
  CHECK(first.responses.front().log == 1);
  CHECK(first.last() == 2);
  // Those behind it are another run, from their own chain on; what is given now is in a log of its own.
  must(kiosk.core->records().settle({1, 2, {}, {}, 1}, kiosk.clock.wall()));
  const Run rest = must(kiosk.core->records().oldest(10, 1 << 20));
  CHECK(rest.first() == 4);
  CHECK(rest.last() == 5);
  must(kiosk.core->keep(test::recording(2, "after that")));
  const OutboxState state = must(kiosk.core->records().state());
  CHECK(state.log == 2);
  CHECK(state.next_sequence == 2);

  // It happened once.
  CHECK_FALSE(kiosk.core->recover_if_due());
  kiosk.clock.advance(kLookEvery + Ms{1});
  CHECK_FALSE(kiosk.core->recover_if_due());
  const auto damage = kiosk.core->damage();
  kiosk.core->close();
  kiosk.core.reset();
  kiosk.core = kiosk.open();
  CHECK(kiosk.core->damage() == damage);
  CHECK(std::distance(std::filesystem::directory_iterator(kiosk.scratch.file("damaged")), {}) == 1);
}

TEST_CASE("A head that is older than the records it leads is damage: no number is given twice") {
  DamagedKiosk kiosk;
  kiosk.alter("UPDATE log_head SET next_sequence = 4");
  kiosk.core->close();
  kiosk.core.reset();
  kiosk.core = kiosk.open();
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 5);
  must(kiosk.core->keep(test::recording(2, "after that")));
  CHECK(must(kiosk.core->records().state()).log == 2);
}

TEST_CASE("A power cut while the damaged files are replaced is finished at the next start") {
  DamagedKiosk kiosk;
  kiosk.alter("UPDATE record SET version = 2 WHERE sequence = 3");
  kiosk.core->close();
  kiosk.core.reset();
  kiosk.core = kiosk.open();
  REQUIRE(kiosk.core->damage());
  kiosk.core->close();
  kiosk.core.reset();
  // What was complete has its other name still, and the old files are there.
  const std::string database = kiosk.scratch.file("kiosk.db");
  std::filesystem::rename(database, database + ".salvaged");
  std::ofstream(database) << "what was damaged";
  std::ofstream(database + "-wal") << "and its log";
  kiosk.core = kiosk.open();
  CHECK(kiosk.core->damage()->kept == 4);
  CHECK(must(kiosk.core->records().state()).log == 2);
  CHECK_FALSE(std::filesystem::exists(database + ".salvaged"));
}

TEST_CASE("A key that is damaged is read from its second place") {
  DamagedKiosk kiosk;
  kiosk.alter("UPDATE epoch SET sealed = zeroblob(80)");
  kiosk.core->close();
  kiosk.core.reset();
  kiosk.core = kiosk.open();
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 5);
  const Run run = must(kiosk.core->records().oldest(10, 1 << 20));
  const std::int64_t epoch = run.responses[0].epoch;
  CHECK(kiosk.keys.open(run.responses[0], must(kiosk.core->records().epochs_for({&epoch, 1}))[0])
            .answers.contains("visit"));
}

}  // namespace afterword::kiosk
