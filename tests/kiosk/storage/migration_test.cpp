// Files that released versions wrote must be read for ever. fixtures/README.md says what is in
// them.
#include <doctest/doctest.h>

#include <cstdlib>
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

// What fixtures/README.md says of the newest schema, written by this version.
void write_fixture(const std::string& folder) {
  test::FakeClock clock;
  SeededRandom random(21);
  SilentLog log;
  test::CollectorKeys keys;
  const auto keep = [&](StoreCore& core, int number) {
    must(core.keep(test::recording(number, "because " + std::to_string(number))));
  };
  {
    auto core = must(StoreCore::open(folder, {clock, random, log}));
    must(core->enrol(keys.enrol()));
    for (int number = 1; number <= 4; ++number) keep(*core, number);
    must(core->records().settle({1, 3, {{2, Outcome::quarantined, "malformed"}},
                                 {{3, HeldReason::key_missing}}},
                                clock.wall()));
    const std::string second = [] {
      std::string text = test::kShort;
      return text.replace(text.find("\"version\": 1"), 12, "\"version\": 2");
    }();
    must(core->install({"short", 2}, sign_definition(second, keys.signers()), second));
    must(core->retire({"every-kind", 3}, "a retirement"));
    const TrustDocument trust = keys.trust(3);
    must(core->save_trust(sign_trust(trust, keys.root), trust));
    Settings settings = core->enrolment()->settings;
    settings.store_name = "Old Town";
    settings.zone = "Europe/Madrid";
    settings.desk = DeskSettings{};
    settings.desk->categories = default_desk_categories();
    settings.desk->pin_salt = base64url(Bytes(16, 7));
    must(core->save_settings(settings));
    for (int times = 0; times < 2; ++times) must(core->count("short", "started"));
    must(core->settings().reserve_counters(kCounterBlock));
    for (int solved = 0; solved < 5; ++solved) {
      Recording recording = test::recording(4, "counted");
      recording.rating = DeskRating{AnswerState::answered, 5};
      recording.response.wall_start = clock.wall();
      must(core->keep(std::move(recording)));
    }
    must(core->save_draft(test::recording(5, "half", false), Partial::keep));
    core->close();
  }
  must(write_file(folder + "/seal.secret", base64url(keys.seal.secret), 0600));
}

}  // namespace migration_test

using namespace migration_test;

TEST_CASE("What each schema wrote is all there") {
  const test::Scratch scratch;
  std::string fixture;
  int desk_records = 0;
  SUBCASE("1") { fixture = "schema-1"; }
  SUBCASE("2") {
    fixture = "schema-2";
    desk_records = 5;
  }
  SUBCASE("3") {
    fixture = "schema-3";
    desk_records = 5;
  }
  SUBCASE("4") {
    fixture = "schema-4";
    desk_records = 5;
  }
  const std::string folder = copy_of(fixture, scratch);
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
  // Four finished, what a desk counted, and the draft that was under way.
  CHECK(state.next_sequence == 6 + desk_records);
  CHECK(state.waiting == 3 + desk_records);
  CHECK(state.held == 1);
  CHECK(state.quarantined == 1);

  test::CollectorKeys keys;
  keys.seal = crypto::SealKey::from_secret(
      crypto::key_from_base64url(must(read_file(folder + "/seal.secret", 100))).value());
  const Run run = must(core->records().oldest(10, 1 << 20));
  // The last one waiting, what a desk counted, and what the draft became.
  REQUIRE(run.responses.size() == 2U + static_cast<unsigned>(desk_records));
  CHECK(run.first() == 4);
  const auto opened = [&](std::size_t at) {
    const SealedResponse& record = run.responses[at];
    return keys.open(record, must(core->records().epochs_for(std::vector{record.epoch}))[0]);
  };
  CHECK(opened(0).answers.at("visit.why").value == AnswerValue{std::string("because 4")});
  const std::size_t last = run.responses.size() - 1;
  CHECK(opened(last).answers.at("visit.why").value == AnswerValue{std::string("half")});
  CHECK(opened(last).completion == Completion::partial);
  CHECK(must(core->records().resend(1, 1, 3)) == 3);

  REQUIRE(must(core->surveys()).size() == 1);
  CHECK(must(core->surveys())[0].version == 2);
  CHECK(must(core->definitions().list()).size() == 2);
  CHECK(core->health().tallies.at(0).count == 2);
  CHECK(must(core->settings().reserve_counters(1)) == 1001);

  CHECK(core->enrolment()->settings.desk.has_value() == (desk_records > 0));
  if (desk_records > 0) CHECK(must(core->desk_counts()).rated == 5);

  must(core->keep(test::recording(1, "and on it goes")));
  CHECK(must(core->records().state()).next_sequence == 7 + desk_records);
  CHECK_FALSE(core->damage());
  const auto unproved = "SELECT count(*) FROM record WHERE proof IS NULL";
  CHECK(must(core->database().integer(unproved)) == 0);
  core->close();
  core.reset();
  core = must(StoreCore::open(folder, {clock, random, log}));  // and every row proves itself
  CHECK_FALSE(core->damage());
  CHECK(must(db::schema_version(core->database())) == migrations().back().version);
}

TEST_CASE("The newest schema's fixture is written" *
          doctest::skip(std::getenv("AFTERWORD_FIXTURE") == nullptr)) {
  write_fixture(std::getenv("AFTERWORD_FIXTURE"));
}

TEST_CASE("Migrations are numbered from 1 without gaps") {
  int version = 0;
  for (const db::Migration& migration : migrations()) CHECK(migration.version == ++version);
}

}  // namespace afterword::kiosk
