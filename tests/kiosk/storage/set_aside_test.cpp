// How long, and how much of, what a damaged database was is kept.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "kiosk/storage/set_aside.h"
#include "sync/base/core/files.h"
#include "sync/protocol/limits.h"
#include "tests/kiosk/storage/clocked_kiosk.h"

namespace afterword::kiosk {
namespace set_aside_test {

namespace fs = std::filesystem;
using test::kDay;
using test::kHour;
using test::kTenYears;
using test::must;

constexpr Ms kKeptAside{kKeptDays * kDay};
constexpr WallTime kAsideNow{1'772'546'400'000};

// A folder `damaged` as it may look, without a kiosk.
struct Folders {
  void make(const std::string& name) {
    fs::create_directories(at(name));
    std::ofstream(at(name) + "/kiosk.db") << "what was damaged";
  }
  void make_dated(int first, int last) {
    for (int day = first; day <= last; ++day) make(name_of(day));
  }
  static std::string name_of(int day) {
    return (day < 10 ? "2026-01-0" : "2026-01-") + std::to_string(day) + "T10-42-31Z";
  }
  std::string at(const std::string& name) const { return scratch.path() + "/damaged/" + name; }
  void forget(WallTime now) { forget_set_aside(scratch.path(), now, kKeptAside, log); }
  void limit(const std::string& newest = "") {
    limit_set_aside(scratch.path(), newest.empty() ? newest : at(newest), log);
  }
  std::set<std::string> there() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(scratch.path() + "/damaged"))
      names.insert(entry.path().filename().string());
    return names;
  }

  const test::Scratch scratch;
  CollectedLog log;
};

// One whose database can be damaged.
struct DamagedOften : test::ClockedKiosk {
  // Found at the next start, an hour later.
  void damage() {
    must(core->keep(test::recording(4, "one more")));
    must(core->database().run(
        "UPDATE record SET version = 2 WHERE rowid = (SELECT max(rowid) FROM record)"));
    must(core->database().empty_log());
    core->close();
    clock.advance(kHour);
    collectors = collectors + kHour;
    open();
    REQUIRE(core->damage());
  }
  std::size_t folders() const {
    const std::string damaged = scratch.file("damaged");
    return fs::exists(damaged)
               ? static_cast<std::size_t>(std::distance(fs::directory_iterator(damaged), {}))
               : 0;
  }
};

}  // namespace set_aside_test
using namespace set_aside_test;

TEST_CASE(
    "What was set aside goes when it has been there for 30 days of a clock that is believed; "
    "younger ones stay") {
  Folders aside;
  aside.make(Folders::name_of(1));
  aside.forget(kAsideNow);
  aside.make(Folders::name_of(2));
  aside.forget(kAsideNow + 10 * kDay);
  aside.forget(kAsideNow + kKeptAside);
  CHECK(aside.there().size() == 2);
  aside.forget(kAsideNow + kKeptAside + kHour);
  CHECK(aside.there() == std::set{Folders::name_of(2)});
  aside.forget(kAsideNow + 10 * kDay + kKeptAside + kHour);
  CHECK(aside.there().empty());
}

TEST_CASE("The date in the name of what was set aside makes it neither older nor younger") {
  Folders aside;
  aside.make("1970-01-01T00-00-07Z");
  aside.make("2036-01-01T10-42-31Z-2");
  aside.forget(kAsideNow);
  aside.forget(kAsideNow + kKeptAside);
  CHECK(aside.there().size() == 2);
  aside.forget(kAsideNow + kKeptAside + kHour);
  CHECK(aside.there().empty());
}

TEST_CASE(
    "What was dated by a clock that was ten years ahead is dated anew, and goes 30 days later") {
  Folders aside;
  aside.make(Folders::name_of(1));
  SUBCASE("by that clock") { aside.forget(kAsideNow + kTenYears); }
  SUBCASE("or with rubbish") {
    std::ofstream(aside.at(Folders::name_of(1)) + "/since") << "yesterday";
  }
  aside.forget(kAsideNow);
  aside.forget(kAsideNow + kKeptAside);
  CHECK(aside.there().size() == 1);
  aside.forget(kAsideNow + kKeptAside + kHour);
  CHECK(aside.there().empty());
}

