// Figures from the cube, equal to those computed by hand.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace figures_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    add_store("hill");
    publish(test::survey_text());
  }
  Survey survey = test::survey_of(test::survey_text());
  void give(test::Kiosk& kiosk, Answers answers) {
    kiosk.record(test::response_to(survey, std::move(answers), clock));
    kiosk.send_ok();
  }
};

// The one figure of that question, metric, option and group value.
json::Value figure(const json::Value& document, std::string_view question, std::string_view metric,
                   std::string_view option = "", std::string_view group = "") {
  for (const json::Value& row : document.find("figures")->as_array()) {
    const json::Value* const of = row.find("option");
    const auto& groups = row.find("group")->as_object();
    if (row.find("question")->as_string() == question &&
        row.find("metric")->as_string() == metric &&
        (of == nullptr || of->is_null() ? std::string() : of->as_string()) == option &&
        (group.empty() || (!groups.empty() && groups[0].second.as_string() == group)))
      return row;
  }
  FAIL("no figure " << question << " " << metric << " " << option << " " << group);
  return {};
}

void check(const json::Value& figure, std::optional<double> value, int n, int answered,
           int not_applicable, int skipped, int not_shown) {
  const json::Value& given = *figure.find("value");
  CHECK(given.is_null() == !value.has_value());
  if (value && given.is_number()) CHECK(given.as_number() == doctest::Approx(*value));
  CHECK(*figure.find("n") == json::Value(n));
  CHECK(*figure.find("answered") == json::Value(answered));
  CHECK(*figure.find("not_applicable") == json::Value(not_applicable));
  CHECK(*figure.find("skipped") == json::Value(skipped));
  CHECK(*figure.find("not_shown") == json::Value(not_shown));
}

Answers scored(std::int64_t rooms, std::int64_t recommend) {
  Answers answers = test::all_answered();
  answers["rooms"].value = rooms;
  answers["recommend"].value = recommend;
  return answers;
}

}  // namespace figures_test
using figures_test::check;
using figures_test::figure;

TEST_CASE("before the first answer every figure stands there without a value") {
  figures_test::Shop shop;
  const auto document = shop.admin_ok("GET", "figures?survey=fitting-rooms");
  check(figure(document, "rooms", "csat"), std::nullopt, 0, 0, 0, 0, 0);
  check(figure(document, "recommend", "nps"), std::nullopt, 0, 0, 0, 0, 0);
  check(figure(document, "reason", "share", "buy"), std::nullopt, 0, 0, 0, 0, 0);
  CHECK(shop.admin("GET", "figures?survey=nothing").status == 404);
  CHECK(shop.admin("GET", "figures?survey=fitting-rooms&by=moon").status == 400);
  CHECK(shop.admin("GET", "figures?survey=fitting-rooms&from=yesterday").status == 400);
}

TEST_CASE("figures of a few answers are those computed by hand, and zero is an answer") {
  figures_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.give(kiosk, figures_test::scored(5, 10));
  shop.give(kiosk, figures_test::scored(4, 9));
  shop.give(kiosk, figures_test::scored(2, 0));
  Answers not_applicable = test::all_answered();
  for (auto& [id, answer] : not_applicable) answer = test::unanswered(AnswerState::not_applicable);
  not_applicable["rooms.why"] = test::unanswered(AnswerState::not_shown);
  shop.give(kiosk, not_applicable);
  shop.give(kiosk, {{"used", test::answered(false)}});  // the rest was left

  const auto document = shop.admin_ok("GET", "figures?survey=fitting-rooms");
  check(figure(document, "rooms", "csat"), 200.0 / 3.0, 3, 3, 1, 1, 0);
  check(figure(document, "rooms", "mean"), 11.0 / 3.0, 3, 3, 1, 1, 0);
  check(figure(document, "recommend", "nps"), 100.0 / 3.0, 3, 3, 1, 1, 0);
  check(figure(document, "recommend", "mean"), 19.0 / 3.0, 3, 3, 1, 1, 0);
  check(figure(document, "used", "share", "yes"), 75.0, 4, 4, 1, 0, 0);
  check(figure(document, "used", "share", "no"), 25.0, 4, 4, 1, 0, 0);
  check(figure(document, "reason", "share", "buy"), 100.0, 3, 3, 1, 1, 0);
  check(figure(document, "reason", "share", "other"), 0.0, 3, 3, 1, 1, 0);
}

