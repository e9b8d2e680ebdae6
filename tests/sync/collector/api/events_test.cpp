// Events on their way to a kiosk, the scheme of receipts, and the funnel.
#include <doctest/doctest.h>

#include <future>

#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace events_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  WaitReply news(test::Kiosk& kiosk, WaitRequest message) {
    const auto reply = kiosk.wait(message);
    REQUIRE(reply.status == 200);
    const auto read = read_wait_reply(reply.body);
    REQUIRE(read);
    return *read;
  }
  // The next word at once, as a kiosk that knows everything else asks for it.
  WaitRequest up_to_date(test::Kiosk& kiosk) {
    WaitRequest message = kiosk.heartbeat();
    message.wait_ms = 0;
    message.revision = news(kiosk, message).revision;
    return message;
  }
};

constexpr const char* kPickup =
    R"({"store": "harbour", "touchpoint": "pickup", "event": "pickup_done", "receipt": "A17"})";

}  // namespace events_test

namespace events_test {

TEST_CASE("An event reaches the kiosk of that place once, and no other") {
  Shop shop;
  test::Kiosk pickup(shop, "harbour", "pickup"), exit(shop, "harbour", "exit");
  const WaitRequest at_pickup = shop.up_to_date(pickup), at_exit = shop.up_to_date(exit);
  const json::Value told = shop.admin_ok("POST", "events", kPickup);
  CHECK(*told.find("device") == json::Value(pickup.id));
  CHECK(*told.find("told") == json::Value(false));  // nobody waits in this moment
  const WaitReply reply = shop.news(pickup, at_pickup);
  REQUIRE(reply.events.size() == 1);
  CHECK(reply.events[0].kind == HappeningKind::pickup_done);
  CHECK(reply.events[0].receipt == "A17");
  CHECK(reply.events[0].at == shop.clock.wall());
  CHECK(pickup.wait(at_pickup).status == 204);
  CHECK(exit.wait(at_exit).status == 204);
}

TEST_CASE("An event is worth nothing after ten minutes, and is nowhere in the database") {
  Shop shop;
  test::Kiosk pickup(shop, "harbour", "pickup");
  const WaitRequest at_pickup = shop.up_to_date(pickup);
  shop.admin_ok("POST", "events", kPickup);
  shop.clock.advance(kAskHolds);
  CHECK(pickup.wait(at_pickup).status == 204);
  const auto late =
      shop.admin("POST", "events",
                 R"({"device": ")" + pickup.id + R"(", "event": "pickup_done", "at_ms": )" +
                     std::to_string((shop.clock.wall() + -kAskHolds).ms) + "}");
  CHECK(late.status == 422);
}

TEST_CASE("Of two kiosks at one place one is told, and which can be said") {
  Shop shop;
  test::Kiosk first(shop, "harbour", "pickup"), second(shop, "harbour", "pickup");
  shop.up_to_date(second);
  shop.clock.advance(Ms{1000});
  const WaitRequest at_first = shop.up_to_date(first);
  CHECK(*shop.admin_ok("POST", "events", kPickup).find("device") ==
        json::Value(first.id));
  CHECK(shop.news(first, at_first).events.size() == 1);
  const std::string named = R"({"device": ")" + second.id + R"(", "event": "visit_failed"})";
  CHECK(*shop.admin_ok("POST", "events", named).find("device") == json::Value(second.id));
}

TEST_CASE("An event for nobody, or that is none, is refused with what to do") {
  Shop shop;
  test::Kiosk pickup(shop, "harbour", "pickup");
  for (const char* const body :
       {R"({"store": "harbour", "touchpoint": "exit", "event": "pickup_done"})",
        R"({"store": "harbour", "touchpoint": "pickup", "event": "delivered"})",
        R"({"store": "harbour", "touchpoint": "pickup", "event": "pickup_done", "name": "Ann"})",
        R"({"event": "pickup_done"})", R"({"device": "dev-99", "event": "pickup_done"})"}) {
    CAPTURE(body);
    const int status = shop.admin("POST", "events", body).status;
    CHECK((status == 404 || status == 422));
  }
}

TEST_CASE("How receipts are read is set once and reaches every kiosk") {
  Shop shop;
  test::Kiosk pickup(shop, "harbour", "pickup");
  const WaitRequest before = shop.up_to_date(pickup);
  CHECK(shop.admin_ok("GET", "receipts").find("receipts")->is_null());
  shop.admin_ok("PUT", "receipts",
                R"({"receipts": {"pattern": "HS####!", "tags": {"F": "fitting-room"}}})");
  const WaitReply reply = shop.news(pickup, before);
  REQUIRE(reply.settings.receipts);
  CHECK(reply.settings.receipts->pattern == "HS####!");
  CHECK(shop.admin("PUT", "receipts", R"({"receipts": {"pattern": "#"}})").status == 422);
  shop.admin_ok("PUT", "receipts", R"({"receipts": null})");
  CHECK_FALSE(shop.news(pickup, before).settings.receipts);
}

TEST_CASE("A wait that runs out before its heartbeat is on the disk gets no receipt") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour", "exit");
  std::promise<void> begun, go_on;
  const std::shared_future<void> released = go_on.get_future().share();
  REQUIRE(shop.writes->push({.write = [&begun, released](collector::Writes&) -> Result<> {
                               begun.set_value();
                               released.wait();
                               return {};
                             },
                             .done = [](const Result<>&) {}}));
  begun.get_future().wait();
  WaitRequest message = kiosk.heartbeat();
  message.wait_ms = 1;
  auto outcome =
      collector::handle_api(*shop.context, kiosk.request("POST", "/v1/wait", dump(message)));
  const auto pending = std::get<std::shared_ptr<collector::Pending>>(outcome);
  std::optional<collector::Reply> reply;
  pending->attach([&reply](collector::Reply given) { reply = std::move(given); });
  pending->time_out();
  go_on.set_value();
  REQUIRE(shop.writes->run([](collector::Writes&) { return Result<>(); }).has_value());
  REQUIRE(reply.has_value());
  CHECK(reply->status == 503);
  for (const auto& [name, value] : reply->headers) CHECK(name != "Afterword-Receipt");
}

TEST_CASE("The funnel sums what kiosks counted, and says what was begun and not ended") {
  Shop shop;
  test::Kiosk one(shop, "harbour", "exit"), two(shop, "harbour", "exit");
  const auto counts = [&](test::Kiosk& kiosk, const char* day, const char* name, int count) {
    WaitRequest message = kiosk.heartbeat();
    message.wait_ms = 0;
    message.tallies.push_back({day, "fitting-rooms", name, count, count});
    shop.news(kiosk, message);
  };
  counts(one, "2026-03-02", "started", 5);
  counts(one, "2026-03-03", "started", 7);
  counts(one, "2026-03-03", "finished", 4);
  counts(two, "2026-03-03", "started", 3);
  counts(two, "2026-03-03", "left", 2);
  counts(two, "2026-03-03", "timed_out", 3);
  counts(two, "2026-03-03", "refused_share", 9);
  counts(two, "2026-03-03", "not_today", 1);
  for (const char* const made_up : {"1999-01-01", "2026-02-20", "2026-03-09"})
    counts(two, made_up, "started", 100);
  const json::Value funnel =
      shop.admin_ok("GET", "funnel?survey=fitting-rooms&from=2026-03-03&to=2026-03-03");
  CHECK(*funnel.find("started") == json::Value(10));
  CHECK(*funnel.find("finished") == json::Value(4));
  CHECK(*funnel.find("left") == json::Value(2));
  CHECK(*funnel.find("timed_out") == json::Value(3));
  CHECK(*funnel.find("lost") == json::Value(1));
  CHECK(*funnel.find("refused")->find("share") == json::Value(9));
  CHECK(*funnel.find("counts")->find("not_today") == json::Value(1));
  CHECK(*shop.admin_ok("GET", "funnel?survey=fitting-rooms").find("started") ==
        json::Value(15));
  CHECK(shop.admin("GET", "funnel").status == 400);
  CHECK(shop.admin("GET", "funnel?survey=a&from=today").status == 400);
}

TEST_CASE("Counts under days that cannot be right are kept apart, and people hear of it once") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour", "exit");
  const auto told = [&](std::vector<Tally> tallies) {
    WaitRequest message = kiosk.heartbeat();
    message.wait_ms = 0;
    message.tallies = std::move(tallies);
    shop.news(kiosk, message);
  };
  const auto misdated = [&] {
    return json::dump(*shop.admin_ok("GET", "funnel?survey=fitting-rooms").find("misdated"));
  };
  const auto started = [&] { return *shop.admin_ok("GET", "funnel?survey=fitting-rooms").find("started"); };
  const auto audited = [&] {
    const std::string text = json::dump(shop.admin_ok("GET", "audit"));
    int count = 0;
    for (auto at = text.find("counts_misdated"); at != std::string::npos;
         at = text.find("counts_misdated", at + 1))
      ++count;
    return count;
  };
  told({{"2026-03-03", "fitting-rooms", "started", 2, 2}});
  CHECK(misdated() == "{}");
  CHECK(audited() == 0);
  const std::vector<Tally> wrong = {{"2036-03-03", "fitting-rooms", "started", 7, 7},
                                    {"1970-01-02", "fitting-rooms", "started", 1, 1},
                                    {"2026-03-03", "fitting-rooms", "started", 3, 3}};
  for (int i = 0; i < 3; ++i) told(wrong);
  CHECK(misdated() == R"({"started":8})");
  CHECK(started() == json::Value(3));
  CHECK(audited() == 1);
  // The kiosk has found out whose day it was.
  told({{"2036-03-03", "fitting-rooms", "started", 8, 0}, {"2026-03-03", "fitting-rooms", "started", 4, 10}});
  CHECK(misdated() == R"({"started":1})");
  CHECK(started() == json::Value(10));
}

TEST_CASE("While this collector's clock has jumped, days are judged by what it believes") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour", "exit");
  const WallTime right = shop.clock.wall();
  for (const int years : {-10, 10, 0}) {
    CAPTURE(years);
    shop.clock.wall_now = right + Ms{std::chrono::hours(24 * 365) * years};
    WaitRequest message = kiosk.heartbeat();
    message.wait_ms = 0;
    message.tallies = {{"2026-03-03", "fitting-rooms", "started", 2, 2}};
    shop.news(kiosk, message);
    const auto funnel = shop.admin_ok("GET", "funnel?survey=fitting-rooms");
    CHECK(json::dump(*funnel.find("misdated")) == "{}");
    CHECK(*funnel.find("started") == json::Value(2));
  }
}

TEST_CASE("A kiosk that makes up days without an end fills the disk only so far") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour", "exit");
  for (int beat = 0; beat < 5; ++beat) {
    WaitRequest message = kiosk.heartbeat();
    message.wait_ms = 0;
    for (int i = 0; i < kTalliesMax; ++i)
      message.tallies.push_back(
          {(Day{30'000} + (beat * kTalliesMax + i)).text(), "fitting-rooms", "started", 1, 1});
    shop.news(kiosk, message);
  }
  const auto kept = [&] { return shop.read()->misdated_tallies(kiosk.id).value(); };
  CHECK(kept().rows == collector::kMisdatedMost);
  CHECK(kept().count == collector::kMisdatedMost);
  // What is there already goes on.
  WaitRequest message = kiosk.heartbeat();
  message.tallies = {{Day{30'000}.text(), "fitting-rooms", "started", 2, 11}};
  shop.news(kiosk, message);
  CHECK(kept().rows == collector::kMisdatedMost);
  CHECK(kept().count == collector::kMisdatedMost + 10);
}

}  // namespace events_test
