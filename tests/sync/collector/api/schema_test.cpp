// Databases of every schema ever released must be read for ever. `schema-1.sql` is the dump of one
// that a collector of the first schema wrote, with the keys that World makes from its seed.
#include <doctest/doctest.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace schema_test {

void replace_database(const std::string& path, const std::string& dump) {
  for (const char* const suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  auto database = db::Database::open(path);
  REQUIRE(database.has_value());
  const auto filled = (*database)->run(dump);
  REQUIRE_MESSAGE(filled.has_value(), (filled ? "" : filled.error().text()));
}

}  // namespace schema_test

TEST_CASE("a database of schema 1 is read, proven and counted") {
  test::World world;
  world.close();
  const auto dump = read_file(
      std::string(AFTERWORD_SOURCE_DIR) + "/tests/sync/collector/api/schema-1.sql", 1 << 20);
  REQUIRE(dump.has_value());
  schema_test::replace_database(world.database_path(), *dump);
  world.open();

  const auto proof = world.admin_ok("GET", "verify?recount=1");
  CHECK_MESSAGE(*proof.find("equal") == json::Value(true), json::dump(proof));
  CHECK(*proof.find("total")->find("recorded") == json::Value(4));
  CHECK(*proof.find("total")->find("stored") == json::Value(3));
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
  // And it goes on being written.
  world.publish(test::survey_text(2));
}
