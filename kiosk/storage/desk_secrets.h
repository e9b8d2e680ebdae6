// The desk's settings as they lie on the tablet's disk: closed with a key made of device.key, since PINs'
// hashes are among them. A copy of kiosk.db alone opens nothing.
//
// What protects a PIN: a tablet lets nobody try fast (session/pin_gate.h), the hash is Argon2id under a salt of the
// store, and it lies closed. What does not: whoever has the whole tablet's disk, device.key
// included, finds a PIN of 4 to 6 digits in hours at most. It opens the scoreboard and the timer, no answer of
// anybody's.
//
// Threads: any.
#pragma once
#include <string>

#include "sync/client/identity.h"

namespace afterword::kiosk {

Bytes close_desk(const DeskSettings& desk, const Enrolment& enrolment, Random& random);
// Errors: invalid, when it is damaged or was closed by another device.
Result<DeskSettings> open_desk(ByteView closed, const Enrolment& enrolment);

// Whether `pin` is one of the desk's. Takes about 30 ms and 19 MiB. Errors: busy (no memory).
Result<bool> is_pin_of(const DeskSettings& desk, std::string_view pin);

}  // namespace afterword::kiosk
