// What can be read off a damaged kiosk.db and proves itself: the rows that go into a new one.
//
// Threads: any; the database is open nowhere. Errors: io.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>

#include "kiosk/storage/copied_record.h"
#include "sync/client/identity.h"

namespace afterword::kiosk {

struct Salvage {
  // With proofs that hold, and whose epoch was found too; each as it stood last.
  std::map<Place, KeptRecord> records;
  std::map<std::int64_t, SealedEpoch> epochs;
  std::set<std::int64_t> epochs_of_earlier_log;
  // Those of them that stand only in an earlier beginning of the log: acknowledged and forgotten, or told as failed,
  // as long as the database is whole.
  std::set<Place> of_earlier_log;
  // Rows that look like responses and are not as they were written, or whose key is gone: they stay in the
  // files only.
  std::set<Place> unproved;

  // Signed by whoever the enrolment trusts, or closed with its key.
  struct Definition {
    int version = 0;
    bool live = true;
    std::string envelope;
  };
  std::map<std::string, Definition> definitions;
  std::optional<std::string> trust_envelope, left_trust;
  std::optional<std::string> settings, desk;

  std::int64_t log_most = 0;  // the highest log that is named anywhere
  bool head_found = false;    // and the log in force is among them
  std::int64_t pages_unreadable = 0;
  bool log_lacks_commits = false;
};

enum class Believe { proved, all };  // all: for a test that shows what proofs are for

// Adds what the second copy has and the salvage has not. Where both have a number the database's record holds:
// it may have been sent; but not one that only an earlier beginning of the log has, since that may have been undone. Where both have a record under two numbers (its log had ended, and it was moved), the
// later log does. A copy whose epoch has another key in the database is not taken.
void add_copied(Salvage& salvage, const CopiedRecords& copied);

// Of a kiosk that is not enrolled nothing is worth keeping: only its files are read.
Result<Salvage> read_salvage(const std::string& database, const std::optional<Enrolment>& enrolment,
                             Believe believe = Believe::proved);

}  // namespace afterword::kiosk
