// The disk under a kiosk fails: at each operation, once or for ever; and its syncs fail, with the pages
// dropped. Nothing is said to be kept that is not, nothing is damaged, and the kiosk goes on.
#include <doctest/doctest.h>

#include <future>
#include <sstream>

#include "kiosk/storage/store.h"
#include "tests/faults/kiosk_steps.h"
#include "tests/faults/size.h"

namespace afterword::kiosk {
namespace disk_errors_kiosk {

using namespace kiosk_steps;

// The rows of one table in a dump.
std::vector<std::string> rows_of(const std::string& dump, const std::string& table) {
  std::vector<std::string> rows;
  std::istringstream lines(dump);
  bool here = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  "))
      here = line == table;
    else if (here)
      rows.push_back(line);
  }
  return rows;
}

struct Tally {
  std::uint64_t points = 0, errors = 0, told_as_failed = 0;
};

// One operation of the disk fails while `step` is done: number `at`, alone or with all after it.
// False: `step` ended before it came to it.
bool fail_at(Folder& kiosk, const Step& step, std::size_t at, bool for_ever,
             const std::string& expected, Tally& tally) {
  kiosk.begin();
  test::Disk disk(kiosk.scratch.path());
  auto core = must(kiosk.open());
  const std::string before = kiosk.said();
  disk.fail({.first = at, .for_ever = for_ever});
  const Result<> result = step.does(*core);
  const std::size_t injected = disk.injected();
  disk.heal();
  if (injected == 0) return false;
  ++tally.points;
  tally.errors += injected;
  if (!result && step.tells) ++tally.told_as_failed;

  must(core->count("short", "and on it goes"));
  must(core->keep(test::recording(5, "after the error")));
  core->close();
  core.reset();
  const std::string after = kiosk.said();  // whole, says SQLite
  // Told as done: it is done. The next answer and count stand behind it.
  for (const char* const table : {"record", "definition", "epoch"}) {
    const auto was = rows_of(before, table), is = rows_of(after, table),
               should = rows_of(expected, table);
    for (const std::string& row : result ? should : was) {
      const bool there = std::find(is.begin(), is.end(), row) != is.end();
      const bool replaced =
          !result && std::find(should.begin(), should.end(), row) == should.end();
      CHECK_MESSAGE((there || replaced), step.name << ", operation " << at << ": lost " << row);
    }
  }
  return true;
}

}  // namespace disk_errors_kiosk
using namespace disk_errors_kiosk;

TEST_CASE("Disk errors: at each operation of everything a kiosk stores, once and for ever") {
  Folder kiosk;
  Tally tally;
  for (const Step& step : steps(kiosk)) {
    std::string expected;
    {
      kiosk.begin();
      auto core = must(kiosk.open());
      REQUIRE_MESSAGE(step.does(*core).has_value() == step.tells, step.name);
      expected = kiosk.said();
    }
    for (const bool for_ever : {false, true})
      for (std::size_t at = 0; fail_at(kiosk, step, at, for_ever, expected, tally); ++at) {
      }
  }
  MESSAGE("kiosk: " << tally.points << " points, " << tally.errors << " errors, "
                    << tally.told_as_failed << " told as failed, the rest made good by SQLite");
  CHECK(tally.points > 200);
  CHECK(tally.told_as_failed > 100);
}

TEST_CASE("Disk errors: starting meets one at each operation, and starts when it is over") {
  Folder kiosk;
  int points = 0;
  for (const bool for_ever : {false, true})
    for (std::size_t at = 0;; ++at) {
      kiosk.begin();
      test::Disk disk(kiosk.scratch.path());
      disk.fail({.first = at, .for_ever = for_ever});
      {
        auto refused = kiosk.open();
        if (!refused) CHECK(refused.error().failure != Failure::internal);
      }
      const std::size_t injected = disk.injected();
      disk.heal();
      if (injected == 0) break;
      ++points;
      auto core = must(kiosk.open());
      CHECK(must(core->records().head())->next_sequence == 3);  // one answer, and the draft
      must(core->keep(test::recording(5, "after the error")));
    }
  MESSAGE("starting: " << points << " points");
  CHECK(points > 30);
}

