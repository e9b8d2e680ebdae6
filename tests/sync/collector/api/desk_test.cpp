// Desks at the collector: what is set, what tablets are told, the shop's day, time to resolve, stars.
#include <doctest/doctest.h>

#include <cmath>

#include "sync/base/crypto/password.h"
#include "sync/collector/api/desk.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace desk_api_test {

constexpr const char* kDesk = R"({"touchpoints":["service-desk"],
  "categories":[{"id":"return","text":{"en":"Return"}},{"id":"advice"}],
  "aims":{"solved_percent":80,"time_s":420}})";

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    admin_ok("PUT", "desk", kDesk);
  }
  Interaction interaction(std::int64_t seconds, Solved solved = Solved::yes,
                          const std::string& category = "return") const {
    Interaction out;
    out.category = category;
    out.solved = solved;
    out.touchpoint = "service-desk";
    out.times = {"boot-1", clock.mono() + -Ms{seconds * 1000}, clock.mono(),
                 clock.wall() + -Ms{seconds * 1000}, clock.wall()};
    return out;
  }
  Star star(const std::string& staff) const {
    Star out;
    out.staff = staff;
    out.touchpoint = "service-desk";
    out.times = {"boot-1", clock.mono(), clock.mono(), clock.wall(), clock.wall()};
    return out;
  }
  std::string add_member(const std::string& first_name, bool on_stars) {
    const auto made = admin_ok(
        "POST", "stores/harbour/staff",
        json::dump(json::object(
            {{"first_name", first_name}, {"role", "Service desk"}, {"on_stars", on_stars}})));
    return made.find("id")->as_string();
  }
  void set_pin(const std::string& id, const std::string& pin) {
    admin_ok("PUT", "stores/harbour/staff/" + id + "/pin",
             json::dump(json::object({{"pin", pin}})));
  }
  WaitReply heard(test::Kiosk& kiosk, WaitRequest message) {
    const auto reply = kiosk.wait(message);
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
    auto read = read_wait_reply(reply.body);
    REQUIRE(read.has_value());
    return *read;
  }
};

const json::Value& row_of(const json::Value& figures, const std::string& category) {
  for (const json::Value& row : figures.find("figures")->as_array()) {
    const json::Value& found = *row.find("category");
    if (category.empty() ? found.is_null() : found == json::Value(category)) return row;
  }
  throw std::runtime_error("no row of " + category);
}

}  // namespace desk_api_test

TEST_CASE("a tablet at a desk is told categories, aims, names and PINs; other kiosks are not") {
  desk_api_test::Shop shop;
  const std::string anna = shop.add_member("Anna", true);
  const std::string ben = shop.add_member("Ben", false);
  shop.set_pin(anna, "482915");
  shop.set_pin(ben, "7306");
  test::Kiosk desk(shop, "harbour", "service-desk");
  test::Kiosk exit(shop, "harbour", "exit");
  CHECK_FALSE(shop.heard(exit, exit.heartbeat()).settings.desk.has_value());

  const WaitReply reply = shop.heard(desk, desk.heartbeat());
  REQUIRE(reply.settings.desk.has_value());
  const DeskSettings& told = *reply.settings.desk;
  REQUIRE(told.categories.size() == 2);
  CHECK(told.categories[0].text.in("en", "en") == "Return");
  CHECK(told.aims.solved_percent == 80);
  CHECK_FALSE(told.aims.rating_percent.has_value());
  // Who did not agree is not named, and no PIN says whose it is.
  REQUIRE(told.stars.size() == 1);
  CHECK(told.stars[0].first_name == "Anna");
  CHECK(told.pins.size() == 2);
  const auto salt = crypto::fixed<16>(*from_base64url(told.pin_salt));
  REQUIRE(salt.has_value());
  for (const char* const pin : {"482915", "7306"}) {
    const std::string hash = base64url(*crypto::slow_hash(pin, *salt));
    CHECK(std::count(told.pins.begin(), told.pins.end(), hash) == 1);
  }
  // Somebody who leaves is let in no more, and the tablet hears of it.
  WaitRequest next = desk.heartbeat();
  next.revision = reply.revision;
  CHECK(desk.wait(next).status == 204);
  shop.admin_ok("POST", "stores/harbour/staff/" + ben + "/remove", "{}");
  CHECK(shop.heard(desk, next).settings.desk->pins.size() == 1);
}

TEST_CASE("what is set for a desk is checked, and says what is wrong with it") {
  desk_api_test::Shop shop;
  CHECK(shop.admin("PUT", "desk", R"({"touchpoints":["Service desk"]})").status == 422);
  CHECK(shop.admin("PUT", "desk", R"({"touchpoints":[],"aim":{}})").status == 422);
  CHECK(shop.admin("PUT", "desk", R"({"touchpoints":[],"aims":{"time_s":-1}})").status == 422);
  CHECK(shop.admin("PUT", "desk",
                   R"({"touchpoints":[],"categories":[{"id":"return"},{"id":"return"}]})")
            .status == 422);
  CHECK(shop.admin("POST", "stores/harbour/staff", R"({"first_name":"Anna Smith"})").status == 422);
  CHECK(shop.admin("POST", "stores/nowhere/staff", R"({"first_name":"Anna"})").status == 404);
  const std::string anna = shop.add_member("Anna", true);
  const std::string ben = shop.add_member("Ben", true);
  const auto pin = [&shop](const std::string& id, const std::string& digits) {
    return shop
        .admin("PUT", "stores/harbour/staff/" + id + "/pin",
               json::dump(json::object({{"pin", digits}})))
        .status;
  };
  for (const char* const bad : {"123", "1234567", "12a4", "1234", "9876", "0000"})
    CHECK_MESSAGE(pin(anna, bad) == 422, bad);
  CHECK(pin(anna, "4829") == 200);
  CHECK(pin(ben, "4829") == 409);
  CHECK(pin("nobody", "4829") == 404);
  // What was done is in the audit log, and no PIN is.
  const auto audit = shop.read()->audit(100).value();
  for (const auto& entry : audit)
    CHECK(entry.detail.find("4829") == std::string::npos);
  CHECK(shop.read()->audit(1).value().front().action == "staff_pin_set");
}

