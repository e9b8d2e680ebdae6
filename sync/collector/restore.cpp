#include "sync/collector/restore.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/first_run.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/key_files.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kFingerprintBytesMax = 4096;
// Kiosks that were here since know higher revisions, and must hear another one; who reads what arrives knows
// higher places, and would never ask for one that is given again. The database that knew both is gone, and the
// same backup may have been restored before: so they go on from the time, as far as that is later.
constexpr std::int64_t kStep = 1'000'000;
std::int64_t revision_after(std::int64_t before, WallTime now) {
  return std::max(before + kStep, now.ms);
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

// Who was in is out, and what lets in is what lets in today.
Result<> end_old_access(Writes& writes, const std::optional<std::string>& token, WallTime now) {
  AFTERWORD_TRY(writes.end_all_access());
  const Bytes hash = token ? secret_hash(*token) : Bytes();
  AFTERWORD_TRY(writes.remove_tokens_but(hash));
  if (!token) return {};
  AFTERWORD_ASSIGN(const auto known, writes.reads().token(hash));
  return known ? Result<>() : writes.add_token({hash, "admin.token", now});
}

Result<> write_into(const std::string& copy, const std::string& backup,
                    const std::optional<std::string>& token, WallTime now) {
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(copy));
  return storage->write([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const std::int64_t revision, writes.reads().revision());
    AFTERWORD_TRY(writes.put_setting("revision", std::to_string(revision_after(revision, now))));
    AFTERWORD_TRY(writes.raise_places(kStep, now.ms));
    AFTERWORD_TRY(end_old_access(writes, token, now));
    return append_audit(writes, now, "collector", "restored", backup);
  });
}

}  // namespace

Result<Restored> restore(const std::string& data, const std::string& backup, WallTime now) {
  AFTERWORD_ASSIGN(const Keyring ring, load_ring(data));
  AFTERWORD_ASSIGN(const auto token, admin_token(data));
  AFTERWORD_TRY(check_fingerprint(backup));
  const std::string target = data + "/collector.db";
  AFTERWORD_TRY(db::restore(backup, target, [&](const std::string& copy) {
    return write_into(copy, backup, token, now);
  }));
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(target));
  AFTERWORD_ASSIGN(const auto view, storage->read());
  Definitions definitions;
  AFTERWORD_ASSIGN(Proof proof, verify(*view, ring, definitions, false));
  return Restored{std::move(proof), token.has_value()};
}

}  // namespace afterword::collector
