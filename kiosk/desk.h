// From the collector's settings to what a desk's tablet knows.
#pragma once
#include <optional>
#include <string>

#include "kiosk/session/staff_flow.h"
#include "sync/protocol/messages.h"

namespace afterword::kiosk {

// Nothing: this is no desk, or nobody has a PIN yet. Then it asks like any other kiosk.
std::optional<Desk> desk_of(const Settings& settings);

// The minute of the day in a zone, 0..1439; of UTC where the zone is not known.
int minute_in(WallTime time, const std::string& zone);

// The day in a zone, "2026-03-03"; of UTC where the zone is not known.
std::string day_text(WallTime time, const std::string& zone);

}  // namespace afterword::kiosk
