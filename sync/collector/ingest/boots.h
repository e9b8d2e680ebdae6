// Whether two machines speak under one device's name: its key was copied with its disk.
#pragma once
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

inline constexpr std::size_t kBootsKept = 8;

// Notes which start of its machine (`boot`) a request of `device` names, before its counter is taken. A
// machine has one name from its start to its end, and its counters only rise: one that is heard with a
// counter that a later one had passed runs beside it. Then the alarm kCloned is set, and stands in the
// audit log, once until clear_alarms(). Gives whether `device` was changed; the caller writes it. A request without a name
// (empty) says nothing. No error: a disk that was put back to an earlier day, requests that are late or
// come again.
Result<bool> note_boot(Writes& writes, Device& device, std::string_view boot, std::int64_t counter,
                       WallTime now);

// Sets an alarm of the device and writes it into the audit log. False: it was set before.
Result<bool> raise_alarm(Writes& writes, Device& device, std::string_view alarm,
                         std::string_view detail, WallTime now);
// Those that were set. None again for what was heard so far; audited.
Result<std::vector<std::string>> clear_alarms(Writes& writes, Device device, std::string_view actor, WallTime now);
bool has_alarm(const Device& device, std::string_view alarm);

}  // namespace afterword::collector
