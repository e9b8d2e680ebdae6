#include "kiosk/storage/salvage.h"

#include <algorithm>

#include "kiosk/storage/desk_secrets.h"
#include "kiosk/storage/row_proof.h"
#include "kiosk/storage/left_trust.h"
#include "kiosk/storage/settings_table.h"
#include "sync/base/db/pages.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword::kiosk {
namespace {

using db::PageRow;
using db::PageValue;

bool all_integers(std::span<const PageValue> values) {
  return std::all_of(values.begin(), values.end(), [](const PageValue& each) { return each.is_integer(); });
}

Bytes copy_of(const PageValue& value) { return {value.bytes.begin(), value.bytes.end()}; }

// A record's row, whoever believes it. The columns stand in the order of the schema.
std::optional<KeptRecord> record_of(const PageRow& row) {
  const auto& at = row.values;
  if (!row.of_rowid_table || at.size() != 16) return std::nullopt;
  if (!all_integers({&at[0], 3}) || !at[3].is_text() || !at[4].is_text() || !all_integers({&at[5], 2}) ||
      !at[7].is_blob())
    return std::nullopt;
  const auto chain = crypto::fixed<32>(at[8].bytes);
  if (!chain) return std::nullopt;
  KeptRecord record;
  SealedResponse& response = record.response;
  response.log = at[0].number;
  response.sequence = at[1].number;
  response.epoch = at[2].number;
  response.kind = at[3].text();
  response.survey = at[4].text();
  response.version = static_cast<int>(at[5].number);
  response.response_format = static_cast<int>(at[6].number);
  response.data = copy_of(at[7]);
  record.chain_before = *chain;
  if (at[13].is_integer() && at[14].is_integer())
    response.sealed_as = {at[13].number, at[14].number};
  // How it stands is proved by nothing, so whatever does not fit together waits: sent twice is safe.
  if (!at[9].is_integer()) return record;
  const bool told = at[10].is_text() && at[11].is_text() && at[12].is_integer();
  if (at[9].number == KeptRecord::acknowledged && told && parse_outcome(at[10].text())) {
    record.state = KeptRecord::acknowledged;
    record.outcome = at[10].text();
    record.problem = at[11].text();
    record.acknowledged_ms = at[12].number;
  } else if (at[9].number == KeptRecord::held) {
    record.state = KeptRecord::held;
  }
  return record;
}

std::optional<SealedEpoch> epoch_of(const PageRow& row) {
  const auto& at = row.values;
  if (!row.of_rowid_table || at.size() != 5 || !at[1].is_text() || !at[2].is_blob() || !at[3].is_blob())
    return std::nullopt;
  return SealedEpoch{row.rowid, std::string(at[1].text()), copy_of(at[2]), copy_of(at[3])};
}

bool proves(const PageValue& stored, const crypto::Hash256& proof) {
  return std::equal(stored.bytes.begin(), stored.bytes.end(), proof.begin(), proof.end());
}

class Reader {
 public:
  Reader(Salvage& out, const std::optional<Enrolment>& enrolment, Believe believe)
      : out_(out), enrolment_(enrolment), believe_(believe) {}

  void take(const PageRow& row) {
    if (!enrolment_) return;
    if (auto record = record_of(row)) return take_record(row, std::move(*record));
    if (auto epoch = epoch_of(row)) {
      if (believe_ == Believe::all || proves(row.values[4], proof_of(*epoch))) take_epoch(row, std::move(*epoch));
    } else if (row.of_rowid_table) {
      take_head(row);
    } else if (row.values.size() == 2 && row.values[0].is_text() && row.values[1].is_blob()) {
      take_setting(row.values[0].text(), as_text(row.values[1].bytes));
    } else if (row.values.size() == 4 && row.values[0].is_text() && row.values[1].is_integer() &&
               row.values[3].is_blob()) {
      offered_.push_back({{std::string(row.values[0].text()), static_cast<int>(row.values[1].number)},
                          std::string(as_text(row.values[3].bytes))});
    }
  }

  // Once everything was read.
  void finish() {
    drop_moved();
    for (auto record = out_.records.begin(); record != out_.records.end();) {
      if (out_.epochs.contains(record->second.response.epoch)) {
        ++record;
        continue;
      }
      out_.unproved.insert(record->first);  // nobody could open it
      record = out_.records.erase(record);
    }
    for (const auto& [place, record] : out_.records) out_.unproved.erase(place);
    for (const std::string& text : settings_)
      if (proofs_.contains(proof_of_setting(kStoreSettings, text))) out_.settings = text;
    if (enrolment_) take_definitions();
  }

 private:
  void take_epoch(const PageRow& row, SealedEpoch epoch) {
    if (row.of_earlier_log)
      out_.epochs_of_earlier_log.insert(epoch.epoch);
    else
      out_.epochs_of_earlier_log.erase(epoch.epoch);
    out_.epochs[epoch.epoch] = std::move(epoch);
  }

  // A response that has moved to another log stands under its old number in frames of before.
  void drop_moved() {
    std::set<crypto::Hash256> here;
    for (const auto& [place, record] : out_.records)
      if (!out_.of_earlier_log.contains(place)) here.insert(record.response.hash());
    for (auto place = out_.of_earlier_log.begin(); place != out_.of_earlier_log.end();) {
      const auto record = out_.records.find(*place);
      const bool moved = record != out_.records.end() && here.contains(record->second.response.hash());
      if (moved) out_.records.erase(record);
      place = moved ? out_.of_earlier_log.erase(place) : std::next(place);
    }
  }

