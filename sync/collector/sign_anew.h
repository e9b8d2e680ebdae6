// Definitions and retirements outlive the keys that signed them.
#pragma once
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/write_queue.h"

namespace afterword::collector {

// Signs with the collector's newest key what only a key of its own has signed that the trust
// document no longer lists: after such a key was dropped, and after a backup from before that was
// restored. What none of its keys ever signed stays as it is, for `afterword verify` to find. Gives
// how many. Devices that hold them fetch them again.
//
// `believe`: after the loss of all keys nothing proves what they signed; then the database is
// believed.
Result<int> sign_anew(WriteQueue& queue, const Keyring& keys, WallTime now, bool believe = false);

}  // namespace afterword::collector
