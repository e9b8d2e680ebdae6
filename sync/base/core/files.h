// Whole files, read with a limit and replaced whole. For settings, keys, definitions; not for
// databases. And what the system refuses, in our words.
//
// Threads: any; one at a time for the same file.
// Errors:  where nothing else is said, as system_failed() tells them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/core/result.h"

namespace afterword {

// What the system refused: `code` is its errno, `doing` what was tried ("open", "sync"), and the error's text
// "PATH: cannot DOING: the system's words". ENOENT is not_found; ENOSPC is disk_full, and so are EDQUOT and EFBIG, since a
// quota or a limit of a file's size is a full disk to whoever meets it. All others are io, EACCES too: denied is for whom
// we refuse.
tl::unexpected<Error> system_failed(const std::string& path, std::string_view doing, int code);

// Whether something stands there; an error where that cannot be asked, since then nobody knows.
Result<bool> path_exists(const std::string& path);

// Errors: as above, and invalid (larger than `bytes_max`).
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// Writes a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder.
// When this returns without error the new content survives a power cut; otherwise the old one does.
Result<> write_file(const std::string& path, std::string_view content, unsigned mode = 0644);
// The same for a file that is there: the new one has its owner, group and mode. A link stays one: what it leads to is
// replaced. Where owner, group or mode cannot be given (io) the old one stays.
Result<> replace_file(const std::string& path, std::string_view content);

// What stands in the file survives a power cut when this returns without error, and so does its name. Writes nothing.
Result<> sync_file(const std::string& path);

// Which names stand in the folder survives a power cut when this returns without error. Writes nothing.
Result<> sync_folder(const std::string& path);
// The same for the folder that `path` stands in.
Result<> sync_folder_of(const std::string& path);

// Renames a file or a folder, which must be on the same disk, and syncs the folder that it then stands in.
Result<> move_to(const std::string& from, const std::string& path);

// Creates `path` and its parents if they are missing. io where something stands there that is no folder.
Result<> make_folder(const std::string& path, unsigned mode = 0755);

}  // namespace afterword
