// What the console's pages show, asked of a collector that took it in through the protocol.
#include <doctest/doctest.h>

#include "sync/collector/console_pages.h"
#include "sync/protocol/chain.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace console_test {

std::string page_of(test::World& world, const std::string& path) {
  collector::Request request;
  request.method = "GET";
  request.path = path;
  const auto html = collector::console_page(*world.context, request, {});
  REQUIRE_MESSAGE(html.has_value(), (html ? "" : html.error().text()));
  return *html;
}

struct Ready : test::World {
  Ready() {
    add_store("harbour");
    publish(test::survey_text());
  }
};
// A shop with one kiosk, which asks a survey that the collector knows.
struct Shop : Ready {
  void answers() { kiosk.record(test::response_to(survey, test::all_answered(), clock)); }
  // To a survey that the collector does not have: it holds that.
  void answers_unknown() { kiosk.record_text("survey-of-nobody", 1, "{}"); }
  bool says(std::string_view words) { return page_of(*this, "/fleet").find(words) != std::string::npos; }

  const Survey survey = test::survey_of(test::survey_text());
  test::Kiosk kiosk{*this, "harbour"};
};

}  // namespace console_test

TEST_CASE("a question's page shows the newest comments beside the answers they explain") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  test::Kiosk kiosk(world, "harbour");
  const Survey survey = test::survey_of(test::survey_text());
  const auto record = [&](const std::string& comment) {
    Answers answers = test::all_answered();
    answers["rooms.why"].value = comment;
    kiosk.record(test::response_to(survey, std::move(answers), world.clock));
  };
  const std::string path = "/surveys/fitting-rooms/questions/rooms";
  for (int i = 1; i <= 9; ++i) record("The queue, <b>" + std::to_string(i));
  kiosk.send_ok();
  // With so few, who wrote what could be guessed.
  CHECK(console_test::page_of(world, path).find("The queue") == std::string::npos);
  for (int i = 10; i <= 25; ++i) record("The queue, <b>" + std::to_string(i));
  kiosk.send_ok();
  const std::string page = console_test::page_of(world, path);
  CHECK(page.find("The queue, &lt;b&gt;25<") != std::string::npos);
  CHECK(page.find("The queue, &lt;b&gt;6<") != std::string::npos);
  CHECK(page.find("The queue, &lt;b&gt;5<") == std::string::npos);
  CHECK(page.find("The newest 20 of 25.") != std::string::npos);
  CHECK(page.find("<bdi>Good</bdi>") != std::string::npos);
}

TEST_CASE("the switch for signs of misuse tells nobody's answer by the difference") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  test::Kiosk kiosk(world, "harbour");
  const Survey survey = test::survey_of(test::survey_text());
  const auto record = [&](std::int64_t value, bool flagged) {
    Answers answers = test::all_answered();
    answers["rooms"].value = value;
    answers.erase("rooms.why");
    Response response = test::response_to(survey, std::move(answers), world.clock);
    if (flagged) response.flags.push_back(Flag::speeding);
    kiosk.record(response);
  };
  const auto page = [&](const std::string& quality) {
    collector::Request request;
    request.method = "GET";
    request.path = "/surveys/fitting-rooms/questions/rooms";
    request.query = {{"quality", quality}};
    const std::string html = collector::console_page(*world.context, request, {}).value();
    const std::size_t from = html.find("<section");
    return html.substr(from);
  };
  for (int i = 0; i < 20; ++i) record(5, false);
  for (int i = 0; i < 4; ++i) record(1, true);
  kiosk.send_ok();
  CHECK(page("clean") == page("all"));
  CHECK(page("clean").find("A few answers with signs of misuse included.") != std::string::npos);
  record(1, true);
  kiosk.send_ok();
  CHECK(page("clean") != page("all"));
  CHECK(page("clean").find("5 answers with signs of misuse left out") != std::string::npos);
}

TEST_CASE("flagged answers stay in figures of stores where a store has only a few of them") {
  test::World world;
  world.add_store("harbour");
  world.add_store("hill");
  world.publish(test::survey_text());
  const Survey survey = test::survey_of(test::survey_text());
  test::Kiosk harbour(world, "harbour"), hill(world, "hill");
  const auto record = [&](test::Kiosk& kiosk, std::int64_t value, int count, bool flagged) {
    for (int i = 0; i < count; ++i) {
      Answers answers = test::all_answered();
      answers["rooms"].value = value;
      answers.erase("rooms.why");
      Response response = test::response_to(survey, std::move(answers), world.clock);
      if (flagged) response.flags.push_back(Flag::speeding);
      kiosk.record(response);
    }
    kiosk.send_ok();
  };
  record(harbour, 5, 20, false);
  record(harbour, 1, 6, true);
  record(hill, 5, 20, false);
  record(hill, 1, 1, true);
  collector::PageScope scope;
  scope.clean_only = true;
  const auto view = world.read();
  const auto page =
      collector::question_figures(*world.context, *view, "fitting-rooms", "rooms", scope).value();
  CHECK(page.question.counts.answered == 40);
  REQUIRE(page.by_store.size() == 2);
  CHECK(page.by_store[0].counts.answered == 26);
  CHECK(page.by_store[1].counts.answered == 21);
}

