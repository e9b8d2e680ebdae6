#include "sync/collector/api/admin_routes.h"

#include <span>

#include "sync/base/crypto/hash.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/replies.h"

namespace afterword::collector {
namespace {

enum Fields { kOwnFields, kNoFields };

struct Route {
  std::string_view method;
  std::vector<std::string_view> path;  // "*" stands for any one segment
  Reply (*run)(Context&, const AdminRequest&);
  Fields fields = kOwnFields;  // in the body
};

const std::vector<Route>& routes() {
  static const std::vector<Route> table = {
      {"GET", {"stores"}, list_stores},
      {"PUT", {"stores", "*"}, put_store},
      {"GET", {"about"}, get_about},
      {"PUT", {"about"}, put_about},
      {"PUT", {"about", "*"}, put_about},
      {"GET", {"cards"}, list_cards},
      {"POST", {"cards"}, add_card},
      {"POST", {"cards", "*", "remove"}, remove_card, kNoFields},
      {"POST", {"withdrawals"}, withdraw_by_operator},
      {"GET", {"surveys"}, list_surveys},
      {"POST", {"surveys"}, publish_survey},
      {"GET", {"surveys", "*"}, get_survey},
      {"POST", {"surveys", "*", "retire"}, retire_survey, kNoFields},
      {"GET", {"surveys", "*", "*"}, get_survey},
      {"POST", {"enrol-codes"}, make_enrol_code},
      {"GET", {"devices"}, list_devices},
      {"POST", {"devices", "*", "revoke"}, revoke_device, kNoFields},
      {"POST", {"devices", "*", "gone"}, declare_device_gone, kNoFields},
      {"POST", {"devices", "*", "clear"}, clear_device_alarms, kNoFields},
      {"GET", {"audit"}, list_audit},
      {"GET", {"quarantine"}, list_quarantine},
      {"POST", {"quarantine", "retry"}, retry_quarantine, kNoFields},
      {"GET", {"figures"}, get_figures},
      {"GET", {"funnel"}, get_funnel},
      {"POST", {"events"}, post_event},
      {"GET", {"receipts"}, get_receipts},
      {"PUT", {"receipts"}, put_receipts},
      {"GET", {"responses"}, get_responses},
      {"POST", {"imports"}, post_import},
      {"GET", {"verify"}, get_verify},
      {"GET", {"deletions"}, list_deletions},
      {"POST", {"backup"}, make_backup, kNoFields},
      {"GET", {"clock"}, get_clock},
      {"POST", {"clock", "accept"}, accept_clock, kNoFields},
      {"PUT", {"users", "*"}, put_user},
      {"POST", {"users", "*", "remove"}, remove_user, kNoFields},
      {"POST", {"login-links"}, make_login_link},
      {"POST", {"tokens"}, make_token, kNoFields},
      {"POST", {"tokens", "remove-others"}, remove_other_tokens, kNoFields},
      {"GET", {"desk"}, get_desk},
      {"PUT", {"desk"}, put_desk},
      {"GET", {"stores", "*", "staff"}, list_staff},
      {"POST", {"stores", "*", "staff"}, add_staff},
      {"PUT", {"stores", "*", "staff", "*"}, put_staff},
      {"PUT", {"stores", "*", "staff", "*", "pin"}, put_staff_pin},
      {"POST", {"stores", "*", "staff", "*", "remove"}, remove_staff, kNoFields},
      {"GET", {"interactions"}, get_interactions},
      {"GET", {"stars"}, get_stars},
      {"GET", {"interaction-figures"}, get_interaction_figures},
      {"GET", {"star-figures"}, get_star_figures},
  };
  return table;
}

bool matches(const Route& route, const Request& request, const std::vector<std::string>& at) {
  if (route.method != request.method || route.path.size() != at.size()) return false;
  for (std::size_t i = 0; i < at.size(); ++i)
    if (route.path[i] != "*" && route.path[i] != at[i]) return false;
  return true;
}

// What the request claims to be let in by, or nothing.
std::optional<std::string> bearer_token(const Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const auto header = request.header("authorization");
  if (!header || !header->starts_with(kBearer)) return std::nullopt;
  return std::string(header->substr(kBearer.size()));
}

// Whose token the request bears, or nothing.
Result<std::optional<Actor>> actor_of(const Context& context, const Request& request) {
  const auto bearer = bearer_token(request);
  if (!bearer) return std::nullopt;
  const auto hash = crypto::hash256(*bearer);
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto token, view->token(hash));
  if (!token) return std::nullopt;
  return std::optional<Actor>(Actor{token->name, crypto::as_vector(hash)});
}

}  // namespace

Outcome handle_admin(Context& context, const Request& request,
                     const std::vector<std::string>& segments) {
  const auto actor = actor_of(context, request);
  if (!actor) return error_reply(actor.error());
  if (!*actor) return token_unknown();
  const AdminRequest asked{request, **actor, segments};
  for (const Route& route : routes()) {
    if (!matches(route, request, segments)) continue;
    if (route.fields == kNoFields && !request.body.empty())
      if (const auto read = read_body(asked, [](json::Fields&) {}); !read) return admin_error(context, read.error());
    return route.run(context, asked);
  }
  return problem_reply(make_problem(ProblemCode::not_found, "there is nothing at this address"));
}

}  // namespace afterword::collector
