// Programs that do wrong what matters, in the same worlds: the oracle has to notice each.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

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

bool speaks_of(const std::string& found, std::initializer_list<std::string_view> any_of) {
  MESSAGE(found.substr(0, 120));
  return std::any_of(any_of.begin(), any_of.end(), [&found](std::string_view words) {
    return found.find(words) != std::string::npos;
  });
}

}  // namespace controls
using namespace controls;

TEST_CASE("The oracle notices a kiosk that deletes when it sends") {
  CHECK(speaks_of(noticed(Weakness::kiosk_deletes_on_send), {"nowhere", "given up as lost"}));
}

TEST_CASE("The oracle notices a kiosk that thanks before the commit") {
  // It is gone, another took its number, or what a draft had of it is there instead.
  CHECK(speaks_of(noticed(Weakness::kiosk_thanks_before_commit),
                  {"nowhere", "second answer", "other bytes"}));
}

TEST_CASE("The oracle notices a collector that answers before the commit, beside kiosks that forget") {
  CHECK(speaks_of(noticed(Weakness::collector_answers_before_commit), {"nowhere", "given up as lost"}));
}

TEST_CASE("The oracle notices a collector that forgets which numbers it has") {
  CHECK(speaks_of(noticed(Weakness::collector_forgets_numbers), {"same answer"}));
}

TEST_CASE("The oracle notices a kiosk that believes a success without a receipt") {
  CHECK(speaks_of(noticed(Weakness::kiosk_believes_any_success), {"nowhere", "given up as lost"}));
}

TEST_CASE("The oracle notices a collector that does not check who signed a request") {
  CHECK(speaks_of(noticed(Weakness::collector_skips_signatures),
                  {"nobody has sent it", "another record in the ledger", "has forked"}));
}

TEST_CASE("The oracle notices a restore that forgets what was withdrawn") {
  CHECK(speaks_of(noticed(Weakness::restore_forgets_withdrawals), {"was withdrawn"}));
}

TEST_CASE("The oracle notices a collector that deletes by whatever its clock says") {
  CHECK(speaks_of(noticed(Weakness::collector_believes_any_clock),
                  {"a backup of", "other bytes", "was withdrawn"}));
}

}  // namespace afterword::simulator
