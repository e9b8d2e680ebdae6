// A trust document that runs out, and keys that were dropped, on a kiosk whose clock may say anything.
#include "kiosk/storage/trust_time.h"

#include <doctest/doctest.h>

#include <future>
#include <limits>

#include "kiosk/storage/definition_table.h"
#include "kiosk/storage/left_trust.h"
#include "kiosk/storage/settings_table.h"
#include "kiosk/storage/store_core.h"
#include "sync/base/core/day.h"
#include "tests/kiosk/storage/polled_kiosk.h"

namespace afterword::kiosk {
namespace trust_time_test {

using test::must;
using test::PolledKiosk;

constexpr int kMost = std::numeric_limits<int>::max();

void keeps(PolledKiosk& kiosk) {
  std::promise<Result<>> told;
  auto future = told.get_future();
  kiosk.store->keep(test::recording(4, "fine"), [&](Result<> result) { told.set_value(std::move(result)); });
  must(future.get());
}

Signer another_signer(PolledKiosk& kiosk) {
  return {"online-2", crypto::SigningKey::make(kiosk.random)};
}
TrustDocument dropping(const PolledKiosk& kiosk, std::int64_t version, const Signer& left) {
  TrustDocument document = kiosk.renewed(version);
  document.signing_keys = {{left.id, left.key.public_key, KeyRole::online, 0, 0}};
  return document;
}

}  // namespace trust_time_test
using namespace trust_time_test;

TEST_CASE("Once the trust document has run out nothing new is installed, and surveying goes on") {
  PolledKiosk kiosk;
  kiosk.offers(1);
  kiosk.polls();
  CHECK(kiosk.offered() == 1);
  CHECK_FALSE(kiosk.over());
  kiosk.days(179);
  kiosk.offers(2);
  kiosk.polls();
  CHECK(kiosk.offered() == 2);
  CHECK_FALSE(kiosk.over());

  kiosk.days(2);
  kiosk.offers(3);
  CHECK(kiosk.polls().troubles == std::vector<std::string>{"trust_expired"});
  CHECK(kiosk.offered() == 2);
  CHECK(kiosk.store->trust_is_over());
  REQUIRE(kiosk.machine->trouble());
  CHECK(kiosk.machine->trouble()->words.find("ran out on 2026-08-30") != std::string::npos);
  kiosk.offers(2, DefinitionState::retired);  // nor is what is there taken away
  kiosk.polls();
  CHECK(kiosk.offered() == 2);
  keeps(kiosk);
  CHECK(must(kiosk.store->outbox().state()).waiting == 1);

  SUBCASE("a renewed document heals it by itself") {
    kiosk.offers(3);
    kiosk.renews(kiosk.renewed(2), kiosk.signer);
    CHECK(kiosk.polls().troubles.empty());
    CHECK(kiosk.offered() == 3);
    CHECK_FALSE(kiosk.machine->trouble());
    CHECK_FALSE(kiosk.store->trust_is_over());
  }
  SUBCASE("after a restart without a network it is still so") {
    kiosk.start();
    CHECK(kiosk.over());
    CHECK(kiosk.offered() == 2);
  }
  SUBCASE("what is there may be signed anew by a key of before: nothing new comes with it") {
    const std::string same = test::short_definition(2);
    must(kiosk.store->definitions().install({"short", 2}, sign_definition(same, {&kiosk.signer, 1}), same));
    CHECK(kiosk.offered() == 2);
  }
}

TEST_CASE("However wrong the kiosk's own clock is, it neither locks a good kiosk out nor is believed") {
  constexpr std::int64_t kWrongBy = 10LL * 365 * 86'400'000;
  PolledKiosk kiosk;
  const std::int64_t before = kiosk.clock.wall().ms;
  for (const std::int64_t wall : {std::int64_t{0}, before - kWrongBy, before + kWrongBy, std::int64_t{-5}}) {
    kiosk.stop();
    kiosk.clock.wall_now = WallTime{wall};
    kiosk.start();
    CHECK_FALSE(kiosk.over());
    kiosk.offers(kiosk.offered() + 1);
    const int version = kiosk.offer.definitions[0].version;
    kiosk.polls();
    CHECK(kiosk.offered() == version);
  }
  kiosk.days(181);
  for (const std::int64_t wall : {std::int64_t{0}, before - kWrongBy, before + kWrongBy, before}) {
    kiosk.clock.wall_now = WallTime{wall};
    kiosk.offers(9);
    kiosk.polls();
    CHECK(kiosk.over());
    CHECK(kiosk.offered() == 4);
  }
}

TEST_CASE("Who holds stolen keys, and always tells the same old time, cannot stop the kiosk's") {
  PolledKiosk kiosk;
  kiosk.told = WallTime{PolledKiosk::kBegan};
  kiosk.offers(1);
  kiosk.polls();
  for (int week = 0; week < 27; ++week) {
    kiosk.days(7);
    kiosk.offers(2 + week);
    kiosk.polls();
    kiosk.start();
    kiosk.clock.mono_now = MonoTime{1'000'000};  // another boot
    kiosk.start();
  }
  CHECK(kiosk.over());
  CHECK(kiosk.offered() == 26);
}

TEST_CASE("A time told far ahead ends with the next document, and one that no calendar has is not heard") {
  PolledKiosk kiosk;
  kiosk.offers(1);
  kiosk.told = WallTime{(std::int64_t{1} << 53) - 1};
  kiosk.polls();
  CHECK_FALSE(kiosk.over());
  kiosk.told = *parse_rfc3339("2027-12-31T00:00:00Z");
  kiosk.offers(2);
  kiosk.polls();
  CHECK(kiosk.over());
  kiosk.told.reset();
  kiosk.start();
  kiosk.offers(3);
  kiosk.polls();
  CHECK(kiosk.over());
  CHECK(kiosk.offered() == 1);
  kiosk.renews(kiosk.renewed(2), kiosk.signer);
  kiosk.polls();
  CHECK(kiosk.offered() == 3);
  kiosk.start();
  CHECK_FALSE(kiosk.over());
  kiosk.days(179);
  kiosk.polls();
  CHECK_FALSE(kiosk.over());
}

TEST_CASE("A collector's clock ten years ahead for some hours ends no installing; one that stays there does") {
  PolledKiosk kiosk;
  kiosk.offers(1);
  kiosk.polls();
  const WallTime right = kiosk.clock.wall();
  for (int hour = 0; hour < 12; ++hour) {
    kiosk.told = right + Ms{std::chrono::hours(24 * 3652 + hour)};
    kiosk.clock.advance(std::chrono::hours(1));
    kiosk.offers(2 + hour);
    kiosk.polls();
    CHECK_FALSE(kiosk.over());
    CHECK(kiosk.offered() == 2 + hour);
  }
  kiosk.told.reset();
  kiosk.polls();
  CHECK_FALSE(kiosk.over());
  for (int hour = 12; hour < 48; ++hour) {
    kiosk.told = right + Ms{std::chrono::hours(24 * 3652 + hour)};
    kiosk.clock.advance(std::chrono::hours(1));
    ++kiosk.offer.revision;
    kiosk.polls();
  }
  CHECK(kiosk.over());
}

TEST_CASE("A collector's clock that is a year ahead for a minute ends no installing where the kiosk runs") {
  PolledKiosk kiosk;
  kiosk.offers(1);
  kiosk.polls();
  kiosk.told = kiosk.clock.wall() + Ms{std::chrono::hours(24 * 365)};
  kiosk.offers(2);
  kiosk.polls();
  kiosk.told.reset();
  kiosk.offers(3);
  kiosk.polls();
  CHECK_FALSE(kiosk.over());
  CHECK(kiosk.offered() == 3);
}

TEST_CASE("The plug pulled again and again, without a word of the time: it goes on but for an hour each") {
  const test::Scratch scratch("/dev/shm");
  test::FakeClock clock;
  SeededRandom random{5};
  SilentLog log;
  test::CollectorKeys keys;
  auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  must(core->enrol(keys.enrol()));
  for (int day = 0; day < 200 && !core->trust_is_over(); ++day) {
    CHECK(day < 188);
    for (int hour = 0; hour < 24; ++hour) {
      clock.mono_now = clock.mono() + std::chrono::hours(1);
      core->tidy_if_due();
    }
    core.reset();
    clock.mono_now = MonoTime{day % 2 == 0 ? 7 : 1'000'000'000};
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  }
  CHECK(core->trust_is_over());
}

TEST_CASE("A kiosk that begins with a document of years ago knows after a day of running that it has run out") {
  const test::Scratch scratch("/dev/shm");
  test::FakeClock clock;
  SeededRandom random{5};
  SilentLog log;
  test::CollectorKeys keys;
  auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  must(core->enrol(keys.enrol()));
  const WallTime began{keys.trust().signed_at_ms + 3 * 365LL * 86'400'000 - clock.mono().ms};
  for (int hour = 0; hour < 30; ++hour) {
    core->heard_time(began + Ms{clock.mono().ms});
    if (hour < 24) CHECK_FALSE(core->trust_is_over());
    clock.mono_now = clock.mono() + std::chrono::hours(1);
    core->tidy_if_due();
    if (hour % 10 == 0) {  // over restarts
      core.reset();
      core = must(StoreCore::open(scratch.path(), {clock, random, log}));
      core->heard_time(began + Ms{clock.mono().ms});
    }
  }
  CHECK(core->trust_is_over());
}

TEST_CASE("After a thief's fast-forward, and the drop of his key, the next version is taken") {
  PolledKiosk kiosk;
  kiosk.offers(3);
  kiosk.polls();
  DefinitionState state = DefinitionState::live;
  SUBCASE("he installed the last version there is") {}
  SUBCASE("he retired it") { state = DefinitionState::retired; }
  kiosk.offers(kMost, state);
  kiosk.polls();
  CHECK(must(kiosk.store->definitions().list())[0].version == kMost);
  // As long as his key is trusted versions never go back.
  kiosk.offers(4);
  kiosk.polls();
  CHECK(must(kiosk.store->definitions().list())[0].version == kMost);

  const Signer honest = another_signer(kiosk);
  kiosk.renews(dropping(kiosk, 2, honest), honest);
  kiosk.signer = honest;
  kiosk.offers(4);
  kiosk.signer = {"online-1", kiosk.keys.online};
  kiosk.polls();
  CHECK(kiosk.offered() == 4);
  CHECK(kiosk.machine->settled());
  CHECK_FALSE(kiosk.machine->trouble());
  kiosk.offers(3);  // and from there on they go up again
  kiosk.polls();
  CHECK(kiosk.offered() == 4);
  kiosk.start();
  CHECK(kiosk.offered() == 4);
}

TEST_CASE("What a thief published under the number of the next version gives way to the true one") {
  PolledKiosk kiosk;
  kiosk.offers(3);
  kiosk.polls();
  std::string bad = test::short_definition(4);
  bad.replace(bad.find("Tests"), 5, "Thief");
  must(kiosk.store->definitions().install({"short", 4}, sign_definition(bad, {&kiosk.signer, 1}), bad));
  const Signer honest = another_signer(kiosk);
  kiosk.renews(dropping(kiosk, 2, honest), honest);
  kiosk.signer = honest;
  kiosk.offers(4);
  kiosk.signer = {"online-1", kiosk.keys.online};
  kiosk.polls();
  REQUIRE(kiosk.offered() == 4);
  CHECK(must(kiosk.store->surveys())[0].owner == "Tests");
}

TEST_CASE("A retirement by a dropped key, signed anew, holds against the version that it retired") {
  PolledKiosk kiosk;
  kiosk.offers(3);
  kiosk.polls();
  kiosk.offers(3, DefinitionState::retired);
  kiosk.polls();
  const Signer honest = another_signer(kiosk);
  kiosk.renews(dropping(kiosk, 2, honest), honest);
  kiosk.signer = honest;
  kiosk.offers(3, DefinitionState::retired);
  kiosk.signer = {"online-1", kiosk.keys.online};
  kiosk.polls();
  CHECK_FALSE(must(kiosk.store->definitions().list())[0].signer_left);
  kiosk.offers(3);
  kiosk.polls();
  CHECK(kiosk.offered() == 0);
}

namespace trust_time_test {

// Version 3 is signed anew by another key, and the line goes away as soon as the kiosk knows that the first is dropped.
struct CutOff : PolledKiosk {
  CutOff() {
    offers(3);
    polls();
    const Signer honest = another_signer(*this);
    renews(dropping(*this, 2, honest), honest);
    signer = honest;
    offers(3);
    signer = {"online-1", keys.online};
    for (int i = 0; i < 100 && store->enrolment()->trust.version != 2; ++i) {
      SyncStep step = machine->step(clock.mono());
      if (step.send)
        machine->reply(clock.mono(), answer(step.send->request));
      else
        clock.advance(std::max(step.wait, Ms{1}));
    }
    REQUIRE(store->enrolment()->trust.version == 2);
    REQUIRE(must(store->definitions().list())[0].signer_left);
  }
};

}  // namespace trust_time_test

TEST_CASE("What a dropped key has signed is offered until it is here signed anew, also over a restart") {
  CutOff kiosk;
  CHECK(kiosk.offered() == 3);
  kiosk.start();
  CHECK(kiosk.offered() == 3);
  kiosk.polls();
  CHECK(kiosk.offered() == 3);
  CHECK_FALSE(must(kiosk.store->definitions().list())[0].signer_left);
  CHECK(kiosk.machine->settled());
}

TEST_CASE("What a dropped key has signed goes once it is known that nobody offers it any more") {
  CutOff kiosk;
  kiosk.offer.definitions.clear();
  ++kiosk.offer.revision;
  kiosk.start();
  CHECK(kiosk.offered() == 3);
  kiosk.polls();
  CHECK(kiosk.offered() == 0);
  kiosk.start();
  CHECK(kiosk.offered() == 0);
}

TEST_CASE("Keys that were dropped one after the other all prove what is offered, until one listed does") {
  CutOff kiosk;
  const TrustDocument third = dropping(kiosk, 3, another_signer(kiosk));
  must(kiosk.store->enrolment_store().save_trust(sign_trust(third, kiosk.keys.root), third));
  CHECK(kiosk.offered() == 3);
  must(kiosk.store->definitions().complete());
  CHECK(kiosk.offered() == 0);
}

TEST_CASE("While its successor cannot be taken, what a dropped key has signed is offered on") {
  CutOff kiosk;
  const Signer honest = *kiosk.next_signer;
  kiosk.signer = honest;
  SUBCASE("it is not what was offered") {
    kiosk.offers(4);
    kiosk.served[definition_path("short", 4)] += " ";
  }
  SUBCASE("the new document has run out as well") {
    kiosk.offers(4);
    kiosk.days(400);
  }
  kiosk.polls();
  CHECK(kiosk.offered() == 3);
  kiosk.start();
  kiosk.polls();
  CHECK(kiosk.offered() == 3);
}

TEST_CASE("What a dropped key has signed is offered on by a database that was begun anew meanwhile") {
  CutOff kiosk;
  keeps(kiosk);
  kiosk.stop();
  {
    auto database = must(db::Database::open(kiosk.scratch.file("kiosk") + "/kiosk.db"));
    must(database->run("UPDATE record SET version = 2"));
  }
  kiosk.start();
  REQUIRE(kiosk.store->damage());
  CHECK(kiosk.offered() == 3);
  kiosk.polls();
  CHECK(kiosk.offered() == 3);
  CHECK_FALSE(must(kiosk.store->definitions().list())[0].signer_left);
}

TEST_CASE("Who writes on the kiosk's disk brings in no key of his own as one that was dropped") {
  CutOff kiosk;
  const Signer thief = another_signer(kiosk);
  const crypto::SigningKey root = crypto::SigningKey::make(kiosk.random);
  const std::string forged = sign_trust(dropping(kiosk, 1, thief), root);
  kiosk.stop();
  {
    auto database = must(db::Database::open(kiosk.scratch.file("kiosk") + "/kiosk.db"));
    must(SettingsTable(*database).set(kLeftTrust, json::dump(json::array({forged}))));
    const std::string text = test::short_definition(9);
    must(DefinitionTable(*database).put({"short", 9}, DefinitionState::live, sign_definition(text, {&thief, 1})));
  }
  kiosk.start();
  CHECK(kiosk.offered() == 0);
}

}  // namespace afterword::kiosk
