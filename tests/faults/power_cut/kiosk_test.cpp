// A kiosk loses its power at any moment: what it thanked for is there, whole, and nothing else is.
#include <doctest/doctest.h>

#include "kiosk/storage/device_key.h"
#include "kiosk/storage/store_core.h"
#include "sync/client/definitions.h"
#include "tests/faults/disk/examine.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace power_cut_kiosk {

using test::must;

// What a story may be told with that a kiosk never is.
struct Weakness {
  const char* pragma = nullptr;     // run once the database is open
  bool power_safe = false;          // psow=1
  bool thanks_before_commit = false;
};

// One kiosk on one folder; its world stands still but for what the story says.
class Kiosk {
 public:
  explicit Kiosk(const Weakness& weakness = {}) : weakness_(weakness) {
    must(must(StoreCore::open(folder(), {clock, random, log}))->enrol(keys.enrol()));
    must(StoreCore::open(folder(), {clock, random, log}))->close();
    telling_.emplace(folder(), "kiosk.db");
    if (weakness.power_safe) telling_->disk().claim_power_safe_overwrite();
    open();
  }

  void open() {
    core = must(StoreCore::open(folder(), {clock, random, log}));
    if (weakness_.pragma != nullptr) must(core->database().run(weakness_.pragma));
    telling_->durable();
  }
  void close() {
    core->close();
    core.reset();
    telling_->durable();
  }
  // Does something; when it returns, it is durable.
  template <class Step>
  void step(Step step) {
    const std::size_t before = telling_->disk().count();
    must(step(*core));
    telling_->durable_since(weakness_.thanks_before_commit ? before : telling_->disk().count());
  }
  void answer(int rating, bool draft = true) {
    if (draft)
      step([&](StoreCore& c) {
        return c.save_draft(test::recording(rating, "half", false), Partial::keep);
      });
    step([&](StoreCore& c) -> Result<> {
      AFTERWORD_TRY(c.keep(test::recording(rating, "whole " + std::string(100, 'x'))));
      return {};
    });
  }
  void hours_pass(int hours) {
    clock.advance(std::chrono::hours(hours));
    core->tidy_if_due();
    telling_->durable();
  }
  test::Story end() { return telling_->end(); }
  std::string folder() const { return scratch_.path() + "/kiosk"; }

  test::FakeClock clock;
  SeededRandom random{9};
  SilentLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;

 private:
  const Weakness weakness_;
  test::Scratch scratch_{"/dev/shm"};
  std::optional<test::Telling> telling_;
};

// Drafts, answers, one that is not kept, a power cut's leavings.
test::Story a_morning(const Weakness& weakness = {}) {
  Kiosk kiosk(weakness);
  for (int rating = 1; rating <= 4; ++rating) kiosk.answer(rating);
  kiosk.step([](StoreCore& c) {
    return c.save_draft(test::recording(5, "nothing", false), Partial::drop);
  });
  kiosk.step([](StoreCore& c) { return c.records().drop_draft(); });
  kiosk.hours_pass(2);
  for (int rating = 1; rating <= 4; ++rating) kiosk.answer(rating, rating % 2 == 0);
  kiosk.close();
  kiosk.open();
  kiosk.answer(5);
  kiosk.step([](StoreCore& c) {
    return c.save_draft(test::recording(2, "left", false), Partial::keep);
  });
  kiosk.core.reset();  // no clean end
  kiosk.open();
  kiosk.close();
  return kiosk.end();
}

// The collector answers: taken, quarantined, held, wanted again; a month later it is forgotten.
test::Story a_month() {
  Kiosk kiosk;
  for (int rating = 1; rating <= 5; ++rating) kiosk.answer(rating, false);
  kiosk.step([&](StoreCore& c) {
    return c.records().settle({1, 5,
                               {{2, Outcome::quarantined, "malformed"}},
                               {{3, HeldReason::key_missing}}},
                              kiosk.clock.wall());
  });
  kiosk.step([&](StoreCore& c) -> Result<> {
    AFTERWORD_TRY(c.records().resend(1, 1, 2));
    return {};
  });
  kiosk.step([&](StoreCore& c) {
    return c.records().settle({1, 2, {}, {}}, kiosk.clock.wall());
  });
  kiosk.core->heard_time(kiosk.clock.wall());
  kiosk.hours_pass(24 * 31);
  for (int rating = 1; rating <= 3; ++rating) kiosk.answer(rating);
  kiosk.hours_pass(2);
  kiosk.answer(4);
  kiosk.close();
  return kiosk.end();
}

