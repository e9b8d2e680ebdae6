#include "sync/collector/ingest/erase_comments.h"

#include <fmt/format.h>

#include "sync/base/json/value.h"
#include "sync/collector/ingest/row_mac.h"

namespace afterword::collector {
namespace {

void erase(json::Value& answers, const std::string& id) {
  const json::Value* const entry = answers.find(id);
  if (entry == nullptr || !entry->is_object() || entry->find("value") == nullptr) return;
  json::Value changed = *entry;
  changed.set("value", kErasedComment);
  answers.set(id, std::move(changed));
}

// The body is changed in place, so that what a newer kiosk wrote into it stays.
Result<> erase_in(ResponseRow& row, const Survey& survey) {
  auto body = json::parse(row.body);
  const json::Value* const there = body ? body->find("answers") : nullptr;
  if (there == nullptr || !there->is_object())
    return fail(Failure::corrupt, "a response whose comments are to be erased cannot be read",
                fmt::format("{} log {} number {}", row.device, row.log, row.sequence),
                "afterword verify");
  json::Value answers = *there;
  for (const Question& question : survey.questions) {
    if (question.kind == QuestionKind::text) erase(answers, question.id);
    if (question.why) erase(answers, question.why_id());
  }
  body->set("answers", std::move(answers));
  row.body = json::dump(*body);
  return {};
}

}  // namespace

Result<int> erase_comments(Writes& writes, const Keyring& keys, Definitions& definitions,
                           Day before, int limit) {
  AFTERWORD_ASSIGN(auto rows, writes.reads().responses_with_comments(before, limit));
  for (ResponseRow& row : rows) {
    AFTERWORD_ASSIGN(const auto known, definitions.find(writes.reads(), row.survey, row.version));
    if (!known)
      return fail(Failure::corrupt, "a response of a survey that is not known", row.survey);
    AFTERWORD_TRY(erase_in(row, known->survey));
    row.mac = mac_of(row, keys.mac_key);
    AFTERWORD_TRY(writes.replace_without_comments(row));
  }
  return static_cast<int>(rows.size());
}

}  // namespace afterword::collector
