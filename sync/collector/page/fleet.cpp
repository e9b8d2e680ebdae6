#include "sync/collector/page/fleet.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/page/words.h"

namespace afterword::page {

Reconciliation& Reconciliation::operator+=(const Reconciliation& other) {
  recorded += other.recorded;
  stored += other.stored;
  quarantined += other.quarantined;
  withdrawn += other.withdrawn;
  expired += other.expired;
  lost += other.lost;
  waiting += other.waiting;
  chain_agrees = chain_agrees && other.chain_agrees;
  return *this;
}

DeviceState state_of(const DeviceRow& device, WallTime now) {
  if (!device.sum.holds() || !device.trouble.empty()) return DeviceState::needs_a_hand;
  if (device.revoked) return DeviceState::revoked;
  if (device.imported) return DeviceState::in_touch;
  return device.last_seen && now - *device.last_seen <= kQuietAfter ? DeviceState::in_touch
                                                                    : DeviceState::quiet;
}

std::string last_seen_words(const std::optional<WallTime>& last_seen, WallTime now) {
  if (!last_seen) return "not yet";
  // A clock set back must not make a kiosk seen in the future.
  const std::int64_t minutes =
      std::max<std::int64_t>(0, std::chrono::floor<std::chrono::minutes>(now - *last_seen).count());
  if (now - *last_seen < kQuietAfter / 3 * 2) return "now";
  if (minutes < 60) return fmt::format("{} min ago", minutes);
  if (minutes < 48 * 60) return fmt::format("{} h ago", minutes / 60);
  return fmt::format("{} days ago", grouped(static_cast<std::uint64_t>(minutes / (24 * 60))));
}

Reconciliation total(const Fleet& fleet) {
  Reconciliation sum;
  for (const DeviceRow& device : fleet.devices) sum += device.sum;
  return sum;
}

}  // namespace afterword::page
