#include <doctest/doctest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace troubles {

std::string slurp_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string exit_script() {
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  return script_of(
      survey, "en",
      {answer("reason", {"look"}), answer("visit", {"5"}), skip("visit.why"), skip("recommend")});
}

void write_and_publish(World& world) { world.publish(project_file("survey-defs/store-exit.json")); }

bool says(const Finished& finished, const std::string& word) {
  return (finished.err + finished.out).find(word) != std::string::npos;
}

}  // namespace troubles

using namespace troubles;

TEST_CASE("With the collector down the kiosk keeps asking, and delivers when it is back") {
  World world;
  write_and_publish(world);
  const Finished first =
      world.kiosk("kiosk", exit_script(), {"--enrol", world.enrol_code(), "--once"});
  REQUIRE_MESSAGE(first.exit_code == 0, first.err);
  world.stop_collector();
  const Finished offline = world.kiosk("kiosk", exit_script() + "quit\n", {});
  CHECK_MESSAGE(offline.exit_code == 0, offline.err);

  const Finished asked = world.afterword({"metrics", "--survey", "store-exit"});
  CHECK(asked.exit_code == 2);
  CHECK_MESSAGE(says(asked, "127.0.0.1"), asked.err);

  world.start_collector();
  const Finished last = world.kiosk("kiosk", exit_script(), {"--once"});
  REQUIRE_MESSAGE(last.exit_code == 0, last.err);
  CHECK(world.responses("store-exit").size() == 3);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
}

TEST_CASE("Killing the collector loses nothing and doubles nothing") {
  World world;
  write_and_publish(world);
  REQUIRE(
      world.kiosk("kiosk", exit_script(), {"--enrol", world.enrol_code(), "--once"}).exit_code ==
      0);
  world.collector().signal(SIGKILL);
  world.collector().wait();
  world.start_collector();
  REQUIRE(world.kiosk("kiosk", exit_script(), {"--once"}).exit_code == 0);
  CHECK(world.responses("store-exit").size() == 2);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
}

TEST_CASE("A kiosk refuses a collector whose root key is not the one in its code") {
  World world;
  World other;
  write_and_publish(world);
  const std::string code = world.enrol_code();
  const std::string foreign = other.enrol_code();
  // The address of one, the root of the other.
  const std::string mixed = foreign.substr(0, foreign.find('#')) + code.substr(code.find('#'));
  const Finished kiosk = world.kiosk("kiosk", "wait welcome\nquit\n", {"--enrol", mixed});
  CHECK(kiosk.exit_code == 2);
  CHECK_MESSAGE(says(kiosk, "root"), kiosk.err);
  // The code was not shown to the wrong one, and is still good for the right one.
  CHECK(world.kiosk("kiosk2", "wait welcome\nquit\n", {"--enrol", code}).exit_code == 0);
}

TEST_CASE("An enrolment code works once, and a wrong one says what is wrong") {
  World world;
  write_and_publish(world);
  const std::string code = world.enrol_code();
  REQUIRE(world.kiosk("one", "wait welcome\nquit\n", {"--enrol", code}).exit_code == 0);
  const Finished again = world.kiosk("two", "wait welcome\nquit\n", {"--enrol", code});
  CHECK(again.exit_code == 2);
  CHECK_MESSAGE(says(again, "used"), again.err);
  const Finished garbled = world.kiosk("three", "wait welcome\nquit\n", {"--enrol", "hello"});
  CHECK(garbled.exit_code == 2);
  CHECK_MESSAGE(says(garbled, "https://"), garbled.err);
}

TEST_CASE("Before enrolment a kiosk only practises, and keeps nothing") {
  World world;
  const Finished kiosk = world.kiosk("kiosk", exit_script() + "quit\n", {});
  CHECK_MESSAGE(kiosk.exit_code == 0, kiosk.err);
  CHECK(world.json({"devices", "list", "--json"}).find("devices")->as_array().empty());
}

TEST_CASE("A key that is missing at the collector stops it with words, and nothing is made anew") {
  World world;
  world.stop_collector();
  std::size_t keys = 0;
  for (const auto& entry : std::filesystem::directory_iterator(world.file("collector/keys"))) {
    const std::string path = entry.path().string();
    ++keys;
    CAPTURE(path);
    std::filesystem::rename(path, world.file("away"));
    const Finished started = run({program("afterword-collector"), "--data", world.file("collector"),
                                  "--listen", "127.0.0.1:0"},
                                 world.folder());
    CHECK(started.exit_code == 2);
    CHECK_MESSAGE(says(started, entry.path().filename().string()), started.err);
    CHECK_FALSE(std::filesystem::exists(path));
    std::filesystem::rename(world.file("away"), path);
  }
  CHECK(keys >= 3);
  world.start_collector();
}

