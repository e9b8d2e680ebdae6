#include "sync/collector/api/limiter.h"

#include <arpa/inet.h>

#include <algorithm>

namespace afterword::collector {
namespace {

// The first bytes of an address of IPv6; nothing of any other.
std::string first_bytes(const std::string& address, std::size_t bytes) {
  in6_addr parsed = {};
  if (::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return "";
  return std::string(parsed.s6_addr, parsed.s6_addr + bytes);
}

// Whoever has one address of IPv6 has the /64 around it.
std::string counted_by(const std::string& address) {
  const std::string network = first_bytes(address, 8);
  return network.empty() ? address : network;
}

std::string network_of(const std::string& address) { return first_bytes(address, 6); }

void forget_old(std::deque<MonoTime>& failures, MonoTime now, Ms within) {
  while (!failures.empty() && now - failures.front() >= within) failures.pop_front();
}

}  // namespace

Ms Limiter::wait_in(Counts& counts, const std::string& name, MonoTime now) {
  if (name.empty() || counts.failures_max == 0) return Ms{0};
  const auto found = counts.failures.find(name);
  if (found == counts.failures.end()) return Ms{0};
  forget_old(found->second, now, counts.within);
  if (found->second.empty())
    counts.failures.erase(found);
  else if (found->second.size() >= counts.failures_max)
    return counts.within - (now - found->second.front());
  return Ms{0};
}

void Limiter::note(Counts& counts, const std::string& name, MonoTime now) {
  if (name.empty() || counts.failures_max == 0) return;
  if (counts.failures.size() >= kAddressesMax) counts.failures.clear();
  auto& failures = counts.failures[name];
  forget_old(failures, now, counts.within);
  failures.push_back(now);
}

Ms Limiter::wait_for(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  return std::max(wait_in(addresses_, counted_by(address), now),
                  wait_in(networks_, network_of(address), now));
}

Ms Limiter::wait_for_network(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  return wait_in(networks_, network_of(address), now);
}

void Limiter::failed(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  note(addresses_, counted_by(address), now);
  note(networks_, network_of(address), now);
}

void Limiter::failed_alone(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  note(addresses_, counted_by(address), now);
}

bool Limiter::note_refused(MonoTime now) {
  const std::lock_guard lock(mutex_);
  refused_at_ = now;
  if (told_at_ && now - *told_at_ < news_for()) return false;
  told_at_ = now;
  return true;
}

bool Limiter::has_refused(MonoTime now) {
  const std::lock_guard lock(mutex_);
  return refused_at_ && now - *refused_at_ < news_for();
}

}  // namespace afterword::collector
