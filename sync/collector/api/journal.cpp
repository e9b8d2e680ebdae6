#include "sync/collector/api/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <sstream>

#include "sync/base/core/files.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kFileBytesMax = 256 * 1024 * 1024;
constexpr unsigned kSecretMode = 0600;

// Errors are in errno.
bool write_line(int file, const std::string& line) {
  errno = ENOSPC;  // where only a part found room, nothing else says so
  return ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
         ::fsync(file) == 0;
}

// Half a line may stand at the end, of a write that a power cut ended: the next begins on a line of its own.
bool ends_in_a_line(int file, off_t size) {
  char last = '\n';
  return size == 0 || (::pread(file, &last, 1, size - 1) == 1 && last == '\n');
}

// Nothing: there is no such file. Whoever cannot find out must not take it for that, and write a new one.
Result<std::optional<std::string>> text_in(const std::string& path) {
  auto text = read_file(path, kFileBytesMax);
  if (text) return std::optional(std::move(*text));
  if (text.error().failure == Failure::not_found) return std::nullopt;
  return tl::unexpected<Error>(std::move(text).error());
}

std::set<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

}  // namespace

Result<> Journal::append(std::string line) {
  const std::lock_guard lock(mutex_);
  const auto refuse = [this](const char* doing) { return system_failed(path_, doing, errno); };
  const int file = ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kSecretMode);
  if (file < 0) return refuse("open");
  struct stat before {};
  bool written = ::fstat(file, &before) == 0;
  if (written) {
    if (!ends_in_a_line(file, before.st_size)) line.insert(0, "\n");
    written = write_line(file, line);
    const int why = errno;
    // Half of it would swallow the next line. If even this fails, the next one begins with a line end.
    if (!written) static_cast<void>(::ftruncate(file, before.st_size) == 0 && ::fsync(file) == 0);
    errno = why;
  }
  const int why = errno;
  ::close(file);
  errno = why;
  if (!written) return refuse("write");
  return {};
}

Result<JournalEntries> Journal::read() {
  const std::lock_guard lock(mutex_);
  AFTERWORD_ASSIGN(const auto text, text_in(path_));
  return read_entries(text.value_or(""));
}

Result<> Journal::write(const JournalEntries& entries) {
  const std::lock_guard lock(mutex_);
  AFTERWORD_ASSIGN(const auto before, text_in(path_));
  const std::string after = text_of(entries);
  if (before != after) return write_file(path_, after, kSecretMode);
  return sync_file(path_);  // its last line may be of a program that was killed before it was on the disk
}

Result<> Journal::keep_unreadable(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  const std::lock_guard lock(mutex_);
  AFTERWORD_ASSIGN(const auto before, text_in(damaged_path()));
  std::string kept = before.value_or("");
  if (!kept.empty() && kept.back() != '\n') kept += '\n';  // whoever looked at it wrote into it
  std::set<std::string> known = lines_of(kept);
  for (const std::string& line : lines)
    if (known.insert(line).second) kept += line + "\n";
  if (before == kept) return {};
  return write_file(damaged_path(), kept, kSecretMode);
}

Result<std::optional<Bytes>> Journal::published(const std::string& survey, int version) {
  AFTERWORD_ASSIGN(const JournalEntries entries, read());
  const auto found = entries.published.find({survey, version});
  if (found == entries.published.end()) return std::optional<Bytes>();
  return std::optional(found->second);
}

Result<int> Journal::newest_published(const std::string& survey) {
  AFTERWORD_ASSIGN(const JournalEntries entries, read());
  int newest = 0;
  for (const auto& [which, sha256] : entries.published)
    if (which.first == survey) newest = std::max(newest, which.second);
  return newest;
}

Result<bool> Journal::knows_all_of(const Reads& reads) {
  AFTERWORD_ASSIGN(const JournalEntries entries, read());
  AFTERWORD_ASSIGN(const auto devices, reads.devices());
  for (const Device& device : devices) {
    if (device.state == DeviceState::import) continue;
    const auto noted = entries.devices.find(device.id);
    // Every collector's first kiosk has the same name.
    if (noted == entries.devices.end() || noted->second.public_key != device.public_key) return false;
  }
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  for (const DefinitionHead& head : heads)
    if (!entries.published.contains({head.survey, head.version})) return false;
  return true;
}

Result<std::vector<std::string>> Journal::deletions() {
  AFTERWORD_ASSIGN(JournalEntries entries, read());
  return std::move(entries.deletions);
}

}  // namespace afterword::collector
