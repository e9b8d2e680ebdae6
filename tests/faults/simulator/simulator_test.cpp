// Worlds out of seeds: whatever happens to kiosks, collector and the way between them, what was
// promised holds. The seed is printed, and the command that repeats it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/faults/simulator/world.h"
#include "tests/faults/size.h"

namespace afterword::simulator {
namespace {

std::uint64_t seeds_asked_for(std::uint64_t usual) {
  const char* const text = std::getenv("AFTERWORD_SEEDS");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

Report run(std::uint64_t seed, Weakness weakness = Weakness::none, int kiosks = 0) {
  return World(seed, weakness, kiosks).run();
}

struct Sum {
  std::uint64_t seeds = 0;
  std::int64_t kiosks = 0, answers = 0, erased = 0;
  double days = 0;
  Ms settled_after{0};  // at most
  std::map<std::string, std::int64_t, std::less<>> events;

  void add(const Report& report) {
    ++seeds;
    kiosks += report.kiosks;
    answers += report.answers;
    erased += report.erased;
    settled_after = std::max(settled_after, report.settled_after);
    days += static_cast<double>(report.lasted.count()) / 86'400'000;
    for (const auto& [kind, count] : report.events) events[kind] += count;
  }
  std::string text() const {
    std::string out = fmt::format("{} seeds, {} kiosks, {:.0f} virtual days, {} answers, {} erased; settled {} min "
                                  "after healing at most",
                                  seeds, kiosks, days, answers, erased,
                                  settled_after.count() / 60'000);
    for (const auto& [kind, count] : events) out += fmt::format("; {}: {}", kind, count);
    return out;
  }
};

std::string told(const Report& report) {
  Sum sum;
  sum.add(report);
  return fmt::format(
      "{}\nseed {}; again with: AFTERWORD_SEED={} AFTERWORD_SEEDS=1 test-simulator "
      "-tc='*happens*'\n{}{}",
      report.wrong, report.seed, report.seed, report.tail, sum.text());
}

}  // namespace

TEST_CASE("Whatever happens, nothing thanked for is lost, doubled or altered, and all comes right") {
  Sum sum;
  const std::uint64_t first = test::first_seed(), count = seeds_asked_for(20);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const Report report = run(seed);
    REQUIRE_MESSAGE(report.wrong.empty(), told(report));
    sum.add(report);
  }
  MESSAGE("from seed " << first << ": " << sum.text());
  CHECK((sum.answers > 0 || count < 10));  // one world may have had bad luck all the time
}

TEST_CASE("Twenty kiosks at once lose, double and alter nothing either") {
  Sum sum;
  const std::uint64_t first = test::first_seed();
  for (std::uint64_t seed = first; seed < first + 2; ++seed) {
    const Report report = run(seed, Weakness::none, 20);
    REQUIRE_MESSAGE(report.wrong.empty(), told(report));
    CHECK(report.kiosks == 20);
    sum.add(report);
  }
  MESSAGE("from seed " << first << ": " << sum.text());
}

TEST_CASE("The same seed twice is the same world, to the last byte") {
  for (std::uint64_t seed = test::first_seed(); seed < test::first_seed() + 5; ++seed) {
    const Report once = run(seed), again = run(seed);
    CHECK_MESSAGE(once.hash == again.hash, "seed " << seed << "\n" << once.tail << again.tail);
  }
  CHECK(run(1).hash != run(2).hash);
}

}  // namespace afterword::simulator
