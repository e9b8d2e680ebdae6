// Rows read off a database's pages without SQLite, for one that SQLite cannot open or cannot be believed
// to have whole. Every page stands for itself: what leads to it may be damaged.
//
// What comes out is not proved: a damaged page gives wrong rows, and one that was deleted may come back.
// The caller knows its rows by their shape and believes only those that prove themselves.
//
// Threads: any. The database must not be open in this process (see base/db/README.md).
// Errors: io, when a file is there and cannot be opened. A page that cannot be read is counted.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"

namespace afterword::db {

struct PageValue {
  enum class Kind { null, integer, real, text, blob };
  Kind kind = Kind::null;
  std::int64_t number = 0;  // integer
  ByteView bytes;           // text and blob; lives as long as the call

  bool is_text() const { return kind == Kind::text; }
  bool is_blob() const { return kind == Kind::blob; }
  bool is_integer() const { return kind == Kind::integer; }
  std::string_view text() const { return as_text(bytes); }
};

struct PageRow {
  bool of_rowid_table = true;  // otherwise of a WITHOUT ROWID table, or an entry of an index
  std::int64_t rowid = 0;
  // Off a frame of an earlier beginning of the log: a row as it stood before, or one that was undone.
  bool of_earlier_log = false;
  std::vector<PageValue> values;
};

struct PageScan {
  std::int64_t pages_unreadable = 0;
  // Commits are gone, or lie in the log where SQLite no longer sees them: a frame before them is
  // damaged, the log is shorter than its index knows, or it is not there. Where the log's beginning is
  // damaged only the rows can tell.
  bool log_lacks_commits = false;
};

// Calls `row` for every row on a page that can be read: those of earlier beginnings of the log first, then those
// of the main file, then those of the log in the order of their commits, so that a later call has the newer
// state of a row. What no commit made good is left out, but for those first ones, of which nobody can tell.
Result<PageScan> scan_pages(const std::string& path,
                            const std::function<void(const PageRow&)>& row);

}  // namespace afterword::db
