#include "sync/base/db/errors.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <cerrno>

namespace afterword::db {
namespace {

struct Kind {
  Failure failure;
  const char* hint;
};

Kind kind_of(int code) {
  if (code == SQLITE_IOERR_SHMSIZE) code = SQLITE_FULL;  // the index of the log cannot be made
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Failure::busy, "another connection holds it; try again"};
    case SQLITE_NOMEM:
      return {Failure::busy, "there is no memory for it now; nothing of it was done, try again"};
    case SQLITE_FULL:
      return {Failure::disk_full, "free some space on this disk; nothing that was stored is lost"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {
          Failure::corrupt,
          "close it, keep the database with its -wal and -shm together, and restore a backup if "
          "opening it again says the same"};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
      return {Failure::io, "check the disk and the rights on its folder"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Failure::denied, "check the rights on the file and its folder"};
    case SQLITE_CONSTRAINT:
      return {Failure::conflict, ""};
    case SQLITE_TOOBIG:
      return {Failure::invalid, "the value is too large to store"};
    default:
      return {Failure::internal, ""};
  }
}

// The system's number for what failed last in this thread, which SQLite leaves where it was.
int system_error() {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs->xGetLastError == nullptr ? 0 : vfs->xGetLastError(vfs, 0, nullptr);
}

}  // namespace

int with_quotas(int code) {
  if (code != SQLITE_IOERR_WRITE && code != SQLITE_IOERR_TRUNCATE) return code;
  const int system = system_error();
  return system == EDQUOT || system == EFBIG || system == ENOSPC ? SQLITE_FULL : code;
}

bool is_doubtful(int code) {
  const int kind = code & 0xff;
  return kind == SQLITE_IOERR || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB ||
         kind == SQLITE_CANTOPEN;
}

Error describe(int code, sqlite3* raw, std::string_view doing, std::string_view path) {
  const Kind kind = kind_of(code);
  const char* words = raw != nullptr ? sqlite3_errmsg(raw) : sqlite3_errstr(code);
  return Error{kind.failure, fmt::format("cannot {}: {} (SQLite {})", doing, words, code),
               std::string(path), kind.hint};
}

}  // namespace afterword::db