TEST_CASE("A malformed definition is refused with every problem, its place and a remedy") {
  World world;
  const std::string path = world.write(
      "bad.json", R"({"format":1,"id":"Bad Id","version":0,"languages":["en"],"qestions":[]})");
  const Finished linted = run({program("afterword"), "lint", path, "--json"}, world.folder());
  CHECK(linted.exit_code == 1);
  const auto findings = json::parse(linted.out);
  REQUIRE(findings);
  CHECK(findings->as_array().size() >= 4);
  for (const json::Value& finding : findings->as_array())
    for (const char* field : {"file", "rule", "severity", "where", "message", "remedy"})
      CHECK(finding.find(field) != nullptr);
  CHECK(linted.out.find("questions") != std::string::npos);
  CHECK(world.afterword({"publish", path}).exit_code == 1);
  CHECK(world.json({"surveys", "--json"}).find("surveys")->as_array().empty());
  CHECK(run({program("afterword"), "lint", world.file("none.json")}, world.folder()).exit_code ==
        2);
}

TEST_CASE("Unknown surveys, stores and time zones are named, and nothing happens") {
  World world;
  const Finished survey = world.afterword({"metrics", "--survey", "no-such"});
  CHECK(survey.exit_code == 1);
  CHECK_MESSAGE(says(survey, "no-such"), survey.err);
  const Finished store =
      world.afterword({"enrol-code", "--store", "nowhere", "--touchpoint", "exit"});
  CHECK(store.exit_code == 1);
  CHECK_MESSAGE(says(store, "nowhere"), store.err);
  const Finished zone =
      world.afterword({"store", "set", "s1", "--name", "S", "--zone", "Europe/Nowhere"});
  CHECK(zone.exit_code == 1);
  CHECK_MESSAGE(says(zone, "Europe/Nowhere"), zone.err);
  const Finished token =
      run({program("afterword"), "surveys", "--token-file", "/nonexistent"}, world.folder());
  CHECK(token.exit_code == 2);
}

TEST_CASE("Removing or altering a row behind the collector's back is found") {
  World world;
  write_and_publish(world);
  REQUIRE(world.afterword({"simulate", "--kiosks", "2", "--responses", "20", "--seed", "3"})
              .exit_code == 0);
  CHECK(world.afterword({"verify"}).exit_code == 0);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  const std::vector<std::string> harm = {
      "DELETE FROM responses WHERE sequence = 3",
      "UPDATE responses SET body = replace(body, 'answered', 'skipped') WHERE sequence = 4",
      "UPDATE responses SET store = 'elsewhere' WHERE sequence = 5",
      "DELETE FROM ledger WHERE sequence = 6",
      "UPDATE cube SET answered = answered + 1 WHERE answered > 0 AND item = (SELECT min(item) "
      "FROM cube WHERE answered > 0)",
      "DELETE FROM cube WHERE item = (SELECT min(item) FROM cube)",
  };
  world.stop_collector();
  std::string database;
  for (const auto& entry : std::filesystem::directory_iterator(world.file("collector")))
    if (entry.path().extension() == ".db") database = entry.path().string();
  REQUIRE_FALSE(database.empty());
  const std::string whole = world.file("whole.db");
  REQUIRE(run({"sqlite3", database, ".backup " + whole}, world.folder()).exit_code == 0);
  for (const std::string& statement : harm) {
    CAPTURE(statement);
    const Finished done =
        run({"sqlite3", database, "PRAGMA foreign_keys=OFF; " + statement + "; SELECT changes();"},
            world.folder());
    REQUIRE_MESSAGE(done.exit_code == 0, done.err);
    REQUIRE(std::stoi(done.out) > 0);
    world.start_collector();
    const Finished proof = world.afterword({"verify"});
    CHECK_MESSAGE(proof.exit_code == 1, proof.out << proof.err);
    world.stop_collector();
    std::filesystem::remove(database + "-wal");
    std::filesystem::remove(database + "-shm");
    std::filesystem::copy_file(whole, database, std::filesystem::copy_options::overwrite_existing);
  }
  world.start_collector();
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
}

TEST_CASE("A revoked kiosk is let in no more, and what it sent stays") {
  World world;
  write_and_publish(world);
  REQUIRE(
      world.kiosk("kiosk", exit_script(), {"--enrol", world.enrol_code(), "--once"}).exit_code ==
      0);
  const json::Value devices = world.json({"devices", "list", "--json"});
  const std::string device = devices.find("devices")->as_array()[0].find("id")->as_string();
  REQUIRE(world.afterword({"devices", "revoke", device}).exit_code == 0);
  CHECK(world.afterword({"devices", "revoke", "dev-none"}).exit_code == 1);
  // It goes on asking; nothing of it arrives; it keeps what it has.
  CHECK(world.kiosk("kiosk", exit_script() + "quit\n", {}).exit_code == 0);
  CHECK(world.responses("store-exit").size() == 1);
}

TEST_CASE("A backup is whole and can be opened") {
  World world;
  write_and_publish(world);
  REQUIRE(world.afterword({"simulate", "--kiosks", "1", "--responses", "5"}).exit_code == 0);
  const json::Value backup = world.json({"backup", "--json"});
  const std::string file = backup.find("file")->as_string();
  const Finished counted = run(
      {"sqlite3", file, "PRAGMA integrity_check; SELECT count(*) FROM responses"}, world.folder());
  CHECK(counted.out == "ok\n5\n");
}

}  // namespace afterword::test
