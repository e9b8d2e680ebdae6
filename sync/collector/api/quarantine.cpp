#include "sync/collector/api/quarantine.h"

#include <fmt/format.h>

#include "sync/collector/api/admin_input.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {
namespace {

Result<json::Value> quarantine_rows(Context& context) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto items, view->quarantine({}, kQuarantineListed));
  json::Array rows;
  for (const QuarantineHead& item : items)
    rows.push_back(json::object({{"device", item.key.device},
                                 {"log", item.key.log},
                                 {"sequence", item.key.sequence},
                                 {"survey", item.survey},
                                 {"version", item.version},
                                 {"reason", item.reason},
                                 {"detail", item.detail},
                                 {"received_at", rfc3339(item.received_at)}}));
  return json::object({{"quarantined", std::move(rows)}});
}

}  // namespace

Result<Ingest::Retried> retry_all_quarantine(Context& context, const Actor& actor) {
  Ingest::Retried all;
  do {
    Ingest::Retried some;
    AFTERWORD_TRY(write_as(context, actor, [&](Writes& writes) -> Result<> {
      AFTERWORD_ASSIGN(some, context.ingest.retry_quarantine(writes, all.last, kQuarantineAtOnce));
      return {};
    }));
    for (const std::string& which : some.failed) context.log.error("quarantine", which);
    all.tried += some.tried;
    all.stored += some.stored;
    all.last = some.last;
    all.more = some.more;
  } while (all.more);
  return all;
}

Reply list_quarantine(Context& context, const AdminRequest&) {
  const auto rows = quarantine_rows(context);
  return rows ? json_reply(*rows) : admin_error(context, rows.error());
}

Reply retry_quarantine(Context& context, const AdminRequest& request) {
  const auto retried = retry_all_quarantine(context, request.actor);
  if (!retried) return admin_error(context, retried.error());
  std::int64_t left = 0;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(left, writes.reads().count_quarantined());
    return append_audit(writes, context.clock.wall(), request.actor.name, "quarantine_retried",
                        fmt::format("{} tried, {} stored", retried->tried, retried->stored));
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(
      json::object({{"tried", retried->tried}, {"stored", retried->stored}, {"left", left}}));
}

}  // namespace afterword::collector
