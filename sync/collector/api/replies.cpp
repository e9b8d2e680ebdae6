#include "sync/collector/api/replies.h"

namespace afterword::collector {

Reply text_of_json(std::string body, int status) {
  return {status,
          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          std::move(body)};
}

Reply json_reply(const json::Value& body, int status) {
  return text_of_json(json::dump(body), status);
}

Reply problem_reply(const Problem& problem) {
  Reply reply = text_of_json(dump(problem), problem.status());
  if (problem.retry_after_ms > 0)
    reply.headers.emplace_back("Retry-After",
                               std::to_string((problem.retry_after_ms + 999) / 1000));
  if (problem.code == ProblemCode::token_wrong)
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

Reply error_reply(const Error& error, ProblemCode invalid_as) {
  Problem problem = to_problem(error);
  if (error.failure == Failure::invalid) problem.code = invalid_as;
  return problem_reply(problem);
}

Problem make_problem(ProblemCode code, std::string detail, std::string hint) {
  Problem problem;
  problem.code = code;
  problem.detail = std::move(detail);
  problem.hint = std::move(hint);
  return problem;
}

}  // namespace afterword::collector
