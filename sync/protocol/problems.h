// The one closed table of what can go wrong between two programs, and what to do then.
//
// Numbers and words are never used twice and never change their meaning. Every reply that is not
// 2xx carries a Problem as its body.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sync/base/core/result.h"
#include "sync/base/json/value.h"

namespace afterword {

enum class ProblemCode : int {
  malformed = 1,
  signature_wrong = 2,
  counter_behind = 3,
  device_unknown = 4,
  device_revoked = 5,
  too_large = 6,
  too_many = 7,
  busy = 8,
  storage_full = 9,
  version_too_old = 10,
  sequence_gap = 11,
  log_forked = 12,
  key_missing = 13,
  definition_missing = 14,
  code_wrong = 15,
  code_used = 16,
  code_expired = 17,
  not_found = 18,
  forbidden = 19,  // on the wire word for word `not_found`, so that nobody learns what exists
  internal = 20,
  token_wrong = 21,  // administration: no bearer token, or one that is not known
  refused = 22,      // administration: read and understood, and not accepted as it is (lint, ...)
  conflict = 23,     // administration: there is another one already
};

enum class Retry {
  never,    // the same request will fail again
  same,     // the same request may succeed later
  changed,  // another request may succeed now; the problem says which
};

struct ProblemRow {
  ProblemCode code;
  std::string_view word;
  int status;
  Retry retry;
  std::string_view hint;  // what the person who can act should do, when nothing better is known
};
std::span<const ProblemRow> problem_table();  // in order of number
const ProblemRow& row_of(ProblemCode code);
std::string_view name(ProblemCode code);
std::string_view name(Retry retry);
std::optional<ProblemCode> parse_problem(std::string_view word);
std::optional<Retry> parse_retry(std::string_view word);

struct Problem {
  ProblemCode code = ProblemCode::internal;
  std::string detail;                    // one sentence: what is wrong here
  std::string hint;                      // empty: the table's
  std::int64_t retry_after_ms = 0;       // 0: the asker's own back-off
  std::optional<std::int64_t> next;      // counter_behind: the least counter that will do
  std::optional<std::int64_t> expected;  // sequence_gap: the number to send from

  int status() const { return row_of(code).status; }
  Retry retry() const { return row_of(code).retry; }
};

// {"problem","number","detail","hint","retry","retry_after_ms", and "next" or "expected"}
std::string dump(const Problem& problem);

// Reads the body of a reply that is not 2xx. Errors: invalid, when it is no problem of ours (a
// proxy's page, say). A word this version does not know is taken for `internal`, or for
// `malformed` when it says never to try again.
Result<Problem> read_problem(std::string_view body);

// For callers that work with Error: the same failure in its terms, and back at the server's edge.
Error to_error(const Problem& problem);
Problem to_problem(const Error& error);

}  // namespace afterword
