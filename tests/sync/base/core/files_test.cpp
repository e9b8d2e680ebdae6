// What the system refuses about files is told in our words.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <utility>

#include "sync/base/core/files.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace files_test {

Error told(int code) { return system_failed("/somewhere", "write", code).value(); }

// No file may grow beyond so many bytes while this lives.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  void (*signal_)(int);
  rlimit before_{};
};

}  // namespace files_test
using namespace files_test;

TEST_CASE("What the system refuses has one failure each, and a quota is a full disk") {
  for (const auto& each : {std::pair(ENOENT, Failure::not_found), std::pair(ENOSPC, Failure::disk_full),
                           std::pair(EDQUOT, Failure::disk_full), std::pair(EFBIG, Failure::disk_full),
                           std::pair(EIO, Failure::io), std::pair(EACCES, Failure::io),
                           std::pair(EROFS, Failure::io), std::pair(EMFILE, Failure::io)}) {
    CAPTURE(each.first);
    CHECK(told(each.first).failure == each.second);
  }
  CHECK(told(ENOSPC).where == "/somewhere");
  CHECK(told(ENOSPC).what.starts_with("cannot write: "));
  CHECK_FALSE(told(EDQUOT).hint.empty());
}

TEST_CASE("A file that may not grow is a full disk, and what stood there stays") {
  const test::Scratch scratch;
  const std::string path = scratch.file("settings.json");
  REQUIRE(write_file(path, "as it was"));
  const auto written = [&] {
    const SmallFiles limit(4096);
    return write_file(path, std::string(10'000, 'x'));
  }();
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().failure == Failure::disk_full);
  const auto there = read_file(path, 1000);
  REQUIRE(there.has_value());
  CHECK(*there == "as it was");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) files += entry.exists() ? 1 : 0;
  CHECK(files == 1);
}

TEST_CASE("A file that is replaced keeps its mode, and one that is not there is not made") {
  const test::Scratch scratch;
  const std::string path = scratch.file("admin.token");
  CHECK(replace_file(path, "new").error().failure == Failure::not_found);
  CHECK_FALSE(std::filesystem::exists(path));
  REQUIRE(write_file(path, "as it was", 0640));
  REQUIRE(replace_file(path, "new"));
  CHECK(*read_file(path, 1000) == "new");
  namespace fs = std::filesystem;
  CHECK(fs::status(path).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

TEST_CASE("A link stays one when what it leads to is replaced, and one in the place of what is being written leads nowhere") {
  const test::Scratch scratch;
  namespace fs = std::filesystem;
  const std::string file = scratch.file("file"), link = scratch.file("link"), victim = scratch.file("victim");
  REQUIRE(write_file(file, "old"));
  REQUIRE(write_file(victim, "untouched"));
  fs::create_symlink(file, link);
  fs::create_symlink(victim, file + "." + std::to_string(::getpid()) + ".new");
  REQUIRE(replace_file(link, "new"));
  CHECK(fs::is_symlink(link));
  CHECK_FALSE(fs::is_symlink(file));
  CHECK(*read_file(file, 100) == "new");
  CHECK(*read_file(victim, 100) == "untouched");
  fs::create_symlink(victim, file + "." + std::to_string(::getpid()) + ".new");
  REQUIRE(write_file(file, "newer"));
  CHECK_FALSE(fs::is_symlink(file));
  CHECK(*read_file(victim, 100) == "untouched");
}

TEST_CASE("What cannot be looked at is an error, and ends no program") {
  const test::Scratch scratch;
  const std::string loop = scratch.file("loop");
  std::filesystem::create_symlink(loop, loop);
  const auto asked = path_exists(loop + "/database");
  REQUIRE_FALSE(asked.has_value());
  CHECK(asked.error().failure == Failure::io);
  const auto made = make_folder(loop + "/folder");
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().failure == Failure::io);
  REQUIRE(write_file(scratch.file("file"), "no folder"));
  CHECK_FALSE(make_folder(scratch.file("file")).has_value());
  const auto missing = path_exists(scratch.file("nothing")), found = path_exists(scratch.file("file"));
  REQUIRE(missing.has_value());
  CHECK_FALSE(*missing);
  REQUIRE(found.has_value());
  CHECK(*found);
}
