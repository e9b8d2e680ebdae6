// Root at work in a folder that is another user's, as that of the package's service is.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/whole/world.h"

namespace afterword::test {
namespace owner {

namespace fs = std::filesystem;
constexpr uid_t kService = 65534;
constexpr gid_t kServiceGroup = 65534;

bool is_root() {
  if (::geteuid() == 0) return true;
  MESSAGE("not tried: only root can become another user");
  return false;
}

// A collector that stands still, and whose folder was given to the service's user.
struct Shop : World {
  Shop() {
    stop_collector();
    // As the way to /var/lib is everybody's.
    fs::permissions(folder(), fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
    give(data());
    for (const auto& entry : fs::recursive_directory_iterator(data())) give(entry.path().string());
  }
  std::string data() const { return file("collector"); }
  void give(const std::string& path) {
    REQUIRE(::lchown(path.c_str(), kService, kServiceGroup) == 0);
  }
  Finished collector_with(std::vector<std::string> how) {
    how.insert(how.begin(), {program("afterword-collector"), "--data", data()});
    return run(how, folder());
  }
  // What lies in the folder and is not the service's.
  std::string of_others() const {
    std::string found;
    for (const auto& entry : fs::recursive_directory_iterator(data())) {
      struct stat about {};
      const bool known = ::lstat(entry.path().c_str(), &about) == 0;
      if (!known || about.st_uid != kService || about.st_gid != kServiceGroup)
        found += entry.path().string() + "\n";
    }
    return found;
  }
};

}  // namespace owner

TEST_CASE("Whatever root does in a service's folder, the service can read all that lies there after") {
  if (!owner::is_root()) return;
  owner::Shop shop;
  REQUIRE(shop.of_others().empty());
  const Finished renewed =
      shop.collector_with({"--renew-trust", shop.data() + "/offline/root.json", "--next-keys"});
  REQUIRE_MESSAGE(renewed.exit_code == 0, renewed.err);
  CHECK(renewed.err.find("goes on as user ") != std::string::npos);
  CHECK(shop.of_others() == "");
  CHECK(shop.collector_with({"--new-token"}).exit_code == 0);
  CHECK(shop.of_others() == "");

  // Also while it serves, with its log and its backups; and the command line's file, which is shared here.
  shop.start_collector();
  const std::string backup = shop.json({"backup", "--json"}).find("file")->as_string();
  CHECK(shop.of_others() == "");
  const std::string token = shop.data() + "/admin.token";
  const auto shared = owner::fs::perms::owner_read | owner::fs::perms::owner_write | owner::fs::perms::group_read;
  owner::fs::permissions(token, shared);
  const Finished another = shop.afterword({"admin", "token"});
  CHECK_MESSAGE(another.exit_code == 0, another.err);
  CHECK(shop.of_others() == "");
  CHECK(owner::fs::status(token).permissions() == shared);
  shop.stop_collector();
  for (const char* const part : {"", "-wal", "-shm"})
    owner::fs::remove(shop.data() + "/collector.db" + part);
  const Finished restored = shop.collector_with({"--restore", backup});
  CHECK_MESSAGE(restored.exit_code == 0, restored.err);
  CHECK(shop.of_others() == "");
}

TEST_CASE("A file that root names and the folder's user may not read is refused by name, and nothing is changed") {
  if (!owner::is_root()) return;
  owner::Shop shop;
  const std::string root = shop.file("root.json");
  owner::fs::rename(shop.data() + "/offline/root.json", root);
  REQUIRE(::lchown(root.c_str(), 0, 0) == 0);
  const Finished refused = shop.collector_with({"--renew-trust", root});
  CHECK(refused.exit_code == 2);
  CHECK_MESSAGE(refused.err.find(root + ": user ") != std::string::npos, refused.err);
  CHECK_MESSAGE(refused.err.find("install -m 400 -o ") != std::string::npos, refused.err);
  CHECK(shop.of_others() == "");
  // As it says.
  shop.give(root);
  const Finished renewed = shop.collector_with({"--renew-trust", root});
  CHECK_MESSAGE(renewed.exit_code == 0, renewed.err);
  CHECK(renewed.out.find("trust document 2, until ") == 0);
  // One to serve with stays.
  const std::string recovery = shop.data() + "/offline/recovery.json";
  REQUIRE(::lchown(recovery.c_str(), 0, 0) == 0);
  const Finished lent = shop.collector_with({"--listen", "127.0.0.1:0", "--recovery", recovery});
  CHECK(lent.exit_code == 2);
  CHECK_MESSAGE(lent.err.find("by a copy that stays: install -m 400 -o ") != std::string::npos, lent.err);
  CHECK(lent.err.find("for the time of this command") == std::string::npos);
}

TEST_CASE("Where the folder's user cannot work after root, it is said why, and what to do") {
  if (!owner::is_root()) return;
  owner::Shop shop;
  SUBCASE("a file in it is root's, of a time before") {
    const std::string journal = shop.data() + "/journal";
    REQUIRE(::lchown(journal.c_str(), 0, 0) == 0);
    const Finished refused = shop.collector_with({"--new-token"});
    CHECK(refused.exit_code == 2);
    CHECK_MESSAGE(refused.err.find(journal + ": user ") != std::string::npos, refused.err);
    CHECK_MESSAGE(refused.err.find("chown -R ") != std::string::npos, refused.err);
    shop.give(journal);
  }
  SUBCASE("a folder above lets nobody but root through") {
    owner::fs::permissions(shop.folder(), owner::fs::perms::owner_all);
    const Finished refused = shop.collector_with({"--new-token"});
    CHECK(refused.exit_code == 2);
    CHECK_MESSAGE(refused.err.find("through the folders above") != std::string::npos, refused.err);
    owner::fs::permissions(shop.folder(), owner::fs::perms::others_exec, owner::fs::perm_options::add);
  }
  CHECK(shop.collector_with({"--new-token"}).exit_code == 0);
}

}  // namespace afterword::test
