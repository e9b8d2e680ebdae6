#include "sync/collector/ingest/round_times.h"

#include <fmt/format.h>

#include "sync/base/json/value.h"
#include "sync/collector/ingest/row_mac.h"

namespace afterword::collector {
namespace {

constexpr std::int64_t kQuarter = Ms{std::chrono::minutes(15)}.count();

WallTime rounded(WallTime time) { return {time.ms - time.ms % kQuarter}; }

// The body is changed in place, so that what a newer kiosk wrote into it stays. False: it cannot be
// read.
bool round_in(ResponseRow& row) {
  auto body = json::parse(row.body);
  const json::Value* const there = body ? body->find("answers") : nullptr;
  if (there == nullptr || !there->is_object()) return false;
  json::Value answers = *there;
  for (const auto& [id, entry] : there->as_object()) {
    if (!entry.is_object()) return false;
    json::Value changed = entry;
    if (changed.find("ms") != nullptr) changed.set("ms", nullptr);
    answers.set(id, std::move(changed));
  }
  body->set("answers", std::move(answers));
  for (const char* const name : {"mono_start_ms", "mono_end_ms"}) body->set(name, 0);
  for (const char* const name : {"wall_start_ms", "wall_end_ms"})
    body->set(name, row.started_at.ms);
  row.body = json::dump(*body);
  return true;
}

}  // namespace

Result<Rounded> round_times(Writes& writes, const Keyring& keys, std::int64_t place,
                            WallTime before, WallTime now, int limit) {
  AFTERWORD_ASSIGN(auto rows, writes.reads().arrived(place, limit));
  Rounded out;
  out.place = place;
  out.more = static_cast<int>(rows.size()) == limit;
  for (ResponseRow& row : rows) {
    if (row.received_at >= before && row.received_at <= now) {
      out.more = false;
      break;
    }
    out.place = row.place;
    const bool as_stored = mac_of(row, keys.mac_key) == row.mac;
    row.started_at = rounded(row.started_at);
    row.received_at = rounded(row.received_at);
    if (!round_in(row))
      out.unreadable.push_back(
          fmt::format("{} log {} number {}", row.device, row.log, row.sequence));
    if (as_stored) row.mac = mac_of(row, keys.mac_key);  // else verify goes on naming it
    AFTERWORD_TRY(writes.replace_times(row));
  }
  return out;
}

}  // namespace afterword::collector
