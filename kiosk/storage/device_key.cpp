#include "kiosk/storage/device_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/session/session.h"
#include "sync/base/core/files.h"
#include "sync/protocol/wire_fields.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kKeyFileBytesMax = 256 * 1024;  // a trust document and little else

std::string path_in(const std::string& folder) { return folder + "/device.key"; }
std::string pending_in(const std::string& folder) { return path_in(folder) + ".pending"; }

// Which code a key was made for. The code itself need not lie on the disk.
std::string name_of(const EnrolmentCode& code) {
  return base64url(crypto::hash256("afterword-pending-1\n" + dump(code)));
}

// Nothing: there is none, or none for that code, or half of one.
std::optional<crypto::SigningKey> read_pending(const std::string& folder,
                                               const EnrolmentCode& code) {
  auto text = read_file(pending_in(folder), kKeyFileBytesMax);
  if (!text) return std::nullopt;
  const auto document = json::parse(*text);
  wipe(*text);
  if (!document) return std::nullopt;
  json::Problems problems;
  json::Fields fields(*document, "", problems);
  fields.integer("format", {.required = true, .least = 1, .most = 1});
  const std::string made_for = text_field(fields, "code", 64);
  const auto seed = key_field(fields, "seed");
  if (!problems.empty() || made_for != name_of(code)) return std::nullopt;
  return crypto::SigningKey::from_seed(seed);
}

}  // namespace

Result<std::optional<Enrolment>> read_device_key(const std::string& folder) {
  const std::string path = path_in(folder);
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return std::optional<Enrolment>();
    return fail(Failure::io, "cannot be read", path, "check the folder's owner and mode");
  }
  if ((status.st_mode & 077) != 0)
    return fail(Failure::denied, "others than its owner may read this secret key", path,
                "chmod 600, or enrol anew if somebody may have copied it");
  AFTERWORD_ASSIGN(std::string text, read_file(path, kKeyFileBytesMax));
  auto enrolment = read_enrolment(text);
  wipe(text);
  if (!enrolment) {
    Error error = enrolment.error();
    error.where = error.where.empty() ? path : path + ": " + error.where;
    return tl::unexpected<Error>(std::move(error));
  }
  return std::optional<Enrolment>(std::move(*enrolment));
}

Result<> write_device_key(const std::string& folder, const Enrolment& enrolment) {
  std::string text = dump(enrolment);
  auto written = write_file(path_in(folder), text, 0600);
  wipe(text);
  if (written) static_cast<void>(::unlink(pending_in(folder).c_str()));
  return written;
}

Result<crypto::SigningKey> pending_key(const std::string& folder, const EnrolmentCode& code,
                                       Random& random) {
  if (const auto before = read_pending(folder, code)) return *before;
  const crypto::SigningKey key = crypto::SigningKey::make(random);
  std::string text = json::dump(
      json::object({{"format", 1}, {"code", name_of(code)}, {"seed", base64url(key.seed)}}));
  const auto written = write_file(pending_in(folder), text, 0600);
  wipe(text);
  AFTERWORD_TRY(written);
  return key;
}

}  // namespace afterword::kiosk
