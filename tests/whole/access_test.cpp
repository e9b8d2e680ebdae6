// Who may administer a collector, given and taken back from the command line.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/whole/world.h"

namespace afterword::test {

TEST_CASE(
    "A new token takes the place of the old one in its file, and the old one lets nobody in") {
  World world;
  const std::string old = world.file("old.token");
  std::filesystem::copy_file(world.file("collector/admin.token"), old);
  REQUIRE(world.afterword({"store", "list", "--token-file", old}).exit_code == 0);
  const Finished renewed = world.afterword({"admin", "token"});
  REQUIRE_MESSAGE(renewed.exit_code == 0, renewed.err);
  CHECK(world.afterword({"store", "list"}).exit_code == 0);
  CHECK(world.afterword({"store", "list", "--token-file", old}).exit_code == 2);

  // Lost altogether: made anew where the data are, by a collector that does not run.
  world.stop_collector();
  std::filesystem::remove(world.file("collector/admin.token"));
  const Finished made =
      run({program("afterword-collector"), "--data", world.file("collector"), "--new-token"},
          world.folder());
  REQUIRE_MESSAGE(made.exit_code == 0, made.err);
  world.start_collector();
  CHECK(world.afterword({"store", "list"}).exit_code == 0);
}

TEST_CASE("Somebody may log in to the console no more") {
  World world;
  const std::string password = world.write("password", "a long enough one\n");
  REQUIRE(world.afterword({"admin", "add", "maria", "--password-file", password}).exit_code == 0);
  CHECK(world.afterword({"admin", "remove", "maria"}).exit_code == 0);
  CHECK(world.afterword({"admin", "remove", "maria"}).exit_code == 1);
}

TEST_CASE("The trust document is signed anew with the root key while the collector stands still") {
  World world;
  const std::vector<std::string> command = {program("afterword-collector"), "--data",
                                            world.file("collector"), "--renew-trust",
                                            world.file("collector/offline/root.json")};
  const Finished busy = run(command, world.folder());
  CHECK(busy.exit_code == 2);
  CHECK_MESSAGE(busy.err.find("stop the other one first") != std::string::npos, busy.err);
  world.stop_collector();
  const Finished renewed = run(command, world.folder());
  REQUIRE_MESSAGE(renewed.exit_code == 0, renewed.err);
  CHECK(renewed.out.find("trust document 2, until ") == 0);
  world.start_collector();
  CHECK(world.afterword({"store", "list"}).exit_code == 0);
}

}  // namespace afterword::test
