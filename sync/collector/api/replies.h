// Replies, as all routes spell them.
#pragma once
#include <string>
#include <string_view>

#include "sync/base/json/value.h"
#include "sync/collector/http/http.h"
#include "sync/protocol/problems.h"

namespace afterword::collector {

Reply json_reply(const json::Value& body, int status = 200);
Reply text_of_json(std::string body, int status = 200);  // already JSON text
// With Retry-After where the problem says when, and WWW-Authenticate where a token is wanted.
Reply problem_reply(const Problem& problem);
// An error of the disk and the like, in the protocol's words. `invalid` becomes `invalid_as`.
Reply error_reply(const Error& error, ProblemCode invalid_as = ProblemCode::malformed);
Problem make_problem(ProblemCode code, std::string detail, std::string hint = {});

}  // namespace afterword::collector
