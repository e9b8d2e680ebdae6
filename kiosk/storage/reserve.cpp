#include "kiosk/storage/reserve.h"

#include <unistd.h>

#include <filesystem>

#include "sync/base/db/plain_file.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReserveName = "disk";

// 0: it is not there.
std::int64_t size_of(const std::string& path) {
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(bytes);
}

}  // namespace

bool Reserve::give_up(Part part) {
  const std::int64_t left = part == Part::half ? bytes_ / 2 : 0, had = size_of(path_);
  if (had <= left) return false;
  const int done = left > 0 ? ::truncate(path_.c_str(), left) : ::unlink(path_.c_str());
  if (done != 0) return false;
  given_up_ = true;
  log_.error(kReserveName, "the disk is full: its reserve is given up; free some space on it");
  return true;
}

void Reserve::make_if_due() {
  const MonoTime now = clock_.mono();
  if (looked_at_ && now - *looked_at_ < kReserveEvery) return;
  looked_at_ = now;
  const std::int64_t had = size_of(path_);
  given_up_ = had < bytes_;
  if (had == bytes_) return;
  if (bytes_ == 0) return static_cast<void>(::unlink(path_.c_str()));
  std::error_code error;
  const auto space = fs::space(fs::path(path_).parent_path(), error);
  if (error || static_cast<std::int64_t>(space.available) + had < 2 * bytes_) return;
  const auto made = db::preallocate(path_, bytes_);
  given_up_ = !made;
  if (made)
    trouble_.recovered(now);
  else
    trouble_.failed(now, "there is no reserve: " + made.error().text());
}

}  // namespace afterword::kiosk
