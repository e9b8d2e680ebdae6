// A whole copy of the database, made while others write, and its fingerprint beside it.
#include <fmt/format.h>
#include <filesystem>
#include <fstream>

#include "sync/base/core/files.h"
#include "sync/base/crypto/hash.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {
namespace {

// "20260303T140000Z": sorts by time, fits every file system.
std::string compact_time(WallTime time) {
  std::string text;
  for (const char c : rfc3339(time))
    if (c != ':' && c != '-') text += c;
  return text;
}

}  // namespace

Result<Fingerprint> fingerprint_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Failure::not_found, "there is no such file, or it cannot be read", path);
  crypto::Sha256 hash;
  Fingerprint print;
  std::vector<char> chunk(1 << 20);
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0) {
    const std::string_view part(chunk.data(), static_cast<std::size_t>(file.gcount()));
    hash.add(as_bytes(part));
    print.bytes += file.gcount();
  }
  if (!file.eof()) return fail(Failure::io, "it cannot be read to its end", path);
  print.sha256 = hex(hash.finish());
  return print;
}

Reply make_backup(Context& context, const AdminRequest& request) {
  const std::string file =
      fmt::format("{}/collector-{}.db", context.backups_folder, compact_time(context.clock.wall()));
  if (const auto made = make_folder(context.backups_folder, 0700); !made)
    return admin_error(context, made.error());
  if (const auto done = context.storage.backup(file); !done)
    return admin_error(context, done.error());
  const auto print = fingerprint_of(file);
  if (!print) return admin_error(context, print.error());
  const std::string name = std::filesystem::path(file).filename().string();
  const auto noted =
      write_file(file + ".sha256", fmt::format("{}  {}\n", print->sha256, name), 0600);
  if (!noted) return admin_error(context, noted.error());
  const auto written = context.writes.run([&](Writes& writes) -> Result<> {
    return append_audit(writes, context.clock.wall(), request.actor, "backup_made", file);
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(
      json::object({{"file", file}, {"bytes", print->bytes}, {"sha256", print->sha256}}));
}

}  // namespace afterword::collector
