#include "sync/collector/api/limiter.h"

#include <arpa/inet.h>

namespace afterword::collector {
namespace {

// Whoever has one address of IPv6 has the /64 around it.
std::string counted_by(const std::string& address) {
  in6_addr parsed = {};
  if (::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
  return std::string(parsed.s6_addr, parsed.s6_addr + 8);
}

}  // namespace

void Limiter::forget_old(std::deque<MonoTime>& failures, MonoTime now) const {
  while (!failures.empty() && now - failures.front() >= within_) failures.pop_front();
}

Ms Limiter::wait_for(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(counted_by(address));
  if (found == failures_.end()) return Ms{0};
  forget_old(found->second, now);
  if (found->second.empty())
    failures_.erase(found);
  else if (found->second.size() >= failures_max_)
    return within_ - (now - found->second.front());
  return Ms{0};
}

void Limiter::failed(const std::string& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= kAddressesMax) failures_.clear();
  auto& failures = failures_[counted_by(address)];
  forget_old(failures, now);
  failures.push_back(now);
}

}  // namespace afterword::collector
