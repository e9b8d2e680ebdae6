#include "sync/collector/api/journal_lines.h"

#include <algorithm>
#include <climits>

#include "sync/base/crypto/hash.h"
#include "sync/base/json/fields.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kWithdrawn = "withdrawn", kEnrolled = "enrolled", kRevoked = "revoked",
                           kUserSet = "user_set", kUserRemoved = "user_removed",
                           kStaffRemoved = "staff_removed", kPublished = "published",
                           kRetired = "retired", kDeletion = "deletion";

// A flipped bit within a hash leaves a good line that decides about another answer: so each line says what it was.
constexpr std::string_view kCheck = "check";
constexpr std::size_t kCheckBytes = 6;

std::string check_of(std::string_view text) {
  const crypto::Hash256 hash = crypto::hash256(text);
  return base64url(ByteView(hash).first(kCheckBytes));
}

std::string line(json::Value value) {
  const std::string check = check_of(json::dump(value));
  return json::dump(value.set(std::string(kCheck), check)) + "\n";
}

// Lines of before bear none.
bool fits_its_check(std::string_view text, const json::Value& value) {
  const json::Value* const check = value.find(kCheck);
  if (check == nullptr) return true;
  const std::string end = "," + json::dump(json::object({{std::string(kCheck), *check}})).substr(1);
  if (!text.ends_with(end)) return false;
  std::string checked(text.substr(0, text.size() - end.size()));
  checked += '}';
  return *check == json::Value(check_of(checked));
}

json::Value numbers(const std::vector<int>& values) {
  json::Array out;
  for (const int value : values) out.emplace_back(value);
  return out;
}

// A device that was written down without them can read the first format, as every one can; without any it
// would be offered no survey for ever.
std::vector<int> formats_in(json::Fields& fields, std::string_view name) {
  std::vector<int> out;
  if (const json::Array* const list = fields.list(name))
    for (const json::Value& value : *list)
      if (value.is_integer()) out.push_back(static_cast<int>(value.as_integer()));
  if (out.empty()) out.push_back(1);
  return out;
}

// Each is false where it lacks what it is about: that is told, and kept, like what is no JSON.
bool read_withdrawn(json::Fields& fields, JournalEntries& entries) {
  const auto day = Day::parse(fields.text("day").value_or(""));
  const std::string hash = fields.text("hash").value_or("");
  if (!day || hash.empty()) return false;
  entries.withdrawals.push_back({hash, fields.text("store").value_or(""), *day,
                                 WallTime{fields.integer("expires_at_ms").value_or(0)}});
  return true;
}

bool read_enrolled(json::Fields& fields, JournalEntries& entries) {
  Device device;
  device.id = fields.text("device").value_or("");
  const auto key = from_base64url(fields.text("public_key").value_or(""));
  if (device.id.empty() || !key) return false;
  device.public_key = *key;
  device.store = fields.text("store").value_or("");
  device.touchpoint = fields.text("touchpoint").value_or("");
  device.enrolled_at = WallTime{fields.integer("enrolled_at_ms").value_or(0)};
  device.app_version = fields.text("app_version").value_or("");
  device.definition_formats = formats_in(fields, "definition_formats");
  device.response_formats = formats_in(fields, "response_formats");
  entries.devices[device.id] = std::move(device);
  return true;
}

bool read_user_set(json::Fields& fields, JournalEntries& entries) {
  User user{fields.text("user").value_or(""), fields.text("password_hash").value_or(""),
            WallTime{fields.integer("at_ms").value_or(0)}};
  if (user.name.empty()) return false;
  entries.users[user.name] = user;
  return true;
}

bool read_user_removed(json::Fields& fields, JournalEntries& entries) {
  const auto user = fields.text("user");
  if (user) entries.users[*user] = std::nullopt;
  return user.has_value();
}

bool read_revoked(json::Fields& fields, JournalEntries& entries) {
  const auto device = fields.text("device");
  if (device) entries.revoked.insert(*device);
  return device.has_value();
}

bool read_staff_removed(json::Fields& fields, JournalEntries& entries) {
  const auto store = fields.text("store"), id = fields.text("id");
  if (!store || !id) return false;
  entries.staff_removed.emplace(*store, *id);
  return true;
}

bool read_deletion(json::Fields& fields, JournalEntries& entries) {
  auto envelope = fields.text("envelope");
  if (!envelope) return false;
  entries.deletions.push_back(std::move(*envelope));
  return true;
}

bool read_published(json::Fields& fields, JournalEntries& entries) {
  const auto hash = from_base64url(fields.text("sha256").value_or(""));
  const auto version = fields.integer("version", {.least = 1, .most = INT_MAX});
  const auto survey = fields.text("survey");
  if (!hash || !version || !survey) return false;
  entries.published.emplace(std::pair(*survey, static_cast<int>(*version)), *hash);
  return true;
}

