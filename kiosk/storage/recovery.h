// A damaged kiosk.db: set aside whole, and a new one begun with what of it proves itself.
//
//   1. its files get a second name in DIR/damaged/DATE/ (a link, or a copy where there are no links)
//   2. kiosk.db.new is filled with what was salvaged, closed, and renamed kiosk.db.salvaged
//   3. the old names go, and kiosk.db.salvaged becomes kiosk.db
//
// A power cut before the rename of step 2 leaves the old files where they were, one after it is finished at
// the next start. Files set aside are all there is of what did not prove itself: a recovery deletes none, but for
// those of the oldest events where there are more than kSetAsideMost, and when all is done. What has been there for
// as long as acknowledged records are kept goes (set_aside.h).
//
// `copied`, what the second copy holds, comes into the new one as far as the old one does not give it.
//
// Records keep the log and number they had, so the collector knows those it has; the log ends, and the
// next one begins with the next answer: which numbers were given last nobody may know any more.
//
// Threads: any; the database is open nowhere in this process, and its lock is held.
#pragma once
#include <optional>
#include <string>

#include "kiosk/storage/copied_record.h"
#include "kiosk/storage/store.h"

namespace afterword::kiosk {

// Looks whether the folder's database is sound, and does all that if it is not. `begun_anew` becomes true, with an error
// too, where the new database is whole and takes the place of the old one now or at the next call: what was written into the
// old one from here on would be lost. Errors: disk_full, io; unless it is true, what was there is used on.
Result<> recover_if_damaged(const std::string& folder, const std::optional<Enrolment>& enrolment,
                            const StoreWorld& world, const CopiedRecords& copied, bool& begun_anew);

}  // namespace afterword::kiosk
