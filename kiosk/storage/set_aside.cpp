#include "kiosk/storage/set_aside.h"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <tuple>
#include <vector>

#include "sync/base/core/believed_time.h"
#include "sync/base/core/day.h"
#include "sync/base/core/files.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr const char* kParts[] = {"", "-wal", "-shm"};
constexpr int kFoldersASecond = 1'000;
constexpr const char* kSince = "since";
constexpr const char* kUnproved = "unproved";
constexpr std::size_t kSinceBytesMax = 64;
constexpr std::string_view kAsideName = "store";

// "2026-11-26T10-42-31Z", made to be read and to be a file's name anywhere.
Result<std::string> make_dated(const std::string& damaged, WallTime now) {
  std::string date = rfc3339(now).substr(0, 19);
  for (char& c : date)
    if (c == ':') c = '-';
  for (int each = 0; each < kFoldersASecond; ++each) {
    const std::string path =
        fmt::format("{}/{}Z{}", damaged, date, each == 0 ? "" : fmt::format("-{}", each + 1));
    std::error_code error;
    if (fs::create_directory(path, error)) return path;
    if (error) return system_failed(path, "make the folder", error.value());
  }
  return fail(Failure::io, "there are too many folders of this second", damaged);
}

struct DatedFolder {
  std::string path;
  std::string date;               // as the machine's clock had it
  int number = 1;                 // of that second
  std::optional<WallTime> since;  // by a clock that was believed
};

// "2026-11-26T10-42-31Z" or "...Z-2".
std::optional<DatedFolder> dated_folder(const std::string& path, const std::string& name) {
  constexpr std::size_t kDate = 19, kHour = 13, kMinute = 16;
  if (name.size() <= kDate || name[kHour] != '-' || name[kMinute] != '-') return std::nullopt;
  DatedFolder out{path, name.substr(0, kDate), 1, std::nullopt};
  std::string text = out.date + "Z";
  text[kHour] = text[kMinute] = ':';
  const auto time = parse_rfc3339(text);
  if (!time || rfc3339(*time) != text) return std::nullopt;
  const std::string rest = name.substr(kDate);
  if (rest == "Z") return out;
  for (out.number = 2; out.number <= kFoldersASecond; ++out.number)
    if (rest == fmt::format("Z-{}", out.number)) return out;
  return std::nullopt;
}

std::optional<WallTime> since_in(const std::string& aside) {
  const auto text = read_file(fmt::format("{}/{}", aside, kSince), kSinceBytesMax);
  return text ? parse_rfc3339(*text) : std::nullopt;
}

// The oldest first. Those that no believed clock has seen came after those that one has.
Result<std::vector<DatedFolder>> dated_folders(const std::string& folder) {
  const std::string damaged = folder + "/damaged";
  std::vector<DatedFolder> found;
  std::error_code error;
  fs::directory_iterator entry(damaged, error);
  if (error == std::errc::no_such_file_or_directory) return found;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->symlink_status(ignored).type() != fs::file_type::directory) continue;
    if (auto each = dated_folder(entry->path().string(), entry->path().filename().string())) {
      each->since = since_in(each->path);
      found.push_back(std::move(*each));
    }
  }
  if (error) return system_failed(damaged, "list", error.value());
  std::sort(found.begin(), found.end(), [](const DatedFolder& a, const DatedFolder& b) {
    const auto order = [](const DatedFolder& each) {
      return std::tuple(!each.since, each.since.value_or(WallTime{}), std::string_view(each.date), each.number);
    };
    return order(a) < order(b);
  });
  return found;
}

// `since` last: what a power cut leaves is as old as it was.
Result<> remove_aside(const std::string& aside) {
  std::vector<fs::path> inside;
  std::error_code error;
  for (fs::directory_iterator entry(aside, error); !error && entry != fs::directory_iterator(); entry.increment(error))
    if (entry->path().filename() != kSince) inside.push_back(entry->path());
  for (std::size_t at = 0; !error && at < inside.size(); ++at) fs::remove_all(inside[at], error);
  if (error) return system_failed(aside, "delete", error.value());
  AFTERWORD_TRY(sync_folder(aside));
  fs::remove_all(aside, error);
  if (error) return system_failed(aside, "delete", error.value());
  return {};
}

