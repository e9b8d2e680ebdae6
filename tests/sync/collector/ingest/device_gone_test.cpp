// A kiosk that never comes back is accounted for.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

TEST_CASE(
    "what a kiosk told of and never sent, or sent and nobody could open, is lost once it is "
    "declared "
    "gone, and all adds up") {
  test::World shop;
  shop.add_store("harbour");
  shop.publish(test::survey_text());
  const Survey survey = test::survey_of(test::survey_text());
  test::Kiosk kiosk(shop, "harbour");
  const auto record = [&] {
    kiosk.record(test::response_to(survey, test::all_answered(), shop.clock));
  };
  record();
  record();
  kiosk.send_ok();
  kiosk.record_text("unpublished", 1, "{}");
  CHECK(kiosk.send_ok().held.size() == 1);
  record();
  record();
  WaitRequest heartbeat = kiosk.heartbeat();
  heartbeat.waiting = 3;
  CHECK(kiosk.wait(heartbeat).status == 200);

  const std::string gone = "devices/" + kiosk.id + "/gone";
  CHECK(shop.admin("POST", gone, "{}").status == 409);  // it may come back
  shop.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}");
  CHECK(shop.admin_ok("POST", gone, "{}").find("lost")->as_integer() == 3);
  CHECK(shop.admin_ok("POST", gone, "{}").find("lost")->as_integer() == 0);
  CHECK(shop.admin("POST", "devices/nobody/gone", "{}").status == 404);

  const auto view = shop.read();
  const auto proof = collector::verify(*view, shop.keys, *shop.definitions, true).value();
  for (const auto& difference : proof.differences) MESSAGE(difference.what);
  CHECK(proof.equal());
  CHECK(proof.total.recorded == 5);
  CHECK(proof.total.stored == 2);
  CHECK(proof.total.lost == 3);
  CHECK(proof.total.waiting == 0);
  const json::Value audit = shop.admin_ok("GET", "audit");
  CHECK(audit.find("entries")->as_array().size() > 3);
  CHECK(audit.find("entries")->as_array()[0].find("action")->as_string() == "device_gone");
}

TEST_CASE("a held record of a kiosk that is gone is lost in the chain as well, with others behind it or none") {
  test::World shop;
  shop.add_store("harbour");
  shop.publish(test::survey_text());
  const Survey survey = test::survey_of(test::survey_text());
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(test::response_to(survey, test::all_answered(), shop.clock));
  kiosk.record_text("unpublished", 1, "{}");
  SUBCASE("none") {}
  SUBCASE("others") { kiosk.record(test::response_to(survey, test::all_answered(), shop.clock)); }
  CHECK(kiosk.send_ok().held.size() == 1);
  shop.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}");
  CHECK(shop.admin_ok("POST", "devices/" + kiosk.id + "/gone", "{}").find("lost")->as_integer() == 1);
  const auto proof = collector::verify(*shop.read(), shop.keys, *shop.definitions, true).value();
  for (const auto& difference : proof.differences) MESSAGE(difference.what);
  CHECK(proof.equal());
}
