#include "sync/collector/ingest/erase_comments.h"

#include <fmt/format.h>

#include "sync/base/core/believed_time.h"
#include "sync/base/json/value.h"
#include "sync/collector/ingest/row_mac.h"

namespace afterword::collector {
namespace {

// Gives how many.
int erase(json::Value& answers, const std::string& id) {
  const json::Value* const entry = answers.find(id);
  if (entry == nullptr || !entry->is_object() || entry->find("value") == nullptr) return 0;
  json::Value changed = *entry;
  changed.set("value", kErasedComment);
  answers.set(id, std::move(changed));
  return 1;
}

// The body is changed in place, so that what a newer kiosk wrote into it stays. False: it cannot be
// read.
bool erase_in(ResponseRow& row, const Survey& survey, int& comments) {
  auto body = json::parse(row.body);
  const json::Value* const there = body ? body->find("answers") : nullptr;
  if (there == nullptr || !there->is_object()) return false;
  json::Value answers = *there;
  for (const Question& question : survey.questions) {
    if (question.kind == QuestionKind::text) comments += erase(answers, question.id);
    if (question.why) comments += erase(answers, question.why_id());
  }
  body->set("answers", std::move(answers));
  row.body = json::dump(*body);
  return true;
}

bool is_erased(const json::Value& answers, const std::string& id) {
  const json::Value* const entry = answers.find(id);
  const json::Value* const value = entry == nullptr ? nullptr : entry->find("value");
  return value == nullptr || *value == json::Value(kErasedComment);
}

Result<> date_again(Writes& writes, const QuarantineKey& key, WallTime now) {
  AFTERWORD_ASSIGN(auto item, writes.reads().quarantined(key));
  if (!item) return {};
  item->received_at = now;
  return writes.put_quarantined(*item);
}

}  // namespace

Result<Erased> erase_comments(Writes& writes, const Keyring& keys, Definitions& definitions,
                              Day before, int skip, int limit) {
  AFTERWORD_ASSIGN(auto rows, writes.reads().responses_with_comments(before, skip, limit));
  Erased erased{static_cast<int>(rows.size()), 0, {}};
  for (ResponseRow& row : rows) {
    AFTERWORD_ASSIGN(const auto known, definitions.find(writes.reads(), row.survey, row.version));
    const bool as_stored = mac_of(row, keys.mac_key) == row.mac;
    if (!known || !erase_in(row, known->survey, erased.comments)) {
      erased.unreadable.push_back(
          fmt::format("{} log {} number {}", row.device, row.log, row.sequence));
      continue;
    }
    if (as_stored) row.mac = mac_of(row, keys.mac_key);  // else verify goes on naming it
    AFTERWORD_TRY(writes.replace_without_comments(row));
  }
  return erased;
}

bool comments_are_erased(const json::Value& body, const Survey& survey) {
  const json::Value* const answers = body.find("answers");
  if (answers == nullptr) return true;
  for (const Question& question : survey.questions) {
    if (question.kind == QuestionKind::text && !is_erased(*answers, question.id)) return false;
    if (question.why && !is_erased(*answers, question.why_id())) return false;
  }
  return true;
}

Result<Expired> expire_quarantine(Writes& writes, Day before, WallTime now, const QuarantineKey& after,
                                  int limit) {
  AFTERWORD_ASSIGN(const auto items, writes.reads().quarantine(after, limit));
  Expired expired;
  expired.last = items.empty() ? after : items.back().key;
  expired.more = items.size() == static_cast<std::size_t>(limit);
  for (const QuarantineHead& item : items) {
    if (item.received_at > now + kTimeJumpMost) AFTERWORD_TRY(date_again(writes, item.key, now));
    if (Day::of_utc(item.received_at) >= before) continue;
    const QuarantineKey& key = item.key;
    AFTERWORD_TRY(writes.remove_quarantined(key));
    AFTERWORD_ASSIGN(auto rows,
                     writes.reads().ledger(key.device, key.log, key.sequence, key.sequence));
    ++expired.count;
    if (rows.empty()) continue;  // verify names the hole
    rows.front().outcome = LedgerOutcome::expired;
    AFTERWORD_TRY(writes.put_ledger(rows.front()));
  }
  return expired;
}

}  // namespace afterword::collector
