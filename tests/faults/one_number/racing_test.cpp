// The same number from many sides at the same instant.
//
//   AFTERWORD_NUMBERS=1000 test-one_number
#include <doctest/doctest.h>

#include <barrier>
#include <thread>

#include "sync/base/db/db.h"
#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/sizes.h"
#include "tests/support/must.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace {

constexpr int kSides = 64;

// What one side heard for one number.
struct Heard {
  std::string verdict;
  std::string outcome;  // "stored" where the reply names none
  bool proved = false;
  std::int64_t durable_to = 0;
};

Heard heard(const WireDevice& device, const HttpRequest& request, const Result<HttpReply>& reply) {
  Heard out{verdict(reply), "", false, 0};
  if (!reply || reply->status != 200) return out;
  out.proved = device.proved(request, *reply);
  const auto message = read_batch_reply(reply->body);
  if (!message) return out;
  out.durable_to = message->durable_to;
  out.outcome = message->outcomes.empty() ? "stored" : name(message->outcomes.front().outcome);
  return out;
}

// Sixty-four connections that are open, and ask when they are told.
class Sides {
 public:
  explicit Sides(const WireDevice& device) : device_(device), go_(kSides + 1), done_(kSides + 1) {
    for (int side = 0; side < kSides; ++side)
      threads_.emplace_back([this, side] { work(static_cast<std::size_t>(side)); });
  }
  ~Sides() {
    stopping_ = true;
    go_.arrive_and_wait();
    for (std::thread& thread : threads_) thread.join();
  }

  std::vector<Heard> ask(std::vector<HttpRequest> requests) {
    requests_ = std::move(requests);
    heard_.assign(kSides, {});
    go_.arrive_and_wait();
    done_.arrive_and_wait();
    return heard_;
  }

 private:
  void work(std::size_t side) {
    CurlHttpClient http;
    for (;;) {
      go_.arrive_and_wait();
      if (stopping_) return;
      const HttpRequest& request = requests_[side];
      heard_[side] = heard(device_, request, device_.send(http, request));
      done_.arrive_and_wait();
    }
  }

  const WireDevice& device_;
  std::vector<HttpRequest> requests_;
  std::vector<Heard> heard_;
  bool stopping_ = false;
  std::barrier<> go_, done_;
  std::vector<std::thread> threads_;
};

// What became of answers, `bodies` by number, of which each was told to be safe.
struct Became {
  std::size_t lost = 0, altered = 0, doubled = 0;
};

Became became(const AtCollector& there, const std::map<Number, std::string>& bodies) {
  Became out;
  for (const auto& [number, body] : bodies) {
    const auto row = there.bodies.find(number);
    if (row == there.bodies.end())
      ++out.lost;
    else if (row->second != body)
      ++out.altered;
  }
  out.doubled = there.arrival.size() - there.bodies.size();
  return out;
}

}  // namespace

TEST_CASE("The same record from sixty-four connections at once is one row, and all are told so") {
  const std::int64_t numbers = size_of("AFTERWORD_NUMBERS", 25);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  WireDevice device(world.enrol_code());
  Sides sides(device);
  std::map<std::string, std::int64_t> verdicts, outcomes;
  std::map<Number, std::string> bodies;
  std::int64_t unproved = 0, wrong_ends = 0, firsts = 0;
  Chain chain = device.start();
  for (std::int64_t n = 1; n <= numbers; ++n) {
    const std::string body = some_response(survey, static_cast<std::uint64_t>(n));
    bodies[{device.id(), n}] = body;
    const SealedResponse record = device.seal(n, survey, body);
    const Batch batch = device.batch({record}, chain);
    std::vector<HttpRequest> requests;
    for (int side = 0; side < kSides; ++side)
      requests.push_back(device.request("POST", "/v1/responses", dump(batch)));
    std::int64_t stored = 0;
    for (const Heard& one : sides.ask(std::move(requests))) {
      ++verdicts[one.verdict];
      ++outcomes[one.outcome];
      stored += one.outcome == "stored" ? 1 : 0;
      unproved += one.proved ? 0 : 1;
      wrong_ends += one.durable_to == n ? 0 : 1;
    }
    firsts += stored == 1 ? 1 : 0;
    chain = batch.chain_after;
  }
  // A counter may come too late by a whole window; the device asks again with another then.
  CHECK(verdicts["200"] == numbers * kSides);
  CHECK(outcomes["stored"] == numbers);
  CHECK(firsts == numbers);
  CHECK(outcomes["repeat"] == numbers * (kSides - 1));
  CHECK(unproved == 0);
  CHECK(wrong_ends == 0);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  world.stop_collector();
  const AtCollector there = read_collector(world.file("collector/collector.db"));
  CHECK(there.bodies == bodies);
  const Became one = became(there, bodies);
  CHECK(one.lost + one.altered + one.doubled == 0);
  say(fmt::format("{} numbers from {} connections at once: {} replies of success, {} rows, {} "
                  "conflicts, {} doubled",
                  numbers, kSides, verdicts["200"], there.arrival.size(),
                  numbers * kSides - verdicts["200"], one.doubled));
}

