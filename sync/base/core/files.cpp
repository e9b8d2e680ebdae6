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

tl::unexpected<Error> system_error(const std::string& path, const char* doing) {
  const int code = errno;
  const Failure failure = code == ENOENT   ? Failure::not_found
                          : code == ENOSPC ? Failure::disk_full
                          : code == EACCES ? Failure::denied
                                           : Failure::io;
  return fail(failure, fmt::format("cannot {}: {}", doing, std::strerror(code)), path);
}

Result<> sync_at(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return system_error(path, "open");
  const int synced = ::fsync(file);
  const int why = errno;
  ::close(file);
  errno = why;
  if (synced != 0) return system_error(path, "sync");
  return {};
}

Result<> sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return sync_at(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error(path, "open");
  std::string content;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(file, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      auto error = system_error(path, "read");
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
  const std::string temporary = fmt::format("{}.{}.new", path, ::getpid());
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return system_error(temporary, "create");
  const auto give_up = [&](const char* doing) {
    auto error = system_error(temporary, doing);
    ::close(file);
    ::unlink(temporary.c_str());
    return error;
  };
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

Result<> sync_file(const std::string& path) {
  AFTERWORD_TRY(sync_at(path, O_RDONLY));
  return sync_folder_of(path);
}

Result<> move_to(const std::string& from, const std::string& path) {
  if (::rename(from.c_str(), path.c_str()) != 0) return system_error(path, "replace");
  return sync_folder_of(path);
}

Result<> make_folder(const std::string& path, unsigned mode) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code || !std::filesystem::is_directory(path))
    return fail(Failure::io, "cannot create the folder: " + code.message(), path);
  if (mode != 0755 && ::chmod(path.c_str(), mode) != 0)
    return system_error(path, "set the mode of");
  return {};
}

}  // namespace afterword
