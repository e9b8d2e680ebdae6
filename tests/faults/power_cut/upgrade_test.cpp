// The power goes while a database of an older version is brought up, or a survey is installed.
#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/storage/store_core.h"
#include "sync/base/core/files.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "tests/faults/disk/examine.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::test {
namespace power_cut_upgrade {

namespace fs = std::filesystem;

std::unique_ptr<kiosk::StoreCore> start(const std::string& folder) {
  static const FakeClock clock;
  static SeededRandom random(5);
  static SilentLog log;
  return must(kiosk::StoreCore::open(folder, {clock, random, log}));
}

Story kiosk_upgrade(const std::string& fixture) {
  const Scratch scratch("/dev/shm");
  const std::string folder = scratch.file("kiosk");
  fs::copy(std::string(AFTERWORD_SOURCE_DIR) + "/tests/kiosk/storage/fixtures/" + fixture, folder);
  fs::permissions(folder + "/device.key", fs::perms(0600));
  Telling telling(folder, "kiosk.db");
  telling.durable();
  auto core = start(folder);
  telling.durable();
  core->close();
  core.reset();
  telling.durable();
  return telling.end();
}

// Its records, and what of the draft under way was made one, are there and can be sent.
void kiosk_goes_on(const std::string& folder) {
  auto core = start(folder);
  const auto state = must(core->records().state());
  if (must(core->records().resend(state.log, 1, state.next_sequence - 1)) != state.next_sequence - 1)
    throw std::runtime_error("a record is not there");
  if (must(core->surveys()).size() != 1) throw std::runtime_error("the survey is not there");
  core->close();
}

Story collector_upgrade(const std::string& dump) {
  const Scratch scratch("/dev/shm");
  {
    auto database = must(db::Database::open(scratch.file("collector.db")));
    must(database->run(must(read_file(
        std::string(AFTERWORD_SOURCE_DIR) + "/tests/sync/collector/api/" + dump, 1 << 20))));
  }
  Telling telling(scratch.path(), "collector.db");
  telling.durable();
  auto storage = must(collector::open_sqlite_storage(scratch.file("collector.db")));
  telling.durable();
  storage.reset();
  telling.durable();
  return telling.end();
}

void collector_goes_on(const std::string& folder) {
  auto storage = must(collector::open_sqlite_storage(folder + "/collector.db"));
  const auto view = must(storage->read());
  if (must(view->count_responses()) != 3) throw std::runtime_error("a response is not there");
}

Story install() {
  const Scratch scratch("/dev/shm");
  CollectorKeys keys;
  const auto definition = [](int version) {
    std::string text = kShort;
    return text.replace(text.find("\"version\": 1"), 12, "\"version\": " + std::to_string(version));
  };
  const auto take = [&](kiosk::StoreCore& core, int version) {
    const std::string text = definition(version);
    must(core.install({"short", version}, sign_definition(text, keys.signers()), text));
  };
  auto core = start(scratch.file("kiosk"));
  must(core->enrol(keys.enrol()));
  take(*core, 1);
  core->close();
  core.reset();
  Telling telling(scratch.file("kiosk"), "kiosk.db");
  telling.durable();
  core = start(scratch.file("kiosk"));
  telling.durable();
  for (int version = 2; version <= 6; ++version) {
    take(*core, version);
    telling.durable();
  }
  core->close();
  core.reset();
  telling.durable();
  return telling.end();
}

void one_survey_is_offered(const std::string& folder) {
  auto core = start(folder);
  const auto surveys = must(core->surveys());  // proved by its signature, and read
  if (surveys.size() != 1) throw std::runtime_error("not one survey");
  core->close();
}

void check(const std::string& what, const Story& story, const CarryOn& carry_on, int seeds) {
  Findings all;
  for (const Storage& storage :
       {Storage{512, 0, false}, Storage{4096, 0, false}, Storage{4096, 4096, false}})
    all.add(examine(story, {storage, seeds, first_seed(), 50}, carry_on));
  MESSAGE(what << ", from seed " << first_seed() << ": " << all.text());
  CHECK(all.wrong() == 0);
}

}  // namespace power_cut_upgrade
using namespace power_cut_upgrade;

TEST_CASE("Power cut in an upgrade: the old schema or the new one, and every row") {
  const int seeds = sized(1, 40);
  for (const char* const fixture : {"schema-1", "schema-2", "schema-3"})
    check(std::string("kiosk, ") + fixture, kiosk_upgrade(fixture), kiosk_goes_on, seeds);
  for (const char* const dump : {"schema-1.sql", "schema-2.sql", "schema-3.sql", "schema-4.sql"})
    check(dump, collector_upgrade(dump), collector_goes_on, seeds);
}

TEST_CASE("Power cut while a survey is installed: the old one or the new one is offered, whole") {
  check("five installations", install(), one_survey_is_offered, sized(1, 40));
}

}  // namespace afterword::test
