#include "sync/collector/api/exported.h"

#include <fmt/format.h>

#include "sync/base/crypto/hash.h"
#include "sync/base/json/value.h"

namespace afterword::collector {

std::string response_id(const ResponseRow& row) {
  Layout layout;
  layout.text("afterword-response-id").text(row.device);
  layout.u64(static_cast<std::uint64_t>(row.log)).u64(static_cast<std::uint64_t>(row.sequence));
  return "r" + hex(crypto::hash256(layout.bytes())).substr(0, 24);
}

std::string desk_record_id(const DeskHead& head, std::string_view kind) {
  Layout layout;
  layout.text("afterword-record-id").text(kind).text(head.device);
  layout.u64(static_cast<std::uint64_t>(head.log)).u64(static_cast<std::uint64_t>(head.sequence));
  return std::string(kind.substr(0, 1)) + hex(crypto::hash256(layout.bytes())).substr(0, 24);
}

Result<StoredResponse> exported(const ResponseRow& row, WallTime now) {
  const std::string where = fmt::format("{} log {} number {}", row.device, row.log, row.sequence);
  const auto value = json::parse(row.body);
  auto response = value ? read_response(*value) : Result<Response>(tl::unexpected(value.error()));
  if (!response)
    // Where, but not what: the words of a parser quote the text, which is a shopper's.
    return fail(Failure::corrupt, "a stored response cannot be read at " + response.error().where,
                where, "afterword verify");
  StoredResponse out;
  out.id = response_id(row);
  out.survey = row.survey;
  out.version = row.version;
  out.language = row.language;
  out.device = row.device;
  out.log = row.log;
  out.sequence = row.sequence;
  out.store = row.store;
  out.touchpoint = row.touchpoint;
  out.day = row.day;
  out.started_at = row.started_at;
  out.time_quality =
      afterword::parse_time_quality(name(row.time_quality)).value_or(afterword::TimeQuality::exact);
  out.completion = row.completion;
  const bool times =
      row.time_quality != TimeQuality::imported && now - row.received_at < kExactTimesKept;
  if (times) out.duration_ms = response->duration_ms();
  out.answers = std::move(response->answers);
  if (!times)
    for (auto& [id, answer] : out.answers) answer.ms.reset();
  out.flags = std::move(response->flags);
  return out;
}

}  // namespace afterword::collector
