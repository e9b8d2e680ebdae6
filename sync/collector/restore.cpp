#include "sync/collector/restore.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/key_files.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kFingerprintBytesMax = 4096;
// Kiosks that were here since know higher revisions; they must hear another one, also after the same
// backup was restored before: so it goes on from the time, as far as that is later.
constexpr std::int64_t kRevisionStep = 1'000'000;
std::int64_t revision_after(std::int64_t before, WallTime now) {
  return std::max(before + kRevisionStep, now.ms);
}

Result<> check_fingerprint(const std::string& backup) {
  const std::string file = backup + std::string(kFingerprintSuffix);
  const auto text = read_file(file, kFingerprintBytesMax);
  if (!text)
    return fail(Failure::corrupt, "the backup's fingerprint is missing", file,
                "copy it from where the backup was made; it was also printed then");
  AFTERWORD_ASSIGN(const Fingerprint found, fingerprint_of(backup));
  if (text->substr(0, text->find(' ')) != found.sha256)
    return fail(Failure::corrupt, "the backup is not what was made: its fingerprint is another",
                backup, "take another copy, or an older backup");
  return {};
}

}  // namespace

Result<Proof> restore(const std::string& data, const std::string& backup, WallTime now) {
  AFTERWORD_ASSIGN(const KeyFiles keys, load_keys(data, {}));
  AFTERWORD_TRY(check_fingerprint(backup));
  const std::string target = data + "/collector.db";
  AFTERWORD_TRY(db::restore(backup, target));
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(target));
  const auto note = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const std::int64_t revision, writes.reads().revision());
    AFTERWORD_TRY(writes.put_setting("revision", std::to_string(revision_after(revision, now))));
    return append_audit(writes, now, "collector", "restored", backup);
  };
  AFTERWORD_TRY(storage->write(note));
  AFTERWORD_ASSIGN(const auto view, storage->read());
  Definitions definitions;
  return verify(*view, keys.ring, definitions, false);
}

}  // namespace afterword::collector
