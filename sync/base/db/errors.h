// SQLite's codes in our words. Inside this folder only.
#pragma once
#include <string_view>

#include "sync/base/core/result.h"

struct sqlite3;

namespace afterword::db {

// `raw` may be null. `doing` names what was tried: "open", "commit", the first words of a
// statement.
Error describe(int code, sqlite3* raw, std::string_view doing, std::string_view path);

// SQLite's code, or SQLITE_FULL where a quota or the limit on a file's size refused a write: SQLite tells these as
// errors of the disk, and they leave as little in doubt as a full one. To be asked right after the failure.
int with_quotas(int code);

// Whether the connection may believe what the files do not hold: after a failed sync the kernel has
// dropped what it could not write, and SQLite reports damage where only reading failed.
bool is_doubtful(int code);

}  // namespace afterword::db
