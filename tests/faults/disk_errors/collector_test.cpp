// The disk under a collector fails: what it answered for is there, and what it did not answer for can
// be sent again.
#include <doctest/doctest.h>

#include <future>
#include <thread>

#include "tests/faults/disk/disk.h"
#include "tests/faults/disk/dump.h"
#include "tests/faults/size.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {
namespace disk_errors_collector {

struct Shop : World {
  Shop() {
    add_store("harbour");
    publish(survey_text());
    kiosk.emplace(*this, "harbour");
    const Survey survey = survey_of(survey_text());
    for (int each = 0; each < 4; ++each)
      kiosk->record(response_to(survey, all_answered(), clock));
    batch = kiosk->batch();
    close();
    prepared = read_files(scratch.path());
  }
  // Everything as it was, on a disk that is watched from the start.
  std::unique_ptr<Disk> begin() {
    close();
    write_files(scratch.path(), prepared);
    auto disk = std::make_unique<Disk>(scratch.path());
    open();
    return disk;
  }
  // As a kiosk does, until it is answered for; a moment later when it is told to.
  collector::Reply send_until_taken(const Batch& what, std::int64_t& sends) {
    collector::Reply reply;
    for (int tries = 0; tries < 1'000; ++tries) {
      reply = kiosk->send(what);
      ++sends;
      if (reply.status == 200) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return reply;
  }
  std::int64_t stored() { return read()->count_responses().value(); }

  std::optional<Kiosk> kiosk;
  Batch batch;
  Files prepared;
};

}  // namespace disk_errors_collector
using namespace disk_errors_collector;

TEST_CASE("Disk errors: at each operation of taking a batch, once and for ever") {
  Shop shop;
  int points = 0, refused = 0;
  for (const bool for_ever : {false, true})
    for (std::size_t at = 0;; ++at) {
      const auto disk = shop.begin();
      disk->fail({.first = at, .for_ever = for_ever, .drops_pages = true});
      const int status = shop.kiosk->send(shop.batch).status;
      const std::size_t injected = disk->injected();
      disk->heal();
      if (injected == 0) break;
      ++points;
      if (status == 200) {
        CHECK(shop.stored() == 4);
      } else {
        ++refused;
        CHECK(status >= 500);
      }
      // And it goes on: the kiosk sends it again.
      std::int64_t sends = 0;
      REQUIRE(shop.send_until_taken(shop.batch, sends).status == 200);
      CHECK(shop.stored() == 4);
      shop.close();
      CHECK(dump(shop.database_path()).has_value());
      shop.open();
    }
  MESSAGE("collector: " << points << " points, " << refused << " refused with 5xx");
  CHECK(points > 30);
  CHECK(refused > 20);
}

TEST_CASE("A collector whose disk is full takes nothing and says so, and goes on when there is room") {
  Shop shop;
  for (int cycle = 0; cycle < 3; ++cycle) {
    CAPTURE(cycle);
    const auto disk = shop.begin();
    shop.kiosk->waiting = shop.batch.responses;
    disk->fill();
    for (int tries = 0; tries < 5; ++tries) {
      const collector::Reply reply = shop.kiosk->send(shop.batch);
      CHECK(reply.status == 507);
      CHECK(reply.body.find("storage_full") != std::string::npos);
      CHECK(shop.stored() == 0);
    }
    CHECK(disk->injected() > 0);
    // What it has it still serves.
    CHECK(shop.admin("GET", "verify").status == 200);
    disk->heal();
    std::int64_t sends = 0;
    REQUIRE(shop.send_until_taken(shop.batch, sends).status == 200);
    CHECK(shop.stored() == 4);
    CHECK(*shop.admin_ok("GET", "verify?recount=1").find("equal") == json::Value(true));
    shop.close();
    CHECK(dump(shop.database_path()).has_value());
    shop.open();
  }
}

TEST_CASE("Where the disk ends a transaction, nothing of its group is done, and all of it is told so") {
  Shop shop;
  int ended = 0;
  for (const std::size_t at : {0u, 1u, 3u, 10u, 100u, 500u}) {
    const auto disk = shop.begin();
    std::promise<void> begun, go_on;
    const std::shared_future<void> released = go_on.get_future().share();
    REQUIRE(shop.writes->push({.write = [&begun, released](collector::Writes&) -> Result<> {
                                 begun.set_value();
                                 released.wait();
                                 return {};
                               },
                               .done = [](const Result<>&) {}}));
    begun.get_future().wait();
    // More than the cache holds, so that it reaches the disk before the commit.
    const auto large = [](collector::Writes& writes) {
      return writes.put_setting("large", std::string(6 << 20, 'x'));
    };
    const auto small = [](collector::Writes& writes) { return writes.put_setting("small", "x"); };
    std::promise<bool> first, second;
    REQUIRE(shop.writes->push(
        {.write = large, .done = [&first](const Result<>& r) { first.set_value(r.has_value()); }}));
    REQUIRE(shop.writes->push({.write = small, .done = [&second](const Result<>& r) {
                                 second.set_value(r.has_value());
                               }}));
    disk->fail({.first = at, .drops_pages = true});
    go_on.set_value();
    const bool large_told = first.get_future().get(), small_told = second.get_future().get();
    ended += !large_told && !small_told ? 1 : 0;
    disk->heal();
    shop.close();
    shop.open();
    CHECK(shop.read()->setting("large").value().has_value() == large_told);
    CHECK(shop.read()->setting("small").value().has_value() == small_told);
  }
  CHECK(ended > 2);
}

TEST_CASE("Failed syncs at the collector: each batch is sent until it is answered for, and is there once") {
  Shop shop;
  const auto disk = shop.begin();
  disk->fail({.what = Fault::What::syncs, .share = 0.12, .seed = first_seed(), .drops_pages = true});
  const Survey survey = survey_of(survey_text());
  shop.kiosk->waiting = shop.batch.responses;
  const int batches = sized(60, 5'000);
  std::int64_t sends = 0;
  for (int each = 0; each < batches; ++each) {
    if (each > 0) shop.kiosk->record(response_to(survey, all_answered(), shop.clock));
    const Batch batch = shop.kiosk->batch();
    REQUIRE(shop.send_until_taken(batch, sends).status == 200);
    shop.kiosk->waiting.clear();
    shop.kiosk->chain_before = shop.kiosk->chain;
  }
  const std::size_t injected = disk->injected();
  disk->heal();
  std::int64_t once_more = 0;  // when it is over, it serves again
  shop.kiosk->record(response_to(survey, all_answered(), shop.clock));
  REQUIRE(shop.send_until_taken(shop.kiosk->batch(), once_more).status == 200);
  CHECK(shop.stored() == 4 + batches);
  CHECK(shop.storage->check().has_value());
  const auto proof = shop.admin_ok("GET", "verify?recount=1");
  CHECK(*proof.find("equal") == json::Value(true));
  MESSAGE(batches << " batches, " << sends << " sends, " << injected
                  << " failed syncs, from seed " << first_seed());
  CHECK(injected > static_cast<std::size_t>(batches / 20));
}

}  // namespace afterword::test
