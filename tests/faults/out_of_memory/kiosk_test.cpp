// A kiosk that runs out of memory at any allocation: SQLite's makes the call an error, the program's own
// ends the process, which is started again. Nothing is said to be kept that is not, nothing is half there,
// a healthy database is not taken for a damaged one, and it goes on.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "kiosk/storage/store_core.h"
#include "sync/client/definitions.h"
#include "tests/faults/disk/disk.h"
#include "tests/faults/disk/dump.h"
#include "tests/faults/out_of_memory/points.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace out_of_memory_kiosk {

using test::Ended;
using test::must;
using test::Point;

struct Folder {
  Folder() {
    must(must(open())->enrol(keys.enrol()));
    auto core = must(open());
    must(core->keep(test::recording(3, "before")));
    must(core->save_draft(test::recording(4, "under way", false), Partial::keep));
    core->close();
    core.reset();
    prepared = test::read_files(scratch.path());
  }
  void begin() { test::write_files(scratch.path(), prepared); }
  Result<std::unique_ptr<StoreCore>> open() {
    random.emplace(9);
    clock.mono_now = MonoTime{1'000'000};
    return StoreCore::open(scratch.path(), {clock, *random, log});
  }
  std::string said() const { return must(test::dump(scratch.file("kiosk.db"))); }
  bool set_aside() const { return std::filesystem::exists(scratch.file("damaged")); }

  test::Scratch scratch{"/dev/shm"};
  test::FakeClock clock;
  std::optional<SeededRandom> random;
  SilentLog log;
  test::CollectorKeys keys;
  test::Files prepared;
};

struct Step {
  const char* name;
  std::function<Result<>(StoreCore&)> does;
  bool in_parts = false;  // several transactions: each may be done or not
  bool tells = true;      // whether it was done
};

template <class T>
Result<> done(Result<T> result) {
  if (!result) return tl::unexpected<Error>(std::move(result).error());
  return {};
}

Result<> star(StoreCore& core) {
  AFTERWORD_TRY(core.records().drop_draft());
  Star given;
  given.touchpoint = "exit";
  return core.keep(given);
}

Result<> settings(StoreCore& core) {
  Settings changed = core.enrolment()->settings;
  changed.store_name = "Old Town";
  return core.save_settings(changed);
}

// What is read is read whole, or not at all.
Result<> reading(StoreCore& core) {
  AFTERWORD_ASSIGN(const Run run, core.records().oldest(10, 1 << 20));
  const std::int64_t epochs[] = {run.responses.at(0).epoch};
  AFTERWORD_ASSIGN(const auto keys, core.records().epochs_for(epochs));
  bool whole = run.responses.size() == 2 && keys.at(0).seal_key == "seal-1";
  for (const SealedResponse& each : run.responses)
    whole = whole && each.survey == "short" && each.kind == kKindResponse && !each.data.empty();
  if (!whole) throw std::runtime_error("it was read, and not as it is");
  return {};
}

// Its warnings are its errors.
Result<> tidying(StoreCore& core) {
  core.tidy_if_due();
  return fail(Failure::busy, "it does not tell");
}

std::vector<Step> steps(Folder& kiosk) {
  const std::string text = test::kShort;
  const std::string envelope = sign_definition(text, kiosk.keys.signers());
  const TrustDocument trust = kiosk.keys.trust(2);
  const std::string trust_envelope = sign_trust(trust, kiosk.keys.root);
  return {
      {"a draft",
       [](StoreCore& c) { return c.save_draft(test::recording(2, "half", false), Partial::keep); }},
      {"an answer", [](StoreCore& c) { return done(c.keep(test::recording(2, "whole"))); }},
      {"a draft dropped", [](StoreCore& c) { return c.records().drop_draft(); }},
      {"a star", star, true},
      {"settled",
       [](StoreCore& c) {
         return c.settle(
             {1, 1, {{1, Outcome::quarantined, "malformed"}}, {}, 1, c.world().clock.wall()});
       }},
      {"wanted again", [](StoreCore& c) { return done(c.records().resend(1, 1, 1)); }},
      {"a new log", [](StoreCore& c) { return c.begin_new_log(); }},
      {"forgotten", [](StoreCore& c) { return c.records().forget(WallTime{INT64_MAX}); }},
      {"a survey installed",
       [=](StoreCore& c) {
         return done(c.definitions().install({"short", 1}, envelope, text));
       }},
      {"a survey retired",
       [](StoreCore& c) {
         return c.definitions().retire({"short", 9}, "an envelope");
       }},
      {"surveys read", [](StoreCore& c) { return done(c.surveys()); }},
      {"new trust", [=](StoreCore& c) { return c.save_trust(trust_envelope, trust); }},
      {"new settings", settings, true},
      {"a count", [](StoreCore& c) { return c.count("short", "started"); }},
      {"numbers reserved",
       [](StoreCore& c) { return done(c.settings().reserve_counters(kCounterBlock)); }},
      {"a check", [](StoreCore& c) { return c.check(); }, true},
      {"tidying", tidying, true, false},
      {"health", [](StoreCore& c) { return c.health(), fail(Failure::busy, "it does not tell"); },
       true, false},
      {"a checkpoint", [](StoreCore& c) { return c.database().checkpoint(); }},
      {"reading", reading},
  };
}

