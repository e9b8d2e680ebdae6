#include "sync/collector/api/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"
#include "sync/collector/api/context.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/withdraw.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kFileBytesMax = 256 * 1024 * 1024;
constexpr unsigned kSecretMode = 0600;
constexpr std::string_view kCollector = "collector";

constexpr std::string_view kWithdrawn = "withdrawn", kEnrolled = "enrolled", kRevoked = "revoked";

struct Entries {
  std::vector<Withdrawal> withdrawals;
  std::map<std::string, Device> devices;
  std::set<std::string> revoked;
};

// What a line of before formats were noted means.
const std::vector<int> kFirstFormat = {1};

json::Value list_of(const std::vector<int>& formats) {
  json::Array out;
  for (const int format : formats) out.emplace_back(format);
  return out;
}

std::vector<int> formats_in(json::Fields& fields, std::string_view name) {
  const json::Array* const list = fields.list(name);
  if (list == nullptr) return kFirstFormat;
  std::vector<int> out;
  for (const json::Value& value : *list)
    if (value.is_integer()) out.push_back(static_cast<int>(value.as_integer()));
  return out;
}

json::Value line_of(const Withdrawal& asked) {
  return json::object({{"what", kWithdrawn},
                       {"hash", asked.hash},
                       {"store", asked.store},
                       {"day", asked.day.text()},
                       {"expires_at_ms", asked.expires_at.ms}});
}
json::Value line_of(const Device& device) {
  return json::object({{"what", kEnrolled},
                       {"device", device.id},
                       {"public_key", base64url(device.public_key)},
                       {"store", device.store},
                       {"touchpoint", device.touchpoint},
                       {"definition_formats", list_of(device.definition_formats)},
                       {"response_formats", list_of(device.response_formats)},
                       {"enrolled_at_ms", device.enrolled_at.ms}});
}
json::Value revoked_line(std::string_view device) {
  return json::object({{"what", kRevoked}, {"device", device}});
}

// A line of a later version, or half of one, is none.
void read_line(std::string_view text, Entries& entries) {
  const auto value = json::parse(text);
  if (!value) return;
  json::Problems problems;
  json::Fields fields(*value, "", problems);
  const std::string what = fields.text("what").value_or("");
  const std::string id = fields.text("device").value_or("");
  if (what == kRevoked && !id.empty()) entries.revoked.insert(id);
  const std::string store = fields.text("store").value_or("");
  const auto day = Day::parse(fields.text("day").value_or(""));
  const std::string hash = fields.text("hash").value_or("");
  if (what == kWithdrawn && day && !hash.empty())
    entries.withdrawals.push_back(
        {hash, store, *day, WallTime{fields.integer("expires_at_ms").value_or(0)}});
  const auto key = from_base64url(fields.text("public_key").value_or(""));
  if (what != kEnrolled || id.empty() || !key) return;
  Device device;
  device.id = id;
  device.public_key = *key;
  device.store = store;
  device.touchpoint = fields.text("touchpoint").value_or("");
  device.definition_formats = formats_in(fields, "definition_formats");
  device.response_formats = formats_in(fields, "response_formats");
  device.enrolled_at = WallTime{fields.integer("enrolled_at_ms").value_or(0)};
  entries.devices[id] = std::move(device);
}

Result<Entries> read_entries(const std::string& path) {
  Entries entries;
  if (!std::filesystem::exists(path)) return entries;
  AFTERWORD_ASSIGN(const std::string text, read_file(path, kFileBytesMax));
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    read_line(std::string_view(text).substr(at, end - at), entries);
    at = end + 1;
  }
  return entries;
}

Result<> give_back_devices(Writes& writes, const Entries& entries, WallTime now,
                           Journal::Restored& restored) {
  for (const auto& [id, device] : entries.devices) {
    AFTERWORD_ASSIGN(const auto known, writes.reads().device(id));
    if (known) continue;
    AFTERWORD_TRY(writes.add_device(device));
    AFTERWORD_TRY(append_audit(writes, now, kCollector, "device_given_back", id));
    ++restored.devices;
  }
  for (const std::string& id : entries.revoked) {
    AFTERWORD_ASSIGN(auto device, writes.reads().device(id));
    if (!device || device->state != DeviceState::active) continue;
    device->state = DeviceState::revoked;
    AFTERWORD_TRY(writes.update_device(*device));
    AFTERWORD_TRY(append_audit(writes, now, kCollector, "device_revoked", id));
    ++restored.revocations;
  }
  return {};
}

Result<> give_back_withdrawals(Writes& writes, Definitions& definitions, const Entries& entries,
                               WallTime now, Journal::Restored& restored) {
  for (const Withdrawal& asked : entries.withdrawals) {
    AFTERWORD_ASSIGN(const bool known,
                     writes.reads().is_withdrawn(asked.hash, asked.store, asked.day, now));
    if (known) continue;
    AFTERWORD_ASSIGN(const int erased, withdraw(writes, definitions, asked, now, kShopper));
    ++restored.withdrawals;
    restored.erased += erased;
  }
  return {};
}

}  // namespace

Result<> Journal::append(const json::Value& line) {
  const std::string text = json::dump(line) + "\n";
  const std::lock_guard lock(mutex_);
  const auto refuse = [this](const char* doing) {
    return fail(errno == ENOSPC ? Failure::disk_full : Failure::io,
                fmt::format("cannot {} it: {}", doing, std::strerror(errno)), path_);
  };
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kSecretMode);
  if (file < 0) return refuse("open");
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written) return refuse("write");
  return {};
}

Result<> Journal::note(const Withdrawal& asked) { return append(line_of(asked)); }
Result<> Journal::note(const Device& enrolled) { return append(line_of(enrolled)); }
Result<> Journal::note_revoked(std::string_view device) { return append(revoked_line(device)); }

Result<Journal::Restored> Journal::give_back(Context& context) {
  AFTERWORD_ASSIGN(Entries entries, read_entries(path_));
  const WallTime now = context.clock.wall();
  std::erase_if(entries.withdrawals,
                [now](const Withdrawal& asked) { return asked.expires_at <= now; });
  Restored restored;
  const auto change = [&](Writes& writes) -> Result<> {
    restored = {};
    AFTERWORD_TRY(give_back_devices(writes, entries, now, restored));
    AFTERWORD_TRY(
        give_back_withdrawals(writes, context.definitions, entries, now, restored));
    AFTERWORD_ASSIGN(const auto devices, writes.reads().devices());
    for (const Device& device : devices) {
      if (device.state == DeviceState::import) continue;
      entries.devices.emplace(device.id, device);
      if (device.state == DeviceState::revoked) entries.revoked.insert(device.id);
    }
    return {};
  };
  AFTERWORD_TRY(context.writes.run(change));
  std::string text;
  const auto add = [&text](const json::Value& line) { text += json::dump(line) + "\n"; };
  for (const auto& [id, device] : entries.devices) add(line_of(device));
  for (const std::string& id : entries.revoked) add(revoked_line(id));
  for (const Withdrawal& asked : entries.withdrawals) add(line_of(asked));
  const std::lock_guard lock(mutex_);
  AFTERWORD_TRY(write_file(path_, text, kSecretMode));
  return restored;
}

}  // namespace afterword::collector