TEST_CASE("A read that comes garbled from a file that is as it was sets nothing aside") {
  Folder kiosk;
  int reads = 0, not_at_once = 0;
  for (;; ++reads) {
    CAPTURE(reads);
    kiosk.begin();
    test::Disk disk(kiosk.scratch.path());
    disk.fail({.what = test::Fault::What::garbled_reads, .first = static_cast<std::size_t>(reads)});
    auto core = kiosk.open();
    const std::size_t garbled = disk.injected();
    disk.heal();
    if (!core) {
      ++not_at_once;
      core = kiosk.open();
    }
    CHECK_FALSE(kiosk.set_aside());
    REQUIRE_MESSAGE(core, core.error().text());
    CHECK_FALSE((*core)->damage());
    must((*core)->keep(test::recording(5, "after it")));
    (*core)->recover_if_due();
    CHECK_FALSE(kiosk.set_aside());
    CHECK(must((*core)->records().head())->log == 1);
    CHECK(must((*core)->records().head())->next_sequence == 4);  // an answer, the draft, and this
    must((*core)->database().integrity_check());
    if (garbled == 0) break;
  }
  MESSAGE("starting: each of " << reads << " reads, " << not_at_once << " times it took a second start");
  CHECK(reads > 10);
}

TEST_CASE("Failed syncs that drop pages: what was thanked for is what is there, on a new connection") {
  Folder kiosk;
  kiosk.begin();
  test::Disk disk(kiosk.scratch.path());
  auto core = must(kiosk.open());
  const std::int64_t first = must(core->records().head())->next_sequence;
  const int answers = test::sized(600, 20'000);
  disk.fail({.what = test::Fault::What::syncs,
             .share = 0.12,
             .seed = test::first_seed(),
             .drops_pages = true});
  std::int64_t thanked = 0, refused = 0;
  for (int each = 0; each < answers; ++each) {
    if (core->keep(test::recording(each % 5 + 1, "n")))
      ++thanked;
    else
      ++refused;
    if (each % 50 == 49) static_cast<void>(core->database().checkpoint());
  }
  const std::size_t injected = disk.injected(), opened = disk.opened();
  disk.heal();
  CHECK(must(core->records().head())->next_sequence - first == thanked);
  core->close();
  core.reset();
  core = must(kiosk.open());
  CHECK(must(core->records().head())->next_sequence - first == thanked);
  must(core->database().integrity_check());
  MESSAGE(answers << " answers, " << injected << " failed syncs, " << thanked << " thanked for, "
                  << refused << " refused, " << opened << " connections, from seed "
                  << test::first_seed());
  CHECK(injected >= static_cast<std::size_t>(answers / 10));
  CHECK(refused > 0);
  CHECK(opened > static_cast<std::size_t>(refused));
}

TEST_CASE("Any operation may fail at any time: what was thanked for is there, and nothing is damaged") {
  Folder kiosk;
  kiosk.begin();
  test::Disk disk(kiosk.scratch.path());
  auto core = must(kiosk.open());
  const int answers = test::sized(600, 20'000);
  disk.fail({.share = 0.02, .seed = test::first_seed() + 1, .drops_pages = true});
  constexpr int kTriesMost = 1'000;
  std::int64_t thanked = 0, again = 0, unsure = 0;
  for (int each = 0; each < answers; ++each) {
    const auto given = static_cast<RecordTable::Given>(each + 1);
    for (int tries = 0; tries < kTriesMost; ++tries) {
      if (core->keep(test::recording(each % 5 + 1, "n"), given)) {
        ++thanked;
        break;
      }
      ++again;
      if (core->records().unsure()) ++unsure;
    }
  }
  const std::size_t injected = disk.injected();
  disk.heal();
  const std::int64_t there = must(core->records().head())->next_sequence - 3;
  must(core->database().integrity_check());
  MESSAGE(answers << " answers, " << injected << " errors, " << again << " given again, " << unsure
                  << " of them unsure, " << there - thanked << " doubled, from seed "
                  << test::first_seed() + 1);
  CHECK(thanked == answers);
  CHECK(there == thanked);
  CHECK(unsure > 0);
}

TEST_CASE("A commit that failed is looked for in its own log, not in one before it") {
  Folder kiosk;
  kiosk.begin();
  {
    auto core = must(kiosk.open());
    must(core->settle({1, 2, {}, {}, 1, kiosk.clock.wall()}));
    must(core->begin_new_log());
    core->close();
  }
  const test::Files second_log = test::read_files(kiosk.scratch.path());
  int failed_and_there = 0;
  for (std::size_t at = 0;; ++at) {
    test::write_files(kiosk.scratch.path(), second_log);
    test::Disk disk(kiosk.scratch.path());
    auto core = must(kiosk.open());
    const std::size_t opened = disk.opened();
    disk.fail({.first = at});
    const auto kept = core->keep(test::recording(2, "whole"));
    const std::size_t injected = disk.injected();
    disk.heal();
    if (injected == 0) break;
    const bool there = must(core->records().head())->next_sequence == 2;
    CHECK(kept.has_value() == there);
    if (kept && disk.opened() > opened) ++failed_and_there;
  }
  CHECK(failed_and_there > 0);
}

TEST_CASE("An answer that was told as failed is no damage, though the log still has it when it begins anew") {
  Folder kiosk;
  int failed = 0;
  for (std::size_t at = 0;; ++at) {
    kiosk.begin();
    test::Files left;
    bool kept = false;
    std::int64_t next = 0;
    {
      test::Disk disk(kiosk.scratch.path());
      auto core = must(kiosk.open());
      for (int i = 0; i < 3; ++i) must(core->keep(test::recording(3, "before it")));
      disk.fail({.first = at});
      kept = core->keep(test::recording(2, "whole")).has_value();
      const std::size_t injected = disk.injected();
      disk.heal();
      if (injected == 0) break;
      must(core->database().checkpoint());
      must(core->count("short", "started"));  // the log begins anew
      next = must(core->records().head())->next_sequence;
      left = test::read_files(kiosk.scratch.path());  // and the power goes
    }
    if (!kept) ++failed;
    test::write_files(kiosk.scratch.path(), left);
    const auto core = must(kiosk.open());
    CHECK_MESSAGE(!core->damage(), "operation " << at);
    CHECK(must(core->records().head())->next_sequence == next);
    CHECK(must(core->records().head())->log == 1);
  }
  CHECK(failed > 5);
}

TEST_CASE("Two answers whose commits failed one after the other are each there once when they are given again") {
  Folder kiosk;
  int both_unsure = 0;
  for (std::size_t at = 0;; ++at) {
    bool more = false;
    for (std::size_t then = 0;; ++then) {
      kiosk.begin();
      test::Disk disk(kiosk.scratch.path());
      auto core = must(kiosk.open());
      const std::int64_t next = must(core->records().head())->next_sequence;
      disk.fail({.first = at, .for_ever = true});
      const bool first = core->keep(test::recording(2, "first"), 1).has_value();
      more = disk.injected() > 0;
      disk.heal();
      if (first || !core->records().unsure()) break;
      disk.fail({.first = then, .for_ever = true});
      const bool second = core->keep(test::recording(3, "second"), 2).has_value();
      const bool failed = disk.injected() > 0;
      disk.heal();
      if (!failed) break;
      if (!second && core->records().unsure_of(2)) ++both_unsure;
      must(core->keep(test::recording(2, "first"), 1));
      if (!second) must(core->keep(test::recording(3, "second"), 2));
      CHECK_MESSAGE(must(core->records().head())->next_sequence == next + 2,
                    "operations " << at << " and " << then);
    }
    if (!more) break;
  }
  CHECK(both_unsure > 0);
}

TEST_CASE("Whoever gave an answer hears nothing while nobody knows whether it is on the disk") {
  Folder kiosk;
  bool heals = true;
  SUBCASE("until the disk works again, and the answer is there once") {}
  SUBCASE("or until it has waited long enough, and is told that it failed") { heals = false; }
  int waited = 0;
  for (std::size_t at = 0;; ++at) {
    kiosk.begin();
    test::Disk disk(kiosk.scratch.path());
    kiosk.random.emplace(9);
    auto store = must(Store::open(kiosk.scratch.path(), {kiosk.clock, *kiosk.random, kiosk.log}));
    const std::int64_t next = must(store->outbox().state()).next_sequence;
    std::promise<Result<>> told;
    std::future<Result<>> answer = told.get_future();
    disk.fail({.first = at, .for_ever = true});
    store->keep(test::recording(2, "whole"), [&](Result<> result) { told.set_value(result); });
    static_cast<void>(store->surveys());  // asked behind it: it has been tried by now
    const bool injected = disk.injected() > 0;
    const bool waits = answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
    waited += waits ? 1 : 0;
    if (waits && !heals) kiosk.clock.advance(kUnsureMost);
    if (heals) disk.heal();
    store->count("short", "and on it goes", {});
    const Result<> result = answer.get();
    if (waits) CHECK(result.has_value() == heals);
    disk.heal();
    const std::int64_t there = must(store->outbox().state()).next_sequence - next;
    if (heals) CHECK(there == (result ? 1 : 0));
    CHECK(there <= 1);
    must(store->outbox().oldest(10, 1 << 20));
    if (!injected) break;
  }
  CHECK(waited > 0);
}

}  // namespace afterword::kiosk
