// How often an address may guess wrongly (enrolment codes, passwords, log-in links), or ask for what strangers may.
// Of IPv6 the first 64 bits count.
#pragma once
#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sync/base/core/clock.h"

namespace afterword::collector {

// Any thread.
class Limiter {
 public:
  Limiter(std::size_t failures_max, Ms within) : addresses_{failures_max, within, {}} {}
  // And how often all addresses of an IPv6 network of 48 bits may together: who has one of 64 bits often has 65,536.
  Limiter(std::size_t failures_max, Ms within, std::size_t network_max, Ms network_within)
      : addresses_{failures_max, within, {}}, networks_{network_max, network_within, {}} {}

  // How long this address must wait before it may try again; zero: it may now.
  Ms wait_for(const std::string& address, MonoTime now);
  // The same for the sake of its network of 48 bits alone; zero where it has none, or that has no limit.
  Ms wait_for_network(const std::string& address, MonoTime now);
  void failed(const std::string& address, MonoTime now);
  // Is counted for this address, and not for its network of 48 bits.
  void failed_alone(const std::string& address, MonoTime now);

  // Notes that somebody had to wait. True once in the longer of the times that count: it is time to tell people.
  bool note_refused(MonoTime now);
  // Whether somebody had to within the last such time.
  bool has_refused(MonoTime now);

 private:
  static constexpr std::size_t kAddressesMax = 10'000;  // beyond it all are forgotten
  struct Counts {
    std::size_t failures_max = 0;  // 0: no limit
    Ms within{0};
    std::map<std::string, std::deque<MonoTime>> failures;
  };
  // Holding mutex_. An empty name is not counted.
  static Ms wait_in(Counts& counts, const std::string& name, MonoTime now);
  static void note(Counts& counts, const std::string& name, MonoTime now);
  Ms news_for() const { return std::max(addresses_.within, networks_.within); }

  std::mutex mutex_;
  Counts addresses_;
  Counts networks_;
  std::optional<MonoTime> refused_at_, told_at_;
};

}  // namespace afterword::collector
