#include "sync/protocol/problems.h"

#include <array>

#include "sync/base/json/fields.h"
#include "sync/protocol/limits.h"

namespace afterword {
namespace {

using enum ProblemCode;
constexpr std::array<ProblemRow, 23> kTable{{
    {malformed, "malformed", 400, Retry::never,
     "the sender's program must be corrected; the record is kept where it is"},
    {signature_wrong, "signature_wrong", 401, Retry::never, "enrol this device again"},
    {counter_behind, "counter_behind", 401, Retry::changed,
     "happens once after a restored disk; if it comes back, two devices use one identity"},
    {device_unknown, "device_unknown", 401, Retry::same,
     "the collector does not know this device; enrol it, or restore the collector's data"},
    {device_revoked, "device_revoked", 403, Retry::same,
     "this device was revoked; enrol it again to let it back in"},
    {too_large, "too_large", 413, Retry::changed, "send less at once"},
    {too_many, "too_many", 429, Retry::same, "wait as long as the reply says"},
    {busy, "busy", 503, Retry::same, "try again soon"},
    {storage_full, "storage_full", 507, Retry::same, "make room on the collector's disk"},
    {version_too_old, "version_too_old", 426, Retry::never,
     "update the program; its responses stay where they are"},
    {sequence_gap, "sequence_gap", 409, Retry::changed, "send from the expected number"},
    {log_forked, "log_forked", 409, Retry::changed,
     "this disk was cloned or restored; enrol the device again, so that it begins a new log"},
    {key_missing, "key_missing", 409, Retry::same,
     "restore the collector's key; nothing is lost meanwhile"},
    {definition_missing, "definition_missing", 409, Retry::same,
     "publish or restore this version of the survey; nothing is lost meanwhile"},
    {code_wrong, "code_wrong", 403, Retry::never, "type the code again, or ask for a new one"},
    {code_used, "code_used", 403, Retry::never, "ask for a new code: each enrols one device"},
    {code_expired, "code_expired", 403, Retry::never,
     "ask for a new code: each is good for ten minutes"},
    {not_found, "not_found", 404, Retry::never, "check the address"},
    {forbidden, "not_found", 404, Retry::never, "check the address"},
    {internal, "internal", 500, Retry::same, "look into the collector's log"},
    {token_wrong, "token_wrong", 401, Retry::never,
     "give a valid token: --token-file, or AFTERWORD_TOKEN_FILE"},
    {refused, "refused", 422, Retry::never, "correct what the detail names"},
    {conflict, "conflict", 409, Retry::never, "choose another name or a newer version"},
}};

// A detail names the first things that are wrong; a batch could have thousands.
constexpr std::size_t kDetailBytesMax = 1000;

std::string shortened(std::string text) {
  if (text.size() <= kDetailBytesMax) return text;
  std::size_t end = kDetailBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + " ...";
}

}  // namespace

std::span<const ProblemRow> problem_table() { return kTable; }
const ProblemRow& row_of(ProblemCode code) { return kTable[static_cast<std::size_t>(code) - 1]; }
std::string_view name(ProblemCode code) { return row_of(code).word; }
std::string_view name(Retry retry) {
  switch (retry) {
    case Retry::never:
      return "never";
    case Retry::same:
      return "same";
    case Retry::changed:
      return "changed";
  }
  return "never";
}
std::optional<ProblemCode> parse_problem(std::string_view word) {
  for (const ProblemRow& row : kTable)
    if (row.word == word) return row.code;
  return std::nullopt;
}
std::optional<Retry> parse_retry(std::string_view word) {
  for (const Retry retry : {Retry::never, Retry::same, Retry::changed})
    if (name(retry) == word) return retry;
  return std::nullopt;
}

std::string dump(const Problem& problem) {
  const bool hidden = problem.code == forbidden;  // shows nothing that `not_found` would not
  const ProblemRow& row = row_of(hidden ? not_found : problem.code);
  json::Value body;
  body.set("problem", row.word);
  body.set("number", static_cast<int>(row.code));
  body.set("detail", hidden ? "there is nothing here" : shortened(problem.detail));
  body.set("hint", hidden || problem.hint.empty() ? std::string(row.hint) : problem.hint);
  body.set("retry", name(row.retry));
  body.set("retry_after_ms", problem.retry_after_ms);
  if (problem.next) body.set("next", *problem.next);
  if (problem.expected) body.set("expected", *problem.expected);
  return json::dump(body);
}

Result<Problem> read_problem(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  const auto word = fields.text("problem", {.required = true, .bytes_max = 64});
  const auto detail = fields.text("detail", {.may_be_empty = true});
  const auto hint = fields.text("hint", {.may_be_empty = true});
  const auto retry = fields.text("retry", {.bytes_max = 64});
  const auto after = fields.integer("retry_after_ms", {.least = 0, .most = 86'400'000});
  const json::IntegerRule number{.least = 0, .most = kNumberMax};
  Problem problem;
  problem.next = fields.integer("next", number);
  problem.expected = fields.integer("expected", number);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "reply"));
  const auto known = parse_problem(*word);
  problem.code = known ? *known : retry == "never" ? malformed : internal;
  problem.detail = detail.value_or("");
  if (!known) problem.detail = fmt::format("{}: {}", *word, problem.detail);
  problem.hint = hint.value_or("");
  problem.retry_after_ms = after.value_or(0);
  return problem;
}

namespace {

Failure failure_of(ProblemCode code) {
  switch (code) {
    case malformed:
    case too_large:
    case refused:
      return Failure::invalid;
    case signature_wrong:
    case device_unknown:
    case device_revoked:
    case code_wrong:
    case code_used:
    case code_expired:
    case forbidden:
    case token_wrong:
      return Failure::denied;
    case counter_behind:
    case sequence_gap:
    case log_forked:
    case conflict:
      return Failure::conflict;
    case too_many:
    case busy:
      return Failure::busy;
    case storage_full:
      return Failure::disk_full;
    case version_too_old:
      return Failure::unsupported;
    case key_missing:
    case definition_missing:
      return Failure::unavailable;
    case not_found:
      return Failure::not_found;
    case internal:
      return Failure::internal;
  }
  return Failure::internal;
}

ProblemCode code_of(Failure failure) {
  switch (failure) {
    case Failure::invalid:
      return malformed;
    case Failure::not_found:
      return not_found;
    case Failure::denied:
      return forbidden;
    case Failure::conflict:
      return conflict;
    case Failure::busy:
    case Failure::unreachable:
    case Failure::unavailable:
      return busy;
    case Failure::disk_full:
      return storage_full;
    case Failure::unsupported:
      return refused;
    case Failure::corrupt:
    case Failure::io:
    case Failure::internal:
      return internal;
  }
  return internal;
}

}  // namespace

Error to_error(const Problem& problem) {
  std::string what(name(problem.code));
  if (!problem.detail.empty()) what += ": " + problem.detail;
  return {failure_of(problem.code),
          std::move(what),
          {},
          problem.hint.empty() ? std::string(row_of(problem.code).hint) : problem.hint};
}

Problem to_problem(const Error& error) {
  Problem problem;
  problem.code = code_of(error.failure);
  // Paths and messages of the machine itself are for its log, not for the other side.
  if (problem.code == internal || problem.code == storage_full) return problem;
  problem.detail = error.where.empty() ? error.what : error.where + ": " + error.what;
  problem.hint = error.hint;
  return problem;
}

}  // namespace afterword
