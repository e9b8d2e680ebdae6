#include "sync/collector/ingest/round_times.h"

#include <fmt/format.h>

#include "sync/base/json/value.h"
#include "sync/collector/ingest/row_mac.h"

namespace afterword::collector {
namespace {

constexpr std::int64_t kQuarter = Ms{std::chrono::minutes(15)}.count();

WallTime rounded(WallTime time) { return {time.ms - time.ms % kQuarter}; }

// The bodies are changed in place, so that what a newer kiosk wrote into them stays. False: it cannot be
// read.
bool round_answers(json::Value& body) {
  const json::Value* const there = body.find("answers");
  if (there == nullptr || !there->is_object()) return false;
  json::Value answers = *there;
  for (const auto& [id, entry] : there->as_object()) {
    if (!entry.is_object()) return false;
    json::Value changed = entry;
    if (changed.find("ms") != nullptr) changed.set("ms", nullptr);
    answers.set(id, std::move(changed));
  }
  body.set("answers", std::move(answers));
  return true;
}

// `mono_end_ms`: how long it took.
void round_ends(json::Value& body, WallTime started_at, std::int64_t mono_end_ms) {
  body.set("mono_start_ms", 0);
  body.set("mono_end_ms", mono_end_ms);
  for (const char* const name : {"wall_start_ms", "wall_end_ms"}) body.set(name, started_at.ms);
}

bool round_in(ResponseRow& row) {
  auto body = json::parse(row.body);
  if (!body || !round_answers(*body)) return false;
  round_ends(*body, row.started_at, 0);
  row.body = json::dump(*body);
  return true;
}

bool round_in(DeskHead& head, std::int64_t duration_ms) {
  auto body = json::parse(head.body);
  if (!body || !body->is_object()) return false;
  round_ends(*body, head.started_at, duration_ms);
  head.body = json::dump(*body);
  return true;
}

// The figures are made of how long it took.
bool round_in(InteractionRow& row) { return round_in(row.head, row.duration_ms); }
bool round_in(StarRow& row) { return round_in(row.head, 0); }

// Where a row keeps its place, its times and its mac.
ResponseRow& head_of(ResponseRow& row) { return row; }
DeskHead& head_of(InteractionRow& row) { return row.head; }
DeskHead& head_of(StarRow& row) { return row.head; }

template <class Row>
Result<Rounded> round_rows(Writes& writes, const Keyring& keys, std::vector<Row> rows,
                           const RoundingRun& run) {
  Rounded out;
  out.place = run.place;
  out.more = rows.size() == static_cast<std::size_t>(run.limit);
  for (Row& row : rows) {
    auto& head = head_of(row);
    if (head.received_at >= run.before && head.received_at <= run.now) {
      out.more = false;
      break;
    }
    out.place = head.place;
    const bool as_stored = mac_of(row, keys.mac_key) == head.mac;
    head.started_at = rounded(head.started_at);
    head.received_at = rounded(head.received_at);
    if (!round_in(row))
      out.unreadable.push_back(
          fmt::format("{} log {} number {}", head.device, head.log, head.sequence));
    if (as_stored) head.mac = mac_of(row, keys.mac_key);  // else verify goes on naming it
    AFTERWORD_TRY(writes.replace_times(row));
  }
  return out;
}

DeskQuery query_of(const RoundingRun& run) {
  DeskQuery query;
  query.after = run.place;
  query.limit = run.limit;
  return query;
}

}  // namespace

Result<Rounded> round_response_times(Writes& writes, const Keyring& keys, const RoundingRun& run) {
  AFTERWORD_ASSIGN(auto rows, writes.reads().arrived(run.place, run.limit));
  return round_rows(writes, keys, std::move(rows), run);
}

Result<Rounded> round_interaction_times(Writes& writes, const Keyring& keys,
                                        const RoundingRun& run) {
  AFTERWORD_ASSIGN(auto page, writes.reads().interactions(query_of(run)));
  return round_rows(writes, keys, std::move(page.rows), run);
}

Result<Rounded> round_star_times(Writes& writes, const Keyring& keys, const RoundingRun& run) {
  AFTERWORD_ASSIGN(auto page, writes.reads().stars(query_of(run)));
  return round_rows(writes, keys, std::move(page.rows), run);
}

}  // namespace afterword::collector
