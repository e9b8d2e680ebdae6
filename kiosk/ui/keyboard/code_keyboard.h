// The keyboard for an enrolment code: an address and base64url, nothing else. Needs no data.
#pragma once
#include "kiosk/ui/keyboard/layout.h"

namespace afterword::kiosk {

// One page with everything on it, so that a code of 90 characters needs no change of page: digits,
// a to z (shift for capitals), and - _ # . : /.
KeyboardLayout code_keyboard();

}  // namespace afterword::kiosk
