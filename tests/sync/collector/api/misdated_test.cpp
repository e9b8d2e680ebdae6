// Counts of days, enrolments and what is good for a while, under a collector's clock that is wrong.
#include <doctest/doctest.h>

#include "sync/collector/api/login_links.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"
#include "tests/support/must.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace misdated_test {

constexpr Ms kOneDay = std::chrono::hours(24), kTenYears = 3653 * kOneDay;

struct Shop : test::World {
  Shop() { add_store("harbour"); }

  void tell(test::Kiosk& kiosk, std::vector<Tally> tallies) {
    WaitRequest message = kiosk.heartbeat();
    message.tallies = std::move(tallies);
    REQUIRE(kiosk.wait(message).status < 300);
  }
  std::string alarms() {
    return json::dump(*admin_ok("GET", "devices").find("devices")->as_array().at(0).find("alarms"));
  }
  // "10 and 0": under days that can be, and under others.
  std::string started() {
    const auto funnel = admin_ok("GET", "funnel?survey=fitting-rooms");
    const json::Value* const apart = funnel.find("misdated")->find("started");
    return json::dump(*funnel.find("started")) + " and " + (apart ? json::dump(*apart) : "0");
  }
  // Goes on for a day, so that it is believed.
  void jump_for_good(Ms by) {
    clock.wall_now = clock.wall() + by;
    for (int hour = 0; hour < 25; ++hour) {
      watch->look();
      clock.advance(std::chrono::hours(1));
    }
  }
  std::string code() {
    return test::must(read_enrolment_code(
                    admin_ok("POST", "enrol-codes", R"({"store":"harbour","touchpoint":"exit"})").find("code")->as_string()))
        .code;
  }
  collector::Reply enrols(const std::string& code) {
    const auto key = crypto::SigningKey::make(random);
    EnrolRequest message;
    message.code = code;
    message.public_key = key.public_key;
    message.app_version = "0.1.0";
    message.definition_formats = message.response_formats = {1};
    collector::Request request;
    request.method = "POST";
    request.target = request.path = "/v1/enrol";
    request.body = dump(message);
    request.headers = {{"afterword-signature", sign_request(key, {"POST", "/v1/enrol", "", 0, request.body})}};
    return ask(request);
  }
};
const std::string kToday = "2026-03-03";

}  // namespace misdated_test
using misdated_test::kOneDay;
using misdated_test::kTenYears;
using misdated_test::kToday;
using MisdatedShop = misdated_test::Shop;

