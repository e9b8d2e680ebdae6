// A backup put in the place of the database.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/first_run.h"
#include "sync/collector/restore.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace restore_test {

struct Folder {
  Folder() {
    REQUIRE(crypto::crypto_init());
    collector::CollectorOptions options;
    options.data = scratch.path();
    auto opened = collector::open_data_folder(options, clock.wall(), random);
    REQUIRE(opened);
    REQUIRE(opened->storage->backup(backup));
    const auto print = collector::fingerprint_of(backup);
    REQUIRE(print);
    REQUIRE(write_file(backup + std::string(collector::kFingerprintSuffix),
                       fmt::format("{}  backup.db\n", print->sha256), 0600));
  }

  // Gives the revision from which the collector would go on.
  std::int64_t restore() {
    for (const char* const part : {"", "-wal", "-shm"})
      std::filesystem::remove(database + part);
    const auto restored = collector::restore(scratch.path(), backup, clock.wall());
    REQUIRE_MESSAGE(restored, restored.error().text());
    CHECK(restored->proof.equal());
    const auto storage = collector::open_sqlite_storage(database);
    REQUIRE(storage);
    return (*(*storage)->read())->revision().value();
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{3};
  const std::string database = scratch.file("collector.db");
  const std::string backup = scratch.file("backup.db");
};

}  // namespace restore_test

TEST_CASE("the same backup restored twice goes on from two revisions, so that kiosks hear of both") {
  restore_test::Folder folder;
  const std::int64_t first = folder.restore();
  folder.clock.advance(Ms{60'000});
  // In a minute fewer things change than there are milliseconds.
  CHECK(folder.restore() > first + 1'000);
}
