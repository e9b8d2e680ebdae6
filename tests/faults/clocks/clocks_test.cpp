// The clock may do what it likes: 1970 at the start, ten years off either way, set back in the middle of a
// survey. Nothing is lost, nothing twice, the order is the numbers', and what has a time has the right one.
//
//   AFTERWORD_VISITS=20000 AFTERWORD_SEED=3 test-clocks
#include <doctest/doctest.h>

#include "tests/faults/clocks/shop.h"
#include "tests/faults/wire/sizes.h"
#include "tests/kiosk/storage/polled_kiosk.h"

using namespace afterword;
using clocks::Shop;
using test::must;

namespace clocks_test {

struct Figures {
  std::int64_t stored = 0, partial = 0, exact = 0;
  std::int64_t dated = 0, misdated = 0;
};

// Everything that the collector has, against what was said.
Figures compare(Shop& shop) {
  Figures out;
  const auto view = shop.world.read();
  for (std::size_t each = 0; each < shop.expected.size(); ++each) {
    const auto sequence = static_cast<std::int64_t>(each) + 1;
    const auto row = must(view->response(shop.device, 1, sequence));
    REQUIRE_MESSAGE(row.has_value(), "number " << sequence << " is not there");
    const Response response = must(read_response(must(json::parse(row->body))));
    const Shop::Expected& said = shop.expected[each];
    REQUIRE(std::get<std::string>(*response.answers.at("visit.why").value) == said.words);
    ++out.stored;
    out.partial += row->completion == Completion::partial ? 1 : 0;
    if (row->time_quality == collector::TimeQuality::exact) {
      ++out.exact;
      CHECK(row->started_at == said.began);
    }
    CHECK(row->received_at >= said.began);
    CHECK(row->received_at <= shop.world.clock.wall());
  }
  CHECK(must(view->count_responses()) == static_cast<std::int64_t>(shop.expected.size()));
  CHECK_FALSE(must(view->response(shop.device, 1, out.stored + 1)).has_value());
  const auto dated = must(view->tally_sums("short", {}, {}));
  const auto misdated = must(view->misdated_sums("short"));
  out.dated = dated.contains("started") ? dated.at("started") : 0;
  out.misdated = misdated.contains("started") ? misdated.at("started") : 0;
  return out;
}

}  // namespace clocks_test

TEST_CASE("Whatever the clock says, while answering, sending and starting: nothing lost, nothing twice, in order") {
  const std::int64_t visits = test::size_of("AFTERWORD_VISITS", 600);
  Shop shop(test::seed_of_run());
  std::size_t sent_up_to = 0;
  for (std::int64_t each = 0; each < visits; ++each) {
    if (shop.dice.below(3) == 0) shop.sets_clock();
    shop.visit([&shop] {
      if (shop.dice.below(3) == 0) shop.sets_clock();
      if (shop.dice.below(15) == 0) shop.restarts(shop.dice.below(2) == 0);
    });
    shop.passes(Ms{static_cast<std::int64_t>(shop.dice.below(shop.dice.below(20) == 0 ? 50'000'000 : 900'000))});
    if (shop.dice.below(6) == 0) {
      shop.core->tidy_if_due();
      const WallTime from = shop.world.clock.wall();
      shop.sends();
      const auto view = shop.world.read();
      for (; sent_up_to < shop.expected.size(); ++sent_up_to) {
        const auto row = must(view->response(shop.device, 1, static_cast<std::int64_t>(sent_up_to) + 1));
        REQUIRE_MESSAGE(row.has_value(), "number " << sent_up_to + 1 << " is not there");
        CHECK(row->received_at >= from);
        CHECK(row->received_at <= shop.world.clock.wall());
      }
    }
  }
  for (int beat = 0; beat < 3; ++beat) {  // one to hear the time, one to tell what came of it
    shop.sends();
    shop.passes(Ms{2'000});
  }
  shop.sends();
  const auto figures = clocks_test::compare(shop);
  CHECK(figures.dated + figures.misdated == shop.counted);
  test::say(fmt::format("{} visits, the clock set {} times, {} starts, {} sendings: {} answers stored in order, 0 "
                        "lost, 0 doubled; {} partial, {} with the exact start; {} of {} visits counted under days, "
                        "{} kept apart",
                        visits, shop.settings_of_clock, shop.starts, shop.sendings, figures.stored, figures.partial,
                        figures.exact, figures.dated, shop.counted, figures.misdated));
}

TEST_CASE("A clock ten years off, in a run that hears the collector: every visit is counted under its day") {
  for (const std::int64_t years : {-10, 10, -56}) {
    Shop shop(test::seed_of_run() + 7);
    shop.clock.wall_now = shop.clock.wall() + std::chrono::hours(24 * 365 * years);
    std::map<std::string, std::int64_t> by_day;
    for (int each = 0; each < 60; ++each) {
      ++by_day[Day::of_utc(shop.world.clock.wall()).text()];  // London is on UTC until the end of March
      shop.visit([] {});
      shop.passes(Ms{3'000'000});
      if (each % 20 == 19) shop.sends();
    }
    for (int beat = 0; beat < 3; ++beat) {
      shop.sends();
      shop.passes(Ms{2'000});
    }
    const auto view = shop.world.read();
    for (const auto& [day, count] : by_day) {
      const auto sums = must(view->tally_sums("short", Day::parse(day), Day::parse(day)));
      CHECK(sums.at("started") == count);
    }
    for (const auto& [name, count] : must(view->misdated_sums("short"))) CHECK(count == 0);
  }
}

TEST_CASE("Surveys are installed until the trust document has run out, and again after its renewal") {
  const std::int64_t rounds = test::size_of("AFTERWORD_VISITS", 600) / 2;
  SeededRandom dice(test::seed_of_run());
  test::PolledKiosk kiosk;
  int version = 0, installed = 0;
  std::int64_t taken = 0, refused = 0, document = 1;
  WallTime expires{kiosk.keys.trust().expires_at_ms};
  for (std::int64_t round = 0; round < rounds; ++round) {
    const WallTime right = kiosk.collectors();
    const Ms off = std::chrono::hours(24) * (static_cast<std::int64_t>(dice.below(7'300)) - 3'650);
    kiosk.clock.wall_now = dice.below(5) == 0 ? WallTime{0} : right + off;
    if (dice.below(4) == 0) kiosk.start();
    kiosk.days(static_cast<int>(dice.below(40)));
    kiosk.offers(++version);
    kiosk.polls();
    const bool over = kiosk.collectors() >= expires;
    if (!over) installed = version;
    ++(over ? refused : taken);
    REQUIRE(kiosk.offered() == installed);
    REQUIRE(kiosk.over() == over);
    if (!over || dice.below(2) == 0) continue;
    const TrustDocument renewed = kiosk.renewed(++document);
    expires = WallTime{renewed.expires_at_ms};
    kiosk.renews(renewed, kiosk.signer);
    kiosk.polls();
    installed = version;
    REQUIRE(kiosk.offered() == installed);
    REQUIRE_FALSE(kiosk.over());
  }
  test::say(fmt::format("{} surveys offered under clocks up to ten years off: {} installed, {} refused after the "
                        "end of a document, {} documents, each of which healed it",
                        rounds, taken, refused, document));
}
