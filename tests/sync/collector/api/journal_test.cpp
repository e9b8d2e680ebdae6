// What a restore of the database must not undo.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace journal_test {

// Everything since then is gone but the journal.
void put_back(test::World& world, const std::string& copy) {
  world.close();
  for (const char* const part : {"-wal", "-shm"})
    std::filesystem::remove(world.database_path() + part);
  std::filesystem::copy_file(copy, world.database_path(),
                             std::filesystem::copy_options::overwrite_existing);
  world.open();
}

std::string copy_of(test::World& world) {
  const std::string copy = world.scratch.file("copy.db");
  REQUIRE(world.storage->backup(copy));
  return copy;
}

}  // namespace journal_test
using namespace journal_test;

TEST_CASE("a kiosk that enrolled after the backup is a device again, and is offered surveys") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  const std::string copy = copy_of(world);
  test::Kiosk kiosk(world, "harbour");
  put_back(world, copy);
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 401);
  const auto restored = world.journal.give_back(*world.context);
  REQUIRE(restored);
  CHECK(restored->devices == 1);
  const auto reply = kiosk.wait(kiosk.heartbeat());
  REQUIRE_MESSAGE(reply.status == 200, reply.body);
  CHECK(read_wait_reply(reply.body).value().definitions.size() == 1);
}
