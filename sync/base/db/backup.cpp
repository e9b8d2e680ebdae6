#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "sync/base/db/db.h"

namespace afterword::db {
namespace {

Result<> sync_to_disk(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0)
    return fail(Failure::io, fmt::format("cannot open to sync: {}", std::strerror(errno)), path);
  const int code = ::fsync(fd);
  const int why = errno;
  ::close(fd);
  if (code != 0) return fail(Failure::io, fmt::format("cannot sync: {}", std::strerror(why)), path);
  return {};
}

// The copy is opened as any reader would, and closed before anyone else sees it.
Result<> check_copy(const std::string& path) {
  AFTERWORD_ASSIGN(const auto copy, Database::open(path, {.access = Access::read_only}));
  return copy->integrity_check();
}

Result<> make_copy(Database& database, const std::string& temporary, const std::string& target) {
  AFTERWORD_ASSIGN(auto copy, database.prepare("VACUUM INTO ?1"));
  AFTERWORD_TRY(copy.bind(1, temporary).run());
  // VACUUM INTO does not sync what it wrote.
  AFTERWORD_TRY(sync_to_disk(temporary, O_RDONLY));
  if (::chmod(temporary.c_str(), 0600) != 0)
    return fail(Failure::io, fmt::format("cannot set its mode: {}", std::strerror(errno)),
                temporary);
  AFTERWORD_TRY(check_copy(temporary));
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return fail(Failure::io, fmt::format("cannot rename: {}", std::strerror(errno)), target);
  const std::string folder = std::filesystem::path(target).parent_path().string();
  return sync_to_disk(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<> Database::backup(const std::string& target) {
  const std::string temporary = target + ".part";
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);  // left by a backup that was cut off
  auto done = make_copy(*this, temporary, target);
  if (!done) std::filesystem::remove(temporary, ignored);
  return done;
}

}  // namespace afterword::db
