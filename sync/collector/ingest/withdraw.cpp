#include "sync/collector/ingest/withdraw.h"

#include <fmt/format.h>

#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/count.h"

namespace afterword::collector {
namespace {

// False: it cannot be read, so nobody can say what it added to the counts.
Result<bool> uncount(Writes& writes, Definitions& definitions, const ResponseRow& row) {
  AFTERWORD_ASSIGN(const auto known, definitions.find(writes.reads(), row.survey, row.version));
  const auto value = json::parse(row.body);
  const auto response =
      value ? read_response(*value) : Result<Response>(tl::unexpected(value.error()));
  if (!known || !response) return false;
  Cube counts;
  count_response(*known, row, response->answers, counts);
  AFTERWORD_TRY(writes.take_from_cube(counts));
  return true;
}

Result<> erase(Writes& writes, const ResponseRow& row) {
  AFTERWORD_TRY(writes.erase_response(row.device, row.log, row.sequence));
  AFTERWORD_ASSIGN(auto ledger,
                   writes.reads().ledger(row.device, row.log, row.sequence, row.sequence));
  if (ledger.empty()) return {};  // verify names the hole
  ledger.front().outcome = LedgerOutcome::withdrawn;
  ledger.front().reason.clear();
  ledger.front().day.reset();
  return writes.put_ledger(ledger.front());
}

}  // namespace

Result<int> withdraw(Writes& writes, Definitions& definitions, const Withdrawal& asked,
                     WallTime now, std::string_view actor) {
  return erase_withdrawn(writes, definitions, asked, now, actor);
}

Result<int> erase_withdrawn(Writes& writes, Definitions& definitions, const Withdrawal& asked,
                            WallTime now, std::string_view actor) {
  AFTERWORD_TRY(writes.put_withdrawal(asked));
  AFTERWORD_ASSIGN(const auto rows, writes.reads().responses_to_withdraw(asked));
  for (const ResponseRow& row : rows) {
    AFTERWORD_ASSIGN(const bool uncounted, uncount(writes, definitions, row));
    AFTERWORD_TRY(erase(writes, row));
    AFTERWORD_TRY(audit_withdrawn(writes, now, actor, row.device, row.log, row.sequence));
    if (!uncounted)
      AFTERWORD_TRY(append_audit(writes, now, actor, "counts_left",
                                 fmt::format("{} log {} number {}: it could not be read",
                                             row.device, row.log, row.sequence)));
  }
  return static_cast<int>(rows.size());
}

Result<> audit_withdrawn(Writes& writes, WallTime at, std::string_view actor,
                         std::string_view device, std::int64_t log, std::int64_t sequence) {
  return append_audit(writes, at, actor, "withdrawn",
                      fmt::format("{} log {} number {}", device, log, sequence));
}

}  // namespace afterword::collector
