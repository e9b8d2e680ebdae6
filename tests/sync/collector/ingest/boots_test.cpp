// Two machines under one device's name: heard of at the first request by which it can be known.
#include <doctest/doctest.h>

#include <algorithm>

#include "sync/collector/api/verify.h"
#include "sync/collector/ingest/boots.h"
#include "sync/protocol/problems.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace boots_test {

struct Shop : test::World {
  Shop() { add_store("harbour"); }

  bool is_cloned(const test::Kiosk& kiosk) {
    return collector::has_alarm(*read()->device(kiosk.id).value(), collector::kCloned);
  }
  std::ptrdiff_t audited(std::string_view action) {
    const auto entries = read()->audit(1'000).value();
    return std::count_if(entries.begin(), entries.end(),
                         [&](const auto& entry) { return entry.action == action; });
  }
};

// What a copy of its disk is in another machine.
test::Kiosk copy_of(const test::Kiosk& kiosk, const std::string& boot) {
  test::Kiosk copy = kiosk;
  copy.boot = boot;
  return copy;
}

// A heartbeat, and where its counter is refused, another with the one that the collector names.
int persist(test::Kiosk& kiosk) {
  const auto reply = kiosk.wait(kiosk.heartbeat());
  if (reply.status < 300) return 1;
  const auto problem = read_problem(reply.body).value();
  REQUIRE(problem.code == ProblemCode::counter_behind);
  kiosk.counter = *problem.next - 1;
  REQUIRE(kiosk.wait(kiosk.heartbeat()).status < 300);
  return 2;
}

void check_told(Shop& shop, const test::Kiosk& kiosk) {
  CHECK(shop.is_cloned(kiosk));
  CHECK(shop.audited("cloned") == 1);
  CHECK(shop.read()->audit(1).value().at(0).actor == kiosk.id);
  const auto devices = shop.admin_ok("GET", "devices");
  CHECK(json::dump(*devices.find("devices")->as_array().at(0).find("alarms")) == "[\"cloned\"]");
  const auto proof = shop.admin_ok("GET", "verify");
  CHECK(*proof.find("equal") == json::Value(true));
  CHECK(proof.find("notes")->as_array().at(0).as_string().starts_with(
      kiosk.id + ": two machines spoke under its name"));
}

}  // namespace boots_test

TEST_CASE("Whatever a start calls itself, the audit stays one line of text") {
  boots_test::Shop shop;
  test::Kiosk right(shop, "harbour");
  right.boot = "boot\n\x1b[2J";
  CHECK(right.wait(right.heartbeat()).status < 300);
  test::Kiosk copy = boots_test::copy_of(right, "boot-of-the-copy");
  boots_test::persist(copy);
  boots_test::persist(right);
  REQUIRE(shop.is_cloned(right));
  const std::string detail = shop.read()->audit(1).value().at(0).detail;
  CHECK(detail.find("boot\\n\\x1b[2J") != std::string::npos);
  CHECK(detail.find('\n') == std::string::npos);
}

TEST_CASE("A copied key is noticed at the first request of whoever spoke before the other") {
  boots_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  for (int i = 0; i < 3; ++i) CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  test::Kiosk copy = boots_test::copy_of(kiosk, "boot-2");
  SUBCASE("the copy speaks first: as if its machine had started again") {
    CHECK(copy.wait(copy.heartbeat()).status < 300);
    CHECK_FALSE(shop.is_cloned(kiosk));
    CHECK(kiosk.wait(kiosk.heartbeat()).status == 401);
  }
  SUBCASE("the right one speaks first, and the copy goes on from the counter that it is told") {
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
    CHECK(boots_test::persist(copy) == 2);  // as a disk would that was put back to an earlier day
    CHECK_FALSE(shop.is_cloned(kiosk));
    CHECK(kiosk.wait(kiosk.heartbeat()).status == 401);
  }
  SUBCASE("both get through every time, leaping over each other") {
    copy.counter = 10;
    CHECK(copy.wait(copy.heartbeat()).status < 300);
    kiosk.counter = 20;
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  }
  SUBCASE("with answers, and no heartbeat") {
    shop.publish(test::survey_text());
    const Survey survey = test::survey_of(test::survey_text());
    copy.counter = 10;
    CHECK(copy.wait(copy.heartbeat()).status < 300);
    kiosk.counter = 20;
    kiosk.record(test::response_to(survey, test::all_answered(), shop.clock));
    kiosk.send_ok();
  }
  boots_test::check_told(shop, kiosk);
  for (int i = 0; i < 5; ++i) {
    boots_test::persist(copy);
    boots_test::persist(kiosk);
  }
  CHECK(shop.audited("cloned") == 1);
}

