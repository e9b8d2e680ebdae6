// What becomes of numbers that a device told of and did not send, when it goes on in a later log.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
#include "sync/collector/ingest/limits.h"
#include "sync/collector/ingest/lost_today.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace ended_logs_test {

// Has sent number 1 of log 1.
struct LogsShop : test::World {
  LogsShop() {
    add_store("harbour");
    publish(test::survey_text());
    kiosk.emplace(*this, "harbour");
    record(1);
    kiosk->send_ok();
  }
  void record(int count) {
    for (int i = 0; i < count; ++i) kiosk->record(test::response_to(survey, test::all_answered(), clock));
  }
  // Damage takes what was not sent, and a later log begins.
  void goes_on_in(std::int64_t next_log) {
    kiosk->log = next_log;
    kiosk->next = 1;
    kiosk->chain = kiosk->chain_before = chain_start(kiosk->id, next_log);
    kiosk->waiting.clear();
  }
  void tells() { REQUIRE(kiosk->wait(kiosk->heartbeat()).status == 200); }
  void send(const Batch& batch) {
    const auto reply = kiosk->send(batch);
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
  }
  std::size_t lost(std::int64_t of_log, std::int64_t first, std::int64_t last) {
    const auto rows = read()->ledger(kiosk->id, of_log, first, last).value();
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const collector::LedgerRow& row) {
          return row.outcome == collector::LedgerOutcome::lost;
        }));
  }
  collector::Proof verified() { return collector::verify(*read(), keys, *definitions, true).value(); }

  Survey survey = test::survey_of(test::survey_text());
  std::optional<test::Kiosk> kiosk;
};

}  // namespace ended_logs_test
using ended_logs_test::LogsShop;

TEST_CASE("A log whose beginning is lost as well leaves the numbers of the one before accounted for, not forgotten") {
  LogsShop shop;
  shop.record(3);
  shop.tells();
  shop.goes_on_in(2);
  shop.kiosk->next = 2;
  shop.record(1);
  Batch batch = shop.kiosk->batch();
  batch.lost = SequenceRange{1, 1};
  shop.send(batch);
  shop.tells();
  CHECK(shop.lost(1, 2, 4) == 3);
  CHECK(shop.lost(2, 1, 1) == 1);
  CHECK(shop.verified().equal());
}

TEST_CASE("A log that was only told of is ended with the one before it, when a third begins") {
  LogsShop shop;
  shop.goes_on_in(2);
  shop.record(5);
  shop.tells();
  shop.goes_on_in(3);
  shop.record(1);
  shop.send(shop.kiosk->batch());
  CHECK(shop.lost(2, 1, 5) == 0);  // it has not said yet what it keeps of them
  CHECK(shop.verified().total.waiting == 5);
  shop.tells();
  CHECK(shop.lost(2, 1, 5) == 5);
  CHECK(shop.verified().total.waiting == 0);
  CHECK(shop.verified().equal());
}

TEST_CASE("What a restored collector had of a log that ended since is asked for, and not taken for lost") {
  LogsShop shop;
  shop.goes_on_in(2);
  shop.record(5);
  const Batch of_log_2 = shop.kiosk->batch();
  shop.tells();
  const PastLog past{2, 6, of_log_2.chain_after};
  // The collector was put back to this. Number 1 of log 3 comes before any heartbeat.
  shop.goes_on_in(3);
  shop.record(1);
  shop.send(shop.kiosk->batch());
  CHECK(shop.lost(2, 1, 5) == 0);
  WaitRequest message = shop.kiosk->heartbeat();
  message.past_logs = {past};
  message.waiting = 0;
  message.wait_ms = 0;
  const auto reply = shop.kiosk->wait(message);
  REQUIRE(reply.status == 200);
  CHECK(read_wait_reply(reply.body).value().expected == 1);
  shop.send(of_log_2);
  CHECK(shop.verified().total.stored == 7);
  CHECK(shop.verified().equal());
}

TEST_CASE("What moved at a fork is waited for no more under its old number, and is not lost there") {
  LogsShop shop;
  shop.record(2);
  shop.tells();
  std::vector<SealedResponse> moving = shop.kiosk->waiting;
  REQUIRE(moving.size() == 2);
  shop.goes_on_in(2);
  for (SealedResponse& record : moving) {
    record.sealed_as = SealedResponse::Place{record.log, record.sequence};
    record.log = 2;
    record.sequence = shop.kiosk->next++;
  }
  shop.kiosk->waiting = moving;
  const Batch batch = shop.kiosk->batch();
  shop.send(batch);
  CHECK(shop.verified().total.waiting == 0);
  shop.kiosk->chain = batch.chain_after;
  shop.tells();
  CHECK(shop.lost(1, 2, 3) == 0);
  CHECK(shop.verified().total.stored == 3);
  CHECK(shop.verified().equal());
}

TEST_CASE("Numbers of several logs that are lost in transactions that were undone count once against a day's") {
  collector::LostToday today;
  const WallTime now{1'772'546'531'342};
  for (int again = 0; again < 3; ++again)
    for (const std::int64_t of_log : {1, 2, 3}) {
      const collector::LostNumbers numbers{"dev-7", of_log, 1, collector::kLostADay / 3};
      CHECK(today.may_lose(numbers, now));
      today.count(numbers, now);
    }
  CHECK_FALSE(today.may_lose({"dev-7", 4, 1, 10}, now));
}

TEST_CASE("A device begins no more logs than anybody's forks and damages, be it by batches") {
  LogsShop shop;
  const auto begun = [&shop](std::int64_t logs) {
    shop.alter("WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(logs) +
               ") INSERT OR IGNORE INTO logs SELECT device, i, received_to, chain, reported_next, reported_chain,"
               " reported_waiting, reported_at_ms, forked FROM logs, n WHERE log = 1;"
               "UPDATE devices SET log = " + std::to_string(logs));
    shop.goes_on_in(logs + 1);
    shop.record(1);
    return shop.kiosk->send(shop.kiosk->batch()).status;
  };
  CHECK(begun(static_cast<std::int64_t>(collector::kLogsMost) - 1) == 200);
  CHECK(begun(static_cast<std::int64_t>(collector::kLogsMost)) == 400);
}
