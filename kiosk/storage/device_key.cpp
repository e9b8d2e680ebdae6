#include "kiosk/storage/device_key.h"

#include <sys/stat.h>

#include "kiosk/session/session.h"
#include "sync/base/core/files.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kKeyFileBytesMax = 256 * 1024;  // a trust document and little else

std::string path_in(const std::string& folder) { return folder + "/device.key"; }

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
  return written;
}

}  // namespace afterword::kiosk
