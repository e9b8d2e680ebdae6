// Comments erased by their age: the words go, everything that counts stays.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "sync/collector/ingest/erase_comments.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace erase_comments_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  int erase(Day before, int limit = 100) {
    int looked = 0;
    const auto done = writes->run([&](collector::Writes& w) -> Result<> {
      AFTERWORD_ASSIGN(const auto erased,
                       collector::erase_comments(w, keys, *definitions, before, 0, limit));
      looked = erased.looked_at;
      return {};
    });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().text()));
    return looked;
  }
  std::string exported() { return json::dump(admin_ok("GET", "responses?survey=fitting-rooms")); }
  bool equal() {
    const auto view = read();
    return collector::verify(*view, keys, *definitions, true).value().equal();
  }
};

}  // namespace erase_comments_test

TEST_CASE("old comments are erased; the counts, the proof and newer comments stay") {
  erase_comments_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const Survey survey = test::survey_of(test::survey_text());
  Answers answers = test::all_answered();
  answers["rooms.why"].value = std::string("Nobody at the till");
  kiosk.record(test::response_to(survey, answers, shop.clock));
  kiosk.record(test::response_to(survey, answers, shop.clock));
  kiosk.send_ok();
  const Day day = shop.read()->response(kiosk.id, 1, 1).value()->day;
  const collector::Cube before = shop.read()->cube().value();

  CHECK(shop.erase(day) == 0);  // of this very day: not yet older
  CHECK(shop.exported().find("Nobody") != std::string::npos);
  CHECK(shop.erase(day + 1, 1) == 1);
  CHECK(shop.erase(day + 1, 1) == 1);
  CHECK(shop.erase(day + 1, 1) == 0);
  CHECK(shop.exported().find("Nobody") == std::string::npos);
  CHECK(shop.exported().find("[ERASED]") != std::string::npos);
  CHECK(shop.read()->cube().value() == before);
  CHECK(shop.equal());
  CHECK(shop.read()->newest_answering("fitting-rooms", "rooms.why", {}, 10).value().empty());
}
