#include "sync/base/db/plain_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

#include "sync/base/core/files.h"
#include "sync/base/db/errors.h"

namespace afterword::db {
namespace {

// SQLite asks its files for a page at a time, and they take little more than this at once.
constexpr std::size_t kPieceBytes = 64 * 1024;

int piece(std::size_t all, std::size_t done) {
  return static_cast<int>(std::min(kPieceBytes, all - done));
}

tl::unexpected<Error> refused(int code, std::string_view doing, const std::string& path) {
  return tl::unexpected<Error>(describe(with_quotas(code), nullptr, doing, path));
}

}  // namespace

// SQLite wants room for its file where it lies, and the path for as long as it is open.
struct PlainFile::Impl {
  std::string path;
  std::unique_ptr<std::max_align_t[]> room;
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(room.get()); }
  ~Impl() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
  }
};

PlainFile::PlainFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PlainFile::PlainFile(PlainFile&&) noexcept = default;
PlainFile& PlainFile::operator=(PlainFile&&) noexcept = default;
PlainFile::~PlainFile() = default;

Result<PlainFile> PlainFile::open(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return system_failed(path, "look at it", errno);
  if (!S_ISREG(status.st_mode))
    return fail(Failure::io, "it is no file", path, "name another place");
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  const auto bytes = static_cast<std::size_t>(vfs->szOsFile);
  impl->room = std::make_unique<std::max_align_t[]>(bytes / sizeof(std::max_align_t) + 1);
  // Of all kinds of file that SQLite has this one needs no database beside it.
  const int code = vfs->xOpen(vfs, impl->path.c_str(), impl->file(),
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_SUPER_JOURNAL, nullptr);
  if (code != SQLITE_OK) return refused(code, "open the file", path);
  return PlainFile(std::move(impl));
}

Result<std::int64_t> PlainFile::size() {
  sqlite3_int64 bytes = 0;
  const int code = impl_->file()->pMethods->xFileSize(impl_->file(), &bytes);
  if (code != SQLITE_OK) return refused(code, "ask the file's size", impl_->path);
  return static_cast<std::int64_t>(bytes);
}

Result<Bytes> PlainFile::read(std::int64_t at, std::size_t length) {
  Bytes bytes(length);
  for (std::size_t done = 0; done < length; done += kPieceBytes) {
    const int code =
        impl_->file()->pMethods->xRead(impl_->file(), bytes.data() + done, piece(length, done),
                                       at + static_cast<std::int64_t>(done));
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
      return refused(code, "read", impl_->path);
  }
  return bytes;
}

Result<> PlainFile::write(std::int64_t at, ByteView bytes) {
  for (std::size_t done = 0; done < bytes.size(); done += kPieceBytes) {
    const int code = impl_->file()->pMethods->xWrite(impl_->file(), bytes.data() + done,
                                                     piece(bytes.size(), done),
                                                     at + static_cast<std::int64_t>(done));
    if (code != SQLITE_OK) return refused(code, "write", impl_->path);
  }
  return {};
}

Result<> PlainFile::sync() {
  const int code =
      impl_->file()->pMethods->xSync(impl_->file(), SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (code != SQLITE_OK) return refused(code, "sync", impl_->path);
  return {};
}

Result<> preallocate(const std::string& path, std::int64_t bytes) {
  const bool was_there = ::access(path.c_str(), F_OK) == 0;
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return system_failed(path, "make the file", errno);
  struct stat before = {};
  int why = ::fstat(fd, &before) == 0 ? 0 : errno;
  if (why == 0) why = ::posix_fallocate(fd, 0, bytes);
  if (why == 0 && ::ftruncate(fd, bytes) != 0) why = errno;
  if (why == 0 && ::fsync(fd) != 0) why = errno;
  if (why != 0 && was_there && ::ftruncate(fd, before.st_size) != 0) why = errno;
  ::close(fd);
  if (why != 0) {
    if (!was_there) ::unlink(path.c_str());
    return system_failed(path, fmt::format("take {} bytes of the disk", bytes), why);
  }
  return sync_folder_of(path);
}

}  // namespace afterword::db
