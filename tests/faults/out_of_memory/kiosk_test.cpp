// A kiosk that runs out of memory at any allocation: SQLite's makes the call an error, the program's own
// ends the process, which is started again. Nothing is said to be kept that is not, nothing is half there,
// a healthy database is not taken for a damaged one, and it goes on.
#include <doctest/doctest.h>

#include "tests/faults/kiosk_steps.h"
#include "tests/faults/out_of_memory/points.h"

namespace afterword::kiosk {
namespace out_of_memory_kiosk {

using namespace kiosk_steps;
using test::Ended;
using test::Point;

// What a child tells.
enum Told : int { kReached = 1, kDone = 2, kNeither = 4, kNotThere = 8, kStuck = 16 };

struct Tally {
  std::size_t points = 0, errors = 0, ended = 0;
};

// In the child.
int run_step(Folder& kiosk, const Step& step, const Point& point, const std::string& before,
             const std::string& after) {
  auto core = must(kiosk.open());
  point.begin();
  const Result<> result = step.does(*core);
  const bool reached = test::memory_is_back() > 0;
  const std::string is = kiosk.said();
  int told = (reached ? kReached : 0) | (result ? kDone : 0);
  if (is != before && is != after && !step.in_parts) told |= kNeither;
  if (result && is != after) told |= kNotThere;
  // And it goes on.
  const bool goes_on = core->count("short", "and on it goes") && core->records().drop_draft() &&
                       core->keep(test::recording(5, "after it"));
  if (!goes_on) told |= kStuck;
  core->close();
  return told;
}

bool contains(const std::string& dump, const std::string& words) {
  return dump.find(words) != std::string::npos;
}

bool look_at(Folder& kiosk, const Step& step, const Point& point, const std::string& before,
             const std::string& after, Tally& tally) {
  kiosk.begin();
  const Ended ended = test::in_child([&] { return run_step(kiosk, step, point, before, after); });
  const bool told = ended.how == Ended::How::told;
  if (told && (ended.told & kReached) == 0) return false;
  ++tally.points;
  tally.ended += ended.how == Ended::How::out_of_memory ? 1 : 0;
  tally.errors += step.tells && told && (ended.told & kDone) == 0 ? 1 : 0;
  const std::string at = std::string(step.name) + ", " + point.text();
  CHECK_MESSAGE(ended.how != Ended::How::otherwise, at << ": ended otherwise");
  if (told) {
    CHECK_MESSAGE((ended.told & kNeither) == 0, at << ": half done");
    CHECK_MESSAGE((ended.told & kNotThere) == 0, at << ": told as done, and not there");
    CHECK_MESSAGE((ended.told & kStuck) == 0, at << ": it does not go on");
  }
  const std::string left = kiosk.said();  // whole, says SQLite
  if (!told && !step.in_parts)
    CHECK_MESSAGE((left == before || left == after), at << ": half done when it ended");
  if (told) CHECK_MESSAGE(contains(left, "'and on it goes'"), at << ": what followed is not there");
  auto core = must(kiosk.open());
  must(core->keep(test::recording(1, "started again")));
  CHECK_MESSAGE(!kiosk.set_aside(), at << ": a healthy database was set aside");
  return true;
}

}  // namespace out_of_memory_kiosk
using namespace out_of_memory_kiosk;

TEST_CASE("Out of memory: at each allocation of everything a kiosk stores, once and for ever") {
  Folder kiosk;
  Tally tally;
  for (const Step& step : steps(kiosk)) {
    kiosk.begin();
    std::string before, after;
    {
      auto core = must(kiosk.open());
      before = kiosk.said();
      const auto done = step.does(*core);
      REQUIRE_MESSAGE(done.has_value() == step.tells, step.name);
      after = kiosk.said();
    }
    test::each_point(test::sized<std::size_t>(61, 1), [&](const Point& point) {
      return look_at(kiosk, step, point, before, after, tally);
    });
  }
  MESSAGE("kiosk: " << tally.points << " points, " << tally.errors << " told as failed, "
                    << tally.ended << " ended the process");
  CHECK(tally.errors > 50);
  CHECK(tally.ended > 50);
}

TEST_CASE("Out of memory: starting meets it at each allocation, and starts when there is some") {
  Folder kiosk;
  std::string before;
  {
    kiosk.begin();
    const auto core = must(kiosk.open());
    before = kiosk.said();
  }
  std::size_t refused = 0;
  const std::size_t points =
      test::each_point(test::sized<std::size_t>(61, 1), [&](const Point& point) {
        kiosk.begin();
        const Ended ended = test::in_child([&] {
          point.begin();
          auto core = kiosk.open();
          return (test::memory_is_back() > 0 ? kReached : 0) | (core ? kDone : 0);
        });
        const bool told = ended.how == Ended::How::told;
        if (told && (ended.told & kReached) == 0) return false;
        refused += told && (ended.told & kDone) == 0 ? 1 : 0;
        CHECK_MESSAGE(ended.how != Ended::How::otherwise, point.text() << ": ended otherwise");
        CHECK_MESSAGE(!kiosk.set_aside(), point.text() << ": a healthy database was set aside");
        auto core = must(kiosk.open());
        CHECK(must(core->records().head())->next_sequence == 3);  // one answer, and the draft
        CHECK_MESSAGE(kiosk.said() == before, point.text() << ": it is another database");
        must(core->keep(test::recording(5, "after it")));
        return true;
      });
  MESSAGE("starting: " << points << " points, " << refused << " refused");
  CHECK(refused > 10);
}

}  // namespace afterword::kiosk
