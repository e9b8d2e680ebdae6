// A collector that runs out of memory at any allocation of taking a batch: SQLite's makes the request a
// 5xx, to be sent again, and it lives; the program's own ends the process, which is started again. What was
// answered for is there, no half of a batch ever is, and sent again it is taken.
#include <doctest/doctest.h>

#include "tests/faults/disk/disk.h"
#include "tests/faults/disk/dump.h"
#include "tests/faults/out_of_memory/points.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {
namespace out_of_memory_collector {

constexpr int kRecords = 4;
constexpr int kTriesMost = 5;

struct Shop : World {
  Shop() {
    add_store("harbour");
    publish(survey_text());
    kiosk.emplace(*this, "harbour");
    const Survey survey = survey_of(survey_text());
    for (int each = 0; each < kRecords; ++each)
      kiosk->record(response_to(survey, all_answered(), clock));
    batch = kiosk->batch();
    close();
    prepared = read_files(scratch.path());
  }
  void begin() {
    write_files(scratch.path(), prepared);
    kiosk->counter += 10;  // of what a child has sent, nothing is known here
  }
  collector::Request request() { return kiosk->request("POST", "/v1/responses", dump(batch)); }
  int status_of(const collector::Request& request) { return ask(request).status; }
  std::int64_t stored() { return read()->count_responses().value(); }
  bool taken_in_the_end() {
    for (int tries = 0; tries < kTriesMost; ++tries)
      if (status_of(request()) == 200) return stored() == kRecords;
    return false;
  }

  std::optional<Kiosk> kiosk;
  Batch batch;
  Files prepared;
};

enum Told : int {
  kReached = 1,
  kAnswered = 2,
  kWrongStatus = 4,
  kHalf = 8,
  kNotThere = 16,
  kStuck = 32
};

// In the child.
int send_without_memory(Shop& shop, const Point& point) {
  shop.open();
  const collector::Request request = shop.request();
  point.begin();
  const int status = shop.status_of(request);
  const bool reached = memory_is_back() > 0;
  const std::int64_t there = shop.stored();
  int told = (reached ? kReached : 0) | (status == 200 ? kAnswered : 0);
  if (status != 200 && status < 500) told |= kWrongStatus;
  if (there != 0 && there != kRecords) told |= kHalf;
  if (status == 200 && there != kRecords) told |= kNotThere;
  if (!shop.taken_in_the_end()) told |= kStuck;
  shop.close();
  return told;
}

}  // namespace out_of_memory_collector
using namespace out_of_memory_collector;

TEST_CASE("Out of memory: at each allocation of taking a batch, once and for ever") {
  Shop shop;
  std::size_t refused = 0, ended_it = 0;
  const std::size_t points = each_point(sized<std::size_t>(97, 1), [&](const Point& point) {
    shop.begin();
    const Ended ended = in_child([&] { return send_without_memory(shop, point); });
    const bool told = ended.how == Ended::How::told;
    if (told && (ended.told & kReached) == 0) return false;
    ended_it += ended.how == Ended::How::out_of_memory ? 1 : 0;
    refused += told && (ended.told & kAnswered) == 0 ? 1 : 0;
    CHECK_MESSAGE(ended.how != Ended::How::otherwise, point.text() << ": ended otherwise");
    if (told) {
      CHECK_MESSAGE((ended.told & kWrongStatus) == 0, point.text() << ": refused for good");
      CHECK_MESSAGE((ended.told & kHalf) == 0, point.text() << ": half of a batch");
      CHECK_MESSAGE((ended.told & kNotThere) == 0, point.text() << ": answered for, and not there");
      CHECK_MESSAGE((ended.told & kStuck) == 0, point.text() << ": it does not go on");
    }
    CHECK(dump(shop.database_path()).has_value());
    shop.open();
    const std::int64_t there = shop.stored();
    CHECK_MESSAGE((there == kRecords || (!told && there == 0)), point.text() << ": " << there);
    shop.kiosk->counter += kTriesMost + 1;
    CHECK_MESSAGE(shop.taken_in_the_end(), point.text() << ": not taken when started again");
    shop.close();
    return true;
  });
  MESSAGE("collector: " << points << " points, " << refused << " refused with 5xx, " << ended_it
                        << " ended the process");
  CHECK(refused > 10);
  CHECK(ended_it > 3);
}

}  // namespace afterword::test
