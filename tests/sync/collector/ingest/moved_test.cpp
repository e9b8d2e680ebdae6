// Records that moved into a new log when their old one forked, and what a device may make the collector keep.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "sync/collector/ingest/limits.h"
#include "sync/protocol/problems.h"
#include "sync/protocol/withdrawal.h"
#include "tests/support/rounds.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace moved_test {

constexpr const char* kCode = "7F3K92QM";

struct MovedShop : test::World {
  MovedShop() {
    add_store("harbour");
    publish(test::survey_text());
    kiosk.emplace(*this, "harbour");
  }
  Response with_code() {
    Response out = test::response_to(survey, test::all_answered(), clock);
    out.withdraw_hash = withdraw_hash(kCode, ByteView(withdraw_key(keys.mac_key))).value();
    return out;
  }
  void withdraws() {
    admin_ok("POST", "withdrawals", R"({"store":"harbour","day":"2026-03-03","code":"7F3K-92QM"})");
  }
  // The last of log 1, as the device sends it again in log 2.
  Batch moved(const SealedResponse& record) {
    kiosk->log = 2;
    kiosk->chain_before = chain_start(kiosk->id, 2);
    SealedResponse again = record;
    again.sealed_as = SealedResponse::Place{record.log, record.sequence};
    again.log = 2;
    again.sequence = 1;
    kiosk->waiting = {again};
    return kiosk->batch();
  }
  BatchReply send(const Batch& batch) {
    const auto reply = kiosk->send(batch);
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
    return read_batch_reply(reply.body).value();
  }
  collector::LedgerOutcome outcome_in(std::int64_t of_log) {
    return read()->ledger(kiosk->id, of_log, 1, 1).value().at(0).outcome;
  }
  std::size_t quarantined() { return read()->quarantine({}, 100).value().size(); }
  // With copies of the one that is there.
  void fill_quarantine() {
    alter(
        "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        " INSERT INTO quarantine SELECT device, log, i, survey, version, response_format,"
        " epoch, x'00', reason, detail, boot, sent_mono_ms, received_at_ms, NULL, NULL"
        " FROM quarantine, n");
  }
  ProblemCode refusal(const Batch& batch) {
    const auto problem = read_problem(kiosk->send(batch).body);
    REQUIRE(problem.has_value());
    return problem->code;
  }

  Survey survey = test::survey_of(test::survey_text());
  std::optional<test::Kiosk> kiosk;
};

}  // namespace moved_test
using moved_test::MovedShop;
using Became = collector::LedgerOutcome;

TEST_CASE("what was held under its old number was never taken, and is stored under its new one") {
  MovedShop shop;
  shop.kiosk->seal_key = "c9";  // nobody here has it
  shop.kiosk->record(shop.with_code());
  const SealedResponse record = shop.kiosk->waiting.back();
  shop.kiosk->send_ok();
  REQUIRE(shop.outcome_in(1) == Became::held);
  shop.kiosk->seal_key = "c1";
  CHECK(shop.send(shop.moved(record)).outcomes.empty());
  CHECK(shop.outcome_in(2) == Became::stored);
  CHECK(shop.read()->count_responses().value() == 1);
  CHECK(shop.quarantined() == 0);
}

TEST_CASE("what was taken back under its old number leaves nothing of it under its new one") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  const SealedResponse record = shop.kiosk->waiting.back();
  shop.kiosk->send_ok();
  SUBCASE("when it comes after that") {
    shop.withdraws();
    const BatchReply reply = shop.send(shop.moved(record));
    REQUIRE(reply.outcomes.size() == 1);
    CHECK(reply.outcomes[0].outcome == Outcome::withdrawn);
  }
  SUBCASE("when it had come before") {
    const BatchReply reply = shop.send(shop.moved(record));
    REQUIRE(reply.outcomes.size() == 1);
    CHECK(reply.outcomes[0].problem == "came_before");
    REQUIRE(shop.quarantined() == 1);
    shop.withdraws();
    shop.admin_ok("POST", "quarantine/retry", "{}");
  }
  CHECK(shop.outcome_in(2) == Became::withdrawn);
  CHECK(shop.quarantined() == 0);
  const auto view = shop.read();
  CHECK(collector::verify(*view, shop.keys, *shop.definitions, true).value().equal());
}

TEST_CASE("a key that came with answers is not replaced by another under its number") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  shop.kiosk->send_ok();
  const Bytes first = shop.read()->epoch(shop.kiosk->id, 1, 1).value()->sealed;
  shop.kiosk->record(shop.with_code());
  shop.kiosk->send_ok();  // sealed anew, so to other bytes
  CHECK(shop.read()->epoch(shop.kiosk->id, 1, 1).value()->sealed == first);
}

