// What becomes of a batch, told through the real route: signature, counter, ledger, holding,
// quarantine.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "sync/protocol/problems.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace batch_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  Survey survey = test::survey_of(test::survey_text());
  Response response(Answers answers = test::all_answered()) {
    return test::response_to(survey, std::move(answers), clock);
  }
};

ProblemCode code_of(const collector::Reply& reply) {
  const auto problem = read_problem(reply.body);
  REQUIRE_MESSAGE(problem.has_value(), reply.body);
  CHECK_FALSE(problem->detail.empty());
  return problem->code;
}

collector::Proof proof_of(Shop& shop) {
  const auto view = shop.read();
  auto proof = collector::verify(*view, shop.keys, *shop.definitions, true);
  REQUIRE(proof.has_value());
  return *proof;
}

void check_equal(Shop& shop) {
  const collector::Proof proof = proof_of(shop);
  for (const auto& difference : proof.differences) MESSAGE(difference.what);
  CHECK(proof.equal());
}

std::optional<collector::ResponseRow> stored(Shop& shop, const test::Kiosk& kiosk, int sequence) {
  return shop.read()->response(kiosk.id, kiosk.log, sequence).value();
}

}  // namespace batch_test

TEST_CASE(
    "a response arrives as it was given, on the store's day, and sending it again is a repeat") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const Response given = shop.response();
  kiosk.record(given);
  const Batch batch = kiosk.batch();
  const BatchReply reply = kiosk.send_ok();
  CHECK(reply.durable_to == 1);
  CHECK(reply.outcomes.empty());
  CHECK(reply.held.empty());
  const auto row = batch_test::stored(shop, kiosk, 1);
  REQUIRE(row.has_value());
  const auto back = read_response(*json::parse(row->body));
  REQUIRE(back.has_value());
  CHECK(back->answers == given.answers);
  CHECK(row->day.text() == "2026-03-03");
  CHECK(row->time_quality == collector::TimeQuality::exact);
  CHECK(row->store == "harbour");

  const auto again = read_batch_reply(kiosk.send(batch).body);
  REQUIRE(again.has_value());
  REQUIRE(again->outcomes.size() == 1);
  CHECK(again->outcomes[0].outcome == Outcome::repeat);
  CHECK(shop.read()->count_responses().value() == 1);
  batch_test::check_equal(shop);
}

TEST_CASE("a request with a wrong signature, and one of a device nobody enrolled, are refused") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.response());
  auto request = kiosk.request("POST", "/v1/responses", dump(kiosk.batch()));
  request.body += " ";
  const auto altered = shop.ask(request);
  CHECK(altered.status == 401);
  CHECK(batch_test::code_of(altered) == ProblemCode::signature_wrong);
  test::Kiosk stranger = kiosk;
  stranger.id = "dev-99";
  CHECK(batch_test::code_of(stranger.send(kiosk.batch())) == ProblemCode::device_unknown);
  CHECK(shop.read()->count_responses().value() == 0);
  CHECK(kiosk.send_ok().durable_to == 1);
}

TEST_CASE("a counter is taken once, within a window of 64") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const auto request = kiosk.request("POST", "/v1/wait", dump(kiosk.heartbeat()));
  CHECK(shop.ask(request).status == 200);
  const auto replayed = shop.ask(request);
  CHECK(replayed.status == 401);
  const auto problem = read_problem(replayed.body).value();
  CHECK(problem.code == ProblemCode::counter_behind);
  CHECK(problem.next == 2);
  kiosk.counter = 99;
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);  // 100
  kiosk.counter = 49;
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);  // 50: late, within the window
  kiosk.counter = 9;
  CHECK(batch_test::code_of(kiosk.wait(kiosk.heartbeat())) == ProblemCode::counter_behind);
}

TEST_CASE(
    "another response under a known number forks the log: nothing is overwritten, people are "
    "told") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  test::Kiosk clone = kiosk;  // the same disk, copied
  kiosk.record(shop.response());
  kiosk.send_ok();
  const auto before = batch_test::stored(shop, kiosk, 1);
  clone.counter = 500;
  clone.record(shop.response({{"used", test::answered(false)}}));
  const auto reply = clone.send(clone.batch());
  CHECK(reply.status == 409);
  CHECK(batch_test::code_of(reply) == ProblemCode::log_forked);
  CHECK(batch_test::stored(shop, kiosk, 1)->body == before->body);
  CHECK(shop.read()->log(kiosk.id, 1).value()->forked);
  const auto audit = shop.read()->audit(1).value();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].action == "log_forked");
  CHECK(batch_test::proof_of(shop).notes.size() == 1);

  // The clone begins a new log, and both go on.
  clone.log = 2;
  clone.next = 1;
  clone.waiting.clear();
  clone.chain = clone.chain_before = chain_start(clone.id, 2);
  clone.record(shop.response({{"used", test::answered(false)}}));
  CHECK(clone.send_ok().durable_to == 1);
  kiosk.record(shop.response());
  kiosk.counter = 600;
  CHECK(kiosk.send_ok().durable_to == 2);
  batch_test::check_equal(shop);
}

