// Results gathered elsewhere, and the shape in which responses leave.
#include <doctest/doctest.h>

#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace imports_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::import_survey_text());
  }
  Survey survey = test::survey_of(test::import_survey_text());

  json::Value row(const std::string& id, std::int64_t rooms, const std::string& store = "harbour") {
    Answers answers = test::all_answered();
    answers["rooms"].value = rooms;
    for (auto& [question, answer] : answers) answer.ms.reset();
    Response response = test::response_to(survey, std::move(answers), clock);
    return json::object({{"external_id", id},
                         {"store", store},
                         {"day", "2025-11-02"},
                         {"started_at", "2025-11-02T00:00:00Z"},
                         {"response", to_json(response)}});
  }
  collector::Reply send(std::initializer_list<json::Value> rows, bool dry_run = false) {
    const auto body = json::object({{"version", 1}, {"responses", json::array(rows)}});
    return admin("POST",
                 std::string("imports?survey=old-results&name=old") + (dry_run ? "&dry_run=1" : ""),
                 json::dump(body));
  }
  std::int64_t count() { return read()->count_responses().value(); }
};

void check(const collector::Reply& reply, int stored, int repeated) {
  REQUIRE_MESSAGE(reply.status == 200, reply.body);
  const auto body = json::parse(reply.body).value();
  CHECK(*body.find("stored") == json::Value(stored));
  CHECK(*body.find("repeated") == json::Value(repeated));
}

}  // namespace imports_test

TEST_CASE("importing twice changes nothing, and a dry run only checks") {
  imports_test::Shop shop;
  const json::Value a = shop.row("1", 4), b = shop.row("2", 5);
  imports_test::check(shop.send({a, b}, true), 2, 0);
  CHECK(shop.count() == 0);
  imports_test::check(shop.send({a, b}), 2, 0);
  imports_test::check(shop.send({a, b}), 0, 2);
  imports_test::check(shop.send({b, shop.row("3", 1)}), 1, 1);
  CHECK(shop.count() == 3);
  const auto proof = shop.admin_ok("GET", "verify");
  CHECK(*proof.find("equal") == json::Value(true));
  CHECK(*proof.find("total")->find("recorded") == json::Value(3));
  const auto figures = shop.admin_ok("GET", "figures?survey=old-results");
  CHECK(*figures.find("figures")->as_array().at(0).find("answered") == json::Value(3));
}

TEST_CASE(
    "the same id with other content, an unknown store or survey, or a wrong value stops all of "
    "it") {
  imports_test::Shop shop;
  imports_test::check(shop.send({shop.row("1", 4)}), 1, 0);
  const auto changed = shop.send({shop.row("9", 4), shop.row("1", 5)});
  CHECK(changed.status == 409);
  CHECK(changed.body.find("id 1 ") != std::string::npos);
  CHECK(shop.send({shop.row("7", 4), shop.row("7", 5)}).status == 409);
  const auto nowhere = shop.send({shop.row("9", 4), shop.row("10", 4, "nowhere")});
  CHECK(nowhere.status == 404);
  CHECK(nowhere.body.find("nowhere") != std::string::npos);
  const auto wrong = shop.send({shop.row("9", 6)});
  CHECK(wrong.status == 422);
  CHECK(wrong.body.find("answer_out_of_range") != std::string::npos);
  CHECK(shop.admin("POST", "imports?survey=nothing&name=old", R"({"version":1,"responses":[]})")
            .status == 404);
  CHECK(shop.admin("POST", "imports?survey=old-results&name=Old%20",
                   R"({"version":1,"responses":[]})")
            .status == 400);
  CHECK(shop.count() == 1);
}

