#include "sync/collector/api/verify_log.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>

#include "sync/base/crypto/types.h"
#include "sync/base/json/value.h"
#include "sync/collector/api/imports.h"
#include "sync/collector/ingest/count.h"
#include "sync/collector/ingest/erase_comments.h"
#include "sync/collector/ingest/opening_desk.h"
#include "sync/collector/ingest/row_mac.h"
#include "sync/protocol/chain.h"

namespace afterword::collector {
namespace {

// What is kept of a ledger row until its response has been seen.
struct Expected {
  LedgerOutcome outcome = LedgerOutcome::held;
  bool found = false;
  LedgerRow row;
};

// Whether the body has the very hash by which the row is found, or neither has one. An imported one is found by
// none: nobody was given a code. One that cannot be read has no mac that fits, which is enough.
bool says_withdraw_hash(const ResponseRow& row) {
  if (is_import_device(row.device)) return row.withdraw_hash.empty();
  // Of what kiosks write the text alone tells it: to parse every body would make the restore of a million slow.
  const std::string as_written =
      row.withdraw_hash.empty() ? std::string(R"("withdraw_hash")")
                                : fmt::format(R"("withdraw_hash":"{}")", row.withdraw_hash);
  const bool written = row.body.find(as_written) != std::string::npos;
  if (written != row.withdraw_hash.empty()) return true;
  const auto body = json::parse(row.body);
  if (!body) return true;
  const json::Value* const hash = body->find("withdraw_hash");
  if (hash == nullptr || !hash->is_string()) return row.withdraw_hash.empty();
  return hash->as_string() == row.withdraw_hash;
}

class LogCheck {
 public:
  LogCheck(const Reads& reads, const Keyring& keys, Definitions& definitions,
           const Reads::LogName& name, Recount& recount, Proof& proof)
      : reads_(reads),
        keys_(keys),
        definitions_(definitions),
        name_(name),
        recount_(recount),
        proof_(proof) {}

  Result<> run();

 private:
  Result<> read_head();
  Result<> read_ledger();
  Result<> read_responses();
  Result<> read_desk_records();
  // Finds the ledger row of a record of the desk, and notes what is wrong with it.
  template <class Row, class Read>
  void check_desk_row(const Row& row, std::string_view kind, const Read& read);
  Result<> check_response_row(const ResponseRow& row);
  // What stands beside the body, and not in the mac: by what it is withdrawn, and whether its words are gone.
  void check_marks(const ResponseRow& row);
  Result<> count(const ResponseRow& row);
  Result<> check_quarantine();
  void check_chains();
  void add_up();
  void differ(const std::vector<std::int64_t>& numbers, std::string what) {
    if (!numbers.empty())
      proof_.differences.push_back({name_.first, name_.second, ranges_text(numbers), what});
  }
  void differ(std::string what) {
    proof_.differences.push_back({name_.first, name_.second, "", std::move(what)});
  }

  const Reads& reads_;
  const Keyring& keys_;
  Definitions& definitions_;
  const Reads::LogName& name_;
  Recount& recount_;
  Proof& proof_;

