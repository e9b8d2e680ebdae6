// What a second copy is still good for when the database is damaged, or its own disk is not as it should be.
#include <doctest/doctest.h>

#include "tests/kiosk/storage/copied_kiosk.h"

namespace afterword::kiosk {
namespace second_copy_trouble_test {

using namespace copied_kiosk;

// As a bit that falls over would. No older state of the row is left in the log.
void alter(Kiosk& kiosk, const std::string& sql) {
  must(kiosk.core->database().run(sql));
  must(kiosk.core->database().empty_log());
}

}  // namespace second_copy_trouble_test
using namespace second_copy_trouble_test;

TEST_CASE("A database that is damaged and cannot be set aside yet takes nothing off the second copy") {
  Kiosk kiosk;
  kiosk.keep(5);
  const auto before = kiosk.rows();
  alter(kiosk, "UPDATE record SET version = 2, proof = zeroblob(32) WHERE sequence = 3");
  CHECK_FALSE(kiosk.core->records().oldest(10, 1 << 20));
  const std::string in_the_way = kiosk.folder + "/kiosk.db.new";
  fs::create_directories(in_the_way + "/x");
  for (int minute = 0; minute < 3; ++minute) {
    CHECK_FALSE(kiosk.core->recover_if_due());
    kiosk.core->heard_time(kiosk.clock.wall());
    kiosk.core->tidy_if_due();
    CHECK(kiosk.copied().size() == 5);
    kiosk.clock.advance(kLookEvery + Ms{1});
  }
  kiosk.keep(1);  // copied as before
  CHECK(kiosk.copied().size() == 6);
  fs::remove_all(in_the_way);
  REQUIRE(kiosk.core->recover_if_due());
  CHECK(kiosk.core->damage()->kept == 6);
  CHECK(kiosk.rows()[2] == before[2]);
}

TEST_CASE("A proof that is damaged does not make the second copy forget its record") {
  Kiosk kiosk;
  kiosk.keep(3);
  const auto before = kiosk.rows();
  alter(kiosk, "UPDATE record SET proof = zeroblob(32) WHERE sequence = 2");
  SUBCASE("when the database forgets") {
    kiosk.core->heard_time(kiosk.clock.wall());
    kiosk.core->tidy_if_due();
  }
  SUBCASE("when it is looked at anew") {
    SecondCopy second({kiosk.copy, kiosk.slots}, kiosk.clock, kiosk.log);
    second.read("dev-7");
    second.match("dev-7", kiosk.core->records(), Believed::yes);
  }
  CHECK(kiosk.copied().size() == 3);
  kiosk.open();
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.rows() == before);
}

TEST_CASE("The collector hears of a second copy that fails or is too small") {
  Kiosk kiosk(4);
  CHECK(kiosk.core->health().troubles.empty());
  kiosk.keep(6);  // none is sent, so the first ones give way
  using Troubles = std::vector<std::string>;
  CHECK(kiosk.core->health().troubles == Troubles{std::string(kSecondCopySmall)});
  must(kiosk.core->settle({1, 6, {}, {}, 1, kiosk.clock.wall()}));
  CHECK(kiosk.core->health().troubles.empty());
  kiosk.keep(2);
  CHECK(kiosk.core->health().troubles.empty());
  fs::remove(kiosk.copy);
  fs::create_directory(kiosk.copy);
  kiosk.open();
  CHECK(kiosk.core->health().troubles == Troubles{std::string(kSecondCopyFails)});
}

