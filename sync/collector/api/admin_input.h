// Reading what administrators send. Inside this folder only.
#pragma once
#include "sync/base/json/fields.h"
#include "sync/collector/api/admin_routes.h"
#include "sync/collector/api/replies.h"

namespace afterword::collector {

// The body as an object whose fields `read` takes; unknown ones are problems. Errors: invalid.
template <class Read>
Result<> read_body(const AdminRequest& request, const Read& read) {
  AFTERWORD_ASSIGN(const json::Value document, json::parse(request.http.body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  read(fields);
  fields.finish();
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, ""));
  return {};
}

// A query parameter, or "" when it is absent.
inline std::string parameter(const AdminRequest& request, std::string_view name) {
  return std::string(request.http.parameter(name).value_or(""));
}

// A reply for whoever asked for something that does not fit.
inline Reply malformed(std::string detail, std::string hint = {}) {
  return problem_reply(make_problem(ProblemCode::malformed, std::move(detail), std::move(hint)));
}

// To whoever bears no token, or one that was removed before what it asked for was written.
inline Reply token_unknown() {
  return problem_reply(make_problem(ProblemCode::token_wrong, std::string(kTokenUnknown)));
}

// A page of problems in one error is refused, not malformed: it was read and understood.
inline Reply admin_error(Context& context, const Error& error) {
  if (error.failure == Failure::corrupt || error.failure == Failure::io ||
      error.failure == Failure::internal)
    context.log.error("admin", error.text());
  if (error.failure == Failure::denied && error.what == kTokenUnknown) return token_unknown();
  return error_reply(error, ProblemCode::refused);
}

}  // namespace afterword::collector