TEST_CASE("Of more than eight that were set aside the oldest go, and never the one just made") {
  Folders aside;
  aside.make_dated(1, 8);
  aside.limit(Folders::name_of(8));
  CHECK(aside.there().size() == kSetAsideMost);
  aside.forget(kAsideNow);
  aside.make("1970-01-01T00-00-07Z");  // just made, under a wrong clock
  aside.limit("1970-01-01T00-00-07Z");
  CHECK(aside.there().size() == kSetAsideMost);
  CHECK_FALSE(aside.there().contains(Folders::name_of(1)));
  CHECK(aside.there().contains("1970-01-01T00-00-07Z"));
  // Nor afterwards: those that a believed clock has seen were there before.
  aside.make(Folders::name_of(9));
  aside.limit();
  CHECK(aside.there().size() == kSetAsideMost);
  CHECK_FALSE(aside.there().contains(Folders::name_of(2)));
  CHECK(aside.there().contains("1970-01-01T00-00-07Z"));
}

TEST_CASE("What has nothing that is only there goes before what has, however old that is") {
  Folders aside;
  aside.make_dated(1, 8);
  must(note_unproved(aside.at(Folders::name_of(1)), 3));
  for (int day = 9; day <= 15; ++day) {
    aside.make(Folders::name_of(day));
    aside.limit(Folders::name_of(day));
  }
  CHECK(aside.there().size() == kSetAsideMost);
  CHECK(aside.there().contains(Folders::name_of(1)));
  // But no more of them either, and the oldest first.
  for (int day = 8; day <= 15; ++day)
    if (aside.there().contains(Folders::name_of(day))) must(note_unproved(aside.at(Folders::name_of(day)), 1));
  aside.make(Folders::name_of(16));
  aside.limit(Folders::name_of(16));
  CHECK(aside.there().size() == kSetAsideMost);
  CHECK_FALSE(aside.there().contains(Folders::name_of(1)));
  CHECK(aside.there().contains(Folders::name_of(16)));
}

TEST_CASE("What cannot be set aside whole, or was not to be after all, leaves no folder and stays where it is") {
  const test::Scratch scratch;
  const std::string database = scratch.file("kiosk.db"), damaged = scratch.file("damaged");
  std::ofstream(database) << "what was damaged";
  SUBCASE("not to be") {
    const std::string aside = must(set_aside(scratch.path(), kAsideNow));
    REQUIRE(fs::exists(aside + "/kiosk.db"));
    take_back(aside);
  }
  SUBCASE("cannot") {
    fs::create_directory(database + "-wal");
    const auto aside = set_aside(scratch.path(), kAsideNow);
    REQUIRE_FALSE(aside);
    CHECK(aside.error().failure == Failure::io);
  }
  CHECK(fs::is_empty(damaged));
  CHECK(fs::file_size(database) == 16);
}

TEST_CASE("Of one second the second comes before the tenth") {
  Folders aside;
  aside.make("2026-01-01T10-42-31Z");
  for (int number = 2; number <= 10; ++number)
    aside.make("2026-01-01T10-42-31Z-" + std::to_string(number));
  aside.limit();
  CHECK(aside.there().size() == kSetAsideMost);
  CHECK_FALSE(aside.there().contains("2026-01-01T10-42-31Z"));
  CHECK_FALSE(aside.there().contains("2026-01-01T10-42-31Z-2"));
}

