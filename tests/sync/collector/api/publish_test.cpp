// Publishing, rollout, retirement, and how waiting kiosks hear of them; enrolment.
#include <doctest/doctest.h>

#include <future>

#include "sync/collector/api/limiter.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/names.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace publish_test {

WaitReply news(test::Kiosk& kiosk, std::int64_t revision = 0) {
  WaitRequest message = kiosk.heartbeat();
  message.revision = revision;
  const collector::Reply reply = kiosk.wait(message);
  REQUIRE_MESSAGE(reply.status == 200, reply.body);
  return read_wait_reply(reply.body).value();
}

// Asks with a long poll; the reply comes when somebody completes it.
std::shared_ptr<collector::Pending> poll(test::World& world, test::Kiosk& kiosk,
                                         std::int64_t revision) {
  WaitRequest message = kiosk.heartbeat();
  message.revision = revision;
  message.wait_ms = 55'000;
  auto outcome =
      collector::handle_api(*world.context, kiosk.request("POST", "/v1/wait", dump(message)));
  // It is registered when its heartbeat is on disk: so is whatever is written after it.
  REQUIRE(world.writes->run([](collector::Writes&) -> Result<> { return {}; }).has_value());
  return std::get<std::shared_ptr<collector::Pending>>(outcome);
}

}  // namespace publish_test
using publish_test::news;

TEST_CASE(
    "a published definition is offered, served as signed, and the same bytes again change "
    "nothing") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  CHECK(news(kiosk).definitions.empty());
  const std::string text = test::survey_text();
  const auto first = world.admin_ok("POST", "surveys", text);
  CHECK(*first.find("published") == json::Value(true));
  const WaitReply told = news(kiosk);
  REQUIRE(told.definitions.size() == 1);
  CHECK(told.definitions[0].id == "fitting-rooms");
  CHECK(told.settings.store_name == "Shop harbour");
  CHECK(told.settings.zone == "Europe/London");

  const auto served = world.ask(kiosk.request("GET", definition_path("fitting-rooms", 1), ""));
  REQUIRE(served.status == 200);
  CHECK(crypto::sha256(served.body) == told.definitions[0].sha256);
  CHECK(static_cast<std::int64_t>(served.body.size()) == told.definitions[0].bytes);
  CHECK(open_definition(served.body, {"fitting-rooms", 1}, world.keys.trust.online_public_keys())
            .value() == text);
  CHECK(*world.admin_ok("POST", "surveys", text).find("published") == json::Value(false));
  CHECK(news(kiosk).revision == told.revision);
  CHECK(world.admin("GET", "surveys/fitting-rooms/1").body == text);
  CHECK(world.admin("GET", "surveys/fitting-rooms").body == text);
  CHECK(world.admin("GET", "surveys/fitting-rooms/2").status == 404);
}

TEST_CASE(
    "the gate refuses lint errors with all findings, other content, older versions, broken "
    "series") {
  test::World world;
  std::string no_words = test::survey_text();
  no_words.replace(no_words.find("\"owner\""), 7, "\"ower\"");
  const auto refused = world.admin("POST", "surveys", no_words);
  CHECK(refused.status == 422);
  const auto body = json::parse(refused.body).value();
  REQUIRE(body.find("findings") != nullptr);
  CHECK(body.find("findings")->as_array().size() >= 1);
  CHECK(body.find("detail")->as_string().find("ower") != std::string::npos);
  CHECK(world.admin("POST", "surveys", "not json").status == 422);

  world.publish(test::survey_text(2));
  CHECK(world.admin("POST", "surveys", test::survey_text(2) + " ").status == 409);
  CHECK(world.admin("POST", "surveys", test::survey_text(1)).status == 422);
  std::string broken = test::survey_text(3);
  broken.replace(broken.find("faces5"), 6, "stars5");
  CHECK(world.admin("POST", "surveys", broken).status == 422);
  CHECK(world.admin("POST", "surveys?rollout_stores=nowhere", test::survey_text(3)).status == 422);
  CHECK(world.admin("POST", "surveys?rollout_percent=0", test::survey_text(3)).status == 400);
}

TEST_CASE("a rollout reaches its stores only, and widens by publishing the same bytes again") {
  test::World world;
  world.add_store("harbour");
  world.add_store("hill");
  test::Kiosk harbour(world, "harbour"), hill(world, "hill");
  world.publish(test::survey_text(1));
  world.admin_ok("POST", "surveys?rollout_stores=hill", test::survey_text(2));
  CHECK(news(harbour).definitions[0].version == 1);
  CHECK(news(hill).definitions[0].version == 2);
  const auto widened = world.admin_ok("POST", "surveys?rollout_percent=100", test::survey_text(2));
  CHECK(*widened.find("rollout_changed") == json::Value(true));
  CHECK(news(harbour).definitions[0].version == 2);
  const auto again = world.admin_ok("POST", "surveys", test::survey_text(2));
  CHECK(*again.find("rollout_changed") == json::Value(false));
  CHECK(world.admin("POST", "surveys?rollout_stores=nowhere", test::survey_text(2)).status == 422);
}

