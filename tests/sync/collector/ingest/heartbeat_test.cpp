// What the collector believes of a heartbeat: not more than a kiosk can hold, and not what a newer word
// has overtaken.
#include <doctest/doctest.h>

#include <algorithm>

#include "sync/collector/ingest/boots.h"
#include "sync/collector/ingest/limits.h"
#include "tests/support/rounds.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace heartbeat_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    kiosk.emplace(*this, "harbour");
  }
  void record() {
    kiosk->record(test::response_to(survey, test::all_answered(), clock));
  }
  collector::DeviceLog log(std::int64_t number = 1) {
    return read()->log(kiosk->id, number).value().value_or(collector::DeviceLog{});
  }
  int tell(const WaitRequest& message) { return kiosk->wait(message).status; }
  // Made now, and under way.
  collector::Request posted(const WaitRequest& message) {
    return kiosk->request("POST", "/v1/wait", dump(message));
  }
  std::ptrdiff_t audited(std::string_view action) {
    const auto entries = read()->audit(1'000).value();
    return std::count_if(entries.begin(), entries.end(),
                         [&](const auto& entry) { return entry.action == action; });
  }
  void begin_log_2() { begin_log(2); }
  void begin_log(std::int64_t number) {
    kiosk->log = number;
    kiosk->next = 1;
    kiosk->waiting.clear();
    kiosk->chain = kiosk->chain_before = chain_start(kiosk->id, number);
  }
  json::Value gone() {
    admin_ok("POST", "devices/" + kiosk->id + "/revoke", "{}");
    return admin_ok("POST", "devices/" + kiosk->id + "/gone", "{}");
  }

  Survey survey = test::survey_of(test::survey_text());
  std::optional<test::Kiosk> kiosk;
};

}  // namespace heartbeat_test
using HeartbeatShop = heartbeat_test::Shop;

TEST_CASE("A kiosk that tells of more numbers than anybody records is not believed, and noted once") {
  HeartbeatShop shop;
  shop.record();
  shop.kiosk->send_ok();
  shop.record();
  WaitRequest message = shop.kiosk->heartbeat();
  CHECK(shop.tell(message) == 200);
  REQUIRE(shop.log().reported_next == 3);
  SUBCASE("the largest number there is") { message.next_sequence = kNumberMax; }
  SUBCASE("one more than may be") { message.next_sequence = 1 + kLostMax + 2; }
  SUBCASE("of an earlier log, or of several together") {
    shop.begin_log_2();
    message = shop.kiosk->heartbeat();
    message.past_logs = {{1, 2 + kLostMax, message.chain}};
    message.next_sequence = 2;
  }
  for (int i = 0; i < 3; ++i) CHECK(shop.tell(message) == 200);  // it goes on being served
  CHECK(shop.log().reported_next == 3);
  CHECK(shop.log(2).reported_next == 0);
  CHECK(shop.audited(collector::kNumbersAhead) == 1);
  const auto devices = shop.admin_ok("GET", "devices");
  const json::Value& row = devices.find("devices")->as_array().at(0);
  CHECK(json::dump(*row.find("alarms")) == "[\"numbers_ahead\"]");
  CHECK(*row.find("waiting") == json::Value(1));
  const auto proof = shop.admin_ok("GET", "verify");
  CHECK(*proof.find("equal") == json::Value(true));
  CHECK(proof.find("notes")->as_array().size() == 1);
  shop.admin_ok("POST", "devices/" + shop.kiosk->id + "/clear", "{}");
  CHECK(shop.admin_ok("GET", "verify").find("notes")->as_array().empty());
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  CHECK(shop.audited(collector::kNumbersAhead) == 1);
  CHECK(shop.tell(message) == 200);
  CHECK(shop.audited(collector::kNumbersAhead) == 2);
  // What it said before counts, and is soon written down.
  CHECK(*shop.gone().find("lost") == json::Value(1));
}

TEST_CASE("As many numbers as one day may declare lost are believed") {
  HeartbeatShop shop;
  WaitRequest message = shop.kiosk->heartbeat();
  message.next_sequence = 1 + kLostMax;
  CHECK(shop.tell(message) == 200);
  CHECK(shop.log().reported_next == 1 + kLostMax);
  CHECK(shop.audited(collector::kNumbersAhead) == 0);
}

TEST_CASE("Words about several logs, one after the other, count together") {
  HeartbeatShop shop;
  WaitRequest message = shop.kiosk->heartbeat();
  message.next_sequence = 1 + kLostMax;
  CHECK(shop.tell(message) == 200);
  shop.begin_log_2();
  message = shop.kiosk->heartbeat();
  message.next_sequence = 2;
  CHECK(shop.tell(message) == 200);
  CHECK(shop.log(2).reported_next == 0);
  CHECK(shop.audited(collector::kNumbersAhead) == 1);
}

