// Servers that never come to an end: they send for ever, or a byte now and then. The client gives up, and
// reads no more than it must.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "sync/base/http/http_client.h"
#include "sync/collector/http/server.h"
#include "tests/support/fake_clock.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace {
namespace slow_servers {

constexpr const char* kWithoutEnd = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
constexpr std::size_t kPastCapMost = 64 * 1024;
constexpr std::size_t kPiece = 4 * 1024;

// TLS of openssl's s_server, which sends what `next` gives, piece by piece as it comes, and then holds the
// connection open. Nothing from `next`: no more.
class Fed {
 public:
  using Next = std::function<std::string()>;

  Fed(Next next, int pause_ms) : next_(std::move(next)), pause_ms_(pause_ms) {
    auto identity = collector::make_self_signed({"localhost"}, test::FakeClock().wall());
    REQUIRE(identity);
    const auto found = collector::pin_of_certificate(identity->certificate_pem);
    REQUIRE(found);
    std::copy(found->begin(), found->end(), pin.begin());
    std::ofstream(scratch_.file("cert.pem")) << identity->certificate_pem;
    std::ofstream(scratch_.file("key.pem")) << identity->key_pem;
    REQUIRE(::mkfifo(scratch_.file("feed").c_str(), 0600) == 0);
    feed_ = ::open(scratch_.file("feed").c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(feed_ >= 0);
    process_ = std::make_unique<test::Process>(
        std::vector<std::string>{"sh", "-c",
                                 "cd \"$1\" && exec openssl s_server -accept 127.0.0.1:0 -cert cert.pem "
                                 "-key key.pem < feed",
                                 "sh", scratch_.path()},
        scratch_.path(), "s_server");
    const std::string line = process_->wait_for_line("ACCEPT");
    REQUIRE_FALSE(line.empty());
    url = "https://127.0.0.1" + line.substr(line.rfind(':')) + "/";
    thread_ = std::thread([this] { feed(); });
  }
  ~Fed() {
    stopping_ = true;
    thread_.join();
    ::close(feed_);
  }

  KeyPin pin{};
  std::string url;

 private:
  void feed() {
    for (std::string piece = next_(); !piece.empty() && !stopping_; piece = next_()) {
      std::string_view left = piece;
      while (!left.empty() && !stopping_) {
        pollfd one{feed_, POLLOUT, 0};
        if (::poll(&one, 1, 50) <= 0) continue;
        const ssize_t count = ::write(feed_, left.data(), left.size());
        if (count > 0) left.remove_prefix(static_cast<std::size_t>(count));
      }
      std::this_thread::sleep_for(Ms{pause_ms_});
    }
  }

  Next next_;
  int pause_ms_;
  test::Scratch scratch_;
  int feed_ = -1;
  std::unique_ptr<test::Process> process_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
};

// The head, then `piece` for ever, or until `bytes` of body were given.
Fed::Next body_of(std::string piece, std::size_t bytes = SIZE_MAX) {
  return [head = std::string(kWithoutEnd), piece = std::move(piece), left = bytes]() mutable {
    if (!head.empty()) return std::exchange(head, "");
    const std::string next = piece.substr(0, left);
    left -= next.size();
    return next;
  };
}

HttpOptions patient(const Fed& server) {
  HttpOptions options;
  options.pins = {server.pin};
  options.total_max = std::chrono::minutes(2);
  options.slowest_bytes_per_second = 0;
  return options;
}

}  // namespace slow_servers
}  // namespace
using namespace slow_servers;

TEST_CASE("A body without an end is given up at the limit") {
  Fed server(body_of(std::string(kPiece, 'x')), 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.body_bytes_max = 100'000;
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
  CHECK(reply.error().what.find("100000 bytes of body") != std::string::npos);
}

TEST_CASE("To know that a body is over the limit, 64 KiB past it are enough") {
  // No byte more comes, and the connection stays: who wanted more would wait until its time is over.
  constexpr std::size_t kCap = 100'000;
  Fed server(body_of(std::string(kPiece, 'x'), kCap + kPastCapMost), 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.total_max = std::chrono::seconds(20);
  options.body_bytes_max = kCap;
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
}

TEST_CASE("A server that drips is given up by the rule for the slowest") {
  Fed server(body_of("x"), 50);  // about 20 bytes a second
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.slowest_bytes_per_second = 2'000;
  options.slow_max = std::chrono::seconds(1);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
  CHECK_MESSAGE(reply.error().what.find("too slow") != std::string::npos, reply.error().what);
}

TEST_CASE("So is one whose reply never begins") {
  Fed server([] { return std::string(); }, 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.slowest_bytes_per_second = 2'000;
  options.slow_max = std::chrono::seconds(1);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
}

TEST_CASE("Where there is no rule for the slowest, as for the long poll, the whole time is the limit") {
  std::string piece = "x";
  int pause_ms = 50;
  SUBCASE("it drips") {}
  SUBCASE("it says nothing") { piece.clear(); }
  SUBCASE("it sends for ever, within the limit of the body") {
    piece = std::string(64, 'x');
    pause_ms = 1;
  }
  Fed server(body_of(piece), pause_ms);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.total_max = std::chrono::milliseconds(1'500);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
  CHECK_MESSAGE(reply.error().what.find("timed out") != std::string::npos, reply.error().what);
}
