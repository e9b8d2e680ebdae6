// DIR/device.key: who this device is to its collector, with its secret signing key. Mode 600.
//
// Written once, at enrolment; what changes later (trust, settings) is in kiosk.db.
#pragma once
#include <optional>
#include <string>

#include "sync/client/identity.h"

namespace afterword::kiosk {

// Nothing: this kiosk is not enrolled. Errors: io, denied (others may read the file, or its trust
// document does not prove itself), invalid.
Result<std::optional<Enrolment>> read_device_key(const std::string& folder);

// Durable when it returns.
Result<> write_device_key(const std::string& folder, const Enrolment& enrolment);

}  // namespace afterword::kiosk