void remove_logged(const std::string& aside, const std::string& why, Log& log) {
  if (const auto removed = remove_aside(aside); !removed)
    log.warn(kAsideName, removed.error().text());
  else
    log.info(kAsideName, fmt::format("{}: what was set aside there is deleted: {}", aside, why));
}

// A file system without links gets a copy.
Result<> second_name(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0 || errno == ENOENT) return {};
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error) return system_failed(to, "copy", error.value());
  return sync_file(to);
}

}  // namespace

Result<std::string> set_aside(const std::string& folder, WallTime now) {
  const std::string damaged = folder + "/damaged";
  AFTERWORD_TRY(make_folder(damaged, 0700));
  AFTERWORD_ASSIGN(const std::string aside, make_dated(damaged, now));
  const auto done = [&]() -> Result<> {
    for (const char* const part : kParts)
      AFTERWORD_TRY(second_name(folder + "/kiosk.db" + part, aside + "/kiosk.db" + part));
    AFTERWORD_TRY(sync_folder(aside));
    AFTERWORD_TRY(sync_folder(damaged));
    return sync_folder(folder);
  }();
  if (done) return aside;
  take_back(aside);
  return tl::unexpected<Error>(done.error());
}

void take_back(const std::string& aside) {
  for (const char* const part : kParts) ::unlink((aside + "/kiosk.db" + part).c_str());
  ::unlink(fmt::format("{}/{}", aside, kUnproved).c_str());
  ::rmdir(aside.c_str());
}

Result<> note_unproved(const std::string& aside, std::int64_t responses) {
  return write_file(fmt::format("{}/{}", aside, kUnproved), std::to_string(responses), 0600);
}

void limit_set_aside(const std::string& folder, const std::string& newest, Log& log) {
  auto found = dated_folders(folder);
  if (!found) return log.warn(kAsideName, found.error().text());
  std::stable_partition(found->begin(), found->end(), [](const DatedFolder& each) {
    return ::access(fmt::format("{}/{}", each.path, kUnproved).c_str(), F_OK) != 0 && errno == ENOENT;
  });
  const std::size_t newest_one = std::erase_if(*found, [&](const DatedFolder& each) { return each.path == newest; });
  const std::size_t others = kSetAsideMost - newest_one;
  for (std::size_t at = 0; at + others < found->size(); ++at)
    remove_logged((*found)[at].path, fmt::format("{} newer ones are kept", kSetAsideMost), log);
}

void forget_set_aside(const std::string& folder, WallTime now, Ms kept, Log& log) {
  const auto found = dated_folders(folder);
  if (!found) return log.warn(kAsideName, found.error().text());
  for (const DatedFolder& each : *found) {
    // Noted under a clock that was wrong: it would stay for years.
    if (!each.since || *each.since > now + kTimeJumpMost) {
      const auto noted = write_file(fmt::format("{}/{}", each.path, kSince), rfc3339(now), 0600);
      if (!noted) log.warn(kAsideName, noted.error().text());
    } else if (*each.since < now + -kept) {
      remove_logged(each.path, "it has been there for as long as it may", log);
    }
  }
}

bool is_being_replaced(const std::string& folder) {
  return path_exists(folder + kSalvagedFile).value_or(true);
}

// The log and the index first: beside another database they would be its own.
Result<> finish_replacing(const std::string& folder) {
  const std::string database = folder + "/kiosk.db", salvaged = folder + kSalvagedFile;
  AFTERWORD_ASSIGN(const bool complete, path_exists(salvaged));
  if (!complete) return {};
  for (const char* const part : {"-wal", "-shm"})
    if (::unlink((database + part).c_str()) != 0 && errno != ENOENT)
      return system_failed(database + part, "put it aside", errno);
  AFTERWORD_TRY(sync_folder(folder));
  return move_to(salvaged, database);
}

}  // namespace afterword::kiosk
