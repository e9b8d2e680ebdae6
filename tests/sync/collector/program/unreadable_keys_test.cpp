// Files that stand there and cannot be read.
#include "tests/sync/collector/program/running_collector.h"

using namespace afterword;

TEST_CASE("a key file that cannot be read is told in the system's words, and only a missing one sends to a backup") {
  collector_test::Place place;
  { const collector_test::Running server(place); }
  const std::string file = place.scratch.file("data/keys/trust.json");
  std::filesystem::remove(file);
  collector_test::check_refused(place.open(), Failure::not_found, "restore it from a backup");
  // Root may read every file, but no folder as one.
  REQUIRE(make_folder(file).has_value());
  const auto refused = place.open();
  collector_test::check_refused(refused, Failure::io, "trust.json: cannot read");
  CHECK_MESSAGE(refused.error().text().find("backup") == std::string::npos, refused.error().text());
}

TEST_CASE("an admin.token that cannot be read keeps no collector from serving, and is told") {
  collector_test::Place place;
  { const collector_test::Running server(place); }
  const std::string file = place.scratch.file("data/admin.token");
  std::filesystem::remove(file);  // moved to where the command line is used
  { const collector_test::Running server(place); }
  CHECK(place.log.count("admin.token") == 0);
  REQUIRE(make_folder(file).has_value());
  const collector_test::Running server(place);
  CHECK(place.log.count("admin.token: cannot read") == 1);
}