TEST_CASE("What a database was begun anew without comes from the second copy as soon as that can be read") {
  Kiosk kiosk;
  kiosk.keep(5);
  const auto before = kiosk.rows();
  const std::string away = kiosk.scratch.file("away");
  kiosk.lose();
  fs::rename(kiosk.copy, away);
  const auto take_it_back = [&] {
    fs::remove_all(kiosk.copy);
    fs::rename(away, kiosk.copy);
  };
  SUBCASE("while it runs: its disk gave errors") {
    fs::create_directory(kiosk.copy);
    kiosk.open();
    kiosk.keep(2);
    take_it_back();
    kiosk.clock.advance(kCopyAgain);
    kiosk.core->tidy_if_due();  // which touches nothing
    CHECK(kiosk.copied().size() == 5);
    CHECK_FALSE(kiosk.core->recover_if_due());
  }
  SUBCASE("with the next start: a new one was made where its disk belongs") {
    kiosk.open();
    kiosk.keep(2);
    CHECK(kiosk.copied().size() == 2);
    kiosk.core.reset();
    take_it_back();
    kiosk.open();
  }
  REQUIRE(kiosk.core->damage());
  const auto rows = kiosk.rows();
  REQUIRE(rows.size() == 7);
  for (std::size_t each = 0; each < before.size(); ++each) CHECK(rows[each] == before[each]);
  CHECK(must(kiosk.core->records().state()).waiting == 7);
  CHECK(kiosk.why(rows[0]) == "one of many");
  CHECK(kiosk.why(rows[6]) == "one of many");
  CHECK_FALSE(kiosk.core->second_copy()->failing());
  CHECK(kiosk.copied().size() == 7);
  kiosk.keep(1);  // under a key whose number is nobody else's
  kiosk.open();
  CHECK(kiosk.rows().size() == 8);
  CHECK(kiosk.copied().size() == 8);
}

TEST_CASE("A second copy that cannot be read at the start is read later, and nothing in it is lost") {
  Kiosk kiosk;
  kiosk.keep(2);
  const std::string before = kiosk.remember("before"), away = kiosk.scratch.file("away");
  kiosk.keep(3);
  const auto rows = kiosk.rows();
  kiosk.put_back(before);
  fs::rename(kiosk.copy, away);
  SUBCASE("it gives errors") { fs::create_directory(kiosk.copy); }
  SUBCASE("it cannot be made either") { fs::create_symlink("nowhere/file", kiosk.copy); }
  kiosk.open();
  CHECK(kiosk.rows().size() == 2);
  fs::remove_all(kiosk.copy);
  fs::rename(away, kiosk.copy);
  kiosk.clock.advance(kCopyAgain);
  CHECK_FALSE(kiosk.core->recover_if_due());
  CHECK(kiosk.rows() == rows);
  CHECK_FALSE(kiosk.core->second_copy()->failing());
  kiosk.keep(1);
  CHECK(kiosk.copied().size() == 6);
}

TEST_CASE("A short file that is no second copy is left as it is") {
  Kiosk kiosk;
  kiosk.core.reset();
  fs::remove(kiosk.copy);
  const std::string theirs = "{\"what\": \"another program's settings\"}";
  must(write_file(kiosk.copy, theirs, 0600));
  kiosk.open();
  kiosk.keep(1);
  CHECK(kiosk.core->second_copy()->failing());
  CHECK(must(read_file(kiosk.copy, 1 << 22)) == theirs);
}

TEST_CASE("On the disk of the database a second copy takes no room that the reserve may need") {
  Kiosk kiosk;
  kiosk.keep(2);
  kiosk.core.reset();
  const StoreWorld world{.clock = kiosk.clock,
                         .random = kiosk.random,
                         .log = kiosk.log,
                         .second_copy = SecondCopyPlace{kiosk.copy, 64},
                         .reserve_bytes = std::int64_t{1} << 50};
  SUBCASE("a longer one stays as short as it was") {
    kiosk.core = must(StoreCore::open(kiosk.folder, world));
    CHECK(fs::file_size(kiosk.copy) == kSlots * kSlotBytes);
    kiosk.keep(1);
    CHECK(kiosk.copied().size() == 3);
  }
  SUBCASE("a new one is not made") {
    fs::remove(kiosk.copy);
    kiosk.core = must(StoreCore::open(kiosk.folder, world));
    CHECK_FALSE(fs::exists(kiosk.copy));
    CHECK(kiosk.core->second_copy()->failing());
    CHECK(kiosk.log.count("would have to be free") == 1);
  }
}

}  // namespace afterword::kiosk
