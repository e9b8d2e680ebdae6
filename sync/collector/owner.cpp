#include "sync/collector/owner.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "sync/base/core/files.h"
#include "sync/collector/restore.h"

namespace afterword::collector {
namespace {

constexpr uid_t kRoot = 0;

struct Owner {
  uid_t user = kRoot;
  gid_t group = kRoot;
  std::string name;
  bool listed = false;  // among the system's users, so that it may be in further groups

  // As chown takes them.
  std::string with_group() const { return listed ? name + ":" : fmt::format("{}:{}", user, group); }
};

// Nothing: the folder is not there, or is root's own.
Result<std::optional<Owner>> other_owner(const std::string& folder) {
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0) {
    const int why = errno;
    if (why == ENOENT) return std::optional<Owner>();
    return system_failed(folder, "look at it", why);
  }
  if (about.st_uid == kRoot) return std::optional<Owner>();
  Owner owner{about.st_uid, about.st_gid, std::to_string(about.st_uid), false};
  if (const passwd* const entry = ::getpwuid(about.st_uid); entry != nullptr) {
    owner.group = entry->pw_gid;
    owner.name = entry->pw_name;
    owner.listed = true;
  }
  return std::optional<Owner>(std::move(owner));
}

// The groups first: afterwards nobody here may change them.
Result<> become(const Owner& owner) {
  const int grouped = owner.listed ? ::initgroups(owner.name.c_str(), owner.group)
                                   : ::setgroups(0, nullptr);
  if (grouped == 0 && ::setgid(owner.group) == 0 && ::setuid(owner.user) == 0) return {};
  const int why = errno;
  return fail(Failure::io,
              fmt::format("cannot become user {}, whom the data folder belongs to: {}", owner.name,
                          std::strerror(why)),
              "", "start it as that user");
}

// What is not there, and what the disk refuses, is said by whoever needs it.
bool may_not(const std::string& path, int rights) {
  return ::access(path.c_str(), rights) != 0 && errno == EACCES;
}

// Folders above may let nobody but root through, and files in it may be root's, of a time before.
Result<> expect_to_work_in(const CollectorOptions& options, const Owner& owner) {
  const std::string& data = options.data;
  if (may_not(data, R_OK | W_OK | X_OK))
    return fail(Failure::denied, fmt::format("user {}, whom it belongs to, may not work there", owner.name), data,
                "let that user through the folders above it (chmod o+x), and into it (chmod u+rwx)");
  struct Need {
    const char* name;
    int rights;
  };
  const int to_renew = options.renew_trust.empty() ? 0 : W_OK;
  const Need needs[] = {{"keys", R_OK | X_OK | to_renew}, {"keys/online.json", R_OK},
                        {"keys/trust.json", R_OK},        {"keys/tls-key.pem", R_OK},
                        {"keys/tls-cert.pem", R_OK},      {"admin.token", R_OK},
                        {"journal", R_OK | W_OK},         {"collector.db", R_OK | W_OK},
                        {"collector.db-wal", R_OK | W_OK}, {"collector.db-shm", R_OK | W_OK},
                        {"collector.db.lock", R_OK | W_OK}};
  for (const Need& need : needs) {
    const std::string path = fmt::format("{}/{}", data, need.name);
    if (may_not(path, need.rights))
      return fail(Failure::denied,
                  fmt::format("user {}, whom the data folder belongs to, may not {} it", owner.name,
                              (need.rights & W_OK) != 0 ? "read and change" : "read"),
                  path, fmt::format("give it to that user: chown -R {} {}", owner.with_group(), data));
  }
  return {};
}

Result<> expect_readable(const std::string& file, const Owner& owner, const std::string& remedy) {
  if (file.empty() || !may_not(file, R_OK)) return {};
  return fail(Failure::denied,
              fmt::format("user {}, whom the data folder belongs to, may not read it", owner.name), file,
              remedy);
}

Result<> expect_readable(const CollectorOptions& options, const Owner& owner) {
  std::vector<std::string> offline = options.renew_trust;
  offline.insert(offline.end(), options.next_roots.begin(), options.next_roots.end());
  offline.push_back(options.rebuild_keys);
  // In memory: a copy of such a key on a disk is one that somebody forgets.
  for (const std::string& file : offline)
    AFTERWORD_TRY(expect_readable(
        file, owner,
        fmt::format("for the time of this command: install -m 400 -o {} {} /run/, and name that copy",
                    owner.name, file)));
  // These are read at every start.
  for (const std::string& file :
       {options.tls_cert, options.tls_key, options.next_tls_cert, options.recovery})
    AFTERWORD_TRY(expect_readable(
        file, owner,
        fmt::format("let that user read it, by a copy that stays: install -m 400 -o {} {} /etc/afterword/",
                    owner.name, file)));
  if (options.restore.empty()) return {};
  const std::string print = options.restore + std::string(kFingerprintSuffix);
  for (const std::string& file : {options.restore, print})
    AFTERWORD_TRY(expect_readable(
        file, owner, fmt::format("let it: chown {} {}, in a folder that it may enter", owner.name, file)));
  return {};
}

}  // namespace

Result<std::string> become_owner(const CollectorOptions& options) {
  if (::geteuid() != kRoot) return std::string();
  AFTERWORD_ASSIGN(const std::optional<Owner> owner, other_owner(options.data));
  if (!owner) return std::string();
  AFTERWORD_TRY(become(*owner));
  AFTERWORD_TRY(expect_to_work_in(options, *owner));
  AFTERWORD_TRY(expect_readable(options, *owner));
  return owner->name;
}

}  // namespace afterword::collector
