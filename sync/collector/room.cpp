#include "sync/collector/room.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

namespace afterword::collector {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

}  // namespace

std::string room_warning(std::uint64_t free, std::uint64_t database) {
  if (free >= std::max(kRoomLeast, 2 * database)) return "";
  return fmt::format(
      "The disk of this collector has {} MiB left, and its database takes {} MiB. With too little for a backup none is made, "
      "and with none at all kiosks deliver nothing and keep their answers. Make room, or move the data folder to a "
      "larger disk.",
      free / kMebibyte, (database + kMebibyte - 1) / kMebibyte);
}

std::string room_warning(const std::string& data) {
  std::error_code no_space, no_size;
  const auto space = std::filesystem::space(data, no_space);
  const auto size = std::filesystem::file_size(data + "/collector.db", no_size);
  if (no_space) return "";
  return room_warning(space.available, no_size ? 0 : size);
}

}  // namespace afterword::collector