TEST_CASE("A copy of a machine that was off is noticed when both have started") {
  boots_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  test::Kiosk copy = boots_test::copy_of(kiosk, "boot-3");
  kiosk.boot = "boot-2";
  boots_test::persist(kiosk);
  boots_test::persist(copy);
  CHECK_FALSE(shop.is_cloned(kiosk));
  boots_test::persist(kiosk);
  boots_test::check_told(shop, kiosk);
}

TEST_CASE("Starts, late and repeated requests, and a disk that was put back raise no alarm") {
  boots_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const auto ask = [&] { return kiosk.request("POST", "/v1/wait", dump(kiosk.heartbeat())); };
  const collector::Request first = ask(), late = ask(), later = ask();
  CHECK(shop.ask(first).status < 300);
  kiosk.boot = "boot-2";
  CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  SUBCASE("what was on its way when the machine started again") {
    CHECK(shop.ask(late).status < 300);
    CHECK(shop.ask(late).status == 401);
    CHECK(shop.ask(first).status == 401);
  }
  SUBCASE("the first word of a start comes after a later one's") {
    kiosk.boot = "boot-3";
    const auto of_third = ask();
    kiosk.boot = "boot-4";
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
    CHECK(shop.ask(of_third).status < 300);
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  }
  SUBCASE("a disk of an earlier day") {
    kiosk.counter = 1;
    kiosk.boot = "boot-3";
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);  // a number that never came
    CHECK(boots_test::persist(kiosk) == 1);
    CHECK(boots_test::persist(kiosk) == 2);
    CHECK(shop.ask(later).status == 401);
    CHECK(boots_test::persist(kiosk) == 1);
  }
  SUBCASE("more starts than are remembered") {
    for (int start = 3; start < 30; ++start) {
      kiosk.boot = "boot-" + std::to_string(start);
      CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
    }
    CHECK(shop.ask(later).status < 300);
    CHECK(shop.read()->device(kiosk.id).value()->boots.size() == collector::kBootsKept);
    CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  }
  CHECK_FALSE(shop.is_cloned(kiosk));
  CHECK(shop.audited("cloned") == 0);
  CHECK(shop.admin_ok("GET", "devices")
            .find("devices")
            ->as_array()
            .at(0)
            .find("alarms")
            ->as_array()
            .empty());
}

TEST_CASE("A copy that was stopped is cleared, and the right one raises no alarm as it goes on; a copy that speaks does") {
  boots_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  test::Kiosk copy = boots_test::copy_of(kiosk, "boot-2");
  boots_test::persist(copy);
  boots_test::persist(kiosk);
  REQUIRE(shop.is_cloned(kiosk));
  shop.admin_ok("POST", "devices/" + kiosk.id + "/clear", "{}");
  CHECK(shop.audited("alarms_cleared") == 1);
  CHECK(shop.read()->audit(1).value().at(0).detail == kiosk.id + ": cloned");
  CHECK(shop.admin_ok("GET", "verify").find("notes")->as_array().empty());
  for (int i = 0; i < 3; ++i) boots_test::persist(kiosk);
  CHECK_FALSE(shop.is_cloned(kiosk));
  boots_test::persist(copy);
  boots_test::persist(kiosk);
  CHECK(shop.is_cloned(kiosk));
  CHECK(shop.audited("cloned") == 2);
}
