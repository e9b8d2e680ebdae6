// Programs that do wrong what matters, in the same worlds: the oracle has to notice each.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/faults/simulator/world.h"

namespace afterword::simulator {
namespace controls {

constexpr std::uint64_t kSeedsMost = 60;

// What was found in the first world in which something was, and where that was.
std::string noticed(Weakness weakness) {
  for (std::uint64_t seed = 1; seed <= kSeedsMost; ++seed) {
    const Report report = World(seed, weakness).run();
    if (!report.wrong.empty()) return fmt::format("seed {}: {}", seed, report.wrong);
  }
  return "";
}

bool speaks_of(const std::string& found, std::string_view words) {
  MESSAGE(found);
  return found.find(words) != std::string::npos;
}

}  // namespace controls
using namespace controls;

TEST_CASE("The oracle notices a kiosk that deletes when it sends") {
  CHECK(speaks_of(noticed(Weakness::kiosk_deletes_on_send), "nowhere"));
}

TEST_CASE("The oracle notices a kiosk that thanks before the commit") {
  const std::string found = noticed(Weakness::kiosk_thanks_before_commit);
  CHECK((speaks_of(found, "nowhere") || speaks_of(found, "second answer")));
}

TEST_CASE("The oracle notices a collector that forgets which numbers it has") {
  CHECK(speaks_of(noticed(Weakness::collector_forgets_numbers), "same answer"));
}

TEST_CASE("The oracle notices a restore that forgets what was withdrawn") {
  CHECK(speaks_of(noticed(Weakness::restore_without_journal), "withdrawn"));
}

}  // namespace afterword::simulator