bool read_retired(json::Fields& fields, JournalEntries& entries) {
  const std::string survey = fields.text("survey").value_or("");
  const auto version = fields.integer("version", {.least = 1, .most = INT_MAX});
  if (survey.empty() || !version) return false;
  int& highest = entries.retired[survey];
  highest = std::max(highest, static_cast<int>(*version));
  return true;
}

bool read_known(std::string_view text, std::string_view what, json::Fields& fields,
                JournalEntries& entries) {
  if (what == kWithdrawn) return read_withdrawn(fields, entries);
  if (what == kEnrolled) return read_enrolled(fields, entries);
  if (what == kUserSet) return read_user_set(fields, entries);
  if (what == kPublished) return read_published(fields, entries);
  if (what == kRetired) return read_retired(fields, entries);
  if (what == kRevoked) return read_revoked(fields, entries);
  if (what == kUserRemoved) return read_user_removed(fields, entries);
  if (what == kStaffRemoved) return read_staff_removed(fields, entries);
  if (what == kDeletion) return read_deletion(fields, entries);
  entries.unknown.emplace_back(text);
  return true;
}

// False: it is no object, is not what was written, or lacks what it is about.
bool read_whole(std::string_view text, JournalEntries& entries) {
  const auto value = json::parse(text);
  if (!value || !value->is_object() || !fits_its_check(text, *value)) return false;
  json::Problems problems;
  json::Fields fields(*value, "", problems);
  return read_known(text, fields.text("what").value_or(""), fields, entries);
}

void read_line(std::string_view text, JournalEntries& entries) {
  text = text.substr(0, text.find_last_not_of(" \t\r") + 1);  // an editor's; the check is of the rest
  if (text.empty() || read_whole(text, entries)) return;
  entries.unreadable.emplace_back(text);
  // Half a line, to which an earlier version of this program wrote the next one: that one is whole.
  const std::size_t last = text.rfind("{\"what\"");
  if (last != std::string_view::npos && last > 0) read_whole(text.substr(last), entries);
}

}  // namespace

std::string line_of(const Withdrawal& asked) {
  return line(json::object({{"what", kWithdrawn},
                            {"hash", asked.hash},
                            {"store", asked.store},
                            {"day", asked.day.text()},
                            {"expires_at_ms", asked.expires_at.ms}}));
}

std::string line_of(const Device& enrolled) {
  return line(json::object({{"what", kEnrolled},
                            {"device", enrolled.id},
                            {"public_key", base64url(enrolled.public_key)},
                            {"store", enrolled.store},
                            {"touchpoint", enrolled.touchpoint},
                            {"enrolled_at_ms", enrolled.enrolled_at.ms},
                            {"app_version", enrolled.app_version},
                            {"definition_formats", numbers(enrolled.definition_formats)},
                            {"response_formats", numbers(enrolled.response_formats)}}));
}

std::string line_of_revoked(std::string_view device) {
  return line(json::object({{"what", kRevoked}, {"device", device}}));
}

std::string line_of(const User& user) {
  return line(json::object({{"what", kUserSet},
                            {"user", user.name},
                            {"password_hash", user.password_hash},
                            {"at_ms", user.created_at.ms}}));
}

std::string line_of_user_removed(std::string_view name) {
  return line(json::object({{"what", kUserRemoved}, {"user", name}}));
}

std::string line_of_staff_removed(std::string_view store, std::string_view id) {
  return line(json::object({{"what", kStaffRemoved}, {"store", store}, {"id", id}}));
}

std::string line_of_published(std::string_view survey, int version, ByteView sha256) {
  return line(json::object({{"what", kPublished},
                            {"survey", survey},
                            {"version", version},
                            {"sha256", base64url(sha256)}}));
}

std::string line_of_retired(std::string_view survey, int version) {
  return line(json::object({{"what", kRetired}, {"survey", survey}, {"version", version}}));
}

std::string line_of_deletion(std::string_view envelope) {
  return line(json::object({{"what", kDeletion}, {"envelope", envelope}}));
}

JournalEntries read_entries(std::string_view text) {
  JournalEntries entries;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    read_line(text.substr(at, end - at), entries);
    at = end + 1;
  }
  return entries;
}

std::string text_of(const JournalEntries& entries) {
  std::string out;
  for (const auto& [id, device] : entries.devices) out += line_of(device);
  for (const std::string& id : entries.revoked) out += line_of_revoked(id);
  for (const auto& [name, user] : entries.users)
    out += user ? line_of(*user) : line_of_user_removed(name);
  for (const auto& [store, id] : entries.staff_removed) out += line_of_staff_removed(store, id);
  for (const auto& [name, sha256] : entries.published)
    out += line_of_published(name.first, name.second, sha256);
  for (const auto& [survey, version] : entries.retired) out += line_of_retired(survey, version);
  for (const Withdrawal& asked : entries.withdrawals) out += line_of(asked);
  for (const std::string& envelope : entries.deletions) out += line_of_deletion(envelope);
  for (const std::string& text : entries.unknown) out += text + "\n";
  return out;
}

}  // namespace afterword::collector
