// What stands in the journal, line by line. Values only; Journal keeps the file.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/collector/storage/records.h"

namespace afterword::collector {

struct JournalEntries {
  std::vector<Withdrawal> withdrawals;
  std::map<std::string, Device> devices;
  std::set<std::string> revoked;                           // devices
  std::map<std::string, std::optional<User>> users;        // the last word on each; nothing: removed
  std::set<std::pair<std::string, std::string>> staff_removed;  // store, id
  // SHA-256 of a definition's bytes, by survey and version. What was served first stays.
  std::map<std::pair<std::string, int>, Bytes> published;
  std::map<std::string, int> retired;  // the highest version that is, by survey
  std::vector<std::string> deletions;  // proofs of deletion: envelopes, as they came
  std::vector<std::string> unknown;  // lines of a later version; they stay as they are
  // Lines that are no JSON object, lack what they are about, or are not what was written; as they stand.
  std::vector<std::string> unreadable;
};

// Each with its line end, and with `check` as its last member: the first 6 bytes of the BLAKE2b-256 of the line
// without that member, base64url. Lines of before have none, and are read for ever.
std::string line_of(const Withdrawal& asked);
std::string line_of(const Device& enrolled);
std::string line_of_revoked(std::string_view device);
std::string line_of(const User& user);
std::string line_of_user_removed(std::string_view name);
std::string line_of_staff_removed(std::string_view store, std::string_view id);
std::string line_of_published(std::string_view survey, int version, ByteView sha256);
std::string line_of_retired(std::string_view survey, int version);
std::string line_of_deletion(std::string_view envelope);

JournalEntries read_entries(std::string_view text);
// What read_entries() gives back, but for what could not be read: whoever writes this keeps that elsewhere first.
std::string text_of(const JournalEntries& entries);

}  // namespace afterword::collector