TEST_CASE("A kiosk that was enrolled while the collector's clock was ahead or behind counts like any other") {
  MisdatedShop shop;
  const WallTime right = shop.clock.wall();
  SUBCASE("ten years ahead") { shop.clock.wall_now = right + kTenYears; }
  SUBCASE("in 1970") { shop.clock.wall_now = WallTime{5'000}; }
  test::Kiosk kiosk(shop, "harbour");
  CHECK(shop.read()->device(kiosk.id).value()->enrolled_at == right);
  shop.clock.wall_now = right;
  shop.tell(kiosk, {{kToday, "fitting-rooms", "started", 2, 2}, {"1970-01-02", "fitting-rooms", "started", 3, 3}});
  CHECK(shop.started() == "2 and 3");
}

TEST_CASE("A kiosk that was enrolled in days to come counts like any other once the clock is right") {
  MisdatedShop shop;
  test::Kiosk kiosk(shop, "harbour");
  SUBCASE("ten years") { shop.alter("UPDATE devices SET enrolled_at_ms = 2088079200000"); }
  SUBCASE("two days") { shop.alter("UPDATE devices SET enrolled_at_ms = 1772719200000"); }
  shop.tell(kiosk, {{"2026-02-20", "fitting-rooms", "started", 1, 4}, {kToday, "fitting-rooms", "started", 2, 2}});
  CHECK(shop.started() == "6 and 0");
  const auto audit = shop.read()->audit(10).value();
  CHECK(std::count_if(audit.begin(), audit.end(), [](const auto& entry) {
          return entry.action == "enrolment_dated";
        }) == 1);
  shop.clock.advance(5 * kOneDay);
  shop.tell(kiosk, {{kToday, "fitting-rooms", "started", 3, 3}});
  CHECK(shop.started() == "7 and 0");
}

TEST_CASE("A code for a kiosk is good for ten minutes, whatever the collector's clock does meanwhile") {
  MisdatedShop shop;
  const WallTime right = shop.clock.wall();
  const std::string before = shop.code();
  shop.clock.wall_now = right + kTenYears;
  shop.code();  // what is over is removed first
  CHECK(shop.enrols(before).status == 200);
  const std::string meanwhile = shop.code();
  shop.clock.wall_now = right;
  const std::string late = shop.code();
  SUBCASE("within them") { CHECK(shop.enrols(meanwhile).status == 200); }
  SUBCASE("after them") {
    shop.clock.advance(kCodeLife);
    CHECK(test::must(read_problem(shop.enrols(late).body)).code == ProblemCode::code_expired);
    CHECK(shop.enrols(meanwhile).status != 200);
  }
}

TEST_CASE("A log-in link that is made ten years ahead is good for a day") {
  MisdatedShop shop;
  const WallTime right = shop.clock.wall();
  shop.clock.wall_now = right + kTenYears;
  const std::string link = shop.admin_ok("POST", "login-links", R"({"user":"admin"})").find("link")->as_string();
  test::must(shop.writes->run([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto taken,
                     writes.take_login_link(collector::secret_hash(link.substr(link.find('=') + 1))));
    CHECK(taken.value().expires_at == right + collector::kLoginLinkLife);
    return {};
  }));
}

TEST_CASE("A code that was made in days to come is over when the clock is right again") {
  MisdatedShop shop;
  shop.jump_for_good(kTenYears);
  const std::string code = shop.code();
  shop.clock.wall_now = shop.clock.wall() + -kTenYears;
  for (int hour = 0; hour < 25; ++hour) {
    shop.clock.advance(std::chrono::hours(1));
    shop.watch->look();
  }
  CHECK(test::must(read_problem(shop.enrols(code).body)).code == ProblemCode::code_expired);
}

TEST_CASE("A count whose day is judged anew moves, and is never counted in both places") {
  MisdatedShop shop;
  test::Kiosk kiosk(shop, "harbour");
  const std::vector<Tally> ahead = {{"2026-03-06", "fitting-rooms", "started", 1, 3},
                                    {kToday, "fitting-rooms", "started", 1, 10}};
  shop.tell(kiosk, ahead);
  CHECK(shop.started() == "10 and 3");
  for (int day = 0; day < 2; ++day) {
    shop.clock.advance(kOneDay);
    shop.watch->look();
  }
  SUBCASE("told as before") { shop.tell(kiosk, ahead); }
  SUBCASE("told no more") { shop.tell(kiosk, {}); }
  SUBCASE("told by an earlier revision, too late") {
    shop.tell(kiosk, {{"2026-03-06", "fitting-rooms", "started", 0, 1}});
  }
  CHECK(shop.started() == "13 and 0");
  shop.clock.wall_now = shop.clock.wall() + -2 * kOneDay;
  shop.tell(kiosk, {{"2026-03-06", "fitting-rooms", "started", 2, 4}});
  CHECK(shop.started() == "10 and 4");
}

TEST_CASE("That counts are misdated is an alarm until it is cleared, and again when there are more") {
  MisdatedShop shop;
  test::Kiosk kiosk(shop, "harbour");
  const auto counts = [&](std::int64_t times) {
    shop.tell(kiosk, {{"1970-01-02", "fitting-rooms", "started", times, times}});
  };
  counts(2);
  CHECK(shop.alarms() == "[\"counts_misdated\"]");
  const std::string clear = "devices/" + kiosk.id + "/clear";
  CHECK(json::dump(*shop.admin_ok("POST", clear, "{}").find("cleared")) == "[\"counts_misdated\"]");
  counts(2);  // it is told for ever
  CHECK(shop.alarms() == "[]");
  CHECK(json::dump(*shop.admin_ok("POST", clear, "{}").find("cleared")) == "[]");
  counts(3);
  CHECK(shop.alarms() == "[\"counts_misdated\"]");
  CHECK(shop.admin("POST", "devices/nobody/clear", "{}").status == 404);
}

TEST_CASE("While the collector doubts its own clock misdated counts are no alarm, and none afterwards unless there are more") {
  MisdatedShop shop;
  test::Kiosk kiosk(shop, "harbour");
  const auto counts = [&](std::int64_t times) {
    shop.tell(kiosk, {{"1970-01-02", "fitting-rooms", "started", times, times}});
  };
  const WallTime right = shop.clock.wall();
  shop.clock.wall_now = right + kTenYears;
  counts(2);
  CHECK(shop.alarms() == "[]");
  CHECK(shop.started() == "0 and 2");
  shop.clock.wall_now = right;
  counts(2);
  CHECK(shop.alarms() == "[]");
  counts(3);
  CHECK(shop.alarms() == "[\"counts_misdated\"]");
}

TEST_CASE("A request that has no fields is refused with any, and does nothing") {
  MisdatedShop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.clock.wall_now = shop.clock.wall() + kTenYears;
  const std::string device = "devices/" + kiosk.id;
  for (const std::string target : {"clock/accept", "backup", "quarantine/retry", "tokens", "tokens/remove-others"})
    for (const char* const body : {R"({"at":"2036-03-03"})", "[]", "no"}) {
      CAPTURE(target);
      CAPTURE(body);
      const int status = shop.admin("POST", target, body).status;
      CHECK((status == 400 || status == 422));
    }
  CHECK(shop.admin("POST", device + "/revoke", R"({"really":false})").status == 422);
  CHECK(*shop.admin_ok("GET", "clock").find("doubtful") == json::Value(true));
  CHECK(shop.read()->device(kiosk.id).value()->state == collector::DeviceState::active);
  for (const char* const body : {"", "{}"}) shop.admin_ok("POST", "clock/accept", body);
  CHECK(*shop.admin_ok("GET", "clock").find("doubtful") == json::Value(false));
}
