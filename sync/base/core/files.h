// Whole files, read with a limit and replaced whole. For settings, keys, definitions; not for
// databases.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/core/result.h"

namespace afterword {

// Errors: not_found, io, invalid (larger than `bytes_max`).
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// Writes a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder.
// When this returns without error the new content survives a power cut; otherwise the old one does.
Result<> write_file(const std::string& path, std::string_view content, unsigned mode = 0644);

// What stands in the file survives a power cut when this returns without error, and so does its name. Writes nothing.
Result<> sync_file(const std::string& path);

// Renames a file or a folder, which must be on the same disk, and syncs the folder that it then stands in.
Result<> move_to(const std::string& from, const std::string& path);

// Creates `path` and its parents if they are missing.
Result<> make_folder(const std::string& path, unsigned mode = 0755);

}  // namespace afterword
