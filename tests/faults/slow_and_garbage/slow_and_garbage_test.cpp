// Clients that are slow, and clients that send garbage, while honest kiosks work.
//
//   AFTERWORD_CONNECTIONS=1000 AFTERWORD_GARBAGE=100000 AFTERWORD_SECONDS=90 test-slow_and_garbage
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "tests/faults/wire/device.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/collector/http/client.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace {

using collector::test::Client;
using collector::test::Wire;
using SteadyClock = std::chrono::steady_clock;
constexpr int kHonest = 20;

std::uint16_t port_of(const World& world) {
  return static_cast<std::uint16_t>(std::stoi(world.url().substr(world.url().rfind(':') + 1)));
}

struct Usage {
  std::int64_t memory_kib = 0;
  std::int64_t files = 0;
};
Usage usage_of(Process& process) {
  const std::string folder = fmt::format("/proc/{}", process.pid());
  Usage usage;
  std::ifstream status(folder + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) usage.memory_kib = std::atoll(line.c_str() + 6);
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/fd")) {
    static_cast<void>(entry);
    ++usage.files;
  }
  return usage;
}

// Kiosks that send one answer after another, and how long each took to be acknowledged.
class Honest {
 public:
  Honest(World& world, const Survey& survey) {
    for (int i = 0; i < kHonest; ++i)
      devices_.push_back(std::make_unique<WireDevice>(world.enrol_code()));
    for (const auto& device : devices_)
      threads_.emplace_back([this, &device = *device, &survey] { run(device, survey); });
  }
  ~Honest() { stop(); }
  void stop() {
    stopping_ = true;
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  std::int64_t sent() const { return sent_; }
  std::int64_t failed() const { return failed_; }
  double p99_ms() {
    std::sort(took_.begin(), took_.end());
    return took_.empty() ? 0 : took_[took_.size() * 99 / 100];
  }

 private:
  void run(WireDevice& device, const Survey& survey) {
    CurlHttpClient http;
    Chain chain = device.start();
    for (std::int64_t n = 1; !stopping_; ++n) {
      const Batch batch = device.batch(
          {device.seal(n, survey, some_response(survey, static_cast<std::uint64_t>(n)))}, chain);
      const auto begun = SteadyClock::now();
      const HttpRequest request = device.request("POST", "/v1/responses", dump(batch));
      const auto reply = device.send(http, request);
      const double ms =
          std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count();
      const bool good = reply && device.proved(request, *reply);
      {
        const std::lock_guard lock(mutex_);
        ++sent_;
        if (!good) ++failed_;
        took_.push_back(ms);
      }
      if (!good) return;
      chain = batch.chain_after;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  }

  std::vector<std::unique_ptr<WireDevice>> devices_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::atomic<std::int64_t> sent_{0}, failed_{0};
  std::vector<double> took_;
};

// What a slow one has said so far; then a byte a second.
enum class Slowness { handshake, header, body, reading };

std::string beginning(Slowness slowness) {
  switch (slowness) {
    case Slowness::header:
      return "POST /v1/responses HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    case Slowness::body:
      return "POST /v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{";
    case Slowness::reading:
      return "GET /v1/trust HTTP/1.1\r\nHost: x\r\n\r\n";
    default:
      return "";
  }
}

const std::vector<std::string>& nasty_requests() {
  static const std::string ok = "POST /v1/responses HTTP/1.1\r\nHost: x\r\n";
  static const std::vector<std::string> all = {
      ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/trust HTTP/1.1\r\n"
           "Host: x\r\n\r\n",
      ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
      ok + "Content-Length: 10000000000\r\n\r\n{",
      ok + "Content-Length: -1\r\n\r\n",
      ok + "Content-Length: 5 5\r\n\r\nhello",
      ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
      ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      ok + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      ok + "X: a\r\n folded\r\n\r\n",
      ok + std::string("X: nul\0byte\r\n\r\n", 15),
      ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01",
      "GET /v1/../v1/trust HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /%2e%2e/trust HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET http://other/v1/trust HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /v1/trust HTTP/9.9\r\nHost: x\r\n\r\n",
      "GET /v1/trust HTTP/1.1\r\n\r\n",
      "\r\n\r\n\r\n\r\n",
  };
  return all;
}

std::string deep_json(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string post(const std::string& body) {
  return fmt::format("POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{}",
                     body.size(), body);
}

}  // namespace

TEST_CASE("A thousand slow clients do not stop honest kiosks, and are dropped") {
  const std::int64_t connections = size_of("AFTERWORD_CONNECTIONS", 200);
  const std::int64_t seconds = size_of("AFTERWORD_SECONDS", 13);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  Honest honest(world, survey);
  const Usage before = usage_of(world.collector());
  Usage most = before;
  std::int64_t dropped = 0;
  double longest = 0;
  for (const Slowness slowness :
       {Slowness::handshake, Slowness::header, Slowness::body, Slowness::reading}) {
    std::vector<std::unique_ptr<Client>> slow;
    std::vector<std::unique_ptr<Wire>> silent;
    for (std::int64_t i = 0; i < connections / 4; ++i) {
      if (slowness == Slowness::handshake) {
        silent.push_back(std::make_unique<Wire>(port_of(world)));
        continue;
      }
      slow.push_back(std::make_unique<Client>(port_of(world)));
      slow.back()->send(beginning(slowness));
    }
    const auto begun = SteadyClock::now();
    const auto age = [&] {
      return std::chrono::duration<double>(SteadyClock::now() - begun).count();
    };
    // A byte a second from each, for as long as it is listened to.
    while (age() < static_cast<double>(seconds)) {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      const Usage now = usage_of(world.collector());
      most.memory_kib = std::max(most.memory_kib, now.memory_kib);
      most.files = std::max(most.files, now.files);
      const auto gone = [](int socket) {
        char byte;
        const ssize_t got = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got == 0 || (got < 0 && errno != EAGAIN);
      };
      std::erase_if(silent, [&](const auto& wire) {
        if (!gone(wire->socket())) return false;
        ++dropped;
        longest = std::max(longest, age());
        return true;
      });
      std::erase_if(slow, [&](const auto& client) {
        const bool over = gone(client->wire().socket()) ||
                          (slowness != Slowness::reading && !client->send("x"));
        if (over) {
          ++dropped;
          longest = std::max(longest, age());
        }
        return over;
      });
    }
  }
  honest.stop();
  CHECK(honest.sent() > kHonest);
  CHECK(honest.failed() == 0);
  CHECK(dropped >= connections / 2);  // at least those who hold up a handshake or a header
  CHECK(most.memory_kib - before.memory_kib < 64 * 1024);
  CHECK(world.collector().running());
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  say(fmt::format("{} slow clients: {} dropped, the last after {:.0f} s; {} honest requests "
                  "meanwhile, {} failed, p99 {:.0f} ms; {} KiB and {} files more at most",
                  connections, dropped, longest, honest.sent(), honest.failed(), honest.p99_ms(),
                  most.memory_kib - before.memory_kib, most.files - before.files));
}

TEST_CASE("Garbage is refused and does no harm") {
  const std::int64_t garbage = size_of("AFTERWORD_GARBAGE", 600);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  Honest honest(world, survey);
  const Usage before = usage_of(world.collector());
  SeededRandom dice(seed_of_run());
  std::map<int, std::int64_t> statuses;
  std::int64_t smuggled = 0;
  std::vector<std::string> seeds = nasty_requests();
  seeds.push_back(post(deep_json(100'000)));
  seeds.push_back(post("{\"code\":" + std::string(60'000, '9') + "}"));
  std::string many = "GET /v1/trust HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100'000; ++i) many += "A: 1\r\n";
  seeds.push_back(many + "\r\n");
  for (std::int64_t i = 0; i < garbage; ++i) {
    const auto at = static_cast<std::size_t>(i);
    std::string bytes = seeds[at % seeds.size()];
    if (at >= seeds.size())  // some of its bytes are others
      for (std::uint64_t changes = 1 + dice.below(8); changes > 0; --changes)
        bytes[dice.below(bytes.size())] = static_cast<char>(dice.below(256));
    if (i % 4 == 3) {  // in the place of a handshake
      Wire wire(port_of(world));
      wire.send(bytes.substr(0, 4096));
      ::shutdown(wire.socket(), SHUT_WR);
      wire.rest();
      continue;
    }
    Client client(port_of(world));
    REQUIRE(client.ready());
    client.send(bytes);
    ::shutdown(client.wire().socket(), SHUT_WR);
    int replies = 0;
    while (const auto heard = client.hear()) {
      ++statuses[heard->status];
      if (++replies > 1 && at < seeds.size()) ++smuggled;
    }
  }
  const Usage after = usage_of(world.collector());
  honest.stop();
  CHECK(smuggled == 0);
  CHECK(honest.failed() == 0);
  CHECK(statuses[500] == 0);
  CHECK(after.memory_kib - before.memory_kib < 32 * 1024);
  CHECK(world.collector().running());
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  std::string counts;
  for (const auto& [status, count] : statuses) counts += fmt::format(" {}x{}", count, status);
  say(fmt::format("{} pieces of garbage:{}; {} smuggled; {} honest requests meanwhile, {} failed; "
                  "{} KiB more",
                  garbage, counts, smuggled, honest.sent(), honest.failed(),
                  after.memory_kib - before.memory_kib));
}

}  // namespace afterword::test
