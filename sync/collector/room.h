// Whether the disk of a data folder has room for what a collector does there.
#pragma once
#include <cstdint>
#include <string>

namespace afterword::collector {

inline constexpr std::uint64_t kRoomLeast = std::uint64_t{1} << 30;  // bytes

// What people have to know and do, where less than kRoomLeast or less than two databases' room is left: a
// backup takes one, the log of a long transaction up to another. Empty: enough, or nobody can tell.
std::string room_warning(std::uint64_t free, std::uint64_t database);
// The same of the folder with collector.db. Any thread.
std::string room_warning(const std::string& data);

}  // namespace afterword::collector
