// Everything that a kiosk's store does, a step each, on one prepared folder: for tests in which the disk or the memory
// under a step fails.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/storage/store_core.h"
#include "sync/client/definitions.h"
#include "tests/faults/disk/disk.h"
#include "tests/faults/disk/dump.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace kiosk_steps {

using test::must;

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
  bool tells = true;      // whether it was done; else what it gives is always an error
};

template <class T>
Result<> done(Result<T> result) {
  if (!result) return tl::unexpected<Error>(std::move(result).error());
  return {};
}

inline Result<> star(StoreCore& core) {
  AFTERWORD_TRY(core.records().drop_draft());
  Star given;
  given.touchpoint = "exit";
  return core.keep(given);
}

inline Result<> settings(StoreCore& core) {
  Settings changed = core.enrolment()->settings;
  changed.store_name = "Old Town";
  return core.save_settings(changed);
}

// What is read is read whole, or not at all.
inline Result<> reading(StoreCore& core) {
  AFTERWORD_ASSIGN(const Run run, core.records().oldest(10, 1 << 20));
  const std::int64_t epochs[] = {run.responses.at(0).epoch};
  AFTERWORD_ASSIGN(const auto keys, core.records().epochs_for(epochs));
  bool whole = run.responses.size() == 2 && keys.at(0).seal_key == "seal-1";
  for (const SealedResponse& each : run.responses)
    whole = whole && each.survey == "short" && each.kind == kKindResponse && !each.data.empty();
  if (!whole) throw std::runtime_error("it was read, and not as it is");
  return {};
}

inline Result<> tidying(StoreCore& core) {
  core.tidy_if_due();
  return fail(Failure::busy, "it does not tell");
}

inline std::vector<Step> steps(Folder& kiosk) {
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
         return c.install({"short", 1}, envelope, text);
       }},
      {"a survey retired",
       [](StoreCore& c) {
         return c.retire({"short", 9}, "an envelope");
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

}  // namespace kiosk_steps
}  // namespace afterword::kiosk
