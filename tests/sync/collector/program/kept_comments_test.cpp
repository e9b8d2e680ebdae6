// What the collector does by itself, once a day.
#include "sync/collector/housekeeping.h"

#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace kept_comments_test {

constexpr Ms kDay{86'400'000};

struct Shop : test::World {
  Shop() : kiosk((add_store("harbour"), publish(test::survey_text()), *this), "harbour") {}

  void comes(const std::string& comment) {
    Answers answers = test::all_answered();
    answers["rooms.why"].value = comment;
    kiosk.record(test::response_to(test::survey_of(test::survey_text()), answers, clock));
  }
  void keep() { REQUIRE(collector::keep_house(*context).has_value()); }
  void promise(int days) {
    admin_ok("PUT", "about", R"({"comments_kept_days":)" + std::to_string(days) + "}");
  }
  bool still_says(const std::string& words) {
    const std::string all =
        json::dump(admin_ok("GET", "responses?survey=fitting-rooms&limit=1000"));
    return all.find(words) != std::string::npos;
  }
  std::string last_deletion() { return kiosk_settings().about.last_deletion; }
  Settings kiosk_settings() {
    const auto reply = kiosk.wait(kiosk.heartbeat());
    REQUIRE(reply.status == 200);
    return read_wait_reply(reply.body).value().settings;
  }

  test::Kiosk kiosk;
};

TEST_CASE("Comments are kept as long as promised, then their words go and all that counts stays") {
  Shop shop;
  for (int i = 0; i < 201; ++i) shop.comes("Nobody at the till");  // more than one transaction's
  shop.kiosk.send_ok();
  shop.clock.advance(30 * kDay);
  shop.comes("A new lamp");
  shop.kiosk.send_ok();
  shop.keep();
  CHECK(shop.still_says("Nobody"));  // no rule is set
  shop.promise(30);
  shop.keep();
  CHECK(shop.still_says("Nobody"));  // as old as promised, not older
  shop.clock.advance(kDay);
  shop.keep();
  CHECK_FALSE(shop.still_says("Nobody"));
  CHECK(shop.still_says("A new lamp"));
  const auto view = shop.read();
  CHECK(collector::verify(*view, shop.keys, *shop.definitions, true).value().equal());
}

TEST_CASE("Kiosks hear of the day on which it was done; once a day is enough") {
  Shop shop;
  shop.promise(30);
  CHECK(shop.last_deletion().empty());
  shop.keep();
  CHECK(shop.last_deletion() == Day::of_utc(shop.clock.wall()).text());
  const auto revision = shop.read()->revision().value();
  shop.keep();
  CHECK(shop.read()->revision().value() == revision);
  shop.clock.advance(kDay);
  shop.keep();
  CHECK(shop.last_deletion() == Day::of_utc(shop.clock.wall()).text());
}

// An answer of four months ago, as a file brings it.
std::string a_file(const std::string& comment, const Clock& clock) {
  Answers answers = test::all_answered();
  answers["rooms.why"].value = comment;
  for (auto& [question, answer] : answers) answer.ms.reset();
  const Survey survey = test::survey_of(test::import_survey_text());
  const auto row = json::object({{"external_id", "1"},
                                 {"store", "harbour"},
                                 {"day", "2025-11-02"},
                                 {"started_at", "2025-11-02T00:00:00Z"},
                                 {"response", to_json(test::response_to(survey, answers, clock))}});
  return json::dump(json::object({{"version", 1}, {"responses", json::array({row})}}));
}

TEST_CASE("Comments of imported answers go by the same rule; the same file is known again, and brings none back") {
  Shop shop;
  shop.publish(test::import_survey_text());
  const std::string file = a_file("Nobody at the till", shop.clock);
  const auto imported = [&](const char* what) {
    return shop.admin_ok("POST", "imports?survey=old-results&name=old", file).find(what)->as_integer();
  };
  const auto differences = [&shop] {
    const auto view = shop.read();
    return collector::verify(*view, shop.keys, *shop.definitions, true).value().differences.size();
  };
  REQUIRE(imported("stored") == 1);
  shop.keep();
  CHECK(shop.on_disk("Nobody at the till"));  // no rule is set
  const auto figures = json::dump(shop.admin_ok("GET", "figures?survey=old-results"));
  shop.promise(30);
  shop.keep();
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  CHECK(json::dump(shop.admin_ok("GET", "responses?survey=old-results")).find("[ERASED]") != std::string::npos);
  const auto proofs = shop.admin_ok("GET", "deletions");
  const json::Value& proof = proofs.find("deletions")->as_array().at(0);
  CHECK(*proof.find("responses") == json::Value(1));
  CHECK(*proof.find("comments") == json::Value(1));
  CHECK(differences() == 0);

  CHECK(imported("repeated") == 1);
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  CHECK(json::dump(shop.admin_ok("GET", "figures?survey=old-results")) == figures);
  CHECK(differences() == 0);
  shop.alter("UPDATE responses SET body = replace(body, '\"value\":9', '\"value\":1') WHERE device = 'import:old'");
  CHECK(differences() > 0);
}

}  // namespace kept_comments_test
