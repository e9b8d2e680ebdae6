// A server on a free port of 127.0.0.1 with a few small routes, for as long as a test lasts.
#pragma once
#include <fmt/format.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sync/base/core/clock.h"
#include "sync/collector/http/server.h"

namespace afterword::collector::test {

// One key for all tests: what they are about is not the key.
inline const TlsIdentity& test_identity() {
  static const TlsIdentity identity =
      *make_self_signed({"localhost", "127.0.0.1"}, SystemClock().wall());
  return identity;
}

// Waits until `happened` is true; false after half a minute.
inline bool eventually(const std::function<bool()>& happened) {
  for (int i = 0; i < 30'000; ++i) {
    if (happened()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

class Running {
 public:
  explicit Running(ServerOptions options = {}) {
    options.identity = test_identity();
    auto opened = Server::open(
        std::move(options), [this](const Request& request) { return answer(request); }, clock_,
        [this](std::string_view line) {
          const std::lock_guard lock(mutex_);
          notices_.emplace_back(line);
        });
    if (!opened) throw std::runtime_error(opened.error().text());
    server_ = std::move(*opened);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Running() {
    release();
    stop();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  std::uint16_t port() const { return server_->port(); }
  ServerCounters counters() const { return server_->counters(); }
  Server& server() { return *server_; }
  void stop() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  // Lets requests to /hold go.
  void release() {
    {
      const std::lock_guard lock(mutex_);
      released_ = true;
    }
    wake_.notify_all();
  }
  std::vector<std::shared_ptr<Pending>> pending() {
    const std::lock_guard lock(mutex_);
    return pending_;
  }
  std::vector<std::string> notices() {
    const std::lock_guard lock(mutex_);
    return notices_;
  }
  int held() {
    const std::lock_guard lock(mutex_);
    return held_;
  }

 private:
  Outcome answer(const Request& request) {
    if (request.path == "/wait") return wait(request);
    if (request.path == "/hold") return hold();
    if (request.path == "/count") return Reply{200, {}, std::to_string(request.body.size())};
    if (request.path == "/throw") throw std::runtime_error("no such luck");
    if (request.path == "/nothing") return std::shared_ptr<Pending>();
    if (request.path == "/split") return Reply{200, {{"X-Name", "a\r\nX-Evil: b"}}, "body"};
    if (request.path == "/none") return Reply{204, {}, "never sent"};
    if (request.path == "/big")
      return Reply{200, {}, std::string(std::stoul(std::string(*request.parameter("bytes"))), 'x')};
    std::string said = fmt::format("{} {}\n{}", request.method, request.path, request.body);
    for (const auto& [name, value] : request.query) said += fmt::format("\n{}={}", name, value);
    return Reply{200, {{"Content-Type", "text/plain"}}, said};
  }

  Outcome wait(const Request& request) {
    const auto ms = request.parameter("ms");
    auto pending = std::make_shared<Pending>(Ms{ms ? std::stoi(std::string(*ms)) : 60'000}, [] {
      return Reply{200, {}, "nothing new"};
    });
    const std::lock_guard lock(mutex_);
    pending_.push_back(pending);
    return pending;
  }

  Outcome hold() {
    std::unique_lock lock(mutex_);
    ++held_;
    wake_.wait(lock, [this] { return released_; });
    return Reply{200, {}, "released"};
  }

  SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool released_ = false;
  int held_ = 0;
  std::vector<std::shared_ptr<Pending>> pending_;
  std::vector<std::string> notices_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace afterword::collector::test
