// What was decided and must not be undone by restoring an older database: withdrawals, enrolments,
// revocations, who may log in, staff who left, what was published under which version, which surveys were
// retired, and proofs of deletion. They stand in a file of their own beside the database, one JSON object a line
// with a check of its own, and backups do not contain it; so after a restore it still holds what happened since,
// and give_back() gives it to the database again.
//
// Threads: any. When note() returns without error the line survives a power cut; otherwise the file is as
// it was. Noting the same twice is no error and changes nothing.
//
// When to note: inside the writer's transaction, as its last step, so that a decision is never in the
// database alone. If the commit fails then, the next start finds it done. An enrolment is noted after its
// commit: the code of one that failed must still work.
#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sync/collector/api/journal_lines.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

struct Context;

class Journal {
 public:
  explicit Journal(std::string path) : path_(std::move(path)) {}

  Result<> note(const Withdrawal& asked) { return append(line_of(asked)); }
  Result<> note(const Device& enrolled) { return append(line_of(enrolled)); }
  Result<> note(const User& user) { return append(line_of(user)); }
  Result<> note_revoked(std::string_view device) { return append(line_of_revoked(device)); }
  Result<> note_user_removed(std::string_view name) { return append(line_of_user_removed(name)); }
  Result<> note_staff_removed(std::string_view store, std::string_view id) {
    return append(line_of_staff_removed(store, id));
  }
  // A proof of deletion, signed.
  Result<> note_deletion(std::string_view envelope) { return append(line_of_deletion(envelope)); }
  Result<> note_published(std::string_view survey, int version, ByteView sha256) {
    return append(line_of_published(survey, version, sha256));
  }
  // Every version up to that one. Without its signature: the key may be another when it is given back.
  Result<> note_retired(std::string_view survey, int version) {
    return append(line_of_retired(survey, version));
  }

  // The SHA-256 of what was published under that version first, also if the database has it no more.
  Result<std::optional<Bytes>> published(const std::string& survey, int version);

  // ... and the highest version of it that was; 0: none.
  Result<int> newest_published(const std::string& survey);

  // Whether all kiosks and all published versions that `reads` has stand in it: give_back() writes them all, and
  // each one that comes later is noted. False: it is another collector's or older than that database, or a
  // line of it was lost.
  Result<bool> knows_all_of(const Reads& reads);

  // Every proof of deletion that is noted.
  Result<std::vector<std::string>> deletions();

  struct Restored {
    int withdrawals = 0, erased = 0, devices = 0, revocations = 0, users = 0, staff = 0, retirements = 0,
        deletions = 0;
    int unreadable = 0;  // lines, or parts of one; they stand in damaged_path() then, and here no more
    bool any() const {
      return withdrawals + devices + revocations + users + staff + retirements + deletions > 0;
    }
  };
  // Once, before anything is served: every line is done again, which changes nothing where the database
  // knows of it, and the file is written anew where that changes it: without wishes that have expired and with
  // what it did not know. Lines that cannot be read are added to damaged_path() first, durable and as they stand:
  // a person may see what they were. Errors: those of disk and database; nothing is lost then.
  Result<Restored> give_back(Context& context);

  // Beside the journal.
  std::string damaged_path() const { return path_ + ".damaged"; }

 private:
  Result<> append(std::string line);
  Result<JournalEntries> read();
  Result<> write(const JournalEntries& entries);  // unless that is what it says
  Result<> keep_unreadable(const std::vector<std::string>& lines);  // each once

  const std::string path_;
  std::mutex mutex_;
};

}  // namespace afterword::collector
