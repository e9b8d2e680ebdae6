// Databases of every schema ever released must be read for ever. `schema-N.sql` are dumps of such, with
// the keys that World makes from its seed. A new schema's is written by the program of that schema:
//   AFTERWORD_FIXTURE=/tmp/n.db test-api --test-case='*dump is written*'; sqlite3 /tmp/n.db .dump > schema-N.sql
// and `PRAGMA user_version=N;` at its end. Schema 2's is schema 3's without what migration 3 adds.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace schema_test {

constexpr std::string_view kHash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

void replace_database(const std::string& path, const std::string& dump) {
  for (const char* const suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  auto database = db::Database::open(path);
  REQUIRE(database.has_value());
  const auto filled = (*database)->run(dump);
  REQUIRE_MESSAGE(filled.has_value(), (filled ? "" : filled.error().text()));
}

// What the dumps hold; written by this version, for the newest schema.
void fill(test::World& world) {
  const Survey survey = test::survey_of(test::survey_text());
  const Survey old = test::survey_of(test::import_survey_text());
  world.add_store("harbour");
  world.publish(test::survey_text());
  world.publish(test::import_survey_text());
  test::Kiosk kiosk(world, "harbour");
  Response first = test::response_to(survey, test::all_answered(), world.clock);
  first.withdraw_hash = std::string(kHash);
  kiosk.record(first);
  kiosk.record(test::response_to(survey, test::all_answered(), world.clock));
  Answers wrong = test::all_answered();
  wrong["rooms"].value = std::int64_t{9};
  kiosk.record(test::response_to(survey, std::move(wrong), world.clock));
  kiosk.send_ok();
  Answers imported = test::all_answered();
  for (auto& [question, answer] : imported) answer.ms.reset();
  const auto row = json::object(
      {{"external_id", "1"},
       {"store", "harbour"},
       {"day", "2025-11-02"},
       {"started_at", "2025-11-02T00:00:00Z"},
       {"response", to_json(test::response_to(old, std::move(imported), world.clock))}});
  world.admin_ok("POST", "imports?survey=old-results&name=old",
                 json::dump(json::object({{"version", 1}, {"responses", json::array({row})}})));
  // Schema 2.
  world.admin_ok("POST", "cards",
                 R"({"said":{"en":"It is dark."},"did":{"en":"New lamps."},"day":"2026-03-02"})");
  // Schema 3.
  Interaction interaction;
  interaction.category = "return";
  interaction.solved = Solved::yes;
  interaction.touchpoint = "fitting-room";
  interaction.times = {"boot-1", world.clock.mono() + -Ms{60'000}, world.clock.mono(),
                       world.clock.wall() + -Ms{60'000}, world.clock.wall()};
  kiosk.record(interaction);
  Star star;
  star.touchpoint = "fitting-room";
  star.times = interaction.times;
  kiosk.record(star);
  kiosk.send_ok();
  const auto written = world.writes->run([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_withdrawal({"another", "harbour", Day::of_utc(world.clock.wall()),
                                         world.clock.wall() + Ms{1'000'000}}));
    return writes.put_staff({"harbour", "s-1", "Ada", "till", true, ""});
  });
  REQUIRE(written.has_value());
  world.admin_ok("POST", "surveys/fitting-rooms/retire", "{}");
}

}  // namespace schema_test

TEST_CASE("the newest schema's dump is written" *
          doctest::skip(std::getenv("AFTERWORD_FIXTURE") == nullptr)) {
  test::World world;
  schema_test::fill(world);
  world.close();
  std::filesystem::copy(world.database_path(), std::getenv("AFTERWORD_FIXTURE"));
}

TEST_CASE("a database of each schema is read, proven and counted") {
  test::World world;
  world.close();
  int schema = 0;
  SUBCASE("1") { schema = 1; }
  SUBCASE("2") { schema = 2; }
  SUBCASE("3") { schema = 3; }
  SUBCASE("4") { schema = 4; }
  const auto dump = read_file(std::string(AFTERWORD_SOURCE_DIR) + "/tests/sync/collector/api/schema-" +
                                  std::to_string(schema) + ".sql",
                              1 << 20);
  REQUIRE(dump.has_value());
  schema_test::replace_database(world.database_path(), *dump);
  world.open();

  const auto proof = world.admin_ok("GET", "verify?recount=1");
  CHECK_MESSAGE(*proof.find("equal") == json::Value(true), json::dump(proof));
  CHECK(*proof.find("total")->find("recorded") == json::Value(schema < 3 ? 4 : 6));
  CHECK(*proof.find("total")->find("stored") == json::Value(schema < 3 ? 3 : 5));
  CHECK(*proof.find("total")->find("quarantined") == json::Value(1));
  const auto figures = world.admin_ok("GET", "figures?survey=fitting-rooms");
  for (const json::Value& figure : figures.find("figures")->as_array())
    if (figure.find("question")->as_string() == "rooms")
      CHECK(*figure.find("answered") == json::Value(2));
  CHECK(world.admin_ok("GET", "responses?survey=fitting-rooms")
            .find("responses")
            ->as_array()
            .size() == 2);
  CHECK(
      world.admin_ok("GET", "responses?survey=old-results").find("responses")->as_array().size() ==
      1);
  CHECK(world.admin_ok("GET", "devices").find("devices")->as_array().size() == 2);
  CHECK(world.admin_ok("GET", "stores").find("stores")->as_array().size() == 1);
  const auto cards = world.admin_ok("GET", "cards");
  CHECK(cards.find("cards")->as_array().size() == (schema < 2 ? 0 : 1));
  CHECK(world.admin_ok("GET", "deletions").find("deletions")->as_array().empty());  // from 5 on
  {
    const auto reads = world.read();
    const Day day = Day::of_utc(world.clock.wall());
    CHECK(reads->responses_to_withdraw({std::string(schema_test::kHash), "harbour", day, {}})
              .value()
              .size() == (schema < 2 ? 0 : 1));
    CHECK(reads->is_withdrawn("another", "harbour", day).value() ==
          (schema >= 2));
    CHECK(reads->staff("harbour").value().size() == (schema < 3 ? 0 : 1));
    CHECK(reads->interaction("dev-1", 1, 4).value().has_value() == (schema >= 3));
    CHECK(reads->star("dev-1", 1, 5).value().has_value() == (schema >= 3));
  }
  // And it goes on being written.
  world.publish(test::survey_text(2));
}
