// /v1/admin/...: what administrators' programs ask, with a bearer token. PROTOCOL.md lists requests
// and replies.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sync/collector/api/write_as.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

// `segments` are those after "/v1/admin": {"stores","harbour-street"}.
Outcome handle_admin(Context& context, const Request& request,
                     const std::vector<std::string>& segments);

// A request as the routes below see it: who asks is known, and may be known no more when they write. So they write by
// write_as().
struct AdminRequest {
  const Request& http;
  Actor actor;                  // the token's name, and its hash
  std::vector<std::string> at;  // the segments
};

// about.cpp, cards.cpp, withdrawals.cpp
Reply get_about(Context& context, const AdminRequest& request);
Reply put_about(Context& context, const AdminRequest& request);
Reply list_cards(Context& context, const AdminRequest& request);
Reply add_card(Context& context, const AdminRequest& request);
Reply remove_card(Context& context, const AdminRequest& request);
Reply withdraw_by_operator(Context& context, const AdminRequest& request);
// surveys.cpp, devices.cpp, results.cpp, backup.cpp, clock.cpp, deletions.cpp, users.cpp, events.cpp, funnel.cpp
Reply list_stores(Context& context, const AdminRequest& request);
Reply put_store(Context& context, const AdminRequest& request);
Reply list_surveys(Context& context, const AdminRequest& request);
Reply get_survey(Context& context, const AdminRequest& request);
Reply publish_survey(Context& context, const AdminRequest& request);
Reply retire_survey(Context& context, const AdminRequest& request);
Reply make_enrol_code(Context& context, const AdminRequest& request);
Reply list_devices(Context& context, const AdminRequest& request);
Reply declare_device_gone(Context& context, const AdminRequest& request);
Reply clear_device_alarms(Context& context, const AdminRequest& request);
Reply list_audit(Context& context, const AdminRequest& request);
Reply revoke_device(Context& context, const AdminRequest& request);
Reply list_quarantine(Context& context, const AdminRequest& request);
Reply retry_quarantine(Context& context, const AdminRequest& request);
Reply get_figures(Context& context, const AdminRequest& request);
Reply get_responses(Context& context, const AdminRequest& request);
Reply post_import(Context& context, const AdminRequest& request);
Reply get_verify(Context& context, const AdminRequest& request);
Reply list_deletions(Context& context, const AdminRequest& request);
Reply make_backup(Context& context, const AdminRequest& request);
Reply get_clock(Context& context, const AdminRequest& request);
Reply accept_clock(Context& context, const AdminRequest& request);
Reply put_user(Context& context, const AdminRequest& request);
Reply get_funnel(Context& context, const AdminRequest& request);
Reply post_event(Context& context, const AdminRequest& request);
Reply get_receipts(Context& context, const AdminRequest& request);
Reply put_receipts(Context& context, const AdminRequest& request);
Reply make_login_link(Context& context, const AdminRequest& request);
Reply remove_user(Context& context, const AdminRequest& request);
Reply make_token(Context& context, const AdminRequest& request);
Reply remove_other_tokens(Context& context, const AdminRequest& request);
// desk_routes.cpp, desk_results.cpp
Reply get_desk(Context& context, const AdminRequest& request);
Reply put_desk(Context& context, const AdminRequest& request);
Reply list_staff(Context& context, const AdminRequest& request);
Reply add_staff(Context& context, const AdminRequest& request);
Reply put_staff(Context& context, const AdminRequest& request);
Reply put_staff_pin(Context& context, const AdminRequest& request);
Reply remove_staff(Context& context, const AdminRequest& request);
Reply get_interactions(Context& context, const AdminRequest& request);
Reply get_stars(Context& context, const AdminRequest& request);
Reply get_interaction_figures(Context& context, const AdminRequest& request);
Reply get_star_figures(Context& context, const AdminRequest& request);

}  // namespace afterword::collector
