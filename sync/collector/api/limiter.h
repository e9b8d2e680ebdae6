// How often an address may guess wrongly: enrolment codes, passwords, log-in links.
// Of IPv6 the first 64 bits count.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "sync/base/core/clock.h"

namespace afterword::collector {

// Any thread.
class Limiter {
 public:
  Limiter(std::size_t failures_max, Ms within) : failures_max_(failures_max), within_(within) {}

  // How long this address must wait before it may try again; zero: it may now.
  Ms wait_for(const std::string& address, MonoTime now);
  void failed(const std::string& address, MonoTime now);

 private:
  static constexpr std::size_t kAddressesMax = 10'000;  // beyond it all are forgotten
  void forget_old(std::deque<MonoTime>& failures, MonoTime now) const;

  const std::size_t failures_max_;
  const Ms within_;
  std::mutex mutex_;
  std::map<std::string, std::deque<MonoTime>> failures_;
};

}  // namespace afterword::collector
