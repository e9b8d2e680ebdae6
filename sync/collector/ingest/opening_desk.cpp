#include "sync/collector/ingest/opening_desk.h"

#include <fmt/format.h>

#include "sync/base/json/value.h"
#include "sync/collector/ingest/row_mac.h"

namespace afterword::collector {
namespace {

Refused no_such_shape(std::string detail) { return {{Quarantine::not_json, std::move(detail)}}; }

Result<DeskHead> head_of(const SealedResponse& record, const RecordTimes& times,
                         const std::string& touchpoint, std::string text, const Origin& origin) {
  DeskHead head;
  head.device = origin.device;
  head.log = record.log;
  head.sequence = record.sequence;
  head.store = origin.store;
  head.touchpoint = touchpoint;
  const Start start = start_of(times, origin.receipt);
  head.started_at = start.at;
  head.time_quality = start.quality;
  AFTERWORD_ASSIGN(head.day, business_day(start.at, origin.zone));
  head.body = std::move(text);
  head.received_at = origin.receipt.received_at;
  return head;
}

}  // namespace

InteractionRow row_of(DeskHead head, const Interaction& interaction) {
  return {std::move(head), interaction.category, interaction.solved, interaction.handed_over,
          interaction.duration_ms()};
}

StarRow row_of(DeskHead head, const Star& star) { return {std::move(head), star.staff, star.by}; }

Result<Opening> open_desk_record(const SealedResponse& record, std::string text,
                                 const Origin& origin) {
  if (record.survey != record.kind || record.version != 1)
    return no_such_shape(
        fmt::format("{} version {} is no name for one of its kind", record.survey, record.version));
  const auto value = json::parse(text);
  if (!value) return no_such_shape("it is no JSON at " + value.error().where);
  if (record.kind == kKindInteraction) {
    const auto interaction = read_interaction(*value);
    if (!interaction) return no_such_shape(interaction.error().text());
    if (auto refusal = check_interaction(*interaction)) return Refused{std::move(*refusal)};
    AFTERWORD_ASSIGN(DeskHead head, head_of(record, interaction->times, interaction->touchpoint,
                                            std::move(text), origin));
    return OpenedInteraction{row_of(std::move(head), *interaction)};
  }
  const auto star = read_star(*value);
  if (!star) return no_such_shape(star.error().text());
  AFTERWORD_ASSIGN(DeskHead head,
                   head_of(record, star->times, star->touchpoint, std::move(text), origin));
  return OpenedStar{row_of(std::move(head), *star)};
}

Result<> store_interaction(Writes& writes, LedgerRow ledger, InteractionRow row,
                           const Keyring& keys) {
  ledger.outcome = LedgerOutcome::stored;
  ledger.reason.clear();
  // Sent again to fill a hole in a damaged ledger: the row itself may still be there.
  AFTERWORD_ASSIGN(const auto there,
                   writes.reads().interaction(ledger.device, ledger.log, ledger.sequence));
  ledger.day = there ? there->head.day : row.head.day;
  AFTERWORD_TRY(writes.put_ledger(ledger));
  if (there) return {};
  row.head.mac = mac_of(row, keys.mac_key);
  return writes.add_interaction(row);
}

Result<> store_star(Writes& writes, LedgerRow ledger, StarRow row, const Keyring& keys) {
  ledger.outcome = LedgerOutcome::stored;
  ledger.reason.clear();
  AFTERWORD_ASSIGN(const auto there,
                   writes.reads().star(ledger.device, ledger.log, ledger.sequence));
  ledger.day = there ? there->head.day : row.head.day;
  AFTERWORD_TRY(writes.put_ledger(ledger));
  if (there) return {};
  row.head.mac = mac_of(row, keys.mac_key);
  return writes.add_star(row);
}

}  // namespace afterword::collector
