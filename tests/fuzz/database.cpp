// A damaged database as it is read without SQLite: main file, log and index, in that order behind two lengths
// in pages. Whatever they hold, rows come out with values that lie within them.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sync/base/db/pages.h"

namespace {

using afterword::ByteView;

constexpr std::size_t kUnit = 1024;

void put(const std::string& path, ByteView bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string folder = [] {
    const std::string made = "/dev/shm/afterword-fuzz-" + std::to_string(::getpid());
    std::filesystem::create_directories(made);
    std::atexit([] { std::filesystem::remove_all("/dev/shm/afterword-fuzz-" + std::to_string(::getpid())); });
    return made;
  }();
  if (size < 2) return 0;
  const std::string path = folder + "/kiosk.db";
  ByteView rest(data + 2, size - 2);
  const ByteView main = rest.first(std::min(rest.size(), data[0] * kUnit));
  rest = rest.subspan(main.size());
  const ByteView log = rest.first(std::min(rest.size(), data[1] * kUnit));
  put(path, main);
  put(path + "-wal", log);
  put(path + "-shm", rest.subspan(log.size()));
  std::size_t sum = 0;
  const auto scanned = afterword::db::scan_pages(path, [&sum](const afterword::db::PageRow& row) {
    for (const auto& value : row.values)
      for (const std::uint8_t byte : value.bytes) sum += byte;
  });
  if (!scanned) std::abort();
  return sum == 1 ? 1 : 0;
}