TEST_CASE("what one record in quarantine fails with keeps no other from being tried") {
  MovedShop shop;
  for (int i = 0; i < 2; ++i) {
    Response odd = shop.with_code();
    odd.answers["rooms"].value = std::int64_t{9};
    odd.withdraw_hash.reset();
    if (i == 1)
      odd.withdraw_hash =
          withdraw_hash(moved_test::kCode, ByteView(withdraw_key(shop.keys.mac_key))).value();
    shop.kiosk->record(odd);
  }
  shop.kiosk->send_ok();
  REQUIRE(shop.quarantined() == 2);
  shop.withdraws();
  shop.alter("UPDATE ledger SET outcome = 'nonsense' WHERE sequence = 1");
  const auto retried = shop.admin_ok("POST", "quarantine/retry", "{}");
  CHECK(*retried.find("left") == json::Value(1));
  CHECK(shop.log.count("log 1 number 1") == 1);
}

TEST_CASE("a device fills the quarantine up to its limit, and its answers are taken all the same") {
  MovedShop shop;
  shop.kiosk->record_text(shop.survey.id, 1, "{");
  shop.kiosk->send_ok();
  shop.fill_quarantine();
  shop.kiosk->record_text(shop.survey.id, 1, "{");
  CHECK(shop.refusal(shop.kiosk->batch()) == ProblemCode::too_many);
  shop.kiosk->waiting.clear();
  shop.kiosk->next = 2;
  shop.kiosk->record(shop.with_code());
  CHECK(shop.send(shop.kiosk->batch()).durable_to == 2);
  CHECK(shop.read()->count_responses().value() == 1);
}

TEST_CASE("what was taken under its old number finds no place in a full quarantine either") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  const SealedResponse taken = shop.kiosk->waiting.front();
  shop.kiosk->record_text(shop.survey.id, 1, "{");
  shop.kiosk->send_ok();
  shop.fill_quarantine();
  CHECK(shop.refusal(shop.moved(taken)) == ProblemCode::too_many);
}

TEST_CASE("what came twice in its new log is a repeat, and needs no room in a full quarantine") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  const SealedResponse taken = shop.kiosk->waiting.front();
  shop.kiosk->send_ok();
  const Batch batch = shop.moved(taken);
  shop.send(batch);
  REQUIRE(shop.quarantined() == 1);
  shop.fill_quarantine();
  const BatchReply again = shop.send(batch);
  CHECK(again.durable_to == 1);
  REQUIRE(again.outcomes.size() == 1);
  CHECK(again.outcomes[0].outcome == Outcome::quarantined);
}

TEST_CASE("a key that no record of its batch is sealed with is not kept") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  Batch batch = shop.kiosk->batch();
  batch.epochs.push_back(batch.epochs.front());
  batch.epochs.back().epoch = 99;
  shop.send(batch);
  CHECK(shop.read()->epoch(shop.kiosk->id, 1, 1).value());
  CHECK_FALSE(shop.read()->epoch(shop.kiosk->id, 1, 99).value());
}

