// Whether a folder's database is as it was left, asked before anybody opens it for writing: opening one
// moves its log over, and with a wrong log that would finish what the damage began.
//
// Threads: any; the database is open nowhere and its lock is held.
#pragma once
#include <optional>
#include <string>

#include "kiosk/storage/copied_record.h"
#include "sync/base/core/result.h"
#include "sync/client/identity.h"

namespace afterword::kiosk {

// Why it is not, in words for a log; nothing when it is sound, or when there is none to be expected. That
// it is damaged is said only when two looks in a row find so: a failing read looks like damage too.
// `copied`: what the second copy holds. That it goes on from the database's last record is no damage.
// Errors: unsupported (a newer program's), and those of the disk, which are no verdict.
Result<std::optional<std::string>> why_damaged(const std::string& database,
                                               const std::optional<Enrolment>& enrolment,
                                               const CopiedRecords& copied = {});

}  // namespace afterword::kiosk
