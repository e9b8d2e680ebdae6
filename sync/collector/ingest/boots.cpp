#include "sync/collector/ingest/boots.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/collector/ingest/audit.h"

namespace afterword::collector {

bool has_alarm(const Device& device, std::string_view alarm) {
  return std::find(device.alarms.begin(), device.alarms.end(), alarm) != device.alarms.end();
}

Result<bool> raise_alarm(Writes& writes, Device& device, std::string_view alarm,
                         std::string_view detail, WallTime now) {
  if (has_alarm(device, alarm)) return false;
  AFTERWORD_TRY(append_audit(writes, now, device.id, alarm, detail));
  device.alarms.emplace_back(alarm);
  return true;
}

Result<std::vector<std::string>> clear_alarms(Writes& writes, Device device, std::string_view actor, WallTime now) {
  auto cleared = std::exchange(device.alarms, {});
  if (cleared.empty()) return cleared;
  // Whichever machine is left may be the one that spoke first.
  if (std::find(cleared.begin(), cleared.end(), kCloned) != cleared.end()) device.boots.clear();
  AFTERWORD_TRY(writes.update_device(device));
  AFTERWORD_TRY(append_audit(writes, now, actor, "alarms_cleared",
                             fmt::format("{}: {}", device.id, fmt::join(cleared, ", "))));
  return cleared;
}

Result<bool> note_boot(Writes& writes, Device& device, std::string_view boot, std::int64_t counter,
                       WallTime now) {
  if (boot.empty()) return false;
  auto& boots = device.boots;
  const auto known = std::find_if(boots.begin(), boots.end(),
                                  [&](const DeviceBoot& each) { return each.name == boot; });
  if (known != boots.end()) {
    const auto later = known + 1;
    // What it sent before the later one spoke may still arrive.
    if (later == boots.end() || counter < later->since) return false;
    return raise_alarm(writes, device, kCloned,
                       fmt::format("the machine's start {} speaks again, with counter {}, after {} had "
                                   "spoken from {} on: two machines have its key",
                                   boot, counter, later->name, later->since),
                       now);
  }
  CounterWindow window = device.counters;
  // A counter that is refused may be a disk's that was put back to an earlier day; the next one tells.
  if (!window.take(counter)) return false;
  // Late, of a start whose name was forgotten or never heard.
  if (!boots.empty() && counter < boots.back().since) return false;
  boots.push_back({std::string(boot), std::max(counter, device.counters.highest + 1)});
  if (boots.size() > kBootsKept) boots.erase(boots.begin());
  return true;
}

}  // namespace afterword::collector
