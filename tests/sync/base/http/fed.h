// A server over TLS that gives what a test feeds it, however slowly, and without an end.
#pragma once
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

namespace afterword::test {

inline constexpr const char* kWithoutEnd = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

// TLS of openssl's s_server, which sends what `next` gives, piece by piece as it comes, and then holds the
// connection open. Nothing from `next`: no more.
class Fed {
 public:
  using Next = std::function<std::string()>;

  Fed(Next next, int pause_ms) : next_(std::move(next)), pause_ms_(pause_ms) {
    auto identity = collector::make_self_signed({"localhost"}, FakeClock().wall());
    REQUIRE(identity);
    const auto found = collector::pin_of_certificate(identity->certificate_pem);
    REQUIRE(found);
    std::copy(found->begin(), found->end(), pin.begin());
    std::ofstream(scratch_.file("cert.pem")) << identity->certificate_pem;
    std::ofstream(scratch_.file("key.pem")) << identity->key_pem;
    REQUIRE(::mkfifo(scratch_.file("feed").c_str(), 0600) == 0);
    feed_ = ::open(scratch_.file("feed").c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(feed_ >= 0);
    process_ = std::make_unique<Process>(
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
  Scratch scratch_;
  int feed_ = -1;
  std::unique_ptr<Process> process_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
};

// The head, then `piece` for ever, or until `bytes` of body were given.
inline Fed::Next body_of(std::string piece, std::size_t bytes = SIZE_MAX) {
  return [head = std::string(kWithoutEnd), piece = std::move(piece), left = bytes]() mutable {
    if (!head.empty()) return std::exchange(head, "");
    const std::string next = piece.substr(0, left);
    left -= next.size();
    return next;
  };
}

}  // namespace afterword::test
