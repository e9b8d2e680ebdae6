// The collector's storage on SQLite: one file, one writing connection, readers beside it.
//
// The writing connection belongs to the thread that opened the storage, or last called
// take_over_writing(). Readers are opened as needed, kept, and never checkpoint (base/db says why).
#pragma once
#include <memory>
#include <string>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Opens or creates `path` and brings its schema up to date.
// Errors: conflict (another program writes it), unsupported (written by a newer version), corrupt.
Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::string& path);

}  // namespace afterword::collector
