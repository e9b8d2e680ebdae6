#include "sync/collector/restore.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/api/journal.h"
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
  auto text = read_file(file, kFingerprintBytesMax);
  if (!text && text.error().failure != Failure::not_found)
    return tl::unexpected<Error>(std::move(text).error());
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

Result<JournalFound> look_for_journal(const std::string& path, const Reads& backup) {
  AFTERWORD_ASSIGN(const bool there, path_exists(path));
  if (!there) return JournalFound::missing;
  Journal journal(path);
  AFTERWORD_ASSIGN(const bool knows_all, journal.knows_all_of(backup));
  return knows_all ? JournalFound::its_own : JournalFound::anothers;
}

// For the audit.
std::string_view words_of(JournalFound journal) {
  switch (journal) {
    case JournalFound::missing:
      return ", without a journal";
    case JournalFound::anothers:
      return ", with a journal that lacks what it has";
    case JournalFound::its_own:
      break;
  }
  return "";
}

// What is to stand in the database from its first moment on.
struct Put {
  const std::string& backup;
  const std::string& journal;
  const std::optional<std::string>& token;
  WallTime now;
};
Result<JournalFound> write_into(const std::string& copy, const Put& put) {
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(copy));
  JournalFound journal = JournalFound::missing;
  const auto written = storage->write([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(journal, look_for_journal(put.journal, writes.reads()));
    AFTERWORD_ASSIGN(const std::int64_t revision, writes.reads().revision());
    AFTERWORD_TRY(writes.put_setting("revision", std::to_string(revision_after(revision, put.now))));
    AFTERWORD_TRY(writes.raise_places(kStep, put.now.ms));
    AFTERWORD_TRY(end_old_access(writes, put.token, put.now));
    return append_audit(writes, put.now, "collector", "restored",
                        fmt::format("{}{}", put.backup, words_of(journal)));
  });
  if (!written) return tl::unexpected<Error>(written.error());
  return journal;
}

}  // namespace

Result<Restored> restore(const std::string& data, const std::string& backup, WallTime now) {
  AFTERWORD_ASSIGN(const Keyring ring, load_ring(data));
  AFTERWORD_ASSIGN(const auto token, admin_token(data));
  AFTERWORD_TRY(check_fingerprint(backup));
  const std::string target = data + "/collector.db", journal_file = data + "/journal";
  JournalFound journal = JournalFound::missing;
  AFTERWORD_TRY(db::restore(backup, target, [&](const std::string& copy) -> Result<> {
    AFTERWORD_ASSIGN(journal, write_into(copy, {backup, journal_file, token, now}));
    return {};
  }));
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(target));
  AFTERWORD_ASSIGN(const auto view, storage->read());
  Definitions definitions;
  AFTERWORD_ASSIGN(Proof proof, verify(*view, ring, definitions, false));
  return Restored{std::move(proof), token.has_value(), journal};
}

}  // namespace afterword::collector
