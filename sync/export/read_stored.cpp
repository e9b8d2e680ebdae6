#include "sync/export/read_stored.h"

#include "sync/base/json/fields.h"

namespace afterword {

Result<StoredResponse> read_stored(const json::Value& value) {
  json::Problems problems;
  json::Fields fields(value, "", problems);
  StoredResponse out;
  const auto text = [&fields](std::string_view name) {
    return fields.text(name, {.required = true, .may_be_empty = true}).value_or("");
  };
  const auto check = [&fields](bool good, std::string_view name) {
    if (!good) fields.problem(name, "is not what an export writes", "export again");
  };
  out.id = text("id");
  out.survey = text("survey");
  out.version = static_cast<int>(
      fields.integer("version", {.required = true, .least = 1, .most = INT32_MAX}).value_or(1));
  out.language = text("language");
  out.device = text("device");
  out.log = fields.integer("log", {.required = true}).value_or(0);
  out.sequence = fields.integer("sequence", {.required = true}).value_or(0);
  out.store = text("store");
  out.touchpoint = text("touchpoint");
  const auto day = Day::parse(text("day"));
  check(day.has_value(), "day");
  const auto started = parse_rfc3339(text("started_at"));
  check(started.has_value(), "started_at");
  const auto quality = parse_time_quality(text("time_quality"));
  check(quality.has_value(), "time_quality");
  if (const json::Value* ms = fields.any("duration_ms"); ms != nullptr && ms->is_integer())
    out.duration_ms = ms->as_integer();
  const auto completion = parse_completion(text("completion"));
  check(completion.has_value(), "completion");
  if (const json::Value* answers = fields.any("answers", true))
    out.answers = read_answers(*answers, fields.where("answers"), problems);
  if (const json::Array* flags = fields.list("flags"))
    for (const json::Value& flag : *flags) {
      const auto known = flag.is_string() ? parse_flag(flag.as_string()) : std::nullopt;
      if (known) out.flags.push_back(*known);
    }
  fields.finish(json::Unknown::ignore);
  if (!problems.empty())
    return tl::unexpected<Error>(json::to_error(problems, "exported response"));
  out.day = *day;
  out.started_at = *started;
  out.time_quality = *quality;
  out.completion = *completion;
  return out;
}

}  // namespace afterword
