// What administrators set reaches kiosks, and nothing else does.
#include <doctest/doctest.h>

#include <thread>

#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace about_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    add_store("hill");
  }
  Settings heard(test::Kiosk& kiosk) {
    const auto reply = kiosk.wait(kiosk.heartbeat());
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return read_wait_reply(reply.body).value().settings;
  }
};

constexpr const char* kCard =
    R"({"said":{"en":"It is dark.","es":"Está oscuro."},"did":{"en":"New lamps."},)"
    R"("day":"2026-03-01","answers":61})";

}  // namespace about_test
using about_test::kCard;
using about_test::Shop;

TEST_CASE("as long as nothing is set, kiosks are told nothing") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const Settings settings = shop.heard(kiosk);
  CHECK(settings.about == About{});
  CHECK(settings.cards.empty());
}

TEST_CASE("what is set reaches every store; a store's own words come before") {
  Shop shop;
  test::Kiosk harbour(shop, "harbour"), hill(shop, "hill");
  shop.admin_ok("PUT", "about",
                R"({"owner":"Kestrel Ltd","contact":"the desk","reading_day":"monday"})");
  shop.admin_ok("PUT", "about/hill", R"({"contact":"020 7946 0000","reading_day":"friday"})");
  CHECK(shop.heard(harbour).about.contact == "the desk");
  CHECK(shop.heard(harbour).about.reading_day == "monday");
  CHECK(shop.heard(hill).about.owner == "Kestrel Ltd");
  CHECK(shop.heard(hill).about.contact == "020 7946 0000");
  CHECK(shop.heard(hill).about.reading_day == "friday");
  // What is not named stays; what is emptied goes.
  shop.admin_ok("PUT", "about", R"({"reading_day":""})");
  CHECK(shop.heard(harbour).about.owner == "Kestrel Ltd");
  CHECK(shop.heard(harbour).about.reading_day.empty());
}

TEST_CASE("kiosks are given the withdraw key only where an address is set") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  CHECK(shop.heard(kiosk).about.withdraw_key.empty());
  shop.admin_ok("PUT", "about", R"({"withdraw_at":"shop.example/withdraw"})");
  const About about = shop.heard(kiosk).about;
  CHECK(about.withdraw_days == 30);
  CHECK(about.withdraw_key.size() == 22);
  shop.admin_ok("PUT", "about", R"({"withdraw_at":""})");
  CHECK(shop.heard(kiosk).about == About{});
  // It is not in the database, nor told to administrators.
  CHECK(json::dump(shop.admin_ok("GET", "about")).find("key") == std::string::npos);
}

TEST_CASE("two who set different things at once both have their way") {
  Shop shop;
  for (int i = 0; i < 50; ++i) {
    const std::string word = std::to_string(i);
    std::thread other([&] { shop.admin_ok("PUT", "about", R"({"contact":"c)" + word + R"("})"); });
    shop.admin_ok("PUT", "about", R"({"owner":"o)" + word + R"("})");
    other.join();
    const auto about = shop.admin_ok("GET", "about");
    CHECK(about.find("about")->find("owner")->as_string() == "o" + word);
    CHECK(about.find("about")->find("contact")->as_string() == "c" + word);
  }
}

TEST_CASE("a message of a parser is not passed on where it may quote an answer") {
  Shop shop;
  shop.publish(test::survey_text());
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(
      test::response_to(test::survey_of(test::survey_text()), test::all_answered(), shop.clock));
  kiosk.send_ok();
  shop.alter(R"(UPDATE responses SET body = '{"answers": "Nobody at the till')");
  const auto reply = shop.admin("GET", "responses?survey=fitting-rooms");
  CHECK(reply.status >= 400);
  CHECK(reply.body.find("Nobody") == std::string::npos);
  CHECK(shop.log.count("Nobody") == 0);
}

TEST_CASE("cards come newest first, twelve at most, to the stores they are for") {
  Shop shop;
  test::Kiosk harbour(shop, "harbour"), hill(shop, "hill");
  for (int i = 0; i < 13; ++i) shop.admin_ok("POST", "cards", kCard);
  shop.admin_ok("POST", "cards",
                R"({"said":{"en":"Later closing."},"did":{"en":"Not this year."},"refused":true,)"
                R"("day":"2026-03-02","stores":["hill"]})");
  const auto there = shop.heard(hill).cards;
  REQUIRE(there.size() == 12);
  CHECK(there[0].refused);
  CHECK(there[0].did.in("en", "en") == "Not this year.");
  CHECK(there[1].said.in("es", "en") == "Está oscuro.");
  CHECK(there[1].answers == 61);
  CHECK_FALSE(shop.heard(harbour).cards.at(0).refused);
  const auto listed = shop.admin_ok("GET", "cards");
  CHECK(listed.find("cards")->as_array().size() == 14);
  const std::string id = listed.find("cards")->as_array()[0].find("id")->as_string();
  shop.admin_ok("POST", "cards/" + id + "/remove", "{}");
  CHECK_FALSE(shop.heard(hill).cards.at(0).refused);
  CHECK(shop.admin("POST", "cards/" + id + "/remove", "{}").status == 404);
}

TEST_CASE("a card without a day is of today") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.admin_ok("POST", "cards", R"({"said":{"en":"a"},"did":{"en":"b"}})");
  CHECK(shop.heard(kiosk).cards.at(0).day == Day::of_utc(shop.clock.wall()).text());
}

TEST_CASE("what cannot be shown or kept is refused, and says why") {
  Shop shop;
  const auto refused = [&shop](const std::string& method, const std::string& target,
                               const std::string& body, const std::string& word) {
    const auto reply = shop.admin(method, target, body);
    CAPTURE(body);
    CHECK(reply.status >= 400);
    CHECK_MESSAGE(reply.body.find(word) != std::string::npos, reply.body);
  };
  refused("PUT", "about", R"({"reading_day":"someday"})", "day of the week");
  refused("PUT", "about", R"({"withdraw_at":"come here"})", "address");
  refused("PUT", "about", R"({"withdraw_days":0.5})", "withdraw_days");
  refused("PUT", "about", R"({"last_deletion":"2026-03-03"})", "last_deletion");
  refused("PUT", "about", R"({"withdraw_key":"AAAA"})", "withdraw_key");
  refused("PUT", "about/hill", R"({"withdraw_at":"shop.example/a"})", "withdraw_at");
  refused("PUT", "about/nowhere", R"({"owner":"x"})", "nowhere");
  refused("POST", "cards", R"({"did":{"en":"b"}})", "said");
  refused("POST", "cards", R"({"said":{},"did":{"en":"b"}})", "no words");
  refused("POST", "cards", R"({"said":{"en":"a"},"did":{"english!":"b"}})", "no language");
  refused("POST", "cards", R"({"said":{"en":"a"},"did":{"en":"b"},"day":"2026-02-30"})", "no day");
  refused("POST", "cards", R"({"said":{"en":"a"},"did":{"en":"b"},"stores":["nowhere"]})",
          "nowhere");
  refused("POST", "cards", R"({"said":{"en":")" + std::string(161, 'a') + R"("},"did":{"en":"b"}})",
          "160");
}