TEST_CASE("the end of an earlier log that is not here is asked for, and that log begins anew") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.response());
  const Batch first = kiosk.batch();  // was here before this collector was restored
  kiosk.log = 2;
  kiosk.next = 1;
  kiosk.waiting.clear();
  kiosk.chain = kiosk.chain_before = chain_start(kiosk.id, 2);
  kiosk.record(shop.response());
  CHECK(kiosk.send_ok().durable_to == 1);
  WaitRequest told = kiosk.heartbeat();
  SUBCASE("as its device says") {
    told.past_logs = {{1, 2, first.chain_after}};
    CHECK(read_wait_reply(kiosk.wait(told).body)->expected == 1);
    CHECK(shop.read()->log(kiosk.id, 1).value()->reported_next == 2);
    CHECK(batch_test::proof_of(shop).total.waiting == 1);
  }
  SUBCASE("or unasked") {}
  CHECK(kiosk.send(first).status == 200);
  CHECK_FALSE(read_wait_reply(kiosk.wait(told).body)->expected);
  batch_test::check_equal(shop);
}

TEST_CASE("a gap is refused with the number to send from") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.response());
  const Batch first = kiosk.batch();
  kiosk.waiting.clear();
  kiosk.chain_before = kiosk.chain;
  kiosk.record(shop.response());
  const auto reply = kiosk.send(kiosk.batch());
  CHECK(reply.status == 409);
  const auto problem = read_problem(reply.body).value();
  CHECK(problem.code == ProblemCode::sequence_gap);
  CHECK(problem.expected == 1);
  CHECK(kiosk.send(first).status == 200);
  CHECK(kiosk.send_ok().durable_to == 2);
}

TEST_CASE("what a missing key closes is held, does not block, and is stored when the key is back") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.response());
  Batch closed = kiosk.batch();
  const auto key = shop.keys.seal_keys.at("c1");
  shop.keys.seal_keys.erase("c1");
  const BatchReply held = kiosk.send_ok();
  REQUIRE(held.held.size() == 1);
  CHECK(held.held[0].reason == HeldReason::key_missing);
  CHECK(shop.read()->count_responses().value() == 0);

  shop.keys.seal_keys["c1"] = key;
  kiosk.record(shop.response());
  CHECK(kiosk.send_ok().held.empty());  // sent on meanwhile
  CHECK(shop.read()->count_responses().value() == 1);
  const auto resolved = read_batch_reply(kiosk.send(closed).body);
  REQUIRE(resolved.has_value());
  CHECK(resolved->held.empty());
  CHECK(resolved->outcomes.empty());
  CHECK(shop.read()->count_responses().value() == 2);
  batch_test::check_equal(shop);
}

TEST_CASE("a survey that is not known here, and a withheld record, are held") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  const Survey other = test::survey_of(test::survey_text(1, "not-here"));
  kiosk.record(test::response_to(other, test::all_answered(), shop.clock));
  kiosk.record(shop.response());
  Batch batch = kiosk.batch();
  batch.responses[1].withheld = batch.responses[1].hash();
  batch.responses[1].data.clear();
  const auto reply = read_batch_reply(kiosk.send(batch).body);
  REQUIRE(reply.has_value());
  REQUIRE(reply->held.size() == 2);
  CHECK(reply->held[0].reason == HeldReason::definition_missing);
  CHECK(reply->held[1].reason == HeldReason::withheld);
  CHECK(batch_test::proof_of(shop).total.waiting == 2);

  shop.publish(test::survey_text(1, "not-here"));
  const BatchReply resolved = kiosk.send_ok();
  CHECK(resolved.held.empty());
  CHECK(shop.read()->count_responses().value() == 2);
  batch_test::check_equal(shop);
}

