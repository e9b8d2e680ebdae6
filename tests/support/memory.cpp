#include "tests/support/memory.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sync/base/core/utf8.h"

namespace afterword::test {
namespace {

constexpr std::size_t kChunk = 4 * 1024 * 1024;

struct Needle {
  std::string name, bytes;
};

std::string widened(const std::string& word, std::size_t width) {
  std::string out;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint point = code_point_at(word, at);
    at += point.bytes;
    for (std::size_t byte = 0; byte < width; ++byte)
      out += static_cast<char>((point.value >> (8 * byte)) & 0xFFU);
  }
  return out;
}

std::vector<Needle> needles_of(const std::vector<std::string>& words) {
  std::vector<Needle> needles;
  for (const std::string& word : words) {
    needles.push_back({word + " (UTF-8)", word});
    needles.push_back({word + " (UTF-16)", widened(word, 2)});
    needles.push_back({word + " (UTF-32)", widened(word, 4)});
  }
  return needles;
}

struct Region {
  std::uint64_t begin = 0, end = 0;
  std::string name;
};

std::vector<Region> writable_regions(pid_t pid) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  std::vector<Region> regions;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::string range, rights, offset, device, inode, name;
    words >> range >> rights >> offset >> device >> inode >> name;
    if (rights.substr(0, 2) != "rw") continue;
    const std::size_t dash = range.find('-');
    regions.push_back({std::stoull(range.substr(0, dash), nullptr, 16),
                       std::stoull(range.substr(dash + 1), nullptr, 16), name});
  }
  return regions;
}

void look(std::string_view bytes, const std::vector<Needle>& needles, const std::string& where,
          std::vector<std::string>& found) {
  for (const Needle& needle : needles)
    if (::memmem(bytes.data(), bytes.size(), needle.bytes.data(), needle.bytes.size()) != nullptr)
      found.push_back(needle.name + " in " + (where.empty() ? "memory" : where));
}

}  // namespace

std::size_t writable_memory(pid_t pid) {
  std::size_t bytes = 0;
  for (const Region& region : writable_regions(pid)) bytes += region.end - region.begin;
  return bytes;
}

std::vector<std::string> found_in_memory(pid_t pid, const std::vector<std::string>& words) {
  const std::vector<Needle> needles = needles_of(words);
  std::size_t longest = 0;
  for (const Needle& needle : needles) longest = std::max(longest, needle.bytes.size());
  const int memory = ::open(("/proc/" + std::to_string(pid) + "/mem").c_str(), O_RDONLY);
  REQUIRE_MESSAGE(memory >= 0, "the memory of process " << pid << " cannot be read");
  std::vector<std::string> found;
  std::string chunk(kChunk, '\0');
  for (const Region& region : writable_regions(pid)) {
    for (std::uint64_t at = region.begin; at < region.end;) {
      const std::size_t want = std::min<std::uint64_t>(kChunk, region.end - at);
      const ssize_t got = ::pread(memory, chunk.data(), want, static_cast<off_t>(at));
      if (got <= 0) break;  // a device's memory, or gone meanwhile
      look({chunk.data(), static_cast<std::size_t>(got)}, needles, region.name, found);
      const bool last = at + static_cast<std::uint64_t>(got) >= region.end;
      at += static_cast<std::uint64_t>(got);
      if (!last && static_cast<std::size_t>(got) > longest) at -= longest;  // across the cut
    }
  }
  ::close(memory);
  return found;
}

std::vector<std::string> found_in_files(const std::string& folder,
                                        const std::vector<std::string>& words) {
  const std::vector<Needle> needles = needles_of(words);
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    look(content.str(), needles, entry.path().string(), found);
  }
  return found;
}

}  // namespace afterword::test
