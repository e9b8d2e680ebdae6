// A backup put in the place of a database that is gone. The collector does not run meanwhile.
#pragma once
#include <string>

#include "sync/base/core/clock.h"
#include "sync/collector/api/verify.h"

namespace afterword::collector {

// A backup's fingerprint stands beside it, as sha256sum writes and reads it.
inline constexpr std::string_view kFingerprintSuffix = ".sha256";

enum class JournalFound {
  missing,   // what was decided since the backup is not known
  anothers,  // lacks kiosks or surveys that the backup has: another collector's, older, or damaged
  its_own,   // or one that lacks nothing of the backup, and so passes for it
};

struct Restored {
  Proof proof;              // of what is in it
  bool token_kept = false;  // false: no token lets in until --new-token makes one
  JournalFound journal = JournalFound::missing;
};

// Checks `backup` against its fingerprint and by reading all of it, and puts a copy at
// DATA/collector.db, durable when it returns. Kiosks send again what it lacks, and at its next start the
// collector takes from its journal what was decided since. Where there is no journal, or another one, it restores all
// the same, since the right one may be lost, and the audit log says so. Revision and places of arrival go on
// above all that anybody was told before. A journal that cannot be read is an error, and nothing is put there.
//
// Of who could get in when the backup was made only users are left, and the token in DATA/admin.token:
// log-ins, links and other tokens may have been taken back since.
//
// Errors: conflict (there is a database, or a collector runs: nothing is ever overwritten),
// corrupt (damaged, or no fingerprint), not_found (the backup, or the keys that belong to it).
Result<Restored> restore(const std::string& data, const std::string& backup, WallTime now);

}  // namespace afterword::collector
