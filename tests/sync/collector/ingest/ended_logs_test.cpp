// What becomes of numbers that a device told of and did not send, when it goes on in a later log.
#include <doctest/doctest.h>

#include "sync/collector/api/verify.h"
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
    kiosk->chain_before = chain_start(kiosk->id, next_log);
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
  CHECK(shop.lost(2, 1, 5) == 5);
  CHECK(shop.verified().equal());
}
