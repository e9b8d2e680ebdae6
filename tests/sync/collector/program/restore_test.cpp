// A backup put in the place of the database.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/first_run.h"
#include "sync/collector/restore.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace restore_test {

// Of the newest response, interaction and star, in the order of arrival.
using Places = std::array<std::int64_t, 3>;

struct Folder {
  Folder() {
    REQUIRE(crypto::crypto_init());
    collector::CollectorOptions options;
    options.data = scratch.path();
    const auto opened = collector::open_data_folder(options, clock.wall(), random);
    REQUIRE(opened);
    save(*opened->storage);
  }

  void save(collector::Storage& storage) {
    REQUIRE(storage.backup(backup));
    const auto print = collector::fingerprint_of(backup);
    REQUIRE(print);
    REQUIRE(write_file(backup + std::string(collector::kFingerprintSuffix),
                       fmt::format("{}  backup.db\n", print->sha256), 0600));
  }

  collector::Restored bring_back() {
    for (const char* const part : {"", "-wal", "-shm"})
      std::filesystem::remove(database + part);
    auto restored = collector::restore(scratch.path(), backup, clock.wall());
    REQUIRE_MESSAGE(restored, restored.error().text());
    return std::move(*restored);
  }
  collector::Proof put_back() { return bring_back().proof; }

  // A kiosk, a survey's version, and an import, which no journal has. Saved, but not noted.
  collector::Device more_comes() {
    collector::Device kiosk, paper;
    kiosk.id = "dev-1";
    kiosk.public_key = Bytes(32, 7);
    paper.id = "import:paper";
    paper.state = collector::DeviceState::import;
    collector::Definition survey;
    survey.head.survey = "short";
    survey.head.envelope_sha256 = Bytes(32, 5);
    const auto storage = open();
    const auto written = storage->write([&](collector::Writes& writes) -> Result<> {
      AFTERWORD_TRY(writes.add_device(kiosk));
      AFTERWORD_TRY(writes.add_device(paper));
      return writes.add_definition(survey, {});
    });
    REQUIRE(written);
    save(*storage);
    return kiosk;
  }
  collector::JournalFound found() { return bring_back().journal; }

  std::unique_ptr<collector::Storage> open() {
    auto storage = collector::open_sqlite_storage(database);
    REQUIRE(storage);
    return std::move(*storage);
  }

  // Gives the revision from which the collector would go on.
  std::int64_t restore() {
    CHECK(put_back().equal());
    return (*open()->read())->revision().value();
  }

  // One of each kind comes. Gives where a reader of each goes on then.
  Places one_of_each_comes() {
    const std::int64_t number = ++numbers;
    const auto storage = open();
    const auto written = storage->write([number](collector::Writes& writes) -> Result<> {
      collector::ResponseRow response;
      response.device = "dev-1";
      response.sequence = number;
      response.mac = Bytes(32, 9);
      AFTERWORD_TRY(writes.add_response(response));
      collector::DeskHead head;
      head.device = "dev-1";
      head.sequence = number;
      head.mac = response.mac;
      collector::InteractionRow interaction;
      interaction.head = head;
      AFTERWORD_TRY(writes.add_interaction(interaction));
      collector::StarRow star;
      star.head = head;
      return writes.add_star(star);
    });
    REQUIRE(written);
    const auto view = storage->read().value();
    return {view->arrived(0, 1000).value().back().place, view->interactions({}).value().last,
            view->stars({}).value().last};
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{3};
  const std::string database = scratch.file("collector.db");
  const std::string backup = scratch.file("backup.db");
  std::int64_t numbers = 0;
};

void check_behind(const Places& later, const Places& read_to) {
  for (std::size_t kind = 0; kind < later.size(); ++kind) CHECK(later[kind] > read_to[kind]);
}

}  // namespace restore_test

TEST_CASE("a journal that lacks what the backup has is another collector's, or of before") {
  using collector::JournalFound;
  restore_test::Folder folder;
  const std::string file = folder.scratch.file("journal");
  CHECK(folder.found() == JournalFound::missing);
  // A collector that nothing has happened to yet.
  REQUIRE(write_file(file, "", 0600));
  CHECK(folder.found() == JournalFound::its_own);

  collector::Device kiosk = folder.more_comes();
  CHECK(folder.found() == JournalFound::anothers);
  collector::Journal journal(file);
  REQUIRE(journal.note_published("short", 1, Bytes(32, 1)));
  CHECK(folder.found() == JournalFound::anothers);
  // Every collector's first kiosk has that name.
  kiosk.public_key = Bytes(32, 8);
  REQUIRE(journal.note(kiosk));
  CHECK(folder.found() == JournalFound::anothers);
  kiosk.public_key = Bytes(32, 7);
  REQUIRE(journal.note(kiosk));
  CHECK(folder.found() == JournalFound::its_own);
}

TEST_CASE("the same backup restored twice goes on from two revisions, so that kiosks hear of both") {
  restore_test::Folder folder;
  const std::int64_t first = folder.restore();
  folder.clock.advance(Ms{60'000});
  // In a minute fewer things change than there are milliseconds.
  CHECK(folder.restore() > first + 1'000);
}

TEST_CASE("what comes after a restore stands behind all that a reader has read, also where the backup lacks most of it") {
  restore_test::Folder folder;
  SUBCASE("a backup from before the first") {}
  SUBCASE("one that has some") {
    folder.one_of_each_comes();
    folder.save(*folder.open());
  }
  restore_test::Places read_to{};
  for (int each = 0; each < 5; ++each) read_to = folder.one_of_each_comes();
  folder.put_back();
  const restore_test::Places after_it = folder.one_of_each_comes();
  restore_test::check_behind(after_it, read_to);
  // The backup knows nothing of that either.
  folder.clock.advance(Ms{60'000});
  folder.put_back();
  restore_test::check_behind(folder.one_of_each_comes(), after_it);
}
