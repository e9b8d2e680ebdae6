// Files that released versions wrote must be read for ever. fixtures/README.md says what is in
// them.
#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/storage/schema.h"
#include "kiosk/storage/store_core.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace migration_test {

using test::must;

namespace fs = std::filesystem;

// A copy to work on; the key file with the mode that git does not keep.
std::string copy_of(const std::string& fixture, const test::Scratch& scratch) {
  const std::string from = std::string(AFTERWORD_SOURCE_DIR) + "/tests/kiosk/storage/fixtures/";
  fs::copy(from + fixture, scratch.file(fixture));
  fs::permissions(scratch.file(fixture + "/device.key"), fs::perms(0600));
  return scratch.file(fixture);
}

}  // namespace migration_test

using namespace migration_test;

TEST_CASE("What schema 1 wrote is all there") {
  const test::Scratch scratch;
  const std::string folder = copy_of("schema-1", scratch);
  test::FakeClock clock;
  SeededRandom random(1);
  CollectedLog log;
  auto core = must(StoreCore::open(folder, {clock, random, log}));

  REQUIRE(core->enrolment());
  CHECK(core->clean_start());
  CHECK(core->enrolment()->device == "dev-7");
  CHECK(core->enrolment()->settings.zone == "Europe/Madrid");
  CHECK(core->enrolment()->trust.version == 3);

  const OutboxState state = must(core->records().state());
  CHECK(state.next_sequence == 6);  // four finished, and the draft that was under way
  CHECK(state.waiting == 3);
  CHECK(state.held == 1);
  CHECK(state.quarantined == 1);

  test::CollectorKeys keys;
  keys.seal = crypto::SealKey::from_secret(
      crypto::key_from_base64url(must(read_file(folder + "/seal.secret", 100))).value());
  const Run run = must(core->records().oldest(10, 1 << 20));
  REQUIRE(run.responses.size() == 2);  // the last one waiting, and what the draft became
  CHECK(run.first() == 4);
  const auto opened = [&](std::size_t at) {
    const SealedResponse& record = run.responses[at];
    return keys.open(record, must(core->records().epochs_for(std::vector{record.epoch}))[0]);
  };
  CHECK(opened(0).answers.at("visit.why").value == AnswerValue{std::string("because 4")});
  CHECK(opened(1).answers.at("visit.why").value == AnswerValue{std::string("half")});
  CHECK(opened(1).completion == Completion::partial);
  CHECK(must(core->records().resend(1, 1, 3)) == 3);

  REQUIRE(must(core->surveys()).size() == 1);
  CHECK(must(core->surveys())[0].version == 2);
  CHECK(must(core->definitions().list()).size() == 2);
  CHECK(core->health().tallies.at(0).count == 2);
  CHECK(must(core->settings().reserve_counters(1)) == 1001);

  must(core->keep(test::recording(1, "and on it goes")));
  CHECK(must(core->records().state()).next_sequence == 7);
  CHECK(must(db::schema_version(core->database())) == migrations().back().version);
}

TEST_CASE("Migrations are numbered from 1 without gaps") {
  int version = 0;
  for (const db::Migration& migration : migrations()) CHECK(migration.version == ++version);
}

}  // namespace afterword::kiosk
