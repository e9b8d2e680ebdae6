// The way of an answer to the disk: redact, then seal, then file. Nothing is written that was not
// redacted and sealed before, drafts included. A withdraw code is never written, only its slow hash.
//
// Threads: the store thread. Durable when a function returns without error; otherwise nothing
// changed, or the table is unsure(). Each overwrites the recording it was given.
#pragma once
#include "kiosk/session/session.h"
#include "kiosk/storage/record_table.h"
#include "kiosk/storage/reserve.h"
#include "sync/client/sealer.h"

namespace afterword::kiosk {

// Masks personal data in the comments, and counts what was masked by kind. A comment is never empty
// afterwards: a mark stands where something was.
void redact(Recording& recording);

class Recorder {
 public:
  Recorder(RecordTable& records, Sealer& sealer, Reserve& reserve)
      : records_(records), sealer_(sealer), reserve_(reserve) {}

  // Replaces the draft.
  Result<> save_draft(Recording recording, Partial partial, MonoTime now);
  // Gives it the log's next number; the draft goes. `given`: as for RecordTable::finish().
  Result<> keep(Recording recording, MonoTime now, RecordTable::Given given);
  // A desk's records: `kind` names which, `json` is what is sealed. Nothing typed is in them.
  Result<> keep(std::string_view kind, int format, const json::Value& json, MonoTime now,
                RecordTable::Given given);

 private:
  Result<Sealed> seal(Recording& recording, MonoTime now);

  RecordTable& records_;
  Sealer& sealer_;
  Reserve& reserve_;
};

}  // namespace afterword::kiosk
