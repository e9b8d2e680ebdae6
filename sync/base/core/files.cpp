#include "sync/base/core/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace afterword {
namespace {

Result<> sync_at(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return system_failed(path, "open", errno);
  const int synced = ::fsync(file);
  const int why = errno;
  ::close(file);
  if (synced != 0) return system_failed(path, "sync", why);
  return {};
}

// Also where nobody may give files away, as long as it is that user's already. Errors are in errno.
bool give_to_owner_of(const struct stat& before, int file) {
  struct stat made {};
  if (::fstat(file, &made) == 0 && made.st_uid == before.st_uid && made.st_gid == before.st_gid)
    return true;
  return ::fchown(file, before.st_uid, before.st_gid) == 0;
}

// `before`: the file in whose place it comes and whose owner it is to have; nullptr: it is ours.
Result<> write_over(const std::string& path, std::string_view content, unsigned mode,
                    const struct stat* before) {
  constexpr unsigned kOnlyOurs = 0600;  // until its group is the right one
  const std::string temporary = fmt::format("{}.{}.new", path, ::getpid());
  // Made by us: root may write in another user's folder, where a link of that name leads to whatever its owner wants.
  const auto make = [&] {
    return ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  before != nullptr ? kOnlyOurs : mode);
  };
  int file = make();
  if (file < 0 && errno == EEXIST && ::unlink(temporary.c_str()) == 0) file = make();
  if (file < 0) return system_failed(temporary, "create", errno);
  const auto give_up = [&](const char* doing) {
    auto error = system_failed(temporary, doing, errno);
    ::close(file);
    ::unlink(temporary.c_str());
    return error;
  };
  if (before != nullptr && !give_to_owner_of(*before, file))
    return give_up("keep the owner and the group of");
  if (::fchmod(file, mode) != 0) return give_up("set the mode of");
  while (!content.empty()) {
    const ssize_t put = ::write(file, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return give_up("write");
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(file) != 0) return give_up("sync");
  ::close(file);
  auto moved = move_to(temporary, path);
  if (!moved) ::unlink(temporary.c_str());
  return moved;
}

}  // namespace

tl::unexpected<Error> system_failed(const std::string& path, std::string_view doing, int code) {
  const auto told = [&](Failure failure, const char* hint) {
    return fail(failure, fmt::format("cannot {}: {}", doing, std::strerror(code)), path, hint);
  };
  switch (code) {
    case ENOENT:
      return told(Failure::not_found, "");
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return told(Failure::disk_full, "free some space on this disk");
    default:
      return told(Failure::io, "check the disk and the rights on it and its folder");
  }
}

Result<bool> path_exists(const std::string& path) {
  std::error_code code;
  const bool there = std::filesystem::exists(path, code);
  if (code) return system_failed(path, "look for it", code.value());
  return there;
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_failed(path, "open", errno);
  std::string content;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(file, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      auto error = system_failed(path, "read", errno);
      ::close(file);
      return error;
    }
    if (got == 0) break;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > bytes_max) {
      ::close(file);
      return fail(Failure::invalid, fmt::format("the file is larger than {} bytes", bytes_max),
                  path);
    }
  }
  ::close(file);
  return content;
}

Result<> write_file(const std::string& path, std::string_view content, unsigned mode) {
  return write_over(path, content, mode, nullptr);
}

Result<> replace_file(const std::string& path, std::string_view content) {
  std::error_code trouble;
  const std::filesystem::path behind = std::filesystem::canonical(path, trouble);
  if (trouble) return system_failed(path, "find it", trouble.value());
  struct stat before {};
  if (::stat(behind.c_str(), &before) != 0) return system_failed(behind, "look at it", errno);
  return write_over(behind, content, before.st_mode & 0777u, &before);
}

Result<> sync_file(const std::string& path) {
  AFTERWORD_TRY(sync_at(path, O_RDONLY));
  return sync_folder_of(path);
}

Result<> sync_folder(const std::string& path) {
  return sync_at(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
}

Result<> sync_folder_of(const std::string& path) {
  return sync_folder(std::filesystem::path(path).parent_path().string());
}

Result<> move_to(const std::string& from, const std::string& path) {
  if (::rename(from.c_str(), path.c_str()) != 0) return system_failed(path, "replace", errno);
  return sync_folder_of(path);
}

Result<> make_folder(const std::string& path, unsigned mode) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return system_failed(path, "create the folder", code.value());
  const bool folder = std::filesystem::is_directory(path, code);
  if (code) return system_failed(path, "look at the folder", code.value());
  if (!folder) return fail(Failure::io, "what stands there is no folder", path);
  if (mode != 0755 && ::chmod(path.c_str(), mode) != 0)
    return system_failed(path, "set the mode of", errno);
  return {};
}

}  // namespace afterword
