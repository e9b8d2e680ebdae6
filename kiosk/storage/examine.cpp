#include "kiosk/storage/examine.h"

#include <filesystem>

#include "kiosk/storage/salvage.h"
#include "kiosk/storage/schema.h"
#include "kiosk/storage/settings_table.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int kProofsSince = 4;  // the schema

tl::unexpected<Error> damaged(std::string what) { return fail(Failure::corrupt, std::move(what)); }

// The head of the log says what the last record says.
Result<> check_head(const std::optional<RecordTable::Head>& head, const std::optional<Enrolment>& enrolment,
                    const std::optional<KeptRecord>& last) {
  if (!head) return enrolment ? Result<>(damaged("the head of its log is not there")) : Result<>();
  if (enrolment && head->device != enrolment->device) return {};  // another device's: told where it is opened
  if (head->next_sequence == 1 && head->chain != chain_start(head->device, head->log))
    return damaged("the head of its log is not that of an empty one");
  if (!last || last->response.log < head->log) return {};
  const SealedResponse& record = last->response;
  if (record.log > head->log || record.sequence >= head->next_sequence)
    return damaged("the head of its log is older than its records");
  if (record.sequence == head->next_sequence - 1 &&
      chain_next(last->chain_before, record.sequence, record.hash()) != head->chain)
    return damaged("the head of its log is not the end of its records");
  return {};
}

// Either none of them is newer than the last record, or they go on from it.
Result<> check_copied(const std::optional<RecordTable::Head>& head, const CopiedRecords& copied) {
  if (!head) return {};
  Place next{head->log, head->next_sequence};
  Chain chain = head->chain;
  for (auto copy = copied.lower_bound(next); copy != copied.end(); ++copy) {
    const KeptRecord& record = copy->second.record;
    if (copy->first != next || record.chain_before != chain)
      return damaged("it lacks responses that the second copy has");
    chain = chain_next(chain, next.second++, record.response.hash());
  }
  return {};
}

// As SQLite gives it. `next`: the place of the next record, as far as it got.
Result<> look(const std::string& path, const std::optional<Enrolment>& enrolment, const CopiedRecords& copied,
              std::optional<Place>& next) {
  AFTERWORD_ASSIGN(const auto database,
                   db::Database::open(path, {.access = db::Access::read_only}));
  AFTERWORD_ASSIGN(const int version, db::schema_version(*database));
  if (version > migrations().back().version) return {};  // the one who opens it says so
  if (version == 0 && enrolment) return damaged("its tables are not there");
  AFTERWORD_TRY(database->integrity_check());
  if (version < kProofsSince) return {};
  RecordTable records(*database);
  // Cut off between the change of its schema and the proofs: they are made when it is opened.
  AFTERWORD_ASSIGN(const auto proved, SettingsTable(*database).get(kRowsProved));
  if (!proved) return {};
  std::optional<KeptRecord> last;
  AFTERWORD_TRY(records.each([&](const KeptRecord& record) -> Result<> {
    last = record;
    return {};
  }));
  AFTERWORD_TRY(records.check_epochs());
  AFTERWORD_ASSIGN(const auto head, records.head());
  if (head) next = Place{head->log, head->next_sequence};
  AFTERWORD_TRY(check_head(head, enrolment, last));
  return check_copied(head, copied);
}

// Answers that SQLite does not see, behind the last one it knows of: its log is not the one that belongs to it.
// Those before it may be in an old frame, long acknowledged and forgotten.
bool hides_answers(const Salvage& found, const std::optional<Place>& next) {
  for (const auto& [place, record] : found.records)
    if (next && record.state != KeptRecord::acknowledged && place >= *next &&
        !found.of_earlier_log.contains(place))
      return true;
  return false;
}

}  // namespace

Result<std::optional<std::string>> why_damaged(const std::string& database,
                                               const std::optional<Enrolment>& enrolment,
                                               const CopiedRecords& copied) {
  using Why = std::optional<std::string>;
  std::error_code error;
  const bool exists = fs::exists(database, error);
  if (!exists || fs::file_size(database, error) == 0)
    return enrolment ? Why(exists ? "it is empty" : "it is not there") : Why();
  std::optional<Salvage> found;
  const bool has_log = fs::exists(database + "-wal", error), has_index = fs::exists(database + "-shm", error);
  if (enrolment && (has_log || has_index)) {
    AFTERWORD_ASSIGN(found, read_salvage(database, enrolment));
    if (found->log_lacks_commits) {
      AFTERWORD_ASSIGN(found, read_salvage(database, enrolment));  // or was it a failing read?
    }
    if (found->log_lacks_commits) return Why("its log has lost what was committed");
  }
  std::optional<Place> next;
  auto seen = look(database, enrolment, copied, next);
  if (!seen) seen = look(database, enrolment, copied, next);
  if (!seen && seen.error().failure == Failure::corrupt) return Why(seen.error().what);
  if (!seen && seen.error().failure == Failure::io) {
    AFTERWORD_ASSIGN(const Salvage raw, read_salvage(database, enrolment));
    if (raw.pages_unreadable > 0) return Why("the disk does not give some of its pages");
  }
  if (!seen) return tl::unexpected<Error>(seen.error());
  if (found && hides_answers(*found, next)) {
    seen = look(database, enrolment, copied, next);  // or did SQLite read it badly?
    if (!seen && seen.error().failure == Failure::corrupt) return Why(seen.error().what);
    if (!seen) return tl::unexpected<Error>(seen.error());
    AFTERWORD_ASSIGN(found, read_salvage(database, enrolment));
    if (hides_answers(*found, next)) return Why("its log is not the one that belongs to it");
  }
  return Why();
}

}  // namespace afterword::kiosk
