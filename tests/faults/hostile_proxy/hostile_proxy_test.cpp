// Exactly one row for each answer, whatever the network does and whoever is killed meanwhile.
//
//   AFTERWORD_ANSWERS=100000 AFTERWORD_SEED=3 test-hostile_proxy
#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>

#include "sync/base/crypto/hash.h"
#include "tests/faults/hostile_proxy/fleet.h"
#include "tests/faults/hostile_proxy/reader.h"
#include "tests/faults/wire/middleman.h"
#include "tests/faults/wire/proxy.h"
#include "tests/faults/wire/sizes.h"

namespace afterword::test {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr int kKiosks = 20;
constexpr auto kGuard = std::chrono::minutes(8);

// Three of ten connections go through the bad middleman, and none lives for long: three of ten have
// a fault of their own, the others end after some exchanges.
class Weather {
 public:
  Weather(std::uint64_t seed, std::uint16_t collector, std::uint16_t middleman)
      : random_(seed), collector_(collector), middleman_(middleman) {}

  void clear_up() { clear_ = true; }
  Route route() {
    if (clear_) return {collector_, {}};
    Route route{random_.below(10) < 3 ? middleman_ : collector_, {}};
    Fault& fault = route.fault;
    if (random_.below(10) >= 3) {
      fault = {Trouble::cut, true, 3'000 + static_cast<std::int64_t>(random_.below(9'000)), 0};
      return route;
    }
    fault.trouble = static_cast<Trouble>(1 + random_.below(8));
    fault.of_reply = random_.below(3) != 0;
    // From the first byte of a handshake to the end of a large batch, each size as often.
    fault.at = static_cast<std::int64_t>(random_.below(2ull << random_.below(17)));
    fault.ms = static_cast<int>(random_.below(fault.trouble == Trouble::slow ? 30 : 1500));
    return route;
  }

 private:
  SeededRandom random_;
  const std::uint16_t collector_, middleman_;
  std::atomic<bool> clear_{false};
};

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

double seconds_since(SteadyClock::time_point then) {
  return std::chrono::duration<double>(SteadyClock::now() - then).count();
}

struct Bounces {
  int collector_killed = 0, collector_stopped = 0, kiosks_killed = 0, kiosks_stopped = 0;
};

void bounce_one(World& world, Fleet& fleet, Random& dice, Bounces& bounces) {
  const bool hard = dice.below(2) == 0;
  if (dice.below(4) == 0) {
    world.collector().signal(hard ? SIGKILL : SIGTERM);
    world.collector().wait();
    world.start_collector();
    ++(hard ? bounces.collector_killed : bounces.collector_stopped);
  } else {
    fleet.bounce(dice.below(fleet.size()), hard);
    ++(hard ? bounces.kiosks_killed : bounces.kiosks_stopped);
  }
}

// The oracle. What was acknowledged is what the kiosks were told is on their disks.
void compare(const Fleet& fleet, const Fleet::Told& told, const AtCollector& there,
             std::int64_t each) {
  std::int64_t lost = 0, altered = 0, other_bytes = 0;
  for (const auto& [number, hash] : told.kept) {
    const auto row = there.bodies.find(number);
    if (row == there.bodies.end())
      ++lost;
    else if (hex(crypto::hash256(row->second)) != hash)
      ++altered;
  }
  CHECK(lost == 0);
  CHECK(altered == 0);
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    const auto mine = read_kiosk(fleet.folder(i));
    CHECK(static_cast<std::int64_t>(mine.size()) == each);
    for (const auto& [sequence, hash] : mine) {
      const auto row = there.ledger.find({told.devices[i], sequence});
      if (row == there.ledger.end() || row->second != hash) ++other_bytes;
    }
  }
  CHECK(other_bytes == 0);
  // Nothing beside it: as many as were recorded, in the ledger and as responses.
  CHECK(static_cast<std::int64_t>(there.bodies.size()) == each * kKiosks);
  CHECK(static_cast<std::int64_t>(there.ledger.size()) == each * kKiosks);
  std::map<std::string, std::int64_t> newest;
  std::int64_t out_of_order = 0;
  for (const Number& number : there.arrival) {
    if (number.second != newest[number.first] + 1) ++out_of_order;
    newest[number.first] = number.second;
  }
  CHECK(out_of_order == 0);
}

}  // namespace