TEST_CASE("a device declares a million numbers lost in a day, and no more") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  shop.kiosk->send_ok();
  const auto lose = [&shop](std::int64_t count) {
    test::Kiosk& kiosk = *shop.kiosk;
    const std::int64_t first = kiosk.next;
    kiosk.next += count;
    kiosk.waiting.clear();
    kiosk.record(shop.with_code());
    Batch batch = kiosk.batch();
    batch.lost = SequenceRange{first, first + count - 1};
    return batch;
  };
  CHECK(shop.send(lose(1'000)).durable_to == 1'002);
  shop.kiosk->chain_before = shop.kiosk->batch().chain_after;
  const Batch more = lose(collector::kLostADay - 10);
  CHECK(shop.refusal(more) == ProblemCode::too_many);
}

TEST_CASE("a device begins the next log, and none far ahead of it") {
  MovedShop shop;
  shop.kiosk->record(shop.with_code());
  const SealedResponse record = shop.kiosk->waiting.back();
  shop.kiosk->send_ok();
  const auto in_log = [&shop, &record](std::int64_t log) {
    shop.moved(record);
    shop.kiosk->log = log;
    shop.kiosk->chain_before = chain_start(shop.kiosk->id, log);
    shop.kiosk->waiting[0].log = log;
    return shop.kiosk->batch();
  };
  CHECK(shop.refusal(in_log(1'000)) == ProblemCode::malformed);
  WaitRequest message = shop.kiosk->heartbeat();
  message.log = 1'000'000;
  CHECK(shop.kiosk->wait(message).status == 200);
  CHECK(shop.read()->logs().value().size() == 1);
  CHECK(shop.send(in_log(2)).durable_to == 1);
}

TEST_CASE("what a device still keeps of a log that another followed is not lost, and may come yet") {
  MovedShop shop;
  test::Kiosk& kiosk = *shop.kiosk;
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  kiosk.record(shop.with_code());
  const Batch kept = kiosk.batch();  // number 2 of log 1, which has not come
  WaitRequest message = kiosk.heartbeat();
  REQUIRE(kiosk.wait(message).status == 200);
  const PastLog past{1, message.next_sequence, message.chain};
  kiosk.log = 2;
  kiosk.next = 1;
  kiosk.chain_before = chain_start(kiosk.id, 2);
  kiosk.waiting.clear();
  kiosk.record(shop.with_code());
  message = kiosk.heartbeat();
  bool keeps = true;
  SUBCASE("as its heartbeat says") {}
  SUBCASE("or else it is accounted for as lost, by number") { keeps = false; }
  if (keeps) message.past_logs = {past};
  REQUIRE(kiosk.wait(message).status == 200);
  CHECK(shop.send(kiosk.batch()).durable_to == 1);
  const auto row = shop.read()->ledger(kiosk.id, 1, 2, 2).value();
  if (!keeps) {
    REQUIRE(row.size() == 1);
    CHECK(row[0].outcome == Became::lost);
    return;
  }
  CHECK(row.empty());
  CHECK(shop.send(kept).durable_to == 2);
  CHECK(shop.read()->ledger(kiosk.id, 1, 2, 2).value().at(0).outcome == Became::stored);
  CHECK(shop.read()->count_responses().value() == 3);
}

TEST_CASE("a device that has all the news and nothing to send hears at the end of its wait what is lacking") {
  MovedShop shop;
  test::Kiosk& kiosk = *shop.kiosk;
  kiosk.record(shop.with_code());
  kiosk.record(shop.with_code());
  REQUIRE(kiosk.send_ok().durable_to == 2);
  WaitRequest message = kiosk.heartbeat();
  message.wait_ms = 0;
  message.revision = read_wait_reply(kiosk.wait(message).body).value().revision;
  CHECK(kiosk.wait(message).status == 204);
  shop.alter(
      "DELETE FROM ledger WHERE sequence = 2; DELETE FROM responses WHERE sequence = 2;"
      "UPDATE logs SET received_to = 1");
  message.waiting = 1;
  CHECK(kiosk.wait(message).status == 204);  // it sends that by itself
  message.waiting = 0;
  const auto reply = kiosk.wait(message);
  REQUIRE(reply.status == 200);
  CHECK(read_wait_reply(reply.body).value().expected == 2);
}

TEST_CASE("a device that takes for stored what a restored collector holds hears which numbers those are") {
  MovedShop shop;
  test::Kiosk& kiosk = *shop.kiosk;
  kiosk.record(shop.with_code());
  kiosk.record_text("survey-of-nobody", 1, "{}");
  REQUIRE(kiosk.send_ok().held.size() == 1);
  WaitRequest message = kiosk.heartbeat();
  message.wait_ms = 0;
  message.waiting = 1;
  message.revision = read_wait_reply(kiosk.wait(message).body).value().revision;
  CHECK(kiosk.wait(message).status == 204);
  message.waiting = 0;  // a collector that was put back since has told it so
  const auto reply = kiosk.wait(message);
  REQUIRE(reply.status == 200);
  const auto told = read_wait_reply(reply.body).value();
  CHECK(told.held == std::vector<LogRange>{{1, {2, 2}}});
  CHECK_FALSE(told.expected.has_value());
}

TEST_CASE("a device that holds records back hears all the same what a restored collector lacks") {
  MovedShop shop;
  test::Kiosk& kiosk = *shop.kiosk;
  kiosk.record(shop.with_code());
  kiosk.record_text("survey-of-nobody", 1, "{}");
  kiosk.record(shop.with_code());
  REQUIRE(kiosk.send_ok().held.size() == 1);
  const auto expected = [&](std::int64_t waiting) {
    WaitRequest message = kiosk.heartbeat();
    message.waiting = waiting;
    return read_wait_reply(kiosk.wait(message).body).value().expected;
  };
  CHECK_FALSE(expected(1).has_value());
  kiosk.record(shop.with_code());  // waits, and is not missed
  CHECK_FALSE(expected(2).has_value());
  // Restored to what it was after two of them: the held one waits there, and number 3 is gone.
  shop.alter(
      "DELETE FROM ledger WHERE sequence = 3; DELETE FROM responses WHERE sequence = 3;"
      "UPDATE logs SET received_to = 2");
  CHECK(expected(2) == 3);  // the held one, and the new one
  CHECK(expected(1) == 3);
  CHECK_FALSE(expected(3).has_value());  // it has number 3 to send again already
}

TEST_CASE("Numbers whose loss was declared in a transaction that was undone count once against a day's" *
          doctest::skip(test::kTooSlow)) {
  MovedShop shop;
  constexpr std::int64_t kLostNow = collector::kLostADay * 6 / 10;
  shop.kiosk->next = kLostNow + 1;
  shop.kiosk->record(test::response_to(shop.survey, test::all_answered(), shop.clock));
  Batch batch = shop.kiosk->batch();
  batch.lost = SequenceRange{1, kLostNow};
  const auto device = shop.read()->device(shop.kiosk->id).value().value();
  const auto prepared =
      shop.ingest->prepare(*shop.read(), device, batch, shop.clock.wall()).value();
  const auto undone = shop.writes->run([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto applied, shop.ingest->apply(writes, prepared));
    CHECK_FALSE(applied.problem);
    return fail(Failure::disk_full, "the disk is full");
  });
  REQUIRE_FALSE(undone);
  shop.send(batch);
  CHECK(shop.read()->log(shop.kiosk->id, 1).value().value().received_to == kLostNow + 1);
}
