// What stands between with the collector's own TLS key, as a proxy of the shop's does, and does its
// work badly: portals' pages, errors of its own, requests sent twice, replies lost, cut off, mixed
// up or without their receipt.
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/http/http_client.h"
#include "sync/collector/http/server.h"

namespace afterword::test {

class Middleman {
 public:
  // `data` is the collector's folder, `collector` its address.
  Middleman(const std::string& data, std::string collector, std::uint64_t seed);
  ~Middleman();

  std::uint16_t port() const { return server_->port(); }
  std::string url() const;
  void behave(bool well) { behaves_ = well; }
  std::int64_t misdeeds() const { return misdeeds_; }

 private:
  collector::Outcome answer(const collector::Request& request);
  std::uint64_t dice(std::uint64_t sides);

  const std::string collector_;
  KeyPin pin_{};
  SystemClock clock_;
  std::mutex mutex_;  // the two below
  SeededRandom random_;
  std::map<std::string, collector::Reply> earlier_;  // by path
  std::atomic<bool> behaves_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> misdeeds_{0};
  std::unique_ptr<collector::Server> server_;
  std::thread thread_;
};

}  // namespace afterword::test