TEST_CASE(
    "what can be opened and not counted is quarantined with its reason, acknowledged and counted") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Response out_of_range = shop.response();
  out_of_range.answers["rooms"].value = std::int64_t{6};
  kiosk.record(out_of_range);
  Response unknown = shop.response();
  unknown.answers["nobody-asked"] = test::answered(true);
  kiosk.record(unknown);
  Response missing = shop.response();
  missing.answers.erase("reason");
  kiosk.record(missing);
  kiosk.record_text("fitting-rooms", 1, "{\"not\": jane.doe@example.org");
  kiosk.record(shop.response());
  kiosk.waiting.back().data.back() ^= 1;  // damaged
  kiosk.chain = kiosk.batch().chain_after;
  kiosk.record(shop.response());

  const BatchReply reply = kiosk.send_ok();
  REQUIRE(reply.outcomes.size() == 5);
  const char* const reasons[] = {"answer_out_of_range", "question_unknown", "state_missing",
                                 "not_json", "not_decryptable"};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(reply.outcomes[i].sequence == static_cast<std::int64_t>(i) + 1);
    CHECK(reply.outcomes[i].outcome == Outcome::quarantined);
    CHECK(reply.outcomes[i].problem == reasons[i]);
  }
  CHECK(shop.read()->count_responses().value() == 1);
  const auto quarantine = shop.read()->quarantine({}, 100).value();
  REQUIRE(quarantine.size() == 5);
  for (const auto& item : quarantine) {
    CHECK_FALSE(item.detail.empty());
    CHECK_MESSAGE(item.detail.find("jane") == std::string::npos, item.detail);
  }
  const collector::Proof proof = batch_test::proof_of(shop);
  CHECK(proof.equal());
  CHECK(proof.total.quarantined == 5);
  CHECK(proof.total.stored == 1);
  const json::Value retried = shop.admin_ok("POST", "quarantine/retry", "{}");
  CHECK(*retried.find("tried") == json::Value(5));
  CHECK(*retried.find("stored") == json::Value(0));
  CHECK(*retried.find("left") == json::Value(5));
}

TEST_CASE("a revoked device is let in no more, and what it sent stays") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.response());
  kiosk.send_ok();
  shop.admin_ok("POST", "devices/" + kiosk.id + "/revoke", "{}");
  kiosk.record(shop.response());
  const auto reply = kiosk.send(kiosk.batch());
  CHECK(reply.status == 403);
  CHECK(batch_test::code_of(reply) == ProblemCode::device_revoked);
  CHECK(shop.read()->count_responses().value() == 1);
  CHECK(batch_test::code_of(shop.admin("POST", "devices/dev-77/revoke", "{}")) ==
        ProblemCode::not_found);
}

TEST_CASE(
    "the business day is the store's: from the same boot, else from a plausible wall clock, else "
    "from receipt") {
  batch_test::Shop shop;
  shop.add_store("auckland", "Pacific/Auckland");
  test::Kiosk kiosk(shop, "auckland");
  shop.clock.wall_now = parse_rfc3339("2026-03-03T11:01:00Z").value();  // 00:01 on the 4th there
  kiosk.record(shop.response());  // began two minutes before: still the 3rd
  Response earlier_boot = shop.response();
  earlier_boot.boot = "boot-0";
  earlier_boot.wall_start = shop.clock.wall() + -Ms{3'600'000};
  kiosk.record(earlier_boot);
  Response wrong_clock = earlier_boot;
  wrong_clock.wall_start = parse_rfc3339("1999-01-01T00:00:00Z").value();
  kiosk.record(wrong_clock);
  kiosk.send_ok();
  CHECK(batch_test::stored(shop, kiosk, 1)->day.text() == "2026-03-03");
  CHECK(batch_test::stored(shop, kiosk, 1)->time_quality == collector::TimeQuality::exact);
  CHECK(batch_test::stored(shop, kiosk, 2)->day.text() == "2026-03-03");
  CHECK(batch_test::stored(shop, kiosk, 2)->time_quality == collector::TimeQuality::estimated);
  CHECK(batch_test::stored(shop, kiosk, 3)->day.text() == "2026-03-04");
  CHECK(batch_test::stored(shop, kiosk, 3)->time_quality == collector::TimeQuality::received);

  // A machine that says it has run for 300 years has counted wrongly: its wall clock is asked.
  Response for_ages = shop.response();
  for_ages.mono_start = for_ages.mono_end = MonoTime{0};
  shop.clock.mono_now = MonoTime{Ms{std::chrono::hours(24 * 365 * 300)}.count()};
  kiosk.record(for_ages);
  kiosk.send_ok();
  CHECK(batch_test::stored(shop, kiosk, 4)->day.text() == "2026-03-03");
  CHECK(batch_test::stored(shop, kiosk, 4)->time_quality == collector::TimeQuality::estimated);
}

TEST_CASE("a batch that opens to more than the collector takes is refused, and half of it is not") {
  batch_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  // Blanks belong to JSON, and pack to next to nothing.
  std::string text = json::dump(to_json(shop.response()));
  text.resize(kRecordPlainBytesMax, ' ');
  for (int i = 0; i < 20; ++i) kiosk.record_text(shop.survey.id, shop.survey.version, text);
  const auto refused = kiosk.send(kiosk.batch());
  CHECK(refused.status == 413);
  CHECK(batch_test::code_of(refused) == ProblemCode::too_large);
  CHECK(shop.read()->count_responses().value() == 0);
  kiosk.waiting.resize(10);
  CHECK(read_batch_reply(kiosk.send(kiosk.batch()).body).value().durable_to == 10);
  CHECK(shop.read()->count_responses().value() == 10);
}