TEST_CASE("one answer, all zeros, and all not applicable") {
  figures_test::Shop shop;
  test::Kiosk one(shop, "harbour"), zeros(shop, "hill");
  shop.give(one, figures_test::scored(3, 8));
  auto document = shop.admin_ok("GET", "figures?survey=fitting-rooms");
  check(figure(document, "rooms", "mean"), 3.0, 1, 1, 0, 0, 0);
  CHECK(figure(document, "rooms", "mean").find("low")->is_null());
  check(figure(document, "recommend", "nps"), 0.0, 1, 1, 0, 0, 0);
  for (int i = 0; i < 3; ++i) shop.give(zeros, figures_test::scored(1, 0));
  document = shop.admin_ok("GET", "figures?survey=fitting-rooms&by=store");
  check(figure(document, "recommend", "mean", "", "hill"), 0.0, 3, 3, 0, 0, 0);
  check(figure(document, "recommend", "nps", "", "hill"), -100.0, 3, 3, 0, 0, 0);
  check(figure(document, "rooms", "csat", "", "hill"), 0.0, 3, 3, 0, 0, 0);
  check(figure(document, "rooms", "mean", "", "harbour"), 3.0, 1, 1, 0, 0, 0);
}

TEST_CASE(
    "groups, days and quality narrow what is counted; versions are pooled unless asked apart") {
  figures_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.give(kiosk, figures_test::scored(5, 10));
  Response flagged = test::response_to(shop.survey, figures_test::scored(1, 1), shop.clock);
  flagged.flags = {Flag::speeding};
  kiosk.record(flagged);
  kiosk.send_ok();
  shop.clock.advance(std::chrono::hours(24 * 7));
  shop.publish(test::survey_text(2));
  const Survey second = test::survey_of(test::survey_text(2));
  kiosk.record(test::response_to(second, figures_test::scored(3, 5), shop.clock));
  kiosk.send_ok();

  const std::string base = "figures?survey=fitting-rooms";
  const auto n_of = [&](const std::string& query, std::string_view group = "") {
    const auto document = shop.admin_ok("GET", base + query);
    return figure(document, "rooms", "mean", "", group).find("n")->as_integer();
  };
  CHECK(n_of("") == 3);
  CHECK(n_of("&quality=clean") == 2);
  CHECK(n_of("&from=2026-03-04") == 1);
  CHECK(n_of("&to=2026-03-03") == 2);
  CHECK(n_of("&by=version", "1") == 2);
  CHECK(n_of("&by=version", "2") == 1);
  CHECK(n_of("&by=day", "2026-03-03") == 2);
  CHECK(n_of("&by=week", "2026-W10") == 2);
  CHECK(n_of("&by=week", "2026-W11") == 1);
  CHECK(n_of("&by=month", "2026-03") == 3);
  CHECK(n_of("&by=touchpoint", "fitting-room") == 3);
  CHECK(n_of("&by=language", "en") == 3);
}

TEST_CASE("an option keeps its place when a later version lists the options in another order") {
  figures_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.give(kiosk, {{"reason", test::answered(std::vector<std::string>{"buy"})}});
  std::string turned = test::survey_text(2);
  const std::string look = R"({"id": "look", "text": {"en": "To look around"}},)";
  const std::size_t at = turned.find(look);
  REQUIRE(at != std::string::npos);
  turned.erase(at, look.size());
  turned.insert(turned.find(R"({"id": "buy")"), look);
  shop.publish(turned);
  const Survey second = test::survey_of(turned);
  kiosk.record(test::response_to(
      second, {{"reason", test::answered(std::vector<std::string>{"look"})}}, shop.clock));
  kiosk.send_ok();
  const auto document = shop.admin_ok("GET", "figures?survey=fitting-rooms");
  check(figure(document, "reason", "share", "buy"), 50.0, 2, 2, 0, 0, 0);
  check(figure(document, "reason", "share", "look"), 50.0, 2, 2, 0, 0, 0);
}
