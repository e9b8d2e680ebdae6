#include "tests/faults/damaged_database/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace afterword::test {
namespace {

namespace fs = std::filesystem;

std::size_t below(Random& random, std::size_t end) { return static_cast<std::size_t>(random.below(end)); }

void flip_bits(Bytes& file, Random& random) {
  for (std::size_t times = 1 + below(random, 8); times > 0; --times)
    file[below(random, file.size())] ^= static_cast<std::uint8_t>(1U << below(random, 8));
}

void truncate(Bytes& file, Random& random) { file.resize(below(random, file.size())); }

void copy_chunk(Bytes& file, Random& random) {
  const std::size_t bytes = std::min(file.size(), std::size_t{512} << below(random, 6));
  const std::size_t from = below(random, file.size() - bytes + 1), to = below(random, file.size() - bytes + 1);
  const Bytes chunk(file.begin() + static_cast<std::ptrdiff_t>(from),
                    file.begin() + static_cast<std::ptrdiff_t>(from + bytes));
  std::copy(chunk.begin(), chunk.end(), file.begin() + static_cast<std::ptrdiff_t>(to));
}

void zero_pages(Bytes& file, Random& random) {
  const std::size_t pages = std::max<std::size_t>(1, file.size() / kPage);
  const std::size_t first = below(random, pages), count = 1 + below(random, 4);
  const std::size_t from = std::min(file.size(), first * kPage), to = std::min(file.size(), (first + count) * kPage);
  std::fill(file.begin() + static_cast<std::ptrdiff_t>(from), file.begin() + static_cast<std::ptrdiff_t>(to),
            std::uint8_t{0});
}

void put_back_pages(Bytes& file, const Bytes& older, Random& random) {
  const std::size_t pages = std::max<std::size_t>(1, std::min(file.size(), older.size()) / kPage);
  const std::size_t first = below(random, pages), count = 1 + below(random, 4);
  for (std::size_t at = first * kPage; at < std::min({file.size(), older.size(), (first + count) * kPage}); ++at)
    file[at] = older[at];
}

}  // namespace

ThreeFiles read_three(const std::string& database) {
  ThreeFiles files;
  for (const Part part : {kMain, kLog, kIndex}) {
    std::ifstream in(database + kSuffix[part], std::ios::binary);
    if (in) files.of[part] = Bytes(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

void write_three(const std::string& database, const ThreeFiles& files) {
  for (const Part part : {kMain, kLog, kIndex}) {
    fs::remove(database + kSuffix[part]);
    if (!files.of[part]) continue;
    std::ofstream out(database + kSuffix[part], std::ios::binary);
    out.write(as_text(*files.of[part]).data(), static_cast<std::streamsize>(files.of[part]->size()));
  }
}

std::string damage(ThreeFiles& files, const ThreeFiles& older, Random& random) {
  const std::size_t which = below(random, 20);
  if (which == 0) return files.of[kLog].reset(), "no log";
  if (which == 1) return files.of[kLog] = older.of[kLog], "an older log";
  if (which == 2) return files.of[kMain] = older.of[kMain], "an older main file under its log";
  if (which == 3) return files.of[kIndex] = older.of[kIndex], "an older index";
  if (which == 4) return files.of[kMain].reset(), "no main file";
  const std::size_t place = below(random, 10);
  const Part part = place < 6 ? kMain : place < 9 ? kLog : kIndex;
  Bytes& file = *files.of[part];
  const std::string where = part == kMain ? "main file" : part == kLog ? "log" : "index";
  switch (below(random, 5)) {
    case 0:
      return flip_bits(file, random), "bits, " + where;
    case 1:
      return truncate(file, random), "cut off, " + where;
    case 2:
      return copy_chunk(file, random), "a chunk copied, " + where;
    case 3:
      return zero_pages(file, random), "zeros, " + where;
    default:
      return put_back_pages(file, *older.of[part], random), "older pages, " + where;
  }
}

std::vector<Home> homes_of(const ThreeFiles& files, ByteView piece) {
  std::vector<Home> homes;
  for (const Part part : {kMain, kLog}) {
    if (!files.of[part]) continue;
    const Bytes& file = *files.of[part];
    for (auto at = file.begin();; ++at) {
      at = std::search(at, file.end(), piece.begin(), piece.end());
      if (at == file.end()) break;
      const auto offset = static_cast<std::size_t>(at - file.begin());
      if (part == kMain)
        homes.push_back({part, offset / kPage * kPage});
      else
        homes.push_back({part, (offset - kLogHeader) / kFrame * kFrame + kLogHeader + kFrameHeader});
    }
  }
  return homes;
}

bool is_undamaged(const Home& home, const ThreeFiles& before, const ThreeFiles& after) {
  const auto same = [&](std::size_t from, std::size_t to) {
    const Bytes& was = *before.of[home.part];
    if (!after.of[home.part] || after.of[home.part]->size() < to) return false;
    return std::equal(was.begin() + static_cast<std::ptrdiff_t>(from), was.begin() + static_cast<std::ptrdiff_t>(to),
                      after.of[home.part]->begin() + static_cast<std::ptrdiff_t>(from));
  };
  if (home.part == kMain) return same(home.at, home.at + kPage);
  const std::size_t frame = home.at - kFrameHeader;
  const std::size_t before_it = frame == kLogHeader ? 0 : frame - kFrame;
  // The log's own header, or that of the frame before: 24 bytes and the checksum in them.
  return same(frame, home.at + kPage) && same(before_it, before_it + kLogHeader);
}

}  // namespace afterword::test
