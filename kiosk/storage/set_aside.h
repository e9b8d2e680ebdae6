// The files of a damaged database: a second name for them in a folder beside, and a new one in their place.
//
// Threads: any; the database is open nowhere, and its lock is held.
// Errors:  as system_failed() tells them (files.h); disk_full where a reserve may help.
#pragma once
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/core/files.h"  // sync_folder(), for whoever makes the new database
#include "sync/base/core/result.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

// So many folders of files set aside are kept, each as large as the database was.
inline constexpr std::size_t kSetAsideMost = 8;

// What is complete, and is to take the place of kiosk.db.
inline constexpr const char* kSalvagedFile = "/kiosk.db.salvaged";

// Gives kiosk.db, -wal and -shm, as far as they are there, a second name in DIR/damaged/DATE/, a folder that
// was not there before. Durable when it returns its path. With an error nothing is there.
Result<std::string> set_aside(const std::string& folder, WallTime now);
// Takes those second names away again: the files stay where they were.
void take_back(const std::string& aside);
// Notes in it, for limit_set_aside(), that it is the only place of so many responses.
Result<> note_unproved(const std::string& aside, std::int64_t responses);

// Puts kiosk.db.salvaged, where there is one, in the place of kiosk.db and its companions. Durable when it
// returns; called again after a power cut it goes on where it was.
Result<> finish_replacing(const std::string& folder);
// Whether that is still to be done; in doubt it is.
bool is_being_replaced(const std::string& folder);

// Both delete whole folders of DIR/damaged whose names are as set_aside() makes them, and touch nothing else there.
// What a power cut or an error leaves of one is deleted the next time; errors are logged.
//
// The oldest, until kSetAsideMost are left, and those before others in which nothing is that could not be proved; never
// `newest`, the one just made. Only once a new database is in place.
void limit_set_aside(const std::string& folder, const std::string& newest, Log& log);
// Those that have been there for longer than `kept`; `now` is believed. A folder's name tells the time of a machine
// whose clock may have been years off: age counts from the first call here, which the file `since` in it notes.
void forget_set_aside(const std::string& folder, WallTime now, Ms kept, Log& log);

}  // namespace afterword::kiosk
