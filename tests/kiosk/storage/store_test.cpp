#include "kiosk/storage/store.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "kiosk/storage/device_key.h"
#include "kiosk/storage/settings_table.h"
#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace store_test {

using test::must;
using test::recording;

struct World {
  std::unique_ptr<Store> open(StoreEvents events = {}) {
    return must(Store::open(scratch.path(), {clock, random, log}, std::move(events)));
  }
  std::unique_ptr<Store> enrolled() {
    auto store = open();
    must(store->enrol(collector.enrol()));
    return store;
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{3};
  CollectedLog log;
  test::CollectorKeys collector;
};

// Waits for the store's answer.
template <class Ask>
Result<> answer(Ask ask) {
  auto told = std::make_shared<std::promise<Result<>>>();
  auto future = told->get_future();
  ask([told](Result<> result) { told->set_value(std::move(result)); });
  return future.get();
}
Result<> keep(Store& store, Recording what) {
  return answer([&](Store::Done done) { store.keep(std::move(what), std::move(done)); });
}

std::string short_definition(int version) {
  std::string text = test::kShort;
  text.replace(text.find("\"version\": 1"), 12, "\"version\": " + std::to_string(version));
  return text;
}
void install(World& world, Store& store, int version) {
  const std::string definition = short_definition(version);
  must(store.definitions().install(
      {"short", version}, sign_definition(definition, world.collector.signers()), definition));
}

}  // namespace store_test

using namespace store_test;

TEST_CASE("A second kiosk on the same folder is refused, and told what to do") {
  World world;
  auto first = world.open();
  const auto second = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().failure == Failure::conflict);
  CHECK(second.error().text().find("another kiosk") != std::string::npos);
  first.reset();
  CHECK(Store::open(world.scratch.path(), {world.clock, world.random, world.log}).has_value());
}

TEST_CASE("What was kept of events and of the usual traffic is there at the next start") {
  World world;
  auto store = world.open();
  CHECK_FALSE(store->heard().has_value());
  CHECK_FALSE(store->traffic().has_value());
  HourCounts usual;
  usual.runs[9] = 4;
  must(answer([&](Store::Done done) { store->keep_traffic(usual, std::move(done)); }));
  must(answer(
      [&](Store::Done done) { store->keep_heard(WallTime{1'772'000'000'000}, std::move(done)); }));
  store.reset();
  store = world.open();
  CHECK(store->heard() == WallTime{1'772'000'000'000});
  CHECK(store->traffic() == usual);
}

TEST_CASE("Before enrolment nothing is recorded") {
  World world;
  auto store = world.open();
  CHECK_FALSE(store->enrolment());
  CHECK(keep(*store, recording(5, "good")).error().failure == Failure::invalid);
  CHECK(must(store->surveys()).empty());
}