TEST_CASE("Logs that end one after the other lose no more numbers than a day may" * doctest::skip(test::kTooSlow)) {
  HeartbeatShop shop;
  for (const std::int64_t log : {1, 2}) {
    shop.begin_log(log);
    WaitRequest message = shop.kiosk->heartbeat();
    message.next_sequence = 2 + kLostMax / 2;
    CHECK(shop.tell(message) == 200);
    shop.begin_log(log + 1);
    shop.record();
    shop.kiosk->send_ok();
    CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
    CHECK(shop.audited("numbers_not_believed") == (log == 1 ? 0 : 1));
  }
  CHECK(shop.log(1).received_to == 1 + kLostMax / 2);
  CHECK(shop.log(2).received_to == 1);
  CHECK(*shop.admin_ok("GET", "verify").find("equal") == json::Value(true));
}

TEST_CASE("What an earlier program believed is refused when the kiosk is gone, and changes nothing") {
  HeartbeatShop shop;
  shop.record();
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  shop.alter("UPDATE logs SET reported_next = " + std::to_string(kNumberMax));
  const std::string target = "devices/" + shop.kiosk->id;
  shop.admin_ok("POST", target + "/revoke", "{}");
  const auto reply = shop.admin("POST", target + "/gone", "{}");
  CHECK(reply.status == 422);
  CHECK(reply.body.find("told of more than 1000000 numbers that never came") != std::string::npos);
  CHECK(shop.log().received_to == 0);
  CHECK(shop.audited("device_gone") == 0);
}

TEST_CASE("What an earlier program believed is not waited for when its log ends, and that is audited") {
  HeartbeatShop shop;
  shop.record();
  shop.kiosk->send_ok();
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  shop.alter("UPDATE logs SET reported_next = 1000003");
  shop.begin_log_2();
  shop.record();
  shop.kiosk->send_ok();
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  CHECK(shop.log().reported_next == 2);
  CHECK(shop.log().received_to == 1);
  CHECK(shop.audited("numbers_not_believed") == 1);
  CHECK(shop.audited("numbers_lost") == 0);
  const auto entries = shop.read()->audit(1).value();
  CHECK(entries.at(0).detail.find("log 1 numbers 2 to 1000002") != std::string::npos);
  CHECK(*shop.admin_ok("GET", "verify").find("equal") == json::Value(true));
}

TEST_CASE("A heartbeat that was overtaken takes nothing back of what the device said last") {
  HeartbeatShop shop;
  shop.record();
  WaitRequest early = shop.kiosk->heartbeat();
  early.app_version = "0.0.9";
  early.troubles = {std::string(kDiskShort)};
  early.tallies = {{"2026-03-03", "fitting-rooms", "started", 1, 5}};
  const auto late = shop.posted(early);
  shop.record();
  const WaitRequest last = shop.kiosk->heartbeat();
  CHECK(shop.tell(last) == 200);
  const collector::DeviceLog told = shop.log();
  REQUIRE(told.reported_next == 3);
  CHECK(shop.ask(late).status == 200);
  CHECK(shop.log().reported_next == 3);
  CHECK(shop.log().reported_chain == told.reported_chain);
  CHECK(shop.log().reported_waiting == 2);
  const auto device = shop.read()->device(shop.kiosk->id).value();
  CHECK(device->app_version == last.app_version);
  CHECK(device->heartbeat.find(kDiskShort) == std::string::npos);
  // Its counts have revisions of their own.
  CHECK(*shop.admin_ok("GET", "funnel?survey=fitting-rooms").find("started") == json::Value(5));
  CHECK(*shop.gone().find("lost") == json::Value(2));
}

TEST_CASE("A late heartbeat does not open a log again that has ended") {
  HeartbeatShop shop;
  shop.record();
  shop.kiosk->send_ok();
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  shop.record();
  shop.record();
  const auto late = shop.posted(shop.kiosk->heartbeat());  // newer than any heartbeat that came
  shop.begin_log_2();
  shop.record();
  shop.kiosk->send_ok();
  const collector::DeviceLog ended = shop.log();
  REQUIRE(ended.reported_next == 2);
  CHECK(shop.ask(late).status == 200);
  CHECK(shop.log().reported_next == 2);
  CHECK(shop.log().reported_chain == ended.reported_chain);
  CHECK(*shop.admin_ok("GET", "verify").find("total")->find("waiting") == json::Value(0));
  // A new word of the same log counts: its disk was put back to an earlier day.
  shop.kiosk->log = 1;
  shop.kiosk->next = 4;
  CHECK(shop.tell(shop.kiosk->heartbeat()) == 200);
  CHECK(shop.log().reported_next == 4);
}

TEST_CASE("Logs that a device only names make no rows, and those that it fills are not without number" *
          doctest::skip(test::kTooSlow)) {
  HeartbeatShop shop;
  WaitRequest message = shop.kiosk->heartbeat();
  message.log = 1'000'000;
  for (std::int64_t log = 2; log <= 17; ++log) message.past_logs.push_back({log, 1, message.chain});
  CHECK(shop.tell(message) == 200);
  CHECK(shop.read()->logs_of(shop.kiosk->id).value().size() == 1);  // the one it says it writes
  std::int64_t log = 2;
  for (int words = 0; words < 300; ++words) {
    message.past_logs.clear();
    for (int i = 0; i < 16; ++i) message.past_logs.push_back({log++, 2, message.chain});
    CHECK(shop.tell(message) == 200);
  }
  CHECK(shop.read()->logs_of(shop.kiosk->id).value().size() <= collector::kLogsMost);
  CHECK(shop.audited(collector::kNumbersAhead) == 1);
}
