// kill -9 of the collector while fifty kiosks send, over and over.
//
//   AFTERWORD_KILLS=500 test-shot_collector
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/sizes.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace {

constexpr int kKiosks = 50;
constexpr std::size_t kBatch = 10;

// Sends batches without a pause, each until it is acknowledged.
class Sender {
 public:
  Sender(const std::string& code, const Survey& survey, const std::vector<std::string>& bodies)
      : device_(code), survey_(survey), bodies_(bodies) {}

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop() {
    stopping_ = true;
    thread_.join();
  }
  // Bodies by number, as acknowledged. After stop().
  const std::map<Number, std::string>& acknowledged() const { return acknowledged_; }
  // The highest number that was ever sent.
  std::int64_t sent_to() const { return next_ - 1; }
  const std::string& id() const { return device_.id(); }

 private:
  void run() {
    CurlHttpClient http;
    Chain chain = device_.start();
    while (!stopping_) {
      std::vector<SealedResponse> records;
      std::map<Number, std::string> contents;
      for (std::size_t i = 0; i < kBatch; ++i, ++next_) {
        const std::string& body = bodies_[static_cast<std::size_t>(next_) % bodies_.size()];
        contents[{device_.id(), next_}] = body;
        records.push_back(device_.seal(next_, survey_, body));
      }
      const Batch batch = device_.batch(std::move(records), chain);
      const std::string text = dump(batch);
      while (!stopping_) {
        const HttpRequest request = device_.request("POST", "/v1/responses", text);
        const auto reply = device_.send(http, request);
        if (reply && device_.proved(request, *reply)) {
          acknowledged_.merge(contents);
          break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
      chain = batch.chain_after;
    }
  }

  WireDevice device_;
  const Survey& survey_;
  const std::vector<std::string>& bodies_;
  std::int64_t next_ = 1;
  std::map<Number, std::string> acknowledged_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace

TEST_CASE("Shot under load, the collector keeps what it acknowledged, once, and is soon there again") {
  const std::int64_t kills = size_of("AFTERWORD_KILLS", 10);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  std::vector<std::string> bodies;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) bodies.push_back(some_response(survey, seed));
  std::vector<std::unique_ptr<Sender>> senders;
  for (int i = 0; i < kKiosks; ++i)
    senders.push_back(std::make_unique<Sender>(world.enrol_code(), survey, bodies));
  for (const auto& sender : senders) sender->start();

  SeededRandom dice(seed_of_run());
  std::vector<double> ready;
  for (std::int64_t kill = 0; kill < kills; ++kill) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + dice.below(300)));
    world.collector().signal(SIGKILL);
    CHECK(world.collector().wait().exit_code == 128 + SIGKILL);
    const auto begun = std::chrono::steady_clock::now();
    world.start_collector();
    ready.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  for (const auto& sender : senders) sender->stop();
  const Finished proof = world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out << proof.err);
  world.stop_collector();

  const std::string database = world.file("collector/collector.db");
  CHECK(is_whole(database));
  const AtCollector there = read_collector(database);
  std::int64_t acknowledged = 0, lost = 0, altered = 0, beyond = 0;
  for (const auto& sender : senders) {
    acknowledged += static_cast<std::int64_t>(sender->acknowledged().size());
    for (const auto& [number, body] : sender->acknowledged()) {
      const auto row = there.bodies.find(number);
      if (row == there.bodies.end())
        ++lost;
      else if (row->second != body)
        ++altered;
    }
    for (const auto& [number, hash] : there.ledger)
      if (number.first == sender->id() && number.second > sender->sent_to()) ++beyond;
  }
  CHECK(acknowledged > kills);
  CHECK(lost == 0);
  CHECK(altered == 0);
  CHECK(beyond == 0);
  CHECK(there.bodies.size() == there.ledger.size());
  // Rows beyond one a number; a second one under another number would be altered there, or beyond.
  const std::size_t doubled = there.arrival.size() - there.bodies.size();
  CHECK(doubled == 0);
  std::sort(ready.begin(), ready.end());
  const double p99 = ready[(ready.size() * 99) / 100 == ready.size() ? ready.size() - 1
                                                                     : (ready.size() * 99) / 100];
  say(fmt::format("{} kills under {} kiosks: {} acknowledged, {} rows, {} lost, {} doubled; ready "
                  "again after {:.2f} s at the median, {:.2f} s p99",
                  kills, kKiosks, acknowledged, there.arrival.size(), lost, doubled,
                  ready[ready.size() / 2], p99));
}

}  // namespace afterword::test