TEST_CASE("time to resolve by category: mean, median, 90th percentile, and first contact") {
  desk_api_test::Shop shop;
  shop.clock.mono_now = MonoTime{400'000'000};
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  for (const int minutes : {12, 18, 30}) kiosk.record(shop.interaction(minutes * 60));
  for (const int hours : {5, 7})
    kiosk.record(shop.interaction(hours * 3600, Solved::yes, "repair"));
  kiosk.record(shop.interaction(60, Solved::no));
  kiosk.record(shop.interaction(60, Solved::too_early));
  kiosk.send_ok();
  const json::Value figures = shop.admin_ok("GET", "interaction-figures?store=harbour");
  const json::Value& returns = desk_api_test::row_of(figures, "return");
  CHECK(*returns.find("mean_s") == json::Value(1200.0));
  CHECK(*returns.find("median_s") == json::Value(1080.0));
  CHECK(*returns.find("p90_s") == json::Value(1800.0));
  CHECK(*returns.find("interactions") == json::Value(5));
  CHECK(*returns.find("too_early") == json::Value(1));
  CHECK(*returns.find("fcr") == json::Value(75.0));
  CHECK(*desk_api_test::row_of(figures, "repair").find("mean_s") == json::Value(6 * 3600.0));
  CHECK(*desk_api_test::row_of(figures, "").find("solved") == json::Value(5));
  CHECK(shop.admin_ok("GET", "interaction-figures?store=elsewhere")
            .find("figures")
            ->as_array()
            .empty());
  const json::Value page = shop.admin_ok("GET", "interactions?limit=2");
  CHECK(page.find("interactions")->as_array().size() == 2);
  CHECK_FALSE(page.find("next")->as_string().empty());
  CHECK(page.find("interactions")->as_array()[0].find("started_at")->as_string().ends_with("0Z"));
}

TEST_CASE(
    "stars are counted; a name stands beside ten or more, and no single rest can be worked out") {
  desk_api_test::Shop shop;
  const std::string anna = shop.add_member("Anna", true);
  const std::string ben = shop.add_member("Ben", true);
  const std::string cem = shop.add_member("Cem", true);
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  const auto give = [&](const std::string& id, int count) {
    for (int i = 0; i < count; ++i) kiosk.record(shop.star(id));
  };
  give(anna, 12);
  give(ben, 11);
  give("", 4);
  kiosk.send_ok();
  const auto named = [&shop] {
    return shop.admin_ok("GET", "star-figures?store=harbour")
        .find("periods")
        ->as_array()[0]
        .find("named")
        ->as_array()
        .size();
  };
  CHECK(named() == 2);
  give(cem, 3);  // alone under ten: he would be the difference
  kiosk.send_ok();
  CHECK(named() == 1);
  give(cem, 7);
  kiosk.send_ok();
  CHECK(named() == 3);
  // Who changes their mind is named no more; the stars stay, as the team's.
  shop.admin_ok("PUT", "stores/harbour/staff/" + anna, R"({"first_name":"Anna","on_stars":false})");
  CHECK(named() == 2);
  const json::Value all = shop.admin_ok("GET", "star-figures?store=harbour");
  CHECK(*all.find("periods")->as_array()[0].find("stars") == json::Value(37));
  CHECK(*all.find("periods")->as_array()[0].find("team_and_others") == json::Value(16));
}

TEST_CASE("the shop's day reaches a waiting tablet in blocks of five, with nothing under ten") {
  desk_api_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  WaitRequest message = kiosk.heartbeat();
  message.revision = shop.heard(kiosk, message).revision;
  const auto close = [&](int count) {
    for (int i = 0; i < count; ++i) kiosk.record(shop.interaction(300));
    kiosk.send_ok();
  };
  close(4);
  CHECK(kiosk.wait(message).status == 204);
  close(1);
  const WaitReply five = shop.heard(kiosk, message);
  REQUIRE(five.figures.has_value());
  CHECK(five.figures->day == "2026-03-03");
  CHECK(five.figures->lines.at(0).n == 5);
  CHECK_FALSE(five.figures->lines.at(0).value.has_value());
  message.figures_mark = five.figures->mark;
  CHECK(kiosk.wait(message).status == 204);
  close(4);
  CHECK(kiosk.wait(message).status == 204);  // nine: the same block
  close(3);
  const WaitReply ten = shop.heard(kiosk, message);
  REQUIRE(ten.figures.has_value());
  CHECK(ten.figures->lines.at(0).n == 10);
  CHECK(ten.figures->lines.at(0).value == 100.0);
  CHECK(ten.figures->lines.at(2).figure == "time");
  CHECK(ten.figures->lines.at(2).value == 300.0);
  // Ratings of the same touchpoint on the same day enter too; those of another do not.
  const Survey survey = test::survey_of(test::survey_text());
  for (int i = 0; i < 10; ++i) {
    Response response = test::response_to(survey, test::all_answered(), shop.clock);
    response.touchpoint = i < 5 ? "exit" : "service-desk";
    kiosk.record(response);
  }
  kiosk.send_ok();
  message.figures_mark = ten.figures->mark;
  CHECK(shop.heard(kiosk, message).figures->lines.at(1).n == 5);
}
