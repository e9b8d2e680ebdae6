#include "sync/collector/api/backups.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include "sync/base/core/files.h"
#include "sync/base/crypto/hash.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kPrefix = "collector-";
constexpr std::string_view kDatabase = ".db";
constexpr std::string_view kPrint = ".sha256";
constexpr int kPartsKeptDays = 1;
constexpr int kFutureDays = 4;  // beyond what a clock that is believed may be put back by

// "20260303T140000Z": sorts by time, fits every file system.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ':' && c != '-') out += c;
  return out;
}

std::string name_of(WallTime time) {
  return std::string(kPrefix) + compact(rfc3339(time)) + std::string(kDatabase);
}
// Sorts before every name of that day, and after those of the day before.
std::string names_from(Day day) { return std::string(kPrefix) + compact(day.text()); }

struct Found {
  std::set<std::string> whole;  // databases with their fingerprints
  std::set<std::string> parts;  // anything else of ours
};

// Nothing: it cannot be looked at.
std::optional<bool> is_there(const std::string& path) {
  std::error_code error;
  const bool there = std::filesystem::exists(path, error);
  return error ? std::nullopt : std::optional(there);
}

// Nothing of a folder that cannot be listed to its end: one half of a backup would pass for what is left of one.
Found look_in(const std::string& folder) {
  std::set<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    if (std::string name = entry->path().filename().string(); name.starts_with(kPrefix))
      names.insert(std::move(name));
  if (error) return {};
  Found found;
  for (const std::string& name : names)
    if (name.ends_with(kDatabase) && names.contains(name + std::string(kPrint)))
      found.whole.insert(name);
  for (const std::string& name : names) {
    const bool print = name.ends_with(kPrint) &&
                       found.whole.contains(name.substr(0, name.size() - kPrint.size()));
    if (!print && !found.whole.contains(name)) found.parts.insert(name);
  }
  return found;
}

// A database without a fingerprint may be all that somebody has.
bool may_go(const std::string& part, const Found& found) {
  return !part.ends_with(kDatabase) ||
         (!found.whole.empty() && *found.whole.rbegin() > part);
}

std::string print_text(const Fingerprint& print, const std::string& name) {
  return fmt::format("{}  {}\n", print.sha256, name);
}

}  // namespace

Result<Fingerprint> fingerprint_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Failure::not_found, "there is no such file, or it cannot be read", path);
  crypto::Sha256 hash;
  Fingerprint print;
  std::vector<char> chunk(1 << 20);
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0) {
    const std::string_view part(chunk.data(), static_cast<std::size_t>(file.gcount()));
    hash.add(as_bytes(part));
    print.bytes += file.gcount();
  }
  if (!file.eof()) return fail(Failure::io, "it cannot be read to its end", path);
  print.sha256 = hex(hash.finish());
  return print;
}

Result<Backups::Made> Backups::make(Storage& storage, WallTime now) {
  const std::lock_guard lock(mutex_);
  AFTERWORD_TRY(make_folder(folder_, 0700));
  std::string name = name_of(now);
  for (; is_there(folder_ + "/" + name).value_or(false); name = name_of(now))
    now = now + std::chrono::seconds(1);  // the second of this second: its name is the next free one
  Made made{folder_ + "/" + name, {}};
  AFTERWORD_TRY(storage.backup(made.file));
  AFTERWORD_ASSIGN(made.print, fingerprint_of(made.file));
  AFTERWORD_TRY(write_file(made.file + std::string(kPrint),
                           print_text(made.print, name), 0600));
  return made;
}

std::vector<std::string> Backups::remove_old(Day today) {
  const std::lock_guard lock(mutex_);
  Found found = look_in(folder_);
  std::vector<std::string> gone;
  const auto remove = [&](const std::string& name) {
    std::error_code error;
    if (std::filesystem::remove(folder_ + "/" + name, error)) gone.push_back(name);
  };
  for (const std::string& part : found.parts)
    if (part < names_from(today + -kPartsKeptDays) && may_go(part, found)) remove(part);
  const std::string oldest = names_from(today + -kBackupsKeptDays);
  while (found.whole.size() > 1 && *found.whole.begin() < oldest) {
    remove(*found.whole.begin());
    remove(*found.whole.begin() + std::string(kPrint));
    found.whole.erase(found.whole.begin());
  }
  return gone;
}

std::string Backups::warning(Day today) {
  const std::lock_guard lock(mutex_);
  const Found found = look_in(folder_);
  if (found.whole.empty() || *found.whole.rbegin() >= names_from(today + -kBackupsKeptDays)) return "";
  return fmt::format(
      "The newest backup, {}, is older than {} days, and stays only because it is the newest: what was withdrawn "
      "or erased since is still in it. Make a new one: afterword backup.",
      *found.whole.rbegin(), kBackupsKeptDays);
}

std::vector<std::string> Backups::rename_future(Day today) {
  const std::lock_guard lock(mutex_);
  const Found found = look_in(folder_);
  const std::string future = names_from(today + kFutureDays);
  std::vector<std::string> renamed;
  std::error_code error;
  for (const std::string& part : found.parts)  // cut off, or a fingerprint that the last time left behind
    if (part > future && !part.ends_with(kDatabase)) std::filesystem::remove(folder_ + "/" + part, error);
  WallTime time{std::int64_t{today.number} * 86'400'000};
  for (const std::string& name : found.whole) {
    if (name < future) continue;
    std::string next = name_of(time);
    auto taken = is_there(folder_ + "/" + next);
    for (; taken.value_or(false); taken = is_there(folder_ + "/" + next)) {
      time = time + std::chrono::seconds(1);
      next = name_of(time);
    }
    if (!taken) continue;
    // The new fingerprint first: a database without one would count for nothing.
    const auto print = fingerprint_of(folder_ + "/" + name);
    if (!print || !write_file(folder_ + "/" + next + std::string(kPrint), print_text(*print, next), 0600))
      continue;
    std::filesystem::rename(folder_ + "/" + name, folder_ + "/" + next, error);
    if (error) continue;
    std::filesystem::remove(folder_ + "/" + name + std::string(kPrint), error);
    renamed.push_back(name);
  }
  return renamed;
}

}  // namespace afterword::collector