TEST_CASE(
    "The key to enrol with a code is on disk, and the same after a restart, until it is used") {
  World world;
  const EnrolmentCode code{"https://collector:1", "7KD4MX2P9Q3TZ", RootHash{}};
  const EnrolmentCode another{"https://collector:1", "8KD4MX2P9Q3TZ", RootHash{}};
  const std::string pending = world.scratch.file("device.key.pending");
  auto store = world.open();
  const auto key = must(store->pending_key(code));
  CHECK(must(store->pending_key(code)).seed == key.seed);
  store.reset();
  struct stat about = {};
  REQUIRE(::stat(pending.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(must(read_file(pending, 4096)).find(code.code) == std::string::npos);
  store = world.open();
  CHECK(must(store->pending_key(code)).seed == key.seed);
  CHECK(must(store->pending_key(another)).seed != key.seed);
  must(store->enrol(world.collector.enrol()));
  CHECK_FALSE(std::filesystem::exists(pending));
}

TEST_CASE("Enrolment lasts, its key is for the owner's eyes only, and happens once") {
  World world;
  auto store = world.enrolled();
  CHECK(store->enrolment()->device == "dev-7");
  CHECK(store->enrol(world.collector.enrol("dev-8")).error().failure == Failure::conflict);
  must(keep(*store, recording(4, "fine")));
  store.reset();
  struct stat about = {};
  const std::string key = world.scratch.file("device.key");
  REQUIRE(::stat(key.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  store = world.open();
  CHECK(store->enrolment()->settings.store_name == "Harbour Street");
  CHECK(must(store->outbox().state()).next_sequence == 2);
  store.reset();

  SUBCASE("a key that others may read is refused") {
    std::filesystem::permissions(key, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    const auto opened = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
    CHECK(opened.error().failure == Failure::denied);
  }
  SUBCASE("a key that is damaged is refused, naming the file") {
    must(write_file(key, "{\"format\":1}", 0600));
    const auto opened = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
    CHECK(opened.error().text().find("device.key") != std::string::npos);
  }
  SUBCASE("another device's key on these responses is refused") {
    must(write_device_key(world.scratch.path(), world.collector.enrol("dev-9")));
    const auto opened = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
    CHECK(opened.error().failure == Failure::conflict);
  }
}

TEST_CASE("A folder whose key is gone is enrolled anew only if nothing was recorded in it") {
  World world;
  auto store = world.enrolled();
  install(world, *store, 3);
  must(store->enrolment_store().save_trust(
      sign_trust(world.collector.trust(2), world.collector.root), world.collector.trust(2)));
  const bool recorded = [] {
    bool yes = false;
    SUBCASE("nothing was") {}
    SUBCASE("something was") { yes = true; }
    return yes;
  }();
  if (recorded) must(keep(*store, recording(4, "fine")));
  store.reset();
  std::filesystem::remove(world.scratch.file("device.key"));
  world.collector = test::CollectorKeys(99);  // another collector, which says dev-7 as well
  store = world.open();
  const auto enrolled = store->enrol(world.collector.enrol());
  if (recorded) {
    CHECK(enrolled.error().failure == Failure::conflict);
    return;
  }
  must(enrolled);
  CHECK(must(store->definitions().list()).empty());
  install(world, *store, 1);
  store.reset();
  store = world.open();
  CHECK(store->enrolment()->trust.version == 1);
  CHECK(must(store->surveys()).size() == 1);
}

TEST_CASE("What is on the disk can be read by nobody who takes it") {
  World world;
  {
    auto store = world.enrolled();
    must(keep(*store, recording(1, "Unmistakable words of a shopper")));
    must(answer([&](Store::Done done) {
      store->save_draft(recording(2, "Unmistakable draft", false), Partial::keep, std::move(done));
    }));
  }
  for (const auto& entry : std::filesystem::directory_iterator(world.scratch.path())) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    CHECK_MESSAGE(bytes.find("nmistakable") == std::string::npos, entry.path().string());
  }
}

TEST_CASE("The outbox is nudged after each kept response, and only then") {
  World world;
  auto nudges = std::make_shared<std::atomic<int>>(0);
  auto store = world.open({.outbox_changed = [nudges] { ++*nudges; },
                           .surveys_changed = {},
                           .settings_changed = {},
                           .desk_counted = {}});
  CHECK_FALSE(keep(*store, recording(1, "not enrolled")).has_value());
  CHECK(*nudges == 0);
  must(store->enrol(world.collector.enrol()));
  must(keep(*store, recording(1, "enrolled")));
  CHECK(*nudges == 1);
}

TEST_CASE("Counters are never given twice, whatever the end") {
  World world;
  std::int64_t last = 0;
  for (int start = 0; start < 3; ++start) {
    auto store = world.open();
    for (int i = 0; i < 1500; ++i) {
      const std::int64_t next = must(store->counters().next());
      CHECK(next > last);
      last = next;
    }
  }
  auto store = world.open();
  must(store->counters().skip_to(last + 100'000));
  CHECK(must(store->counters().next()) == last + 100'000);
  must(store->counters().skip_to(5));
  CHECK(must(store->counters().next()) == last + 100'001);
}

TEST_CASE("Definitions are swapped in, proved again at each start, and retired") {
  World world;
  auto told = std::make_shared<std::vector<Survey>>();
  const StoreEvents events{.outbox_changed = {},
                           .surveys_changed = [told](std::vector<Survey> now) { *told = now; },
                           .settings_changed = {},
                           .desk_counted = {}};
  auto store = world.open(events);
  must(store->enrol(world.collector.enrol()));
  install(world, *store, 1);
  CHECK(told->at(0).version == 1);
  install(world, *store, 2);
  CHECK(told->at(0).version == 2);
  store = nullptr;
  store = world.open(events);
  REQUIRE(must(store->surveys()).size() == 1);
  CHECK(must(store->surveys())[0].version == 2);

  SUBCASE("an older one is refused") {
    const std::string old = short_definition(1);
    CHECK(store->definitions()
              .install({"short", 1}, sign_definition(old, world.collector.signers()), old)
              .error()
              .failure == Failure::conflict);
  }
  SUBCASE("one that cannot be read is refused and the installed one stays") {
    CHECK_FALSE(store->definitions().install({"short", 3}, "{}", "{}").has_value());
    CHECK(must(store->definitions().list())[0].version == 2);
  }
  SUBCASE("retired, it is not offered; a newer one is again") {
    must(store->definitions().retire({"short", 2},
                                     sign_retirement({"short", 2}, world.collector.signers())));
    CHECK(told->empty());
    CHECK(must(store->definitions().list())[0].state == DefinitionState::retired);
    install(world, *store, 3);
    CHECK(told->at(0).version == 3);
    must(store->definitions().retire({"short", 2},
                                     sign_retirement({"short", 2}, world.collector.signers())));
    CHECK(must(store->surveys()).size() == 1);
  }
  SUBCASE("changed on the disk behind our back, it is not offered") {
    store.reset();
    {
      auto database = must(db::Database::open(world.scratch.file("kiosk.db")));
      const std::string forged =
          sign_definition(short_definition(2), test::CollectorKeys(99).signers());
      auto row = must(database->prepare("UPDATE definition SET envelope = ?1"));
      must(row.bind_all(as_bytes(forged)).run());
    }
    store = world.open(events);
    CHECK(must(store->surveys()).empty());
    CHECK(world.log.count("is not offered") == 1);
  }
}

TEST_CASE(
    "What a dropped key had signed is known as such, and is replaced by the same signed anew") {
  World world;
  auto store = world.enrolled();
  install(world, *store, 2);
  CHECK_FALSE(must(store->definitions().list())[0].signer_left);
  const test::CollectorKeys after(99);
  TrustDocument newer = after.trust(4);
  must(store->enrolment_store().save_trust(sign_trust(newer, world.collector.root), newer));
  REQUIRE(must(store->definitions().list()).size() == 1);
  CHECK(must(store->definitions().list())[0].signer_left);

  const auto install_anew = [&](const std::string& content) {
    return store->definitions().install({"short", 2}, sign_definition(content, after.signers()),
                                        content);
  };
  const std::string content = short_definition(2);
  must(install_anew(content));
  CHECK_FALSE(must(store->definitions().list())[0].signer_left);
  const auto other = install_anew(content + " ");  // proved again, it holds against any other
  REQUIRE_FALSE(other);
  CHECK(other.error().failure == Failure::conflict);
  store.reset();
  store = world.open();
  CHECK(must(store->surveys()).size() == 1);
}

TEST_CASE("Newer trust and settings outlive a restart") {
  World world;
  auto store = world.enrolled();
  const Settings moved{"old-town", "Old Town", "fitting-room", "Europe/Madrid"};
  must(store->enrolment_store().save_settings(moved));
  const TrustDocument newer = world.collector.trust(4);
  must(store->enrolment_store().save_trust(sign_trust(newer, world.collector.root), newer));
  CHECK(store->enrolment()->trust.version == 4);
  store.reset();
  store = world.open();
  CHECK(store->enrolment()->settings == moved);
  CHECK(store->enrolment()->trust.version == 4);
}

TEST_CASE("A setting of which a bit fell over keeps no kiosk from starting, asking and sending") {
  World world;
  auto store = world.enrolled();
  install(world, *store, 1);
  must(store->enrolment_store().save_settings({"old-town", "Old Town", "fitting-room", "Europe/Madrid"}));
  const TrustDocument newer = world.collector.trust(4);
  must(store->enrolment_store().save_trust(sign_trust(newer, world.collector.root), newer));
  const std::int64_t used = must(store->counters().next());
  store.reset();
  int which = 0;
  SUBCASE("its first") {}
  SUBCASE("one in its middle") { which = 1; }
  SUBCASE("its last") { which = 2; }
  {
    auto database = must(db::Database::open(world.scratch.file("kiosk.db")));
    must(SettingsTable(*database).set(kDamage, R"({"at_ms":1,"log":1,"kept":1,"waiting":0,"unproved":0})"));
    for (const std::string_view name : {kTrustSetting, kStoreSettings, kDamage, kCounterReserved}) {
      SettingsTable table(*database);
      std::string value = must(table.get(name)).value();
      value[which * (value.size() - 1) / 2] ^= which == 1 ? 0x01 : 0x40;
      must(table.set(name, value));
    }
  }
  store = world.open();
  CHECK(store->enrolment()->settings == world.collector.enrol().settings);
  CHECK(store->enrolment()->trust.version == 1);
  CHECK(must(store->surveys()).size() == 1);
  must(keep(*store, recording(4, "fine")));
  CHECK(must(store->counters().next()) > 0);
  must(store->counters().skip_to(used + 100'000));  // as the collector tells
  CHECK(must(store->counters().next()) == used + 100'000);
  must(store->enrolment_store().save_trust(sign_trust(newer, world.collector.root), newer));
  store.reset();
  store = world.open();
  CHECK(store->enrolment()->trust.version == 4);
}

TEST_CASE("Tallies add up by day and tell their revision") {
  World world;
  auto store = world.enrolled();
  const auto count = [&](const char* name) {
    must(answer([&](Store::Done done) { store->count("short", name, std::move(done)); }));
  };
  count("started");
  count("started");
  count("left");
  world.clock.advance(std::chrono::hours(24));
  count("started");
  const std::vector<Tally> tallies = store->health().tallies;
  REQUIRE(tallies.size() == 3);
  CHECK(tallies[0].day == "2026-03-04");
  CHECK(tallies[1].name == "left");
  CHECK(tallies[2].day == "2026-03-03");
  CHECK(tallies[2].count == 2);
  CHECK(tallies[2].revision == 2);
  CHECK(store->health().disk_free_bytes > 0);
}

TEST_CASE("The end is remembered as clean only when it was") {
  World world;
  CHECK(world.open()->clean_start());
  CHECK(world.open()->clean_start());
  std::filesystem::copy(world.scratch.path(), world.scratch.file("copy"));  // an end as good as any
  {
    auto store = world.open();
    for (const char* name : {"kiosk.db", "kiosk.db-wal"})
      std::filesystem::copy_file(world.scratch.file(name), world.scratch.file("copy/") + name,
                                 std::filesystem::copy_options::overwrite_existing);
  }
  auto cut = must(Store::open(world.scratch.file("copy"), {world.clock, world.random, world.log}));
  CHECK_FALSE(cut->clean_start());
}

TEST_CASE("A folder that cannot be used is told clearly, and a file that is no database is set aside") {
  World world;
  SUBCASE("a file is in the way") {
    must(write_file(world.scratch.file("data"), "x"));
    CHECK_FALSE(Store::open(world.scratch.file("data"), {world.clock, world.random, world.log})
                    .has_value());
  }
  SUBCASE("what is there is no database") {
    must(write_file(world.scratch.file("kiosk.db"), std::string(8192, 'x')));
    const auto opened = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
    REQUIRE(opened.has_value());
    CHECK((*opened)->damage().has_value());
    std::vector<std::filesystem::path> aside;
    for (const auto& folder : std::filesystem::directory_iterator(world.scratch.file("damaged")))
      aside.push_back(folder.path());
    REQUIRE(aside.size() == 1);
    CHECK(std::filesystem::file_size(aside[0] / "kiosk.db") == 8192);  // as it was
  }
  SUBCASE("it was written by a newer program") {
    world.open();
    must(must(db::Database::open(world.scratch.file("kiosk.db")))->run("PRAGMA user_version = 99"));
    const auto opened = Store::open(world.scratch.path(), {world.clock, world.random, world.log});
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().failure == Failure::unsupported);
  }
}

}  // namespace afterword::kiosk