TEST_CASE("Through a hostile network, with both ends killed, each answer is one row, none twice") {
  const std::int64_t answers = size_of("AFTERWORD_ANSWERS", 2'000);
  const std::int64_t each = answers / kKiosks;
  const bool full = answers >= 100'000;
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  Middleman middleman(world.file("collector"), world.url(), seed_of_run() + 1);
  Weather weather(seed_of_run(), port_of(world.url()), middleman.port());
  const TcpProxy proxy([&weather] { return weather.route(); });
  Reader reader(world.url(), world.file("collector/admin.token"), "store-exit");
  FleetOptions options{.kiosks = kKiosks,
                       .responses = each,
                       .seed = seed_of_run(),
                       .pace_ms = full ? 30 : 60,
                       .survey = project_file("survey-defs/store-exit.json")};
  Fleet fleet(world, options, fmt::format("https://127.0.0.1:{}", proxy.port()));

  SeededRandom dice(seed_of_run() + 2);
  Bounces bounces;
  const auto storm = full ? 170s : 7s;
  const auto begun = SteadyClock::now();
  // Until all is recorded: a network that has healed meets kiosks that have only what they could not send.
  while (SteadyClock::now() - begun < storm || (!fleet.recorded() && SteadyClock::now() - begun < kGuard)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200 + dice.below(800)));
    bounce_one(world, fleet, dice, bounces);
  }
  REQUIRE_MESSAGE(fleet.recorded(), fleet.trouble());
  const double stormy = seconds_since(begun);
  weather.clear_up();
  middleman.behave(true);
  const auto cleared = SteadyClock::now();
  while (!fleet.settled() && SteadyClock::now() - cleared < kGuard)
    std::this_thread::sleep_for(200ms);
  const double settling = seconds_since(cleared);
  REQUIRE_MESSAGE(fleet.settled(), fleet.trouble());
  fleet.stop();
  reader.finish();

  const Finished proof = world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out << proof.err);
  world.stop_collector();
  const Fleet::Told told = fleet.told();
  const AtCollector there = read_collector(world.file("collector/collector.db"));
  compare(fleet, told, there, each);
  std::int64_t twice = 0;
  for (const auto& [number, times] : reader.seen()) twice += times > 1 ? 1 : 0;
  CHECK(twice == 0);
  CHECK(reader.seen().size() == there.bodies.size());
  CHECK(fleet.trouble().empty());
  const auto an_answer = [&](std::int64_t records) {
    return static_cast<double>(records) / static_cast<double>(each * kKiosks);
  };
  // The network was as bad as it was meant to be.
  CHECK(proxy.struck() > 30);
  CHECK(middleman.misdeeds() > 15);

  say(fmt::format("{} answers of {} kiosks = {} rows, {} read by the reader; {} connections, {} of "
                  "them struck, {} misdeeds of the middleman; killed {} times the collector, {} a "
                  "kiosk, stopped {} and {}; {:.2f} sends an answer, {:.2f} of them without a success; settled {:.1f} s "
                  "after the weather cleared up, which took {:.0f} s",
                  told.kept.size(), kKiosks, there.bodies.size(), reader.seen().size(),
                  proxy.connections(), proxy.struck(), middleman.misdeeds(),
                  bounces.collector_killed, bounces.kiosks_killed, bounces.collector_stopped,
                  bounces.kiosks_stopped, an_answer(told.sent), an_answer(told.sent - told.answered),
                  settling, stormy));
}

}  // namespace afterword::test