TEST_CASE("comments are redacted on their way in, and kiosks are never offered an import survey") {
  imports_test::Shop shop;
  json::Value row = shop.row("1", 4);
  Response response = read_response(*row.find("response")).value();
  response.answers["rooms.why"].value = std::string("Call me: john.doe@example.com");
  row.set("response", to_json(response));
  imports_test::check(shop.send({row}), 1, 0);
  const auto page = shop.admin_ok("GET", "responses?survey=old-results");
  const json::Value& answers = *page.find("responses")->as_array().at(0).find("answers");
  CHECK(answers.find("rooms.why")->find("value")->as_string() == "Call me: [EMAIL]");
  imports_test::check(shop.send({row}), 0, 1);
  test::Kiosk kiosk(shop, "harbour");
  const auto news = read_wait_reply(kiosk.wait(kiosk.heartbeat()).body).value();
  CHECK(news.definitions.empty());
}

TEST_CASE("results gathered elsewhere for a kiosk's survey are not held to its show_if") {
  imports_test::Shop shop;
  std::string text = test::survey_text();
  const std::string kind = R"("id": "rooms", "kind": "scale",)";
  text.replace(text.find(kind), kind.size(),
               kind + R"( "show_if": {"question": "used", "is": ["yes"]},)");
  shop.publish(text);
  const Survey survey = test::survey_of(text);
  Response response = test::response_to(survey, test::all_answered(), shop.clock);
  response.answers["used"] = {};
  const auto body =
      json::object({{"version", 1},
                    {"responses", json::array({json::object({{"external_id", "1"},
                                                             {"store", "harbour"},
                                                             {"day", "2025-11-02"},
                                                             {"started_at", "2025-11-02T00:00:00Z"},
                                                             {"response", to_json(response)}})})}});
  imports_test::check(shop.admin("POST", "imports?survey=fitting-rooms&name=old", json::dump(body)),
                      1, 0);
  CHECK(*shop.admin_ok("GET", "verify?recount=1").find("equal") == json::Value(true));
  // A kiosk's own responses still are.
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(response);
  kiosk.send_ok();
  CHECK(*shop.admin_ok("GET", "verify").find("total")->find("quarantined") == json::Value(1));
}

TEST_CASE("responses leave page by page in the documented shape") {
  imports_test::Shop shop;
  shop.publish(test::survey_text());
  test::Kiosk kiosk(shop, "harbour");
  const Survey survey = test::survey_of(test::survey_text());
  for (int i = 0; i < 5; ++i)
    kiosk.record(test::response_to(survey, test::all_answered(), shop.clock));
  kiosk.send_ok();
  std::string after;
  std::vector<json::Value> all;
  for (int pages = 1;; ++pages) {
    const auto page = shop.admin_ok(
        "GET", "responses?survey=fitting-rooms&limit=2" + (after.empty() ? "" : "&after=" + after));
    for (const auto& response : page.find("responses")->as_array()) all.push_back(response);
    after = page.find("next")->as_string();
    if (after.empty()) {
      CHECK(pages == 3);
      break;
    }
  }
  REQUIRE(all.size() == 5);
  const json::Value& one = all[2];
  CHECK(*one.find("device") == json::Value(kiosk.id));
  CHECK(*one.find("sequence") == json::Value(3));
  CHECK(*one.find("day") == json::Value("2026-03-03"));
  CHECK(*one.find("started_at") == json::Value("2026-03-03T13:45:00Z"));
  CHECK(*one.find("time_quality") == json::Value("exact"));
  CHECK(*one.find("duration_ms") == json::Value(120'000));
  CHECK(*one.find("answers")->find("rooms")->find("value") == json::Value(4));
  CHECK(*one.find("answers")->find("used")->find("ms") == json::Value(1500));
  shop.clock.advance(std::chrono::hours(24 * 31));
  const auto later = shop.admin_ok("GET", "responses?survey=fitting-rooms&limit=1");
  const json::Value& old = later.find("responses")->as_array().at(0);
  CHECK(old.find("duration_ms")->is_null());
  CHECK(*old.find("id") == *all[0].find("id"));
  CHECK(shop.admin("GET", "responses?survey=fitting-rooms&limit=0").status == 400);
  CHECK(shop.admin("GET", "responses?survey=nothing").status == 404);
}
