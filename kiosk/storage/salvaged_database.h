// The new database that is filled with what was salvaged.
//
// Threads: any.
#pragma once
#include "kiosk/storage/salvage.h"

namespace afterword::kiosk {

// Makes kiosk.db.salvaged in the folder: whole, closed and durable when it returns. Its log is the one after
// damage.log. `copies_owed`: a second copy may have records that the salvage has not (kCopiesOwed); the numbers of
// their epochs are left free. Errors: disk_full, io: it is not there then.
Result<> make_salvaged(const std::string& folder, const std::optional<Enrolment>& enrolment,
                       const Salvage& salvage, const Damage& damage, bool copies_owed);

}  // namespace afterword::kiosk
