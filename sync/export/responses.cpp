#include "sync/export/responses.h"

#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/flow.h"
#include "sync/export/csv.h"

namespace afterword {
namespace {

constexpr std::int64_t kQuarterHourMs = 15 * 60 * 1000;
constexpr std::string_view kBetweenChoices = ";";

std::string flags_text(const std::vector<Flag>& flags) {
  std::string out;
  for (const Flag flag : flags) {
    if (!out.empty()) out += kBetweenChoices;
    out += name(flag);
  }
  return out;
}

std::string optional_text(const std::optional<std::int64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string value_text(const Answer& answer) {
  if (!answer.value) return {};
  if (const auto* step = std::get_if<std::int64_t>(&*answer.value)) return fmt::format("{}", *step);
  if (const auto* yes = std::get_if<bool>(&*answer.value)) return *yes ? "yes" : "no";
  if (const auto* text = std::get_if<std::string>(&*answer.value)) return guard_formula(*text);
  return fmt::format("{}",
                     fmt::join(std::get<std::vector<std::string>>(*answer.value), kBetweenChoices));
}

// Every entry says how long it took, or null: unlike in a sealed response the field is always there.
json::Value answers_json(const Answers& answers) {
  json::Value out = to_json(answers);
  for (json::Member& entry : out.as_object())
    if (entry.second.find("ms") == nullptr) entry.second.set("ms", nullptr);
  return out;
}

}  // namespace

std::string_view name(TimeQuality quality) {
  switch (quality) {
    case TimeQuality::exact:
      return "exact";
    case TimeQuality::estimated:
      return "estimated";
    case TimeQuality::received:
      return "received";
    case TimeQuality::imported:
      return "imported";
  }
  return "exact";
}

std::optional<TimeQuality> parse_time_quality(std::string_view text) {
  for (const TimeQuality quality :
       {TimeQuality::exact, TimeQuality::estimated, TimeQuality::received, TimeQuality::imported})
    if (name(quality) == text) return quality;
  return std::nullopt;
}

WallTime rounded_start(WallTime time) {
  const std::int64_t rest = time.ms % kQuarterHourMs;
  return {time.ms - (rest < 0 ? rest + kQuarterHourMs : rest)};
}

json::Value to_json(const StoredResponse& response) {
  json::Value out{json::Object{}};
  out.set("id", response.id).set("survey", response.survey).set("version", response.version);
  out.set("language", response.language).set("device", response.device);
  out.set("log", response.log).set("sequence", response.sequence);
  out.set("store", response.store).set("touchpoint", response.touchpoint);
  out.set("day", response.day.text())
      .set("started_at", rfc3339(rounded_start(response.started_at)));
  out.set("time_quality", name(response.time_quality));
  out.set("duration_ms", response.duration_ms ? json::Value(*response.duration_ms) : json::Value());
  out.set("completion", name(response.completion));
  out.set("answers", answers_json(response.answers));
  json::Array flags;
  for (const Flag flag : response.flags) flags.emplace_back(name(flag));
  return out.set("flags", std::move(flags));
}

std::string jsonl_line(const StoredResponse& response) {
  return json::dump(to_json(response)) + "\n";
}

std::vector<std::string> csv_entries(const std::vector<const Survey*>& oldest_first) {
  std::vector<std::string> out;
  for (auto survey = oldest_first.rbegin(); survey != oldest_first.rend(); ++survey)
    for (std::string& entry : entry_ids(**survey))
      if (std::find(out.begin(), out.end(), entry) == out.end()) out.push_back(std::move(entry));
  return out;
}

std::string csv_header(const std::vector<std::string>& entries) {
  std::vector<std::string> cells = {"id",          "survey",     "version",    "language",
                                    "device",      "log",        "sequence",   "store",
                                    "touchpoint",  "day",        "started_at", "time_quality",
                                    "duration_ms", "completion", "flags"};
  for (const std::string& entry : entries) {
    cells.push_back(entry);
    cells.push_back(entry + ".state");
    cells.push_back(entry + ".ms");
  }
  return csv_record(cells);
}

std::string csv_row(const StoredResponse& response, const std::vector<std::string>& entries) {
  std::vector<std::string> cells = {response.id,
                                    response.survey,
                                    fmt::format("{}", response.version),
                                    response.language,
                                    response.device,
                                    fmt::format("{}", response.log),
                                    fmt::format("{}", response.sequence),
                                    response.store,
                                    response.touchpoint,
                                    response.day.text(),
                                    rfc3339(rounded_start(response.started_at)),
                                    std::string(name(response.time_quality)),
                                    optional_text(response.duration_ms),
                                    std::string(name(response.completion)),
                                    flags_text(response.flags)};
  for (const std::string& entry : entries) {
    const auto found = response.answers.find(entry);
    const Answer answer = found == response.answers.end() ? Answer{} : found->second;
    cells.push_back(value_text(answer));
    cells.emplace_back(name(answer.state));
    cells.push_back(optional_text(answer.ms));
  }
  return csv_record(cells);
}

}  // namespace afterword
