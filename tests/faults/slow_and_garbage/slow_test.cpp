// Clients that are slow, while honest kiosks work.
//
//   AFTERWORD_CONNECTIONS=1000 AFTERWORD_SECONDS=90 test-slow_and_garbage -tc='A thousand*'
#include <doctest/doctest.h>
#include <poll.h>

#include <algorithm>
#include <array>

#include "tests/faults/slow_and_garbage/honest.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/collector/http/client.h"

namespace afterword::test {
namespace {

using collector::test::Client;
using collector::test::Wire;

// What is slow about a client. Then it says a byte a second, or reads nothing.
enum class Slowness { handshake, header, body, reading };
constexpr std::array kSlownesses{Slowness::handshake, Slowness::header, Slowness::body,
                                 Slowness::reading};
constexpr std::array kSlownessNames{"handshake", "header", "body", "reading"};

std::string beginning(Slowness slowness) {
  switch (slowness) {
    case Slowness::header:
      return "POST /v1/responses HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    case Slowness::body:
      return "POST /v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{";
    case Slowness::reading: {  // replies of more than a megabyte: no kernel takes them for us
      std::string out;
      for (int i = 0; i < 1'500; ++i) out += "GET /v1/trust HTTP/1.1\r\nHost: x\r\n\r\n";
      return out;
    }
    default:
      return "";
  }
}

// One that is slow, as the collector sees it.
class SlowOne {
 public:
  SlowOne(std::uint16_t port, Slowness slowness) : slowness_(slowness) {
    const collector::test::From from{"127.0.0.1", slowness == Slowness::reading ? 4 * 1024 : 0};
    if (slowness == Slowness::handshake) {
      silent_ = std::make_unique<Wire>(port, from);
      return;
    }
    client_ = std::make_unique<Client>(port, from);
    client_->send(beginning(slowness));
  }
  // Says a byte more, where it is slow in saying.
  void go_on() {
    if (slowness_ == Slowness::header || slowness_ == Slowness::body) client_->send("x");
  }
  // Whether the collector has ended the connection; that bytes wait here, unread, does not hide it.
  bool gone() {
    pollfd one{silent_ ? silent_->socket() : client_->wire().socket(), POLLRDHUP, 0};
    ::poll(&one, 1, 0);
    return (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }
  double age_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - born_).count();
  }
  // What it was told at the end.
  std::string told() {
    if (!client_) return "";
    const auto reply = client_->hear();
    return reply ? fmt::format("{} {}", reply->status, reply->body) : "";
  }

 private:
  const Slowness slowness_;
  const std::chrono::steady_clock::time_point born_ = std::chrono::steady_clock::now();
  std::unique_ptr<Client> client_;
  std::unique_ptr<Wire> silent_;
};

// What came of those of one slowness.
struct Dropped {
  std::int64_t count = 0;
  std::int64_t told_busy = 0;  // 408, in words that no kiosk takes for a broken record
  double first_s = 0, last_s = 0;
};

Dropped hold_up(World& world, Slowness slowness, std::int64_t count, std::int64_t seconds,
                Usage& most) {
  std::vector<std::unique_ptr<SlowOne>> slow;
  for (std::int64_t i = 0; i < count; ++i)
    slow.push_back(std::make_unique<SlowOne>(port_of(world), slowness));
  Dropped out;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!slow.empty() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    most.at_least(usage_of(world.collector()));
    std::erase_if(slow, [&](const auto& one) {
      if (!one->gone()) {
        one->go_on();
        return false;
      }
      const double age_s = one->age_s();
      out.first_s = out.count++ == 0 ? age_s : std::min(out.first_s, age_s);
      out.last_s = std::max(out.last_s, age_s);
      const std::string told = slowness == Slowness::body ? one->told() : "";
      if (told.starts_with("408") && told.find("\"busy\"") != std::string::npos) ++out.told_busy;
      return true;
    });
  }
  return out;
}

}  // namespace

TEST_CASE("A thousand slow clients do not stop honest kiosks, and are dropped, each kind of them") {
  const std::int64_t connections = size_of("AFTERWORD_CONNECTIONS", 200);
  const std::int64_t seconds = size_of("AFTERWORD_SECONDS", 90);  // for each kind, at most
  const std::int64_t each = connections / static_cast<std::int64_t>(kSlownesses.size());
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  const std::int64_t kiosks = connections >= 1000 ? 50 : 20;
  Honest honest(world, survey, kiosks);
  honest.settle();
  const Usage before = usage_of(world.collector());
  Usage most = before;
  std::string kinds;
  for (const Slowness slowness : kSlownesses) {
    const char* const name = kSlownessNames[static_cast<std::size_t>(slowness)];
    CAPTURE(name);
    const Dropped dropped = hold_up(world, slowness, each, seconds, most);
    CHECK(dropped.count == each);
    CHECK(dropped.last_s < 45);  // aim: 15; the rest is the load of what runs beside
    if (slowness == Slowness::body) CHECK(dropped.told_busy == each);
    kinds += fmt::format(" {} {} of {} after {:.0f} to {:.0f} s,", name, dropped.count, each,
                         dropped.first_s, dropped.last_s);
  }
  honest.stop();
  CHECK(honest.sent() > kiosks);
  CHECK(honest.failed() == 0);
  if (kMemoryCounts) CHECK(most.memory_kib - before.memory_kib < 64 * 1024);
  CHECK(world.collector().running());
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  say(
      fmt::format("slow clients dropped:{} aim 15 s; {} honest requests of {} kiosks meanwhile, {} "
                  "failed, p99 {:.0f} ms; {} KiB and {} files more at most",
                  kinds, honest.sent(), kiosks, honest.failed(), honest.p99_ms(),
                  most.memory_kib - before.memory_kib, most.files - before.files));
}

}  // namespace afterword::test
