// The database under a kiosk is damaged while it is off: bits fall over, pages are cut off, emptied, copied
// to other places or put back from an earlier day, its log is gone or is another one's. The real store
// starts on it, and syncs to a real collector.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "kiosk/storage/salvage.h"
#include "tests/faults/damaged_database/shop.h"
#include "tests/faults/size.h"

namespace afterword::test {
namespace damaged_database {

int mutations() {
  const char* const text = std::getenv("AFTERWORD_MUTATIONS");
  return text != nullptr ? std::atoi(text) : sized(60, 2'000);
}

struct Sums {
  int begun_anew = 0, said_by_alarm = 0, unharmed = 0;
  std::int64_t undamaged = 0, saved = 0, gone = 0;
  int doubled = 0, altered = 0, silent = 0;
  double slowest_ms = 0;
};

// What of the answers that had not arrived was on pages that stayed as they were, and is there now.
void count(const Shop& shop, const ThreeFiles& files, const Aftermath& after, const std::string& what, Sums& sums) {
  bool lost = false;
  for (std::size_t place = 0; place < shop.given().size(); ++place) {
    const bool there = after.arrived.contains(place);
    lost = lost || !there;
    if (shop.had_arrived(place)) {
      CHECK_MESSAGE(there, what << ": the collector lost answer " << place);
      continue;
    }
    sums.gone += there ? 0 : 1;
    if (!shop.undamaged(place, files)) continue;
    ++sums.undamaged;
    sums.saved += there ? 1 : 0;
    if (!there) MESSAGE(what << ": answer " << place << " is on undamaged pages and did not arrive");
  }
  if (after.damage) ++sums.begun_anew;
  if (!after.damage && after.alarm) ++sums.said_by_alarm;
  if (!lost && !after.damage) ++sums.unharmed;
  if (lost && !after.damage && !after.alarm) {
    ++sums.silent;
    MESSAGE(what << ": answers are gone, and nobody was told");
  }
  sums.doubled += after.doubled;
  sums.altered += after.altered;
  sums.slowest_ms = std::max(sums.slowest_ms, after.start_ms);
}

// Nothing of the database is left as it was.
std::string destroy(ThreeFiles& files, Random& random) {
  const bool gone = random.below(2) == 0;
  for (auto& file : files.of) {
    if (gone) file.reset();
    if (file) random.fill(*file);
  }
  return gone ? "all of it gone" : "all of it rubbish";
}

}  // namespace damaged_database
using namespace damaged_database;

TEST_CASE("A damaged database neither bricks the kiosk nor passes for good data") {
  Shop shop;
  Sums sums;
  const int many = mutations();
  for (int each = 0; each < many; ++each) {
    const std::uint64_t seed = first_seed() * 1'000'000 + static_cast<std::uint64_t>(each);
    SeededRandom random(seed);
    ThreeFiles files = shop.image();
    const std::string what = "seed " + std::to_string(seed) + ", " + damage(files, shop.older(), random);
    const Aftermath after = shop.run(files, random.below(2) == 0);
    REQUIRE_MESSAGE(after.started, what << ": " << after.why);
    CHECK_MESSAGE(after.same_after_restart, what);
    CHECK_MESSAGE(after.goes_on, what);
    CHECK_MESSAGE(after.equal, what << ": " << after.differences);
    CHECK_MESSAGE(after.noted == after.damage.has_value(), what);
    CHECK_MESSAGE(after.doubled == 0, what);
    CHECK_MESSAGE(after.altered == 0, what);
    count(shop, files, after, what, sums);
  }
  MESSAGE(many << " mutations from seed " << first_seed() << ": all usable, " << sums.begun_anew
               << " begun anew, " << sums.said_by_alarm << " told by the collector, " << sums.unharmed
               << " unharmed; of " << sums.undamaged << " answers on undamaged pages " << sums.saved
               << " arrived, " << sums.gone << " answers gone, " << sums.doubled << " doubled, " << sums.altered
               << " altered, " << sums.silent << " times in silence; slowest start " << sums.slowest_ms << " ms");
  CHECK(sums.saved * 100 >= sums.undamaged * 99);
  CHECK(sums.silent == 0);
  CHECK(sums.begun_anew > many / 4);
}

TEST_CASE("With a second copy every answer arrives, also where nothing is left of the database") {
  Shop shop(true);
  const int many = std::max(12, mutations() / 2);
  int begun_anew = 0, destroyed = 0;
  std::int64_t arrived = 0;
  for (int each = 0; each < many; ++each) {
    const std::uint64_t seed = first_seed() * 1'000'000 + static_cast<std::uint64_t>(each);
    SeededRandom random(seed);
    ThreeFiles files = shop.image();
    destroyed += each % 4 == 0 ? 1 : 0;
    const std::string how = each % 4 == 0 ? destroy(files, random) : damage(files, shop.older(), random);
    const std::string what = "seed " + std::to_string(seed) + ", " + how;
    const Aftermath after = shop.run(files, random.below(2) == 0);
    REQUIRE_MESSAGE(after.started, what << ": " << after.why);
    CHECK_MESSAGE(after.arrived.size() == shop.given().size(), what);
    CHECK_MESSAGE(after.goes_on, what);
    CHECK_MESSAGE(after.same_after_restart, what);
    CHECK_MESSAGE(after.equal, what << ": " << after.differences);
    CHECK_MESSAGE(after.doubled == 0, what);
    CHECK_MESSAGE(after.altered == 0, what);
    CHECK_MESSAGE(!after.alarm, what);
    arrived += static_cast<std::int64_t>(after.arrived.size());
    begun_anew += after.damage ? 1 : 0;
  }
  MESSAGE(many << " mutations from seed " << first_seed() << ", " << destroyed
               << " of the whole database: " << begun_anew << " begun anew, " << arrived << " of "
               << static_cast<std::int64_t>(many) * static_cast<std::int64_t>(shop.given().size())
               << " answers arrived");
}

TEST_CASE("Rows believed without their proof would be altered ones: with it there are none") {
  Shop shop;
  int believed = 0, proved = 0;
  SeededRandom random(first_seed());
  for (int each = 0; each < 60; ++each) {
    ThreeFiles files = shop.image();
    for (const Part part : {kMain, kLog})
      for (int times = 0; times < 20; ++times)
        (*files.of[part])[random.below(files.of[part]->size())] ^= 4;
    const Scratch scratch("/dev/shm");
    write_three(scratch.file("kiosk.db"), files);
    const auto altered = [&](kiosk::Believe believe) {
      const auto salvage = kiosk::read_salvage(scratch.file("kiosk.db"), shop.enrolment(), believe);
      REQUIRE(salvage);
      int count = 0;
      for (const auto& [place, record] : salvage->records) {
        const auto number = static_cast<std::size_t>(place.second);
        const bool known = place.first == 1 && number >= 1 && number <= shop.given().size();
        if (!known || !(record.response == shop.given()[number - 1].sealed)) ++count;
      }
      return count;
    };
    believed += altered(kiosk::Believe::all);
    proved += altered(kiosk::Believe::proved);
  }
  MESSAGE("without proofs " << believed << " altered rows would have been sent, with them " << proved);
  CHECK(believed > 0);
  CHECK(proved == 0);
}

}  // namespace afterword::test