// Surveys, trust and settings change.
test::Story news() {
  Kiosk kiosk;
  const auto definition = [](int version) {
    std::string text = test::kShort;
    return text.replace(text.find("\"version\": 1"), 12, "\"version\": " + std::to_string(version));
  };
  for (int version = 1; version <= 3; ++version)
    kiosk.step([&](StoreCore& c) -> Result<> {
      const std::string text = definition(version);
      return c.install({"short", version}, sign_definition(text, kiosk.keys.signers()), text);
    });
  kiosk.answer(3);
  kiosk.step([&](StoreCore& c) { return c.retire({"short", 3}, "an envelope"); });
  kiosk.step([&](StoreCore& c) {
    const TrustDocument trust = kiosk.keys.trust(2);
    return c.save_trust(sign_trust(trust, kiosk.keys.root), trust);
  });
  kiosk.step([&](StoreCore& c) {
    Settings settings = c.enrolment()->settings;
    settings.store_name = "Old Town";
    afterword::Card card;
    card.said.by_language = {{"en", "It is dark."}};
    card.did.by_language = {{"en", "New lamps."}};
    card.day = "2026-03-01";
    card.answers = 61;
    settings.cards = {card};
    return c.save_settings(settings);
  });
  kiosk.hours_pass(2);
  kiosk.answer(4);
  kiosk.close();
  return kiosk.end();
}

// What is counted rather than recorded, and numbers that must never be given twice.
test::Story counts() {
  Kiosk kiosk;
  for (int each = 0; each < 6; ++each) {
    kiosk.step([&](StoreCore& c) { return c.count("short", each % 2 == 0 ? "started" : "left"); });
    kiosk.step([&](StoreCore& c) -> Result<> {
      AFTERWORD_TRY(c.settings().reserve_counters(kCounterBlock));
      return {};
    });
    if (each == 3) kiosk.hours_pass(24 * 40);
  }
  kiosk.step([&](StoreCore& c) { return c.settings().set(kTraffic, "7 8 9"); });
  kiosk.close();
  return kiosk.end();
}

