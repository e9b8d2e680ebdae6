#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/base/db/one_writer.h"
#include "tests/support/scratch.h"

using namespace afterword;
using db::Database;

namespace db_test {

constexpr db::Migration kNotes[] = {
    {1, "notes", "CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT UNIQUE, raw BLOB) STRICT"},
    {2, "stars",
     "ALTER TABLE notes ADD COLUMN stars INTEGER; CREATE INDEX by_stars ON notes(stars)"},
};

std::unique_ptr<Database> open(const std::string& path, db::OpenOptions options = {}) {
  auto opened = Database::open(path, options);
  REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().text()));
  return std::move(*opened);
}

std::unique_ptr<Database> open_with_notes(const std::string& path) {
  auto database = open(path);
  REQUIRE(db::migrate(*database, kNotes).has_value());
  return database;
}

Result<> add(Database& database, std::string_view words) {
  AFTERWORD_ASSIGN(auto insert, database.prepare("INSERT INTO notes(words) VALUES (?1)"));
  return insert.bind(1, words).run();
}

std::int64_t count(Database& database) {
  return database.integer("SELECT count(*) FROM notes").value().value_or(-1);
}

}  // namespace db_test

TEST_CASE("a database is opened with the settings that survive a power cut") {
  const test::Scratch scratch;
  const auto database = db_test::open(scratch.file("a.db"));
  CHECK(database->integer("PRAGMA synchronous").value() == 2);
  CHECK(database->integer("PRAGMA mmap_size").value().value_or(0) == 0);
  CHECK(database->integer("PRAGMA trusted_schema").value() == 0);
  CHECK(database->integer("PRAGMA cell_size_check").value() == 1);
  CHECK(database->integer("PRAGMA secure_delete").value() == 1);
  CHECK(database->integer("PRAGMA foreign_keys").value() == 1);
  auto mode = database->prepare("PRAGMA journal_mode").value();
  REQUIRE(mode.step().value());
  CHECK(mode.text_view(0) == "wal");
  struct stat about {};
  REQUIRE(::stat(scratch.file("a.db").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("every type comes back as it was stored, and NULL stays apart from empty") {
  const test::Scratch scratch;
  const auto database = db_test::open(scratch.file("a b?#%.db"));
  auto row = database->prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7").value();
  row.bind_all(std::int64_t{-5'000'000'000}, 0.25, std::string_view(), Bytes{}, nullptr,
               std::string("h\0i", 3), std::optional<std::string>());
  REQUIRE(row.step().value());
  CHECK(row.integer(0) == -5'000'000'000);
  CHECK(row.real(1) == 0.25);
  CHECK_FALSE(row.is_null(2));
  CHECK_FALSE(row.is_null(3));
  CHECK(row.is_null(4));
  CHECK(row.text(5) == std::string("h\0i", 3));
  CHECK(row.is_null(6));
}

TEST_CASE("a second writer is refused while the first is open, readers are not") {
  const test::Scratch scratch;
  auto first = db_test::open_with_notes(scratch.file("a.db"));
  const auto second = Database::open(scratch.file("a.db"));
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().failure == Failure::conflict);
  const auto reader = db_test::open(scratch.file("a.db"), {.access = db::Access::read_only});
  REQUIRE(db_test::add(*first, "hello").has_value());
  CHECK(db_test::count(*reader) == 1);
  CHECK(db_test::add(*reader, "no").error().failure == Failure::denied);
  first.reset();
  CHECK(Database::open(scratch.file("a.db")).has_value());
}

TEST_CASE("a transaction is all or nothing, and a reader's view stands still") {
  const test::Scratch scratch;
  const auto database = db_test::open_with_notes(scratch.file("a.db"));
  const auto reader = db_test::open(scratch.file("a.db"), {.access = db::Access::read_only});
  {
    auto dropped = db::Transaction::begin(*database).value();
    REQUIRE(db_test::add(*database, "one").has_value());
  }
  CHECK(db_test::count(*database) == 0);
  auto view = db::Transaction::begin(*reader, db::Transaction::Kind::read).value();
  CHECK(db_test::count(*reader) == 0);
  auto kept = db::Transaction::begin(*database).value();
  REQUIRE(db_test::add(*database, "one").has_value());
  REQUIRE(kept.commit().has_value());
  CHECK(db_test::count(*reader) == 0);
  REQUIRE(view.commit().has_value());
  CHECK(db_test::count(*reader) == 1);
  CHECK(database->checkpoint().has_value());
}

TEST_CASE("a broken constraint is a conflict, and wrong binds are errors of the next step") {
  const test::Scratch scratch;
  const auto database = db_test::open_with_notes(scratch.file("a.db"));
  REQUIRE(db_test::add(*database, "one").has_value());
  CHECK(db_test::add(*database, "one").error().failure == Failure::conflict);
  REQUIRE(db_test::add(*database, "two").has_value());
  auto wrong = database->prepare("SELECT ?1").value();
  CHECK_FALSE(wrong.bind(2, 1).step().has_value());
}

TEST_CASE("migrations run once, in order, and a newer file is refused with a clear message") {
  const test::Scratch scratch;
  auto database = db_test::open(scratch.file("a.db"));
  CHECK(db::migrate(*database, std::span(db_test::kNotes, 1)).value() == 0);
  CHECK(db::migrate(*database, db_test::kNotes).value() == 1);
  CHECK(db::migrate(*database, db_test::kNotes).value() == 2);
  const auto older = db::migrate(*database, std::span(db_test::kNotes, 1));
  REQUIRE_FALSE(older.has_value());
  CHECK(older.error().failure == Failure::unsupported);
  CHECK(older.error().what == "this database has schema 2, and this program knows up to 1");

  constexpr db::Migration broken[] = {
      db_test::kNotes[0], db_test::kNotes[1], {3, "broken", "CREATE TABLE x (a); SELECT nonsense"}};
  const auto failed = db::migrate(*database, broken);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().what.find("migration 3 (broken) failed") == 0);
  CHECK(db::schema_version(*database).value() == 2);
  CHECK(database->integer("SELECT count(*) FROM sqlite_schema WHERE name='x'").value() == 0);
}

TEST_CASE("what is no database, or a damaged one, is refused as corrupt") {
  const test::Scratch scratch;
  REQUIRE(write_file(scratch.file("a.db"), std::string(8192, 'x')).has_value());
  const auto opened = Database::open(scratch.file("a.db"));
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().failure == Failure::corrupt);
  CHECK(opened.error().where == scratch.file("a.db"));
}

TEST_CASE("a backup is whole while others write, and replaces the one before") {
  const test::Scratch scratch;
  const auto database = db_test::open_with_notes(scratch.file("a.db"));
  REQUIRE(db_test::add(*database, "one").has_value());
  REQUIRE(write_file(scratch.file("copy.db"), "an older copy").has_value());
  REQUIRE(write_file(scratch.file("copy.db.part"), "cut off").has_value());
  const auto reader = db_test::open(scratch.file("a.db"), {.access = db::Access::read_only});
  REQUIRE(reader->backup(scratch.file("copy.db")).has_value());
  REQUIRE(db_test::add(*database, "two").has_value());
  const auto copy = db_test::open(scratch.file("copy.db"));
  CHECK(db_test::count(*copy) == 1);
  CHECK(copy->integrity_check().has_value());
  CHECK_FALSE(std::filesystem::exists(scratch.file("copy.db.part")));
  const auto nowhere = database->backup(scratch.file("missing/copy.db"));
  CHECK_FALSE(nowhere.has_value());
}

TEST_CASE("a database moves to another thread only by being taken over; others are refused") {
  const test::Scratch scratch;
  const auto database = db_test::open_with_notes(scratch.file("a.db"));
  const auto from = [&](bool takes_over) {
    std::optional<Result<>> told;
    std::thread([&] {
      if (takes_over) database->take_over();
      told = db_test::add(*database, "from the other thread");
    }).join();
    return *told;
  };
  const auto refused = from(false);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().failure == Failure::internal);
  std::thread([&] { CHECK_FALSE(database->checkpoint().has_value()); }).join();
  CHECK(db_test::count(*database) == 0);
  CHECK(from(true).has_value());
  CHECK_FALSE(db_test::add(*database, "no longer mine").has_value());
  database->take_over();
  CHECK(db_test::count(*database) == 1);
}

TEST_CASE("one file has one writer, whatever it is called and whoever removed its lock") {
  const test::Scratch scratch;
  const auto first = db_test::open_with_notes(scratch.file("a.db"));
  const auto refused = [](const std::string& path) {
    const auto second = Database::open(path);
    return !second && second.error().failure == Failure::conflict;
  };
  std::filesystem::create_symlink(scratch.file("a.db"), scratch.file("symbolic.db"));
  CHECK(refused(scratch.file("symbolic.db")));
  std::filesystem::create_hard_link(scratch.file("a.db"), scratch.file("hard.db"));
  CHECK(refused(scratch.file("hard.db")));
  std::filesystem::remove(scratch.file("a.db.lock"));
  CHECK(refused(scratch.file("a.db")));
  CHECK(db_test::add(*first, "and the first goes on").has_value());
}

TEST_CASE("readers move nothing of the log over, not even the last one that is closed") {
  const test::Scratch scratch;
  auto writer = db_test::open_with_notes(scratch.file("a.db"));
  auto reader = db_test::open(scratch.file("a.db"), {.access = db::Access::read_only});
  REQUIRE(db_test::add(*writer, "one").has_value());
  CHECK(reader->checkpoint().error().failure == Failure::denied);
  CHECK(reader->empty_log().error().failure == Failure::denied);
  CHECK(reader->run("PRAGMA wal_checkpoint(TRUNCATE)").error().failure == Failure::denied);
  CHECK(reader->run("PRAGMA journal_mode=DELETE").error().failure == Failure::denied);
  writer.reset();  // not the last one, so it leaves the log there
  const auto log = std::filesystem::file_size(scratch.file("a.db-wal"));
  CHECK(log > 0);
  reader.reset();
  CHECK(std::filesystem::file_size(scratch.file("a.db-wal")) == log);
}

TEST_CASE(
    "a SQLite that loses commits of two writers is known by its version, and is for one writer") {
  for (const int fixed : {3'006'023, 3'044'006, 3'044'007, 3'050'007, 3'051'003, 3'053'002})
    CHECK_FALSE(db::loses_commits_of_two_writers(fixed));
  for (const int broken :
       {3'007'000, 3'040'001, 3'044'005, 3'045'000, 3'049'002, 3'050'006, 3'051'000, 3'051'002})
    CHECK(db::loses_commits_of_two_writers(broken));
  CHECK(db::check_sqlite(3'040'001, db::WriterMode::one).has_value());
  CHECK(db::check_sqlite(3'051'003, db::WriterMode::many).has_value());
  const auto refused = db::check_sqlite(3'040'001, db::WriterMode::many);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().failure == Failure::unsupported);
  CHECK(refused.error().what == "SQLite 3.40.1 can lose commits where two connections write");
}
