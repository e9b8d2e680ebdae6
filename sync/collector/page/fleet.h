// Kiosks as the fleet page shows them, and the sum that says whether every answer has arrived.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/core/clock.h"

namespace afterword::page {

// recorded = stored + quarantined + withdrawn + expired + lost + waiting, cumulative. Where it is more, the rest is
// missing: neither here nor waiting on the kiosk.
struct Reconciliation {
  std::uint64_t recorded = 0;  // what the kiosk says it numbered
  std::uint64_t stored = 0;
  std::uint64_t quarantined = 0;  // arrived, but does not fit its definition; counted, kept
  std::uint64_t withdrawn = 0;    // erased at the shopper's wish
  std::uint64_t expired = 0;      // erased because their time was over
  std::uint64_t lost = 0;         // declared lost by an operator
  std::uint64_t waiting = 0;      // still on the kiosk; never more than it says itself
  bool chain_agrees = true;       // the hash over all of them is the same on both sides

  std::uint64_t received() const { return stored + quarantined + withdrawn + expired + lost; }
  // Whether the sum holds and the chain agrees: the only reason for a tick.
  bool holds() const { return chain_agrees && recorded == received() + waiting; }
  Reconciliation& operator+=(const Reconciliation& other);
};

enum class DeviceState { in_touch, quiet, needs_a_hand, revoked };

struct DeviceRow {
  std::string id;     // "dev-7"
  std::string store;  // its name
  std::string touchpoint;
  std::string app_version;            // may be empty
  std::optional<WallTime> last_seen;  // nothing: not since it was enrolled
  std::optional<std::uint64_t> disk_free_bytes;
  bool revoked = false;
  bool imported = false;  // not a kiosk: results gathered elsewhere; is never in or out of touch
  std::string trouble;    // a sentence if a person is needed; empty otherwise
  std::string numbers;    // which numbers do not add up: "114 to 116"; empty if unknown or none
  Reconciliation sum;
};

struct Fleet {
  WallTime now;
  std::vector<DeviceRow> devices;  // in name order; those that need a hand are shown first
};

// A kiosk answers a poll every 55 s; past this it is quiet, which is no error: it goes on asking.
inline constexpr Ms kQuietAfter{3 * 60 * 1000};

DeviceState state_of(const DeviceRow& device, WallTime now);
// "now", "4 min ago", "2 h ago", "3 days ago", "not yet".
std::string last_seen_words(const std::optional<WallTime>& last_seen, WallTime now);
// The sum over all rows; its chain agrees if all do.
Reconciliation total(const Fleet& fleet);

}  // namespace afterword::page
