#include "sync/collector/ingest/opening.h"

#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/base/json/value.h"
#include "sync/collector/ingest/opening_desk.h"

namespace afterword::collector {
namespace {

Refused refused(Quarantine reason, std::string detail) { return {{reason, std::move(detail)}}; }

// The text of a response is read and compared with the name it was sent under.
std::variant<Response, Refused> parse(const std::string& text, const SealedResponse& record) {
  const auto value = json::parse(text);
  // Where, but not what: the parser quotes the text, which may be a shopper's.
  if (!value) return refused(Quarantine::not_json, "it is no JSON at " + value.error().where);
  auto response = read_response(*value);
  if (!response) return refused(Quarantine::not_json, response.error().text());
  if (response->survey != record.survey || response->version != record.version)
    return refused(Quarantine::not_json,
                   fmt::format("it says {} version {} and was sent as {} version {}",
                               response->survey, response->version, record.survey, record.version));
  if (!is_language_tag(response->language) || !is_id(response->touchpoint))
    return refused(Quarantine::not_json, "its language or touchpoint is no name");
  return std::move(*response);
}

Result<ResponseRow> row_of(const SealedResponse& record, const Response& response, std::string body,
                           const Origin& origin) {
  ResponseRow row;
  row.device = origin.device;
  row.log = record.log;
  row.sequence = record.sequence;
  row.survey = record.survey;
  row.version = record.version;
  row.store = origin.store;
  row.touchpoint = response.touchpoint;
  row.language = response.language;
  const Start start = start_of(times_of(response), origin.receipt);
  row.started_at = start.at;
  row.time_quality = start.quality;
  AFTERWORD_ASSIGN(row.day, business_day(start.at, origin.zone));
  row.completion = response.completion;
  row.flagged = !response.flags.empty();
  row.withdraw_hash = response.withdraw_hash.value_or("");
  row.body = std::move(body);
  row.received_at = origin.receipt.received_at;
  return row;
}

struct Box {
  const crypto::SealKey& key;
  const Bytes& sealed;
};
// How the epoch's key can be had; nothing where no key of ours fits.
std::optional<Box> box_for(const SealedEpoch* epoch, const Keyring& keys) {
  if (epoch == nullptr) return std::nullopt;
  const auto ours = keys.seal_keys.find(epoch->seal_key);
  if (ours != keys.seal_keys.end()) return Box{ours->second, epoch->sealed};
  if (keys.recovery) return Box{*keys.recovery, epoch->recovery};
  return std::nullopt;
}

}  // namespace

Result<Opening> open_sealed(const SealedResponse& record, const SealedEpoch* epoch,
                            const Origin& origin, const Keyring& keys, Definitions& definitions,
                            const Reads& reads) {
  if (record.withheld) return Unopened{HeldReason::withheld};
  const std::optional<Box> box = box_for(epoch, keys);
  if (!box) return Unopened{HeldReason::key_missing};
  const bool of_desk = record.kind == kKindInteraction || record.kind == kKindStar;
  std::shared_ptr<const KnownSurvey> known;
  if (record.kind == kKindResponse) {
    AFTERWORD_ASSIGN(known, definitions.find(reads, record.survey, record.version));
  }
  // A kind that a newer kiosk sends waits, like a definition, for a collector that knows it.
  if (!known && !of_desk) return Unopened{HeldReason::definition_missing};

  const auto epoch_key = open_epoch(box->key, box->sealed);
  if (!epoch_key) return refused(Quarantine::not_decryptable, epoch_key.error().text());
  auto text = open_record(*epoch_key, record.name(origin.device), record.data);
  if (!text) return refused(Quarantine::not_decryptable, text.error().text());
  if (of_desk) return open_desk_record(record, std::move(*text), origin);

  auto parsed = parse(*text, record);
  if (auto* const refusal = std::get_if<Refused>(&parsed)) return std::move(*refusal);
  Response& response = std::get<Response>(parsed);
  if (auto refusal = check_response(known->survey, response))
    return Refused{std::move(*refusal), response.withdraw_hash.value_or(""), origin.store,
                   origin.receipt.received_at};
  AFTERWORD_ASSIGN(ResponseRow row, row_of(record, response, std::move(*text), origin));
  return Opened{std::move(row), std::move(response.answers), std::move(known)};
}

}  // namespace afterword::collector