  void take_record(const PageRow& row, KeptRecord record) {
    const Place place{record.response.log, record.response.sequence};
    if (believe_ == Believe::all || proves(row.values[15], proof_of(record.response, record.chain_before))) {
      out_.log_most = std::max(out_.log_most, place.first);
      out_.records.insert_or_assign(place, std::move(record));
      if (row.of_earlier_log)
        out_.of_earlier_log.insert(place);
      else
        out_.of_earlier_log.erase(place);
    } else if (!row.of_earlier_log) {
      out_.unproved.insert(place);
    }
  }

  // (one, device, log, next_sequence, chain, ...). Only which log was written is taken from it.
  void take_head(const PageRow& row) {
    const auto& at = row.values;
    if (at.size() != 7 || !at[1].is_text() || at[1].text() != enrolment_->device ||
        !at[2].is_integer() || at[4].bytes.size() != 32)
      return;
    constexpr std::int64_t kLogMost = 1 << 30;
    if (at[2].number < 1 || at[2].number > kLogMost) return;
    out_.log_most = std::max(out_.log_most, at[2].number);
    out_.head_found = true;
  }

  void take_setting(std::string_view name, std::string_view value) {
    if (name == kTrustSetting) {
      const auto trust = open_trust(value, enrolment_->root);
      if (trust && trust->version >= trust_version_) {
        trust_version_ = trust->version;
        keys_ = trust->online_public_keys();
        out_.trust_envelope = std::string(value);
      }
    } else if (name == kLeftTrust) {
      // Pages of before may hold another text of it: the keys of all are tried.
      const auto keys = keys_of_left(value, enrolment_->root);
      left_keys_.insert(left_keys_.end(), keys.begin(), keys.end());
      if (!keys.empty()) out_.left_trust = std::string(value);
    } else if (name == kDeskSettings) {
      if (open_desk(as_bytes(value), *enrolment_)) out_.desk = std::string(value);
    } else if (name == kStoreSettings) {
      settings_.emplace_back(value);
    } else if (name == kSettingsProof) {
      if (const auto proof = crypto::fixed<32>(as_bytes(value))) proofs_.insert(*proof);
    }
  }

  void take_definitions() {
    if (trust_version_ <= enrolment_->trust.version) keys_ = enrolment_->trust.online_public_keys();
    out_.definitions = proved_by(keys_);
    // A thief's key may be among them: what it proves stands only where nothing better is.
    out_.definitions.merge(proved_by(left_keys_));
  }

  std::map<std::string, Salvage::Definition> proved_by(const std::vector<crypto::Key32>& keys) const {
    std::map<std::string, Salvage::Definition> out;
    for (const auto& [survey, envelope] : offered_) {
      Salvage::Definition found{survey.version, true, envelope};
      if (!open_definition(envelope, survey, keys)) {
        if (!open_retirement(envelope, survey, keys)) continue;
        found.live = false;
      }
      Salvage::Definition& known = out[survey.survey];
      // The retirement of a version is newer than the version.
      if (found.version > known.version || (found.version == known.version && !found.live))
        known = std::move(found);
    }
    return out;
  }

  Salvage& out_;
  const std::optional<Enrolment>& enrolment_;
  Believe believe_;
  std::vector<std::pair<SurveyVersion, std::string>> offered_;
  std::vector<std::string> settings_;
  std::set<crypto::Hash256> proofs_;
  std::int64_t trust_version_ = 0;
  std::vector<crypto::Key32> keys_, left_keys_;
};

}  // namespace

void add_copied(Salvage& salvage, const CopiedRecords& copied) {
  std::map<crypto::Hash256, Place> known;
  for (const auto& [place, record] : salvage.records) known[record.response.hash()] = place;
  for (const auto& [place, copy] : copied) {
    if (salvage.records.contains(place) && !salvage.of_earlier_log.contains(place)) continue;
    const auto elsewhere = known.find(copy.record.response.hash());
    if (elsewhere != known.end() && elsewhere->second > place) continue;
    const auto [epoch, is_new] = salvage.epochs.try_emplace(copy.epoch.epoch, copy.epoch);
    if (!is_new && salvage.epochs_of_earlier_log.erase(copy.epoch.epoch) > 0) epoch->second = copy.epoch;
    if (epoch->second.sealed != copy.epoch.sealed) {
      salvage.unproved.insert(place);
      continue;
    }
    if (elsewhere != known.end()) salvage.records.erase(elsewhere->second);
    known[copy.record.response.hash()] = place;
    salvage.records[place] = copy.record;
    salvage.of_earlier_log.erase(place);
    salvage.unproved.erase(place);
    salvage.log_most = std::max(salvage.log_most, place.first);
  }
}

Result<Salvage> read_salvage(const std::string& database, const std::optional<Enrolment>& enrolment,
                             Believe believe) {
  Salvage out;
  Reader reader(out, enrolment, believe);
  AFTERWORD_ASSIGN(const db::PageScan scan,
                   db::scan_pages(database, [&](const PageRow& row) { reader.take(row); }));
  reader.finish();
  out.pages_unreadable = scan.pages_unreadable;
  out.log_lacks_commits = scan.log_lacks_commits;
  return out;
}

}  // namespace afterword::kiosk