TEST_CASE("A collector that forgets which numbers it has is noticed: what comes again is two rows") {
  constexpr std::int64_t kNumbers = 5;
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  WireDevice device(world.enrol_code());
  CurlHttpClient http;
  std::map<Number, std::string> bodies;
  std::vector<std::string> batches;
  Chain chain = device.start();
  for (std::int64_t n = 1; n <= kNumbers; ++n) {
    const std::string body = some_response(survey, static_cast<std::uint64_t>(n));
    bodies[{device.id(), n}] = body;
    const Batch batch = device.batch({device.seal(n, survey, body)}, chain);
    batches.push_back(dump(batch));
    chain = batch.chain_after;
  }
  const auto send_all = [&] {
    for (const std::string& batch : batches)
      CHECK(verdict(device.send(http, device.request("POST", "/v1/responses", batch))) == "200");
  };
  send_all();
  world.stop_collector();
  const std::string file = world.file("collector/collector.db");
  CHECK(became(read_collector(file), bodies).doubled == 0);
  // The table itself takes a number once; put aside, it is as if nobody had looked.
  must(must(db::Database::open(file))->run("UPDATE responses SET log = log + 1000;"
                                           "DELETE FROM ledger; DELETE FROM logs"));
  world.start_collector();
  send_all();
  world.stop_collector();
  const Became twice = became(read_collector(file), bodies);
  CHECK(twice.doubled == static_cast<std::size_t>(kNumbers));
  say(fmt::format("without the ledger {} of {} numbers are doubled", twice.doubled, kNumbers));
}

TEST_CASE("A number is never written again with other bytes, and who tries raises an alarm") {
  const std::int64_t numbers = size_of("AFTERWORD_NUMBERS", 60);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  WireDevice device(world.enrol_code()), other(world.enrol_code());
  CurlHttpClient http;
  const auto post = [&](WireDevice& who, const Batch& batch) {
    return verdict(who.send(http, who.request("POST", "/v1/responses", dump(batch))));
  };
  std::vector<Chain> chains = {device.start()};
  std::vector<SealedResponse> records;
  for (std::int64_t n = 1; n <= numbers; ++n) {
    records.push_back(device.seal(n, survey, some_response(survey, static_cast<std::uint64_t>(n))));
    const Batch batch = device.batch({records.back()}, chains.back());
    REQUIRE(post(device, batch) == "200");
    chains.push_back(batch.chain_after);
  }
  world.stop_collector();
  const AtCollector before = read_collector(world.file("collector/collector.db"));
  world.start_collector();

  std::map<std::string, std::int64_t> verdicts;
  for (std::int64_t n = 1; n <= numbers; ++n) {
    const auto at = static_cast<std::size_t>(n - 1);
    // Other words under the number; the same words sealed anew; and the record of one device from
    // another, which was closed for the first one's name.
    const SealedResponse altered =
        device.seal(n, survey, some_response(survey, static_cast<std::uint64_t>(n) + 1'000'000));
    ++verdicts["other words: " + post(device, device.batch({altered}, chains[at]))];
    const SealedResponse resealed =
        device.seal(n, survey, some_response(survey, static_cast<std::uint64_t>(n)));
    ++verdicts["sealed anew: " + post(device, device.batch({resealed}, chains[at]))];
    // In the name of the other device, signed by ours.
    Batch ours = device.batch({records[at]}, chains[at]);
    HttpRequest forged = device.request("POST", "/v1/responses", dump(ours));
    forged.headers[0].second = other.id();
    ++verdicts["another's name: " + verdict(device.send(http, forged))];
  }
  CHECK(verdicts["other words: log_forked"] == numbers);
  CHECK(verdicts["sealed anew: log_forked"] == numbers);
  CHECK(verdicts["another's name: signature_wrong"] == numbers);

  // Under its own name the other device's copies are taken as what they are: not to be opened.
  Batch copies = device.batch(records, other.start());
  std::map<std::string, int> outcomes;
  for (std::size_t first = 0; first < records.size(); first += 100) {
    const std::size_t last = std::min(first + 100, records.size());
    const Batch part = device.batch({records.begin() + static_cast<std::ptrdiff_t>(first),
                                     records.begin() + static_cast<std::ptrdiff_t>(last)},
                                    first == 0 ? other.start() : copies.chain_after);
    copies.chain_after = part.chain_after;
    const HttpRequest request = other.request("POST", "/v1/responses", dump(part));
    const auto reply = other.send(http, request);
    REQUIRE(verdict(reply) == "200");
    const auto message = read_batch_reply(reply->body);
    REQUIRE(message);
    for (const RecordOutcome& each : message->outcomes)
      ++outcomes[std::string(name(each.outcome)) + " " + each.problem];
  }
  std::string heard;
  for (const auto& [outcome, count] : outcomes) heard += fmt::format("{} {}; ", count, outcome);
  CHECK_MESSAGE(outcomes["quarantined not_decryptable"] == numbers, heard);

  // The alarm: the log is marked, once in the audit log, and said by whoever looks.
  const Finished proof = world.afterword({"verify"});
  CHECK(proof.exit_code == 0);
  CHECK(proof.out.find("two different responses came under one number") != std::string::npos);
  const json::Value audit = world.json({"audit", "--json"});
  int alarms = 0;
  for (const json::Value& entry : audit.find("entries")->as_array())
    if (entry.find("action")->as_string() == "log_forked") {
      ++alarms;
      CHECK(entry.find("actor")->as_string() == device.id());
    }
  CHECK(alarms == 1);
  const json::Value quarantine = world.json({"quarantine", "list", "--json"});
  CHECK(static_cast<std::int64_t>(quarantine.find("quarantined")->as_array().size()) == numbers);
  world.stop_collector();
  const AtCollector after = read_collector(world.file("collector/collector.db"));
  CHECK(after.bodies == before.bodies);
  for (const auto& [number, hash] : before.ledger) CHECK(after.ledger.at(number) == hash);
  say(fmt::format("{} tries to write {} numbers again: {} forked, {} signature_wrong, {} copies in "
                  "quarantine, every original as it was",
                  3 * numbers, numbers,
                  verdicts["other words: log_forked"] + verdicts["sealed anew: log_forked"],
                  verdicts["another's name: signature_wrong"], outcomes["quarantined not_decryptable"]));
}

}  // namespace afterword::test