TEST_CASE("the fleet page says what needs a hand at a kiosk, for as long as the kiosk says so") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  WaitRequest message = kiosk.heartbeat();
  message.troubles = {std::string(kSecondCopyFails), "on_fire", std::string(kTrustExpired), std::string(kRecordsNothing)};
  CHECK(kiosk.wait(message).status == 200);
  const std::string troubled = console_test::page_of(world, "/fleet");
  CHECK(troubled.find("Its second copy of answers cannot be written.") != std::string::npos);
  CHECK(troubled.find("It says: on_fire.") != std::string::npos);
  CHECK(troubled.find("the trust document has run out") != std::string::npos);
  CHECK(troubled.find("It can record nothing, so it asks nothing") != std::string::npos);
  message.troubles.clear();
  CHECK(kiosk.wait(message).status == 200);
  CHECK(console_test::page_of(world, "/fleet").find("second copy") == std::string::npos);
}

TEST_CASE("the fleet page says that counts are misdated until that is cleared, or the kiosk revoked") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  WaitRequest message = kiosk.heartbeat();
  message.tallies = {{"1970-01-02", "fitting-rooms", "started", 1, 1}};
  CHECK(kiosk.wait(message).status == 200);
  CHECK(console_test::page_of(world, "/fleet").find("afterword devices clear " + kiosk.id) != std::string::npos);
  SUBCASE("cleared") { world.admin_ok("POST", "devices/" + kiosk.id + "/clear", "{}"); }
  SUBCASE("revoked") { world.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}"); }
  CHECK(kiosk.wait(message).status < 500);
  CHECK(console_test::page_of(world, "/fleet").find("cannot be right") == std::string::npos);
}

TEST_CASE("the fleet page asks for no hand at a kiosk whose log forked once it is revoked") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);
  world.alter("UPDATE logs SET forked = 1");
  CHECK(console_test::page_of(world, "/fleet").find("1 needs a hand") != std::string::npos);
  world.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}");
  world.admin_ok("POST", "devices/" + kiosk.id + "/gone", "{}");
  CHECK(console_test::page_of(world, "/fleet").find("a hand") == std::string::npos);
}

TEST_CASE("the fleet page tells a forked log by its fork alone, and names another difference as one") {
  console_test::Shop shop;
  shop.answers();
  shop.kiosk.send_ok();
  // A power cut, and a disk that lied: it knows of no answer, and the next one gets the number again.
  shop.kiosk.next = 1;
  shop.kiosk.chain = shop.kiosk.chain_before = chain_start(shop.kiosk.id, 1);
  shop.answers();
  CHECK(shop.kiosk.wait(shop.kiosk.heartbeat()).status == 200);
  CHECK(shop.says("1 kiosk does not add up"));
  CHECK(shop.says("same count, different content"));
  CHECK(shop.kiosk.send(shop.kiosk.batch()).status == 409);
  CHECK_FALSE(shop.says("add up"));
  CHECK(shop.says("Two different responses came under one number"));
  shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/revoke", "{}");
  shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/gone", "{}");
  CHECK_FALSE(shop.says("add up"));
  CHECK_FALSE(shop.says("a hand"));
}

TEST_CASE("the fleet page has no tick where a restored collector lacks what a kiosk does not wait to send") {
  console_test::Shop shop;
  for (int i = 0; i < 2; ++i)
    shop.answers();
  shop.kiosk.send_ok();
  WaitRequest message = shop.kiosk.heartbeat();
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("Nothing missing"));
  shop.alter(
      "DELETE FROM ledger WHERE sequence = 2; DELETE FROM responses WHERE sequence = 2;"
      "UPDATE logs SET received_to = 1");
  message.waiting = 1;
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("Nothing missing"));
  CHECK(shop.says("2 = 1 + 1 waiting"));
  message.waiting = 0;
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK_FALSE(shop.says("Nothing missing"));
  CHECK(shop.says("1 kiosk does not add up"));
  CHECK(shop.says("1 missing, numbers 2."));
  CHECK(shop.says("1 answer was recorded there, and neither here nor waiting there"));
  CHECK(shop.says("sends again within minutes"));
  CHECK(*shop.admin_ok("GET", "verify").find("equal") == json::Value(false));  // for the same reason
  const json::Value devices = shop.admin_ok("GET", "devices");
  const json::Value& row = devices.find("devices")->as_array().at(0);
  CHECK(*row.find("missing") == json::Value(1));
  CHECK(*row.find("waiting") == json::Value(0));
  shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/revoke", "{}");
  CHECK(shop.says("afterword devices gone " + shop.kiosk.id));
  shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/gone", "{}");
  CHECK(shop.says("Nothing missing"));
  CHECK_FALSE(shop.says("a hand"));
}

