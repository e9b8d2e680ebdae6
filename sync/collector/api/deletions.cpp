#include "sync/collector/api/deletions.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <map>

#include "sync/base/json/fields.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kUnderWay = "deletion_under_way";
constexpr std::string_view kAgain = "deletion_again";
constexpr std::string_view kErased = "comments_erased";  // in the audit log
constexpr std::string_view kGivenBack = "deletion_given_back";
constexpr std::string_view kProofWord = "proof ";  // ... its detail begins with this, number, hash

Result<DeletionCounts> under_way(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto text, reads.setting(kUnderWay));
  if (!text || text->empty()) return DeletionCounts{};
  AFTERWORD_ASSIGN(const json::Value value, json::parse(*text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  return DeletionCounts{fields.integer("responses").value_or(0),
                        fields.integer("comments").value_or(0),
                        fields.integer("quarantined").value_or(0)};
}

// Number and payload's hash of each proof that the audit log names.
Result<std::map<std::int64_t, std::string>> audited(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto entries, reads.audit(INT_MAX));
  std::map<std::int64_t, std::string> out;
  for (const AuditEntry& entry : entries) {
    if ((entry.action != kErased && entry.action != kGivenBack) ||
        !entry.detail.starts_with(kProofWord))
      continue;
    const std::string_view rest = std::string_view(entry.detail).substr(kProofWord.size());
    const std::size_t space = rest.find(' ');
    const auto number = parse_number(rest.substr(0, space));
    if (!number || space == std::string_view::npos) continue;
    const std::string_view hash = rest.substr(space + 1);
    out[*number] = std::string(hash.substr(0, hash.find(':')));
  }
  return out;
}

void differ(Proof& proof, std::int64_t number, std::string_view what) {
  proof.differences.push_back({"", 0, "", fmt::format("proof of deletion {} {}", number, what)});
}

json::Value to_json(const DeletionRow& row, const Keyring& keys) {
  json::Value out = json::object({{"number", row.number}});
  const auto opened = open_deletion(row.envelope, keys.trust.online_public_keys());
  out.set("signed", opened.has_value());
  if (opened) {
    out.set("day", opened->day.text());
    out.set("before", opened->before.text());
    out.set("responses", opened->responses);
    out.set("comments", opened->comments);
    out.set("quarantined", opened->quarantined);
    out.set("unreadable", opened->unreadable);
  }
  out.set("envelope", row.envelope);
  return out;
}

}  // namespace

Result<> add_deleted(Writes& writes, const DeletionCounts& more) {
  AFTERWORD_ASSIGN(const DeletionCounts before, under_way(writes.reads()));
  return writes.put_setting(
      kUnderWay,
      json::dump(json::object({{"responses", before.responses + more.responses},
                               {"comments", before.comments + more.comments},
                               {"quarantined", before.quarantined + more.quarantined}})));
}

Result<> delete_again(Writes& writes, const DeletedBefore& what) {
  return writes.put_setting(
      kAgain,
      json::dump(json::object({{"kept_days", what.kept_days}, {"before", what.before.text()}})));
}

Result<> deleted_again(Writes& writes) { return writes.put_setting(kAgain, ""); }