TEST_CASE("What bears another name than a kiosk gives stays") {
  Folders aside;
  const std::set<std::string> foreign{"for-the-office",          "2026-01-01",
                                      "2026-02-30T10-42-31Z",    "2026-01-01T10-42-31Z-1",
                                      "2026-01-01T10-42-31Z-x",  "2026-01-01t10-42-31Z",
                                      "2026-01-01T10-42-31Z.old"};
  for (const std::string& name : foreign) aside.make(name);
  const std::string file = Folders::name_of(30);
  std::ofstream(aside.at(file)) << "no folder";
  const std::string link = Folders::name_of(31);
  fs::create_directory_symlink(aside.at("for-the-office"), aside.at(link));
  aside.make_dated(1, 9);
  aside.limit();
  aside.forget(kAsideNow);
  aside.forget(kAsideNow + kKeptAside + kHour);
  std::set<std::string> left = foreign;
  left.insert({file, link});
  CHECK(aside.there() == left);
  CHECK(fs::exists(aside.at("for-the-office") + "/kiosk.db"));
}

TEST_CASE("What a power cut left of a folder that was to go is deleted the next time") {
  Folders aside;
  aside.make(Folders::name_of(1));
  aside.forget(kAsideNow);
  fs::remove(aside.at(Folders::name_of(1)) + "/kiosk.db");  // its date goes last
  aside.forget(kAsideNow + kKeptAside + kHour);
  CHECK(aside.there().empty());
}

TEST_CASE("A kiosk that nothing was set aside for has nothing to delete, and says nothing") {
  Folders aside;
  aside.limit();
  aside.forget(kAsideNow);
  CHECK(aside.log.lines().empty());
}

TEST_CASE(
    "A kiosk deletes its damaged database 30 days after the collector's clock first told it the "
    "time") {
  DamagedOften kiosk;
  kiosk.hears();
  kiosk.damage();
  kiosk.runs(29 * 24);
  CHECK(kiosk.folders() == 1);
  kiosk.runs(3 * 24);
  CHECK(kiosk.folders() == 0);
  CHECK(kiosk.core->damage());  // that it happened is not forgotten
}

TEST_CASE("Where comments are erased sooner than after 30 days a damaged database goes as soon") {
  DamagedOften kiosk;
  kiosk.hears();
  Settings settings = kiosk.core->enrolment()->settings;
  settings.about.comments_kept_days = 7;
  must(kiosk.core->save_settings(settings));
  kiosk.damage();
  kiosk.runs(6 * 24);
  CHECK(kiosk.folders() == 1);
  kiosk.runs(3 * 24);
  CHECK(kiosk.folders() == 0);
}

TEST_CASE(
    "A collector's clock that is ten years ahead, or a kiosk's own, deletes nothing that was set "
    "aside") {
  DamagedOften kiosk;
  kiosk.hears();
  kiosk.runs(2);
  kiosk.damage();
  kiosk.runs(2);
  REQUIRE(kiosk.folders() == 1);
  SUBCASE("the collector's, for hours") {
    kiosk.collectors = kiosk.collectors + kTenYears;
    kiosk.runs(20);
  }
  SUBCASE("the kiosk's, and the collector is not heard") {
    kiosk.clock.wall_now = kiosk.clock.wall() + kTenYears;
    kiosk.core->close();
    kiosk.open();
    for (int hour = 0; hour < 48; ++hour) {
      kiosk.clock.advance(kHour);
      kiosk.core->tidy_if_due();
    }
  }
  CHECK(kiosk.folders() == 1);
}

TEST_CASE(
    "A ninth damaged database pushes the oldest out when it is replaced, and no answer with it") {
  DamagedOften kiosk;
  kiosk.hears();
  for (int time = 0; time < 8; ++time) kiosk.damage();
  CHECK(kiosk.folders() == kSetAsideMost);
  kiosk.damage();
  CHECK(kiosk.folders() == kSetAsideMost);
  CHECK(kiosk.log.count("newer ones are kept") == 1);
  CHECK(must(kiosk.core->records().oldest(10, 1 << 20)).responses.size() == 1);
}

TEST_CASE("What cannot be deleted stops neither a start nor an answer") {
  DamagedOften kiosk;
  kiosk.hears();
  std::ofstream(kiosk.scratch.file("damaged")) << "a file where the folder belongs";
  kiosk.runs(2);
  CHECK(kiosk.log.count("cannot list") >= 1);
  must(kiosk.core->keep(test::recording(2, "after that")));
  kiosk.core->close();
  kiosk.open();
}

}  // namespace afterword::kiosk