TEST_CASE("what is held since a kiosk's newest heartbeat is missing to nobody before the next one says so") {
  console_test::Shop shop;
  CHECK(shop.kiosk.wait(shop.kiosk.heartbeat()).status == 200);
  shop.answers_unknown();
  REQUIRE(shop.kiosk.send_ok().held.size() == 1);
  CHECK(shop.says("Nothing missing"));
  WaitRequest message = shop.kiosk.heartbeat();
  message.waiting = 1;  // as a kiosk counts what is held
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("Nothing missing"));
  message.waiting = 0;  // a collector that was put back since has told it that it is stored
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK_FALSE(shop.says("Nothing missing"));
  CHECK(shop.says("1 missing"));
}

TEST_CASE("the fleet page says of held answers that a kiosk keeps no more that they stay held, which, and what ends it") {
  console_test::Shop shop;
  shop.answers();
  shop.answers_unknown();
  shop.answers_unknown();
  shop.answers();
  shop.answers_unknown();
  REQUIRE(shop.kiosk.send_ok().held.size() == 3);
  WaitRequest message = shop.kiosk.heartbeat();
  message.waiting = 3;
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("Nothing missing"));
  // They were stored after this backup was made, and the kiosk has forgotten them since.
  message.waiting = 0;
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("3 missing, numbers 2 to 3, 5."));
  CHECK(shop.says("3 answers were received from there and held here unopened"));
  CHECK(shop.says("devices revoke " + shop.kiosk.id + ", then afterword devices gone " + shop.kiosk.id));
  CHECK_FALSE(shop.says("once somebody answers there again"));
  shop.answers();
  shop.kiosk.send_ok();
  CHECK(shop.kiosk.wait(shop.kiosk.heartbeat()).status == 200);  // and that somebody answers there changes nothing
  CHECK(shop.says("3 missing, numbers 2 to 3, 5."));
  shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/revoke", "{}");
  CHECK(shop.says("afterword devices gone " + shop.kiosk.id + " counts them as lost"));
  CHECK(*shop.admin_ok("POST", "devices/" + shop.kiosk.id + "/gone", "{}").find("lost") == json::Value(3));
  CHECK(shop.says("Nothing missing"));
  CHECK_FALSE(shop.says("a hand"));
}

TEST_CASE("the fleet page tells held answers from those that never came, and names none where some wait") {
  console_test::Shop shop;
  shop.answers_unknown();
  REQUIRE(shop.kiosk.send_ok().held.size() == 1);
  shop.answers_unknown();
  WaitRequest message = shop.kiosk.heartbeat();
  REQUIRE(message.waiting == 1);  // the newest, which has not come
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("1 answer was received from there and held here unopened"));
  CHECK_FALSE(shop.says("recorded there, and neither"));
  CHECK_FALSE(shop.says("missing, numbers"));
  message.waiting = 0;
  CHECK(shop.kiosk.wait(message).status == 200);
  CHECK(shop.says("2 missing, numbers 1, 2."));
  CHECK(shop.says("1 answer was recorded there, and neither here nor waiting there"));
  CHECK(shop.says("once somebody answers there again. 1 answer was received from there"));
}

TEST_CASE("the fleet page says when two machines speak under one name, until it is revoked") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour"), other(world, "harbour");
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);
  test::Kiosk copy = kiosk;
  copy.boot = "boot-2";
  CHECK(copy.wait(copy.heartbeat()).status == 200);
  CHECK(console_test::page_of(world, "/fleet").find("Two machines") == std::string::npos);
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 401);
  const std::string page = console_test::page_of(world, "/fleet");
  CHECK(page.find("Two machines speak under its name") != std::string::npos);
  CHECK(page.find("1 needs a hand") != std::string::npos);
  world.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}");
  CHECK(console_test::page_of(world, "/fleet").find("Two machines") == std::string::npos);
}

TEST_CASE("the fleet page says when a kiosk tells of more than it can hold, as long as it does") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  WaitRequest message = kiosk.heartbeat();
  message.next_sequence = kNumberMax;
  CHECK(kiosk.wait(message).status == 200);
  const std::string page = console_test::page_of(world, "/fleet");
  CHECK(page.find("It tells of more answers than it can hold") != std::string::npos);
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);
  CHECK(console_test::page_of(world, "/fleet").find("more answers than") == std::string::npos);
}

TEST_CASE("the page of who was asked adds up what kiosks counted") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  test::Kiosk kiosk(world, "harbour");
  WaitRequest message = kiosk.heartbeat();
  for (const auto& [name, count] :
       {std::pair{"started", 40}, {"finished", 30}, {"left", 10}, {"refused_quiet", 4}})
    message.tallies.push_back({"2026-03-03", "fitting-rooms", name, count, count});
  CHECK(kiosk.wait(message).status == 200);
  const std::string page = console_test::page_of(world, "/asking");
  CHECK(page.find(">75%<") != std::string::npos);
  CHECK(page.find("In its quiet hours") != std::string::npos);
  CHECK(page.find("Under way") == std::string::npos);
}