TEST_CASE("a waiting kiosk is woken by publishing and by retiring; a retirement is signed") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  const std::int64_t revision = news(kiosk).revision;
  for (const bool retiring : {false, true}) {
    const auto pending = publish_test::poll(world, kiosk, retiring ? revision + 1 : revision);
    CHECK(pending->waiting());
    if (retiring)
      CHECK(*world.admin_ok("POST", "surveys/fitting-rooms/retire", "{}").find("retired") ==
            json::Value(true));
    else
      world.publish(test::survey_text());
    CHECK_FALSE(pending->waiting());
    collector::Reply reply;
    pending->attach([&reply](collector::Reply told) { reply = std::move(told); });
    REQUIRE(reply.status == 200);
    const std::string* receipt = nullptr;
    for (const auto& [name, value] : reply.headers)
      if (name == kReceiptHeader) receipt = &value;
    REQUIRE(receipt != nullptr);
    CHECK(receipt_is_good(world.keys.trust.online_keys(),
                          {kiosk.id, kiosk.counter, 200, reply.body}, *receipt));
    const WaitReply told = read_wait_reply(reply.body).value();
    REQUIRE(told.definitions.size() == 1);
    CHECK((told.definitions[0].state == DefinitionState::retired) == retiring);
  }
  const auto served = world.ask(kiosk.request("GET", retired_path("fitting-rooms", 1), ""));
  REQUIRE(served.status == 200);
  CHECK(open_retirement(served.body, {"fitting-rooms", 1}, world.keys.trust.online_public_keys())
            .value()
            .version == 1);
  CHECK(*world.admin_ok("POST", "surveys/fitting-rooms/retire", "{}").find("retired") ==
        json::Value(false));
  CHECK(world.admin("POST", "surveys/nothing/retire", "{}").status == 404);
  world.publish(test::survey_text(2));
  CHECK(news(kiosk).definitions[0].state == DefinitionState::live);
}

TEST_CASE("a kiosk that is revoked while it waits hears that, at once, and no news or event") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  const std::int64_t revision = news(kiosk).revision;
  const auto pending = publish_test::poll(world, kiosk, revision);
  const std::string event = R"({"device": ")" + kiosk.id + R"(", "event": "pickup_done"})";
  SUBCASE("by revoking") { world.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}"); }
  SUBCASE("by news, if it was revoked without a word to the waiting one") {
    auto done = world.writes->run([&](collector::Writes& writes) -> Result<> {
      auto device = writes.reads().device(kiosk.id).value().value();
      device.state = collector::DeviceState::revoked;
      return writes.update_device(device);
    });
    REQUIRE(done.has_value());
    CHECK(pending->waiting());
    world.events.push(kiosk.id, Happening{}, world.clock.wall());
    world.publish(test::survey_text());
    CHECK(world.events.any(kiosk.id));
  }
  CHECK_FALSE(pending->waiting());
  CHECK(world.admin("POST", "events", event).status == 404);
  collector::Reply reply;
  pending->attach([&reply](collector::Reply told) { reply = std::move(told); });
  CHECK(reply.status == 403);
  CHECK(read_problem(reply.body).value().code == ProblemCode::device_revoked);
  for (const auto& [name, value] : reply.headers) CHECK(name != kReceiptHeader);
}