Result<std::optional<DeletedBefore>> to_delete_again(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto text, reads.setting(kAgain));
  if (!text || text->empty()) return std::nullopt;
  AFTERWORD_ASSIGN(const json::Value value, json::parse(*text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  const auto kept_days = fields.integer("kept_days");
  const auto before = Day::parse(fields.text("before").value_or(""));
  if (!kept_days || !before) return fail(Failure::corrupt, "cannot be read", std::string(kAgain));
  return DeletedBefore{static_cast<int>(*kept_days), *before};
}

Result<std::string> prove_deletion(Writes& writes, const Keyring& keys, WallTime now, int kept_days,
                                   Day before, int unreadable) {
  AFTERWORD_ASSIGN(const DeletionCounts counts, under_way(writes.reads()));
  AFTERWORD_ASSIGN(const auto newest, writes.reads().newest_deletion());
  DeletionProof proof;
  proof.number = newest ? newest->number + 1 : 1;
  proof.collector = base64url(keys.root);
  proof.kept_days = kept_days;
  proof.day = Day::of_utc(now);
  proof.before = before;
  proof.responses = counts.responses;
  proof.comments = counts.comments;
  proof.quarantined = counts.quarantined;
  proof.unreadable = unreadable;
  if (newest) proof.previous = payload_hash(newest->envelope);
  const Signer by{keys.signing_id, keys.signing};
  std::string envelope = sign_deletion(proof, {&by, 1});
  AFTERWORD_TRY(writes.put_deletion({proof.number, envelope}));
  AFTERWORD_TRY(writes.put_setting(kUnderWay, ""));
  AFTERWORD_TRY(append_audit(
      writes, now, "collector", kErased,
      fmt::format("{}{} {}: {} comments, of days before {}; {} unreadable; {} from quarantine",
                  kProofWord, proof.number, payload_hash(envelope), proof.comments, before.text(),
                  unreadable, proof.quarantined)));
  return envelope;
}

Result<> check_deletions(const Reads& reads, const Keyring& keys, Proof& proof) {
  AFTERWORD_ASSIGN(const auto rows, reads.deletions());
  AFTERWORD_ASSIGN(const auto audit, audited(reads));
  const auto good = keys.trust.online_public_keys();
  std::int64_t next = 1;
  std::string before;  // the payload's hash
  for (const DeletionRow& row : rows) {
    const bool follows = next == row.number;
    for (; next < row.number; ++next) differ(proof, next, "is missing");
    ++next;
    const std::string hash = payload_hash(row.envelope);
    const auto opened = open_deletion(row.envelope, good);
    const auto noted = audit.find(row.number);
    if (!opened || opened->number != row.number)
      differ(proof, row.number, "is not what was signed");
    else if (follows && opened->previous != before)
      differ(proof, row.number, "does not follow the one before");
    else if (noted == audit.end())
      differ(proof, row.number, "is not in the audit log");
    else if (noted->second != hash)
      differ(proof, row.number, "is another than the audit log says");
    before = hash;
  }
  for (const auto& [number, hash] : audit)
    if (number >= next) differ(proof, number, "is missing");
  return {};
}

Result<> compare_with_noted(const Reads& reads, const Keyring& keys,
                            const std::vector<std::string>& noted, Proof& proof) {
  AFTERWORD_ASSIGN(const auto rows, reads.deletions());
  std::map<std::int64_t, std::string> here;
  for (const DeletionRow& row : rows) here[row.number] = payload_hash(row.envelope);
  for (const std::string& envelope : noted) {
    const auto opened = open_noted_deletion(envelope, keys);
    if (!opened) continue;
    const auto found = here.find(opened->number);
    if (found == here.end())
      differ(proof, opened->number, "is in the journal, and missing in the database");
    else if (found->second != payload_hash(envelope))
      differ(proof, opened->number, "is another than the journal says");
  }
  return {};
}

Result<DeletionProof> open_noted_deletion(std::string_view envelope, const Keyring& keys) {
  auto good = keys.trust.online_public_keys();
  for (const Signer& signer : keys.signers)
    if (std::find(good.begin(), good.end(), signer.key.public_key) == good.end())
      good.push_back(signer.key.public_key);
  return open_deletion(envelope, good);
}

Result<> give_back_deletion(Writes& writes, const DeletionRow& row, WallTime now) {
  AFTERWORD_TRY(writes.put_deletion(row));
  return append_audit(
      writes, now, "collector", kGivenBack,
      fmt::format("{}{} {}: from the journal", kProofWord, row.number, payload_hash(row.envelope)));
}

Reply list_deletions(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto rows = (*view)->deletions();
  if (!rows) return admin_error(context, rows.error());
  json::Array list;
  for (const DeletionRow& row : *rows) list.push_back(to_json(row, context.keys));
  return json_reply(json::object({{"deletions", std::move(list)}}));
}

}  // namespace afterword::collector