// A tablet at a desk: records of its own, and what was counted of them.
test::Story a_desk() {
  Kiosk kiosk;
  kiosk.step([&](StoreCore& c) {
    Settings settings = c.enrolment()->settings;
    settings.desk.emplace();
    settings.desk->categories = default_desk_categories();
    settings.desk->pin_salt = base64url(Bytes(16, 7));
    return c.save_settings(settings);
  });
  for (int each = 0; each < 11; ++each) {
    Interaction interaction;
    interaction.category = "return";
    interaction.solved = each % 3 == 0 ? Solved::no : Solved::yes;
    interaction.touchpoint = "service-desk";
    interaction.times = {"b1", kiosk.clock.mono() + -Ms{60'000}, kiosk.clock.mono(),
                         kiosk.clock.wall() + -Ms{60'000}, kiosk.clock.wall()};
    kiosk.step([&](StoreCore& c) -> Result<> {
      AFTERWORD_TRY(c.keep(interaction));
      return {};
    });
  }
  Star star;
  star.touchpoint = "service-desk";
  star.times = {"b1", kiosk.clock.mono(), kiosk.clock.mono(), kiosk.clock.wall(),
                kiosk.clock.wall()};
  kiosk.step([&](StoreCore& c) { return c.keep(star); });
  kiosk.hours_pass(24 * 3);
  kiosk.step([&](StoreCore& c) { return c.keep(star); });
  kiosk.close();
  return kiosk.end();
}

// A folder with nothing in it becomes a kiosk's.
test::Story first_start() {
  const test::Scratch scratch("/dev/shm");
  test::FakeClock clock;
  SeededRandom random(9);
  SilentLog log;
  test::Telling telling(scratch.path(), "kiosk.db");
  auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  telling.durable();
  must(core->count("short", "started"));
  telling.durable();
  core->close();
  core.reset();
  telling.durable();
  return telling.end();
}

// The kiosk starts again after the cut, and asks on.
void ask_on(const std::string& folder) {
  static const Recording next = test::recording(5, "after the cut");
  static const Enrolment known = test::CollectorKeys().enrol();
  test::FakeClock clock;
  SeededRandom random(77);
  SilentLog log;
  auto core = must(StoreCore::open(folder, {clock, random, log}));
  if (core->damage()) throw std::runtime_error("what a power cut left was taken for damage");
  if (!core->enrolment()) {
    auto enrolled = core->enrol(known);
    // An enrolment syncs device.key before anything is sealed. The disk under SQLite does not know that file, so a second
    // cut behind an enrolment leaves it out.
    if (!enrolled && enrolled.error().failure == Failure::conflict) {
      core.reset();
      must(write_device_key(folder, known));
      core = must(StoreCore::open(folder, {clock, random, log}));
    } else {
      must(std::move(enrolled));
    }
  }
  const std::int64_t number = must(core->records().head())->next_sequence;
  must(core->keep(Recording(next)));
  if (must(core->records().head())->next_sequence != number + 1)
    throw std::runtime_error("it took another number");
  must(core->surveys());
  core->close();
}

test::Findings cut(const test::Story& story, const test::Storage& storage, int seeds,
                   int second_every = 0) {
  return test::examine(story, {storage, seeds, test::first_seed(), second_every}, ask_on);
}

double share(std::uint64_t part, const test::Findings& of) {
  return static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(1, of.states));
}

constexpr test::Storage kSectors512{512, 0, false};
constexpr test::Storage kSectors4096{4096, 0, false};
constexpr test::Storage kPageLost{4096, 4096, false};

}  // namespace power_cut_kiosk
using namespace power_cut_kiosk;

TEST_CASE("Power cut: what a kiosk thanked for is there, whole, and nothing it did not write") {
  test::Findings all;
  const int seeds = test::sized(1, 45);
  std::uint64_t turn = test::first_seed();  // in the short form each story is on one drive, another one with each seed
  for (const auto& story : {a_morning(), a_month(), news(), counts(), a_desk(), first_start()}) {
    ++turn;
    for (const test::Storage& storage : {kSectors512, kSectors4096, kPageLost}) {
      if (!test::full_size() && ++turn % 3 != 0) continue;
      const test::Findings found = cut(story, storage, seeds, test::sized(100, 200));
      CHECK_MESSAGE(found.wrong() == 0, found.text());
      all.add(found);
    }
  }
  MESSAGE("kiosk, from seed " << test::first_seed() << ": " << all.text());
  CHECK(all.states >= test::sized<std::uint64_t>(1'000, 100'000));
}

TEST_CASE("Power cut: the test would notice settings that are too weak") {
  const int seeds = test::sized(2, 10);
  const auto told = [](const std::string& what, const test::Findings& found) {
    MESSAGE(what << ": " << found.text());
    return found;
  };
  SUBCASE("no sync at each commit") {
    const auto found =
        told("synchronous=NORMAL", cut(a_morning({"PRAGMA synchronous=NORMAL"}), kSectors512, seeds));
    CHECK(share(found.lost, found) >= 0.2);
  }
  SUBCASE("no sync at all") {
    const auto found =
        told("synchronous=OFF", cut(a_morning({"PRAGMA synchronous=OFF"}), kSectors512, seeds));
    CHECK(found.lost > 0);
    CHECK(found.corrupt + found.mixed + found.unusable > 0);
  }
  SUBCASE("a page that is being written may damage what was synced beside it") {
    const auto found =
        told("psow=1, a page of 4 KiB lost", cut(a_morning({nullptr, true}), kPageLost, seeds));
    CHECK(share(found.lost, found) >= 0.05);
  }
  SUBCASE("thanks before the commit") {
    const auto found = told("thanks before the commit",
                            cut(a_morning({nullptr, false, true}), kSectors512, seeds));
    CHECK(found.lost > 0);
  }
  SUBCASE("a drive that says it synced and did not") {
    const auto found = told("syncs ignored", cut(a_morning(), {512, 0, true}, seeds));
    CHECK(found.lost > 0);
  }
}

}  // namespace afterword::kiosk
