#include "kiosk/storage/set_aside.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr const char* kParts[] = {"", "-wal", "-shm"};
constexpr int kFoldersASecond = 1'000;

tl::unexpected<Error> system_error(const std::string& path, const char* doing, int code) {
  const Failure failure = code == ENOSPC ? Failure::disk_full : Failure::io;
  return fail(failure, fmt::format("cannot {}: {}", doing, std::strerror(code)), path);
}

Result<> sync_path(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return system_error(path, "open", errno);
  const int done = ::fsync(fd);
  const int why = errno;
  ::close(fd);
  if (done != 0) return system_error(path, "sync", why);
  return {};
}

// "2026-11-26T10-42-31Z", made to be read and to be a file's name anywhere.
Result<std::string> make_dated(const std::string& damaged, WallTime now) {
  std::string date = rfc3339(now).substr(0, 19);
  for (char& c : date)
    if (c == ':') c = '-';
  for (int each = 0; each < kFoldersASecond; ++each) {
    const std::string path =
        fmt::format("{}/{}Z{}", damaged, date, each == 0 ? "" : fmt::format("-{}", each + 1));
    std::error_code error;
    if (fs::create_directory(path, error)) return path;
    if (error) return system_error(path, "make the folder", error.value());
  }
  return fail(Failure::io, "there are too many folders of this second", damaged);
}

// A file system without links gets a copy.
Result<> second_name(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0 || errno == ENOENT) return {};
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error) return system_error(to, "copy", error.value());
  return sync_path(to, O_RDONLY);
}

}  // namespace

Result<> sync_folder(const std::string& folder) { return sync_path(folder, O_RDONLY | O_DIRECTORY); }

Result<std::string> set_aside(const std::string& folder, WallTime now) {
  const std::string damaged = folder + "/damaged";
  AFTERWORD_TRY(make_folder(damaged, 0700));
  AFTERWORD_ASSIGN(const std::string aside, make_dated(damaged, now));
  const auto done = [&]() -> Result<> {
    for (const char* const part : kParts)
      AFTERWORD_TRY(second_name(folder + "/kiosk.db" + part, aside + "/kiosk.db" + part));
    AFTERWORD_TRY(sync_folder(aside));
    AFTERWORD_TRY(sync_folder(damaged));
    return sync_folder(folder);
  }();
  if (done) return aside;
  take_back(aside);
  return tl::unexpected<Error>(done.error());
}

void take_back(const std::string& aside) {
  for (const char* const part : kParts) ::unlink((aside + "/kiosk.db" + part).c_str());
  ::rmdir(aside.c_str());
}

// The log and the index first: beside another database they would be its own.
Result<> finish_replacing(const std::string& folder) {
  const std::string database = folder + "/kiosk.db", salvaged = folder + kSalvagedFile;
  if (::access(salvaged.c_str(), F_OK) != 0) return {};
  for (const char* const part : {"-wal", "-shm"})
    if (::unlink((database + part).c_str()) != 0 && errno != ENOENT)
      return system_error(database + part, "put it aside", errno);
  AFTERWORD_TRY(sync_folder(folder));
  if (::rename(salvaged.c_str(), database.c_str()) != 0)
    return system_error(database, "put the new database there", errno);
  return sync_folder(folder);
}

}  // namespace afterword::kiosk
