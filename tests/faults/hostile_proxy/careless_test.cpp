// That the oracle can fail: senders that leave out what ours does, and what becomes of answers.
#include <doctest/doctest.h>

#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/middleman.h"
#include "tests/faults/wire/sizes.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace {

constexpr int kTriesMost = 100;

struct Carelessness {
  bool believes_any_success = false;  // 2xx is enough, whoever signed it
  bool numbers_anew = false;          // each try is a new record
};

// Sends one answer at a time through the middleman, until it believes that it is there.
class Careless {
 public:
  Careless(World& world, const std::string& through, Carelessness how)
      : how_(how),
        device_(world.enrol_code()),
        survey_(survey_in(project_file("survey-defs/store-exit.json"))),
        chains_{device_.start()} {
    device_.url = through;
  }

  // The answers that it was told are safe.
  std::vector<std::string> deliver(int count) {
    std::vector<std::string> safe;
    for (int i = 0; i < count; ++i) {
      const std::string body = some_response(survey_, static_cast<std::uint64_t>(i) + 1);
      if (deliver(body)) safe.push_back(body);
    }
    return safe;
  }
  const std::string& id() const { return device_.id(); }

 private:
  bool deliver(const std::string& body) {
    SealedResponse record = device_.seal(next_, survey_, body);
    for (int tries = 0; tries < kTriesMost; ++tries) {
      if (record.sequence != next_) record = device_.seal(next_, survey_, body);
      const Chain& before = chains_[static_cast<std::size_t>(next_ - 1)];
      const HttpRequest request =
          device_.request("POST", "/v1/responses", dump(device_.batch({record}, before)));
      CurlHttpClient http;
      const auto reply = device_.send(http, request);
      if (reply && reply->status < 300 &&
          (how_.believes_any_success || device_.proved(request, *reply))) {
        advance(record);
        return true;
      }
      const auto problem = reply ? read_problem(reply->body) : Result<Problem>(Problem{});
      if (problem && problem->code == ProblemCode::sequence_gap && problem->expected)
        next_ = *problem->expected;
      else if (how_.numbers_anew && reply && reply->status >= 500)
        advance(record);
    }
    return false;
  }
  void advance(const SealedResponse& record) {
    chains_.resize(static_cast<std::size_t>(next_));
    chains_.push_back(chain_next(chains_.back(), next_, record.hash()));
    ++next_;
  }

  const Carelessness how_;
  WireDevice device_;
  Survey survey_;
  std::int64_t next_ = 1;
  std::vector<Chain> chains_;  // after number i
};

struct Damage {
  std::size_t safe = 0;  // so it believed
  int lost = 0, doubled = 0;
};

Damage run(Carelessness how) {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  Middleman middleman(world.file("collector"), world.url(), seed_of_run());
  Careless sender(world, middleman.url(), how);
  const auto safe = sender.deliver(120);
  world.stop_collector();
  std::map<std::string, int> there;
  for (const auto& [number, body] : read_collector(world.file("collector/collector.db")).bodies)
    ++there[body];
  Damage damage{safe.size(), 0, 0};
  for (const std::string& body : safe) damage.lost += there.contains(body) ? 0 : 1;
  for (const auto& [body, times] : there) damage.doubled += times > 1 ? 1 : 0;
  return damage;
}

}  // namespace

TEST_CASE("Who believes a success without a receipt loses answers, and the oracle sees it") {
  const Damage careful = run({});
  CHECK(careful.safe == 120);
  CHECK(careful.lost == 0);
  CHECK(careful.doubled == 0);
  const Damage careless = run({.believes_any_success = true});
  CHECK(careless.lost > 0);
  say(fmt::format("without the receipt's check {} of {} acknowledged answers are lost",
                  careless.lost, careless.safe));
}

TEST_CASE("Who numbers an answer anew for each try has it counted twice, and the oracle sees it") {
  const Damage careless = run({.numbers_anew = true});
  CHECK(careless.doubled > 0);
  say(fmt::format("with a new number for each try {} of {} answers are doubled", careless.doubled,
                  careless.safe));
}

}  // namespace afterword::test
