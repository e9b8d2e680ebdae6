// DIR/device.key: who this device is to its collector, with its secret signing key. Mode 600.
//
// Written once, at enrolment; what changes later (trust, settings) is in kiosk.db. While it is being
// enrolled its key lies in DIR/device.key.pending, so that a collector whose reply was lost knows it
// again.
#pragma once
#include <optional>
#include <string>

#include "sync/client/identity.h"
#include "sync/protocol/enrolment.h"

namespace afterword::kiosk {

// Nothing: this kiosk is not enrolled. Errors: io, denied (others may read the file, or its trust
// document does not prove itself), invalid.
Result<std::optional<Enrolment>> read_device_key(const std::string& folder);

// Durable when it returns; the pending key is gone.
Result<> write_device_key(const std::string& folder, const Enrolment& enrolment);

// The key to enrol with that code: the same each time, a new one for another code. On the disk
// (mode 600) when it returns.
Result<crypto::SigningKey> pending_key(const std::string& folder, const EnrolmentCode& code,
                                       Random& random);

}  // namespace afterword::kiosk