  DeviceLog head_;
  std::map<std::int64_t, Expected> ledger_;
  bool whole_ = true;  // no number up to received_to is missing
  Bytes chain_received_, chain_reported_;
  LogSum sum_;
  std::vector<std::int64_t> altered_, orphans_, misplaced_, uncountable_, unfindable_, unerased_;
};

Result<> LogCheck::run() {
  AFTERWORD_TRY(read_head());
  AFTERWORD_TRY(read_ledger());
  AFTERWORD_TRY(read_responses());
  AFTERWORD_TRY(check_quarantine());
  check_chains();
  add_up();
  return {};
}

Result<> LogCheck::read_head() {
  AFTERWORD_ASSIGN(auto head, reads_.log(name_.first, name_.second));
  AFTERWORD_ASSIGN(const auto device, reads_.device(name_.first));
  if (!device) differ("rows of a device that is not known");
  if (!head) differ("rows of a log that is not known");
  if (head) head_ = std::move(*head);
  if (head_.forked)
    proof_.notes.push_back(fmt::format(
        "{} log {}: two different responses came under one number; its disk was cloned or restored",
        name_.first, name_.second));
  return {};
}

Result<> LogCheck::read_ledger() {
  Chain chain = chain_start(name_.first, name_.second);
  std::int64_t expected = 1;
  std::vector<std::int64_t> beyond;
  const auto note_chain = [&](std::int64_t number) {
    if (number == head_.received_to) chain_received_.assign(chain.begin(), chain.end());
    if (number == head_.reported_next - 1) chain_reported_.assign(chain.begin(), chain.end());
  };
  note_chain(0);
  AFTERWORD_TRY(
      reads_.scan_ledger(name_.first, name_.second, [&](const LedgerRow& row) -> Result<> {
        if (row.sequence != expected) whole_ = false;
        expected = row.sequence + 1;
        const auto hash = crypto::fixed<32>(row.data_hash);
        if (hash && row.outcome == LedgerOutcome::lost)
          chain = *hash;
        else if (hash)
          chain = chain_next(chain, row.sequence, *hash);
        note_chain(row.sequence);
        if (row.sequence > head_.received_to) beyond.push_back(row.sequence);
        ledger_[row.sequence] = {row.outcome, false, row};
        return {};
      }));
  if (expected <= head_.received_to) whole_ = false;
  differ(beyond, "in the ledger, but beyond what the log has received");
  AFTERWORD_ASSIGN(const auto holes,
                   reads_.holes(name_.first, name_.second, head_.received_to, kMissingRangesMax));
  std::string text;
  for (const SequenceRange& hole : holes)
    text += fmt::format("{}{}", text.empty() ? "" : ", ",
                        hole.first == hole.last ? fmt::format("{}", hole.first)
                                                : fmt::format("{}-{}", hole.first, hole.last));
  if (!text.empty())
    proof_.differences.push_back(
        {name_.first, name_.second, text, "received before, and missing from the ledger"});
  return {};
}

Result<> LogCheck::read_responses() {
  AFTERWORD_TRY(reads_.scan_responses(name_.first, name_.second, [this](const ResponseRow& row) {
    return check_response_row(row);
  }));
  AFTERWORD_TRY(read_desk_records());
  std::vector<std::int64_t> missing;
  for (const auto& [number, expected] : ledger_)
    if (expected.outcome == LedgerOutcome::stored && !expected.found) missing.push_back(number);
  differ(missing, "stored by the ledger, but the response is missing");
  differ(altered_, "the response was altered after it was stored");
  differ(orphans_, "a response that the ledger does not have as stored");
  differ(misplaced_, "ledger and response disagree on survey, version, day or content");
  differ(uncountable_, "the response does not fit its definition any more");
  differ(unfindable_, "the hash by which the response is withdrawn is not what the response says");
  differ(unerased_, "the comments count as erased, and they are there");
  return {};
}

// Interactions and stars are in no count that is kept: figures come from the rows themselves, and
// each must say the same as what was sealed.
Result<> LogCheck::read_desk_records() {
  AFTERWORD_TRY(reads_.scan_interactions(name_.first, name_.second,
                                         [this](const InteractionRow& row) -> Result<> {
                                           check_desk_row(row, kKindInteraction, read_interaction);
                                           return {};
                                         }));
  return reads_.scan_stars(name_.first, name_.second, [this](const StarRow& row) -> Result<> {
    check_desk_row(row, kKindStar, read_star);
    return {};
  });
}

template <class Row, class Read>
void LogCheck::check_desk_row(const Row& row, std::string_view kind, const Read& read) {
  const std::int64_t number = row.head.sequence;
  if (!crypto::equal(mac_of(row, keys_.mac_key), row.head.mac)) altered_.push_back(number);
  const auto found = ledger_.find(number);
  if (found == ledger_.end() || found->second.outcome != LedgerOutcome::stored ||
      found->second.found) {
    orphans_.push_back(number);
    return;
  }
  found->second.found = true;
  if (found->second.row.kind != kind || found->second.row.day != row.head.day)
    misplaced_.push_back(number);
  if (!recount_.wanted) return;
  const auto value = json::parse(row.head.body);
  const auto record = value ? read(*value) : decltype(read(*value))(tl::unexpected(value.error()));
  if (!record || mac_of(row_of(row.head, *record), keys_.mac_key) != row.head.mac)
    uncountable_.push_back(number);
}

Result<> LogCheck::check_response_row(const ResponseRow& row) {
  ++recount_.responses[{row.survey, row.version}];
  if (!crypto::equal(mac_of(row, keys_.mac_key), row.mac)) altered_.push_back(row.sequence);
  check_marks(row);
  const auto found = ledger_.find(row.sequence);
  if (found == ledger_.end() || found->second.outcome != LedgerOutcome::stored) {
    orphans_.push_back(row.sequence);
  } else {
    Expected& expected = found->second;
    expected.found = true;
    const LedgerRow& ledger = expected.row;
    // Of one whose comments are gone nothing is left to hash; its mac is of what is left.
    const bool same_content = ledger.external_id.empty() || row.comments_erased ||
                              import_hash(ledger.external_id, row) == ledger.data_hash;
    if (ledger.survey != row.survey || ledger.version != row.version || ledger.day != row.day ||
        !same_content)
      misplaced_.push_back(row.sequence);
  }
  return recount_.wanted ? count(row) : Result<>();
}

void LogCheck::check_marks(const ResponseRow& row) {
  if (!says_withdraw_hash(row)) unfindable_.push_back(row.sequence);
  if (!row.comments_erased) return;
  const auto found = definitions_.find(reads_, row.survey, row.version);
  const auto known = found ? *found : nullptr;
  const auto body = json::parse(row.body);
  if (known && body && !comments_are_erased(*body, known->survey)) unerased_.push_back(row.sequence);
}

Result<> LogCheck::count(const ResponseRow& row) {
  // A definition that cannot be read is one more thing to name, and no reason to stop.
  const auto found = definitions_.find(reads_, row.survey, row.version);
  const auto known = found ? *found : nullptr;
  const auto value = json::parse(row.body);
  const auto response =
      value ? read_response(*value) : Result<Response>(tl::unexpected(value.error()));
  const auto check = is_import_device(row.device) ? check_imported_response : check_response;
  if (!known || !response || check(known->survey, *response))
    uncountable_.push_back(row.sequence);
  else
    count_response(*known, row, response->answers, recount_.cube);
  return {};
}

// One at a time: each may be large.
Result<> LogCheck::check_quarantine() {
  std::vector<std::int64_t> altered, orphans, missing;
  QuarantineKey at{name_.first, name_.second, INT64_MIN};
  for (;;) {
    AFTERWORD_ASSIGN(const auto next, reads_.quarantine(at, 1));
    if (next.empty() || next[0].key.device != name_.first || next[0].key.log != name_.second) break;
    at = next[0].key;
    const auto found = ledger_.find(at.sequence);
    if (found == ledger_.end() || found->second.outcome != LedgerOutcome::quarantined) {
      orphans.push_back(at.sequence);
      continue;
    }
    found->second.found = true;
    AFTERWORD_ASSIGN(const auto item, reads_.quarantined(at));
    if (!item || !crypto::equal(data_hash(item->data), found->second.row.data_hash))
      altered.push_back(at.sequence);
  }
  for (const auto& [number, expected] : ledger_)
    if (expected.outcome == LedgerOutcome::quarantined && !expected.found)
      missing.push_back(number);
  differ(missing, "quarantined by the ledger, but missing from the quarantine");
  differ(altered, "altered after it was quarantined");
  differ(orphans, "in the quarantine, but the ledger does not have it so");
  return {};
}

void LogCheck::check_chains() {
  if (!whole_) return;  // the holes are named already; no chain leads over them
  if (!head_.chain.empty() && chain_received_ != head_.chain)
    differ("the ledger's chain is not the one that was received: a row was altered");
  // Within a run of lost numbers no chain is known; and where a log has forked, the device that
  // reported last may be the one whose numbers did not hold. The note says so.
  const auto reported = ledger_.find(head_.reported_next - 1);
  const bool known = reported == ledger_.end() || reported->second.outcome != LedgerOutcome::lost;
  if (head_.reported_next >= 1 && head_.reported_next - 1 <= head_.received_to && known &&
      !head_.forked && chain_reported_ != head_.reported_chain)
    differ(
        fmt::format("the device's own chain up to number {} is another", head_.reported_next - 1));
}

void LogCheck::add_up() {
  sum_.device = name_.first;
  sum_.log = name_.second;
  sum_.recorded = std::max(head_.received_to, head_.reported_next - 1);
  sum_.waiting = sum_.recorded - head_.received_to;
  std::int64_t held = 0;  // of what the device told of
  for (const auto& [number, expected] : ledger_) {
    const bool needs_row =
        expected.outcome == LedgerOutcome::stored || expected.outcome == LedgerOutcome::quarantined;
    if (!needs_row || expected.found) add_outcome(sum_, expected.outcome, 1);
    if (expected.outcome == LedgerOutcome::held && number < head_.reported_next) ++held;
  }
  if (const std::int64_t missing = neither_here_nor_waiting(head_, held); missing > 0)
    differ(
        fmt::format("{} more are missing here than the device still has to send: restored from "
                    "an older backup?",
                    missing));
  if (!sum_.adds_up())
    differ(fmt::format("recorded {}, received {}, waiting {}", sum_.recorded, sum_.received(),
                       sum_.waiting));
  if (sum_.lost > 0)
    proof_.notes.push_back(fmt::format(
        "{} log {}: {} answers are lost: the device no longer keeps them, its disk was damaged, or it is gone, and "
        "they are not here",
        name_.first, name_.second, sum_.lost));
  proof_.total += sum_;
  proof_.logs.push_back(std::move(sum_));
}

}  // namespace

Result<> verify_log(const Reads& reads, const Keyring& keys, Definitions& definitions,
                    const Reads::LogName& name, Recount& recount, Proof& proof) {
  return LogCheck(reads, keys, definitions, name, recount, proof).run();
}

}  // namespace afterword::collector