TEST_CASE("an earlier poll of the same kiosk is answered, and a poll's time-out is a signed 204") {
  test::World world;
  world.add_store("harbour");
  test::Kiosk kiosk(world, "harbour");
  const std::int64_t revision = news(kiosk).revision;
  const auto first = publish_test::poll(world, kiosk, revision);
  const auto second = publish_test::poll(world, kiosk, revision);
  CHECK_FALSE(first->waiting());
  CHECK(second->waiting());
  CHECK(second->at_most() == Ms{55'000});
  collector::Reply reply;
  second->attach([&reply](collector::Reply told) { reply = std::move(told); });
  second->time_out();
  CHECK(reply.status == 204);
  CHECK(reply.headers.size() == 2);
}

namespace publish_test {

collector::Reply enrol(test::World& world, const crypto::SigningKey& key, const std::string& code) {
  EnrolRequest message;
  message.code = code;
  message.public_key = key.public_key;
  message.app_version = "0.1.0";
  message.definition_formats = message.response_formats = {1};
  collector::Request request;
  request.method = "POST";
  request.target = request.path = "/v1/enrol";
  request.peer = "198.51.100.4";
  request.body = dump(message);
  request.headers = {
      {"afterword-signature", sign_request(key, {"POST", "/v1/enrol", "", 0, request.body})}};
  return world.ask(request);
}

std::string code(test::World& world) {
  const auto made =
      world.admin_ok("POST", "enrol-codes", R"({"store": "harbour", "touchpoint": "exit"})");
  return read_enrolment_code(made.find("code")->as_string()).value().code;
}

ProblemCode problem(const collector::Reply& reply) { return read_problem(reply.body).value().code; }

}  // namespace publish_test

TEST_CASE(
    "an enrolment code works once, for ten minutes, and the same key gets its lost reply again") {
  test::World world;
  world.add_store("harbour");
  const auto key = crypto::SigningKey::make(world.random);
  const auto other = crypto::SigningKey::make(world.random);
  const std::string code = publish_test::code(world);
  const auto first = publish_test::enrol(world, key, code);
  REQUIRE(first.status == 200);
  CHECK(publish_test::enrol(world, key, code).body == first.body);
  CHECK(publish_test::problem(publish_test::enrol(world, other, code)) == ProblemCode::code_used);
  const std::string late = publish_test::code(world);
  world.clock.advance(std::chrono::minutes(10));
  CHECK(publish_test::problem(publish_test::enrol(world, other, late)) ==
        ProblemCode::code_expired);
  CHECK(
      world.admin("POST", "enrol-codes", R"({"store": "nowhere", "touchpoint": "exit"})").status ==
      404);
  CHECK(world.admin("POST", "enrol-codes", R"({"store": "harbour"})").status == 422);
}

TEST_CASE("a key whose reply was lost gets its device again until it has sent something") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  test::Kiosk kiosk(world, "harbour");
  const auto key = kiosk.key;
  const std::string code = publish_test::code(world);
  const auto lost = publish_test::enrol(world, key, code);
  REQUIRE(lost.status == 200);
  CHECK(read_enrol_reply(lost.body)->device == kiosk.id);
  world.clock.advance(std::chrono::hours(1));
  CHECK(publish_test::enrol(world, key, std::string(13, 'Z')).body == lost.body);
  kiosk.record(
      test::response_to(test::survey_of(test::survey_text()), test::all_answered(), world.clock));
  kiosk.send_ok();
  CHECK(publish_test::problem(publish_test::enrol(world, key, code)) == ProblemCode::code_expired);
  CHECK(publish_test::problem(publish_test::enrol(world, key, publish_test::code(world))) ==
        ProblemCode::conflict);
}

TEST_CASE("five wrong tries burn a code, and many from one address are slowed down") {
  test::World world;
  world.add_store("harbour");
  const auto key = crypto::SigningKey::make(world.random);
  const std::string code = publish_test::code(world);
  std::string wrong = code;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  for (int i = 0; i < 5; ++i)
    CHECK(publish_test::problem(publish_test::enrol(world, key, wrong)) == ProblemCode::code_wrong);
  CHECK(publish_test::problem(publish_test::enrol(world, key, code)) == ProblemCode::code_expired);
  for (int i = 0; i < 25; ++i) publish_test::enrol(world, key, std::string(13, 'Z'));
  const auto slowed = publish_test::enrol(world, key, publish_test::code(world));
  CHECK(slowed.status == 429);
  CHECK(read_problem(slowed.body).value().retry_after_ms > 0);
}

TEST_CASE("the trust document is public; administration needs a token that is known") {
  test::World world;
  collector::Request request;
  request.method = "GET";
  request.target = request.path = "/v1/trust";
  const auto reply = world.ask(request);
  CHECK(open_trust(reply.body, world.keys.root).has_value());
  request.query = {{"after", "1"}};
  CHECK(world.ask(request).status == 204);
  request.query.clear();
  request.target = request.path = "/v1/admin/stores";
  CHECK(world.ask(request).status == 401);
  request.headers = {{"authorization", "Bearer guessed"}};
  CHECK(world.ask(request).status == 401);
  CHECK(world.admin("GET", "nothing").status == 404);
  CHECK(world.admin("PUT", "stores/harbour", R"({"name": "H", "zone": "Mars/Olympus"})").status ==
        422);
  CHECK(world.admin("PUT", "stores/Harbour", R"({"name": "H", "zone": "UTC"})").status == 400);
}
