#include "sync/base/db/one_writer.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>

namespace afterword::db {
namespace {

// Of the whole process, as SQLite's own locks are.
struct Taken {
  std::mutex mutex;
  std::set<std::pair<dev_t, ino_t>> files;
};
Taken& taken() {
  static Taken all;
  return all;
}

}  // namespace

bool loses_commits_of_two_writers(int version) {
  const int branch = version / 1000, patch = version % 1000;
  if (branch == 3044) return patch < 6;
  if (branch == 3050) return patch < 7;
  return version >= 3'007'000 && version < 3'051'003;
}

Result<> check_sqlite(int version, WriterMode mode) {
  if (mode == WriterMode::one || !loses_commits_of_two_writers(version)) return {};
  return fail(Failure::unsupported,
              fmt::format("SQLite {}.{}.{} can lose commits where two connections write",
                          version / 1'000'000, version / 1000 % 1000, version % 1000),
              {}, "use 3.51.3 or later, or one writing connection");
}

Result<std::unique_ptr<WriterSeat>> WriterSeat::take(const std::string& path) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) != 0)
    return fail(Failure::io, fmt::format("cannot be looked at: {}", std::strerror(errno)), path);
  const File file(about.st_dev, about.st_ino);
  const std::lock_guard lock(taken().mutex);
  if (taken().files.insert(file).second) return std::unique_ptr<WriterSeat>(new WriterSeat(file));
  return fail(Failure::conflict,
              "this program writes this database already, maybe under another name", path,
              "only one connection may write");
}

WriterSeat::~WriterSeat() {
  const std::lock_guard lock(taken().mutex);
  taken().files.erase(file_);
}

}  // namespace afterword::db
