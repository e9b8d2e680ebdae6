#include "sync/collector/api/api.h"

#include "sync/collector/api/admin_routes.h"
#include "sync/collector/api/device_routes.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  std::size_t at = 1;  // after the leading slash
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    out.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Reply no_route() {
  return problem_reply(make_problem(ProblemCode::not_found, "there is nothing at this address"));
}

Outcome handle_definition(Context& context, const Request& request,
                          const std::vector<std::string>& at) {
  const bool retired = at.size() == 5 && at[4] == "retired";
  const auto version = at.size() >= 4 ? parse_number(at[3]) : std::nullopt;
  if ((at.size() != 4 && !retired) || !version || *version < 1 || *version > INT32_MAX)
    return no_route();
  return definition(context, request, at[2], static_cast<int>(*version), retired);
}

}  // namespace

Outcome handle_api(Context& context, const Request& request) {
  const std::vector<std::string> at = segments_of(request.path);
  const bool post = request.method == "POST";
  const bool get = request.method == "GET";
  if (post && request.path == kEnrolPath) return enrol(context, request);
  if (get && request.path == kTrustPath) return trust(context, request);
  if (post && request.path == kWaitPath) return wait(context, request);
  if (post && request.path == kResponsesPath) return responses(context, request);
  if (post && request.path == kWithdrawPath) return withdraw_by_shopper(context, request);
  if (get && at.size() >= 2 && at[0] == "v1" && at[1] == "definitions")
    return handle_definition(context, request, at);
  if (at.size() >= 2 && at[0] == "v1" && at[1] == "admin")
    return handle_admin(context, request, {at.begin() + 2, at.end()});
  return no_route();
}

std::size_t body_limit(std::string_view path) {
  constexpr std::size_t kSmall = 64 * 1024;
  const bool large = path == kResponsesPath || path == kWaitPath || path.starts_with("/v1/admin/");
  return large ? kBodyBytesMax : kSmall;
}

}  // namespace afterword::collector
