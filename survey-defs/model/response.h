// One person's run through a survey, as the kiosk seals it and as the collector stores and exports
// it. `response.schema.json` describes what is sealed; FORMAT.md both.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/answer.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"
#include "sync/base/json/fields.h"

namespace afterword {

enum class Completion { complete, partial };
std::string_view name(Completion);
std::optional<Completion> parse_completion(std::string_view);

// The closed list of quality flags. Flagged responses count unless clean ones are asked for.
enum class Flag { speeding, straight_line, repeat, burst, faces_in_order, play };
std::string_view name(Flag);
std::optional<Flag> parse_flag(std::string_view);

inline constexpr int kResponseFormat = 1;

// What is sealed on the device. Who recorded it (device, log, sequence) is not inside: that is the
// associated data of the encryption and stands beside it in a batch. Survey and version are in
// both, and must agree.
struct Response {
  int format = kResponseFormat;
  std::string survey;
  int version = 1;
  Language language;
  std::string touchpoint;
  std::string category = {};  // at a desk: what they came for; else empty
  Completion completion = Completion::complete;
  std::string boot;  // opaque, one a start of the machine
  MonoTime mono_start, mono_end;
  WallTime wall_start, wall_end;
  Answers answers;
  std::vector<Flag> flags;
  // What a receipt said was experienced: questions about other things are not_shown. The receipt
  // itself is never kept. Nothing: no receipt was read.
  std::optional<Tags> experienced;
  std::vector<std::string> drawn;  // ids of questions drawn at random (none yet: all are asked)
  std::optional<std::string> withdraw_hash;  // base64url of the withdraw code's hash
  std::map<std::string, int> masked;         // how many of each kind redaction masked ("EMAIL": 1)

  std::int64_t duration_ms() const { return (mono_end - mono_start).count(); }
};

json::Value to_json(const Response& response);
// Reads the shape only; check_response() compares it with a definition. Unknown fields are ignored.
// The error names every problem with its place, and never a comment's words.
Result<Response> read_response(const json::Value& value);

// The field "answers" alone, which the exported shape shares: {"rooms": {"state": "answered",
// "value": 2, "ms": 2500}, ...}. An unknown time is left out; absent and null read as unknown.
json::Value to_json(const Answers& answers);
Answers read_answers(const json::Value& value, const std::string& where, json::Problems& problems);

// Why a response cannot be counted. The words are those of the protocol's quarantine reasons.
enum class Quarantine {
  answer_out_of_range,
  question_unknown,
  state_missing,
  not_json,
  not_decryptable,
  time_out_of_range
};
std::string_view name(Quarantine);
std::optional<Quarantine> parse_quarantine(std::string_view);

struct Refusal {
  Quarantine reason;
  std::string detail;  // names question and value, never a comment's text
};
// Nothing if `response` fits exactly this definition version: one entry for every question and
// every possible why, values in range, nothing answered that the answers do not lead to.
std::optional<Refusal> check_response(const Survey& survey, const Response& response);
// The same for a result gathered elsewhere, which no show_if of ours has led. For a survey with
// "use": "import" the two are one.
std::optional<Refusal> check_imported_response(const Survey& survey, const Response& response);

}  // namespace afterword