// What a child tells.
enum Told : int { kReached = 1, kDone = 2, kNeither = 4, kNotThere = 8, kStuck = 16 };

struct Tally {
  std::size_t points = 0, errors = 0, ended = 0;
};

// In the child.
int run_step(Folder& kiosk, const Step& step, const Point& point, const std::string& before,
             const std::string& after) {
  auto core = must(kiosk.open());
  point.begin();
  const Result<> result = step.does(*core);
  const bool reached = test::memory_is_back() > 0;
  const std::string is = kiosk.said();
  int told = (reached ? kReached : 0) | (result ? kDone : 0);
  if (is != before && is != after && !step.in_parts) told |= kNeither;
  if (result && is != after) told |= kNotThere;
  // And it goes on.
  const bool goes_on = core->count("short", "and on it goes") && core->records().drop_draft() &&
                       core->keep(test::recording(5, "after it"));
  if (!goes_on) told |= kStuck;
  core->close();
  return told;
}

bool contains(const std::string& dump, const std::string& words) {
  return dump.find(words) != std::string::npos;
}

bool look_at(Folder& kiosk, const Step& step, const Point& point, const std::string& before,
             const std::string& after, Tally& tally) {
  kiosk.begin();
  const Ended ended = test::in_child([&] { return run_step(kiosk, step, point, before, after); });
  const bool told = ended.how == Ended::How::told;
  if (told && (ended.told & kReached) == 0) return false;
  ++tally.points;
  tally.ended += ended.how == Ended::How::out_of_memory ? 1 : 0;
  tally.errors += step.tells && told && (ended.told & kDone) == 0 ? 1 : 0;
  const std::string at = std::string(step.name) + ", " + point.text();
  CHECK_MESSAGE(ended.how != Ended::How::otherwise, at << ": ended otherwise");
  if (told) {
    CHECK_MESSAGE((ended.told & kNeither) == 0, at << ": half done");
    CHECK_MESSAGE((ended.told & kNotThere) == 0, at << ": told as done, and not there");
    CHECK_MESSAGE((ended.told & kStuck) == 0, at << ": it does not go on");
  }
  const std::string left = kiosk.said();  // whole, says SQLite
  if (!told && !step.in_parts)
    CHECK_MESSAGE((left == before || left == after), at << ": half done when it ended");
  if (told) CHECK_MESSAGE(contains(left, "'and on it goes'"), at << ": what followed is not there");
  auto core = must(kiosk.open());
  must(core->keep(test::recording(1, "started again")));
  CHECK_MESSAGE(!kiosk.set_aside(), at << ": a healthy database was set aside");
  return true;
}

}  // namespace out_of_memory_kiosk
using namespace out_of_memory_kiosk;

TEST_CASE("Out of memory: at each allocation of everything a kiosk stores, once and for ever") {
  Folder kiosk;
  Tally tally;
  for (const Step& step : steps(kiosk)) {
    kiosk.begin();
    std::string before, after;
    {
      auto core = must(kiosk.open());
      before = kiosk.said();
      const auto done = step.does(*core);
      REQUIRE_MESSAGE(done.has_value() == step.tells, step.name);
      after = kiosk.said();
    }
    test::each_point(test::sized<std::size_t>(61, 1), [&](const Point& point) {
      return look_at(kiosk, step, point, before, after, tally);
    });
  }
  MESSAGE("kiosk: " << tally.points << " points, " << tally.errors << " told as failed, "
                    << tally.ended << " ended the process");
  CHECK(tally.errors > 50);
  CHECK(tally.ended > 50);
}

TEST_CASE("Out of memory: starting meets it at each allocation, and starts when there is some") {
  Folder kiosk;
  std::string before;
  {
    kiosk.begin();
    const auto core = must(kiosk.open());
    before = kiosk.said();
  }
  std::size_t refused = 0;
  const std::size_t points =
      test::each_point(test::sized<std::size_t>(61, 1), [&](const Point& point) {
        kiosk.begin();
        const Ended ended = test::in_child([&] {
          point.begin();
          auto core = kiosk.open();
          return (test::memory_is_back() > 0 ? kReached : 0) | (core ? kDone : 0);
        });
        const bool told = ended.how == Ended::How::told;
        if (told && (ended.told & kReached) == 0) return false;
        refused += told && (ended.told & kDone) == 0 ? 1 : 0;
        CHECK_MESSAGE(ended.how != Ended::How::otherwise, point.text() << ": ended otherwise");
        CHECK_MESSAGE(!kiosk.set_aside(), point.text() << ": a healthy database was set aside");
        auto core = must(kiosk.open());
        CHECK(must(core->records().head())->next_sequence == 3);  // one answer, and the draft
        CHECK_MESSAGE(kiosk.said() == before, point.text() << ": it is another database");
        must(core->keep(test::recording(5, "after it")));
        return true;
      });
  MESSAGE("starting: " << points << " points, " << refused << " refused");
  CHECK(refused > 10);
}

}  // namespace afterword::kiosk
