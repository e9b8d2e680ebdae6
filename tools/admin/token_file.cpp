#include "tools/admin/token_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "sync/base/core/bytes.h"
#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"

namespace afterword {
namespace {

constexpr std::size_t kTokenFileBytesMax = 64 * 1024;
constexpr const char* kTrustVersion = "trust_version";
constexpr int kLockTries = 1000;  // a file that is another each time must not hold us for ever

// Others that change the file wait until this goes. On a disk that knows no locks, or where the file
// cannot be opened, it is none: reading says why.
class FileLock {
 public:
  explicit FileLock(const std::string& path) {
    for (int tries = 0; tries < kLockTries; ++tries) {
      file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
      if (file_ < 0) return;
      while (::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
      }
      if (is_still(path)) return;
      ::close(file_);
      file_ = -1;
    }
  }
  ~FileLock() {
    if (file_ >= 0) ::close(file_);
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  // Whoever had the lock before has put another file in its place.
  bool is_still(const std::string& path) const {
    struct stat held {};
    struct stat there {};
    if (::fstat(file_, &held) != 0 || ::stat(path.c_str(), &there) != 0) return true;
    return held.st_ino == there.st_ino && held.st_dev == there.st_dev;
  }

  int file_ = -1;
};

// Gives what stands in the file to `change`, and writes it when that says true. It stays whose it was: the
// collector's own is read by the user whom its service runs as, also when root has changed it.
template <class Change>
Result<> change_file(const std::string& path, Change change) {
  std::error_code trouble;
  const std::filesystem::path behind = std::filesystem::canonical(path, trouble);
  const std::string file = trouble ? path : behind.string();  // a link stays one
  const FileLock lock(file);
  AFTERWORD_ASSIGN(const std::string text, read_file(file, kTokenFileBytesMax));
  AFTERWORD_ASSIGN(json::Value content, json::parse(text));
  if (!change(content)) return {};
  return replace_file(file, json::dump_pretty(content) + "\n");
}

// A pipe is read once. What is another user's is the collector's own file, which it keeps itself.
bool may_be_kept(const std::string& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 && S_ISREG(about.st_mode) && about.st_nlink > 0 &&
         about.st_uid == ::geteuid();
}

}  // namespace

Result<AdminToken> read_admin_token(const std::string& path) {
  if (path.empty())
    return fail(Failure::invalid, "no token file was named", "",
                "give --token-file FILE or set AFTERWORD_TOKEN_FILE; the collector wrote it as "
                "admin.token in its data folder");
  AFTERWORD_ASSIGN(const std::string text, read_file(path, kTokenFileBytesMax));
  const auto value = json::parse(text);
  if (!value)
    return fail(Failure::invalid, value.error().what, path,
                "copy admin.token from the collector again");
  json::Problems problems;
  json::Fields fields(*value, "", problems);
  AdminToken token;
  token.file = path;
  token.collector = fields.text("collector", {.required = true}).value_or("");
  token.token = fields.text("token", {.required = true}).value_or("");
  const auto root =
      crypto::key_from_base64url(fields.text("root", {.required = true}).value_or(""));
  token.trust_version = fields.integer(kTrustVersion, {.least = 0}).value_or(0);
  if (problems.empty() && !root) fields.problem("root", "is no key hash", "copy admin.token again");
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, path));
  token.root = *root;
  return token;
}

Result<> replace_admin_token(const std::string& path, const std::string& token) {
  AFTERWORD_TRY(read_admin_token(path));
  return change_file(path, [&token](json::Value& content) {
    content.set("token", token);
    return true;
  });
}

Result<> keep_trust(const AdminToken& token, const TrustDocument& trust) {
  const RootHash root = trust.signed_by.value_or(token.root);
  if (trust.version <= token.trust_version && root == token.root) return {};
  if (token.file.empty() || !may_be_kept(token.file)) return {};
  return change_file(token.file, [&](json::Value& content) {
    const json::Value* const seen = content.find(kTrustVersion);
    if (seen != nullptr && seen->is_integer() && seen->as_integer() > trust.version) return false;
    const json::Value* const known = content.find("root");
    const json::Value before(base64url(token.root)), after(base64url(root));
    // By now it may be the file of another collector.
    if (known == nullptr || (*known != before && *known != after)) return false;
    content.set(kTrustVersion, trust.version);
    content.set("root", after);
    return true;
  });
}

}  // namespace afterword
