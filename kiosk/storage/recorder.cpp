#include "kiosk/storage/recorder.h"

#include "sync/protocol/withdrawal.h"
#include "sync/redact/redact.h"

namespace afterword::kiosk {

void redact(Recording& recording) {
  for (const std::string& id : recording.comments) {
    const auto entry = recording.response.answers.find(id);
    if (entry == recording.response.answers.end() || !entry->second.value) continue;
    auto* comment = std::get_if<std::string>(&*entry->second.value);
    if (comment == nullptr) continue;
    Redacted redacted = afterword::redact(*comment);
    for (const auto& [kind, count] : redacted.counts) recording.response.masked[kind] += count;
    wipe(*comment);
    // A mark can be longer than what it stands for.
    *comment = cut_to_limit(redacted.text);
    wipe(redacted.text);
  }
}

Result<Sealed> Recorder::seal(Recording& recording, MonoTime now) {
  redact(recording);
  if (!recording.withdraw_code.empty()) {
    AFTERWORD_ASSIGN(recording.response.withdraw_hash,
                     withdraw_hash(recording.withdraw_code, recording.withdraw_key));
  }
  std::string json = json::dump(to_json(recording.response));
  const Response& response = recording.response;
  AFTERWORD_ASSIGN(const auto head, records_.head());
  if (!head) return fail(Failure::invalid, "this kiosk is not enrolled, so it records nothing");
  auto sealed = sealer_.seal(head->next_sequence, response.survey, response.version,
                             response.format, json, now);
  wipe(json);
  wipe(recording);
  return sealed;
}

Result<> Recorder::save_draft(Recording recording, Partial partial, MonoTime now) {
  AFTERWORD_ASSIGN(const Sealed sealed, seal(recording, now));
  return with_room(reserve_, [&] { return records_.save_draft(sealed, partial == Partial::keep); });
}

Result<> Recorder::keep(Recording recording, MonoTime now, RecordTable::Given given) {
  AFTERWORD_ASSIGN(const Sealed sealed, seal(recording, now));
  return with_room(reserve_, [&] { return records_.finish(sealed, given); });
}

Result<> Recorder::keep(std::string_view kind, int format, const json::Value& json, MonoTime now,
                        RecordTable::Given given) {
  AFTERWORD_ASSIGN(const auto head, records_.head());
  if (!head) return fail(Failure::invalid, "this kiosk is not enrolled, so it records nothing");
  AFTERWORD_ASSIGN(const Sealed sealed,
                   sealer_.seal(head->next_sequence, kind, 1, format, json::dump(json), now, kind));
  return with_room(reserve_, [&] { return records_.add(sealed, given); });
}

}  // namespace afterword::kiosk
