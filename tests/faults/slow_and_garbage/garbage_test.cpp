// Clients that send garbage, while honest kiosks work.
//
//   AFTERWORD_GARBAGE=100000 test-slow_and_garbage -tc='Garbage*'
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/faults/slow_and_garbage/honest.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/collector/http/client.h"

namespace afterword::test {
namespace {

using collector::test::Client;
using collector::test::Wire;

constexpr std::int64_t kKiosks = 20;
constexpr std::int64_t kMemoryAimKib = 16 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr int kNoReply = 0;

// One request, or what looks like one, and what it must be told; kNoReply: nothing.
struct Nasty {
  std::string name, bytes;
  std::vector<int> told;
};

std::string post(const std::string& path, const std::string& body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{}", path,
                     body.size(), body);
}

std::string deep_json(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::vector<Nasty> nasty_requests() {
  static const std::string ok = "POST /v1/responses HTTP/1.1\r\nHost: x\r\n";
  std::string many = "GET /v1/trust HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100'000; ++i) many += "A: 1\r\n";
  return {
      {"a request within another's length",
       ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            "GET /v1/trust HTTP/1.1\r\nHost: x\r\n\r\n",
       {400}},
      {"two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", {400}},
      {"a huge length", ok + "Content-Length: 10000000000\r\n\r\n{", {413}},
      {"a negative length", ok + "Content-Length: -1\r\n\r\n", {400}},
      {"a length of two numbers", ok + "Content-Length: 5 5\r\n\r\nhello", {400}},
      {"a huge chunk", ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", {413}},
      {"two codings", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", {501}},
      {"a blank before the colon", ok + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", {400}},
      {"a folded header", ok + "X: a\r\n folded\r\n\r\n", {400}},
      {"a zero byte", ok + std::string("X: nul\0byte\r\n\r\n", 15), {400}},
      {"a packed body",
       ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01",
       {401}},
      {"dot segments", "GET /v1/../v1/trust HTTP/1.1\r\nHost: x\r\n\r\n", {400}},
      {"dot segments in escapes", "GET /%2e%2e/trust HTTP/1.1\r\nHost: x\r\n\r\n", {400}},
      {"another host's address", "GET http://other/v1/trust HTTP/1.1\r\nHost: x\r\n\r\n", {400}},
      {"another HTTP", "GET /v1/trust HTTP/9.9\r\nHost: x\r\n\r\n", {505}},
      {"no Host", "GET /v1/trust HTTP/1.1\r\n\r\n", {400}},
      {"empty lines", "\r\n\r\n\r\n\r\n", {kNoReply}},
      {"JSON 30,000 deep", post("/v1/enrol", deep_json(30'000)), {400}},
      {"a huge number", post("/v1/enrol", "{\"code\":" + std::string(60'000, '9') + "}"), {400}},
      {"a body too large for its path", post("/v1/enrol", deep_json(100'000)), {413}},
      {"100,000 headers", many + "\r\n", {431}},
  };
}

// JSON as deep as a body can be, where it is read: in a request that a device has signed.
Nasty signed_and_deep(WireDevice& device) {
  const HttpRequest request = device.request("POST", "/v1/responses", deep_json(100'000));
  std::string head = "POST /v1/responses HTTP/1.1\r\nHost: x\r\n";
  for (const auto& [name, value] : request.headers) head += name + ": " + value + "\r\n";
  head += fmt::format("Content-Length: {}\r\n\r\n", request.body.size());
  return {"JSON 100,000 deep, signed", head + request.body, {400}};
}

// Some of its bytes are others. True: it is one request still, whoever reads it, so that a second
// reply would be to something smuggled. Known where the head is as it was and the body alone is not,
// and where nothing follows the head.
bool garble(std::string& bytes, Random& dice) {
  const std::size_t head = bytes.find(kHeadEnd) + kHeadEnd.size();
  const bool chunked = bytes.find("chunked") < head;  // then the body says itself where it ends
  bool in_head = false;
  for (std::uint64_t changes = 1 + dice.below(8); changes > 0; --changes) {
    const std::size_t at = dice.below(bytes.size());
    in_head = in_head || at < head;
    bytes[at] = static_cast<char>(dice.below(256));
  }
  const std::size_t end = bytes.find("\n\r\n");
  return (!in_head && !chunked) || (end != std::string::npos && end + 3 == bytes.size() &&
                                    bytes.find("\n\n") == std::string::npos);
}

}  // namespace

TEST_CASE("Garbage is refused as what it is, and does no harm") {
  const std::int64_t garbage = size_of("AFTERWORD_GARBAGE", 600);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  WireDevice device(world.enrol_code());
  Honest honest(world, survey, kKiosks);
  honest.settle();
  const Usage before = usage_of(world.collector());
  Usage most = before;
  SeededRandom dice(seed_of_run());
  const std::vector<Nasty> seeds = nasty_requests();
  std::map<int, std::int64_t> statuses;
  std::int64_t smuggled = 0, known = 0, wrong = 0, in_a_handshake = 0;
  // Each as it is and over TLS first; then out of the dice.
  const auto as_it_is = static_cast<std::int64_t>(seeds.size()) + 1;
  for (std::int64_t i = 0; i < garbage; ++i) {
    const bool first_round = i < as_it_is;
    const std::uint64_t which =
        first_round ? static_cast<std::uint64_t>(i) : dice.below(seeds.size() + 1);
    Nasty nasty = which < seeds.size() ? seeds[which] : signed_and_deep(device);
    if (!first_round && dice.below(4) == 0) {  // in the place of a handshake
      Wire wire(port_of(world));
      wire.send(nasty.bytes.substr(0, 4096));
      ::shutdown(wire.socket(), SHUT_WR);
      wire.rest();
      ++in_a_handshake;
      continue;
    }
    const bool garbled = !first_round && dice.below(8) != 0;
    const bool is_one = !garbled || garble(nasty.bytes, dice);
    Client client(port_of(world));
    REQUIRE(client.ready());
    client.send(nasty.bytes);
    ::shutdown(client.wire().socket(), SHUT_WR);
    std::vector<int> told;
    while (const auto heard = client.hear()) told.push_back(heard->status);
    for (const int status : told) ++statuses[status];
    known += is_one;
    if (is_one && told.size() > 1) ++smuggled;
    if (!garbled) {
      if (told.empty()) told.push_back(kNoReply);
      CAPTURE(nasty.name);
      CHECK(told == nasty.told);
      wrong += told != nasty.told;
    }
    if (i % 16 == 0) most.at_least(usage_of(world.collector()));
  }
  most.at_least(usage_of(world.collector()));
  honest.stop();
  CHECK(smuggled == 0);
  CHECK(honest.failed() == 0);
  CHECK(statuses[500] == 0);
  if (kMemoryCounts) CHECK(most.memory_kib - before.memory_kib < kMemoryAimKib);
  CHECK(world.collector().running());
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  std::string counts;
  for (const auto& [status, count] : statuses)
    if (count > 0) counts += fmt::format(" {}x{}", count, status);
  say(
      fmt::format("{} pieces of garbage ({} in a handshake):{}; {} told otherwise than due; {} "
                  "smuggled of {} known to be one; {} honest requests meanwhile, {} failed; {} KiB "
                  "more at most (aim: {})",
                  garbage, in_a_handshake, counts, wrong, smuggled, known, honest.sent(),
                  honest.failed(), most.memory_kib - before.memory_kib, kMemoryAimKib));
}

}  // namespace afterword::test
