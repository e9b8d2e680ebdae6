// A damaged database whose new one is complete, and could not be put in its place at once.
#include <doctest/doctest.h>

#include "tests/kiosk/storage/copied_kiosk.h"

namespace afterword::kiosk {
namespace replacing_test {

using namespace copied_kiosk;

struct Replaced : Kiosk {
  // Five answers; then a bit falls over, while something is in the way of the new database's last rename.
  Replaced() {
    keep(5);
    const std::string before = remember("before");
    damage();
    open();
    REQUIRE(core->damage());
    core.reset();
    fs::rename(database, complete);
    put_back(before);
    open();
    REQUIRE_FALSE(core->damage());
    fs::create_directories(salvaged + "/in the way");
    damage();
    CHECK_FALSE(core->records().oldest(10, 1 << 20));
    CHECK_FALSE(core->recover_if_due());
  }
  void damage() {
    must(core->database().run("UPDATE record SET version = 2 WHERE sequence = 3"));
    must(core->database().empty_log());
  }
  bool tells(std::string_view trouble) {
    const auto told = core->health().troubles;
    return std::find(told.begin(), told.end(), trouble) != told.end();
  }
  void out_of_the_way() {
    fs::remove_all(salvaged);
    clock.advance(kLookEvery + Ms{1});
  }

  const std::string database = folder + "/kiosk.db", salvaged = database + ".salvaged", complete = scratch.file("complete");
};

}  // namespace replacing_test
using namespace replacing_test;

TEST_CASE("Nothing is recorded in a database that another is about to take the place of") {
  Replaced kiosk;
  CHECK_FALSE(kiosk.core->keep(test::recording(3, "it would go with the old one")));
  CHECK_FALSE(kiosk.core->save_draft(test::recording(2, "this too"), Partial::keep));
  CHECK_FALSE(kiosk.core->check());
  CHECK_FALSE(kiosk.core->begin_new_log());
  CHECK_FALSE(kiosk.core->check_pin("2468"));
  const Enrolment before = *kiosk.core->enrolment();
  CHECK_FALSE(kiosk.core->save_trust(before.trust_envelope, before.trust));
  Settings settings = before.settings;
  settings.store_name = "Another name";
  CHECK_FALSE(kiosk.core->save_settings(settings));
  CHECK(kiosk.core->enrolment()->settings == before.settings);
  CHECK(kiosk.tells(kRecordsNothing));
  kiosk.out_of_the_way();
  REQUIRE(kiosk.core->recover_if_due());
  must(kiosk.core->check());
  CHECK_FALSE(kiosk.tells(kRecordsNothing));
  kiosk.keep(1);
  CHECK(kiosk.rows().size() == 6);
}

TEST_CASE("A new database whose place was free only later is read as one that took it at once") {
  Replaced kiosk;
  kiosk.out_of_the_way();
  fs::rename(kiosk.complete, kiosk.salvaged);
  REQUIRE(kiosk.core->recover_if_due());
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 5);
  kiosk.keep(1);
  CHECK(must(kiosk.core->records().state()).log == 2);
  CHECK(kiosk.rows().size() == 6);
  CHECK(kiosk.why(kiosk.rows()[5]) == "one of many");
}

}  // namespace afterword::kiosk
