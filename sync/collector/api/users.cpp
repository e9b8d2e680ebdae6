// Who may log in to the console.
#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/password.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kPasswordBytesMin = 12;

Reply not_a_name(const std::string& id) {
  return malformed(fmt::format("\"{}\" cannot be a user's name", id),
                   "names are lower-case letters, digits, - and _, and begin with a letter");
}

}  // namespace

std::string login_path(std::string_view token) { return fmt::format("/login?link={}", token); }

Bytes secret_hash(std::string_view secret) {
  const auto hash = crypto::hash256(secret);
  return Bytes(hash.begin(), hash.end());
}

std::string random_secret(Random& random) {
  crypto::Key32 secret;
  random.fill(secret);
  return base64url(secret);
}

Result<std::string> add_login_link(Writes& writes, const std::string& user, WallTime now,
                                   Random& random) {
  const std::string token = random_secret(random);
  AFTERWORD_ASSIGN(const auto known, writes.reads().user(user));
  if (!known) AFTERWORD_TRY(writes.put_user({user, "", now}));
  AFTERWORD_TRY(writes.add_login_link({secret_hash(token), user, now + kLoginLinkLife}));
  return token;
}

Reply put_user(Context& context, const AdminRequest& request) {
  const std::string& id = request.at[1];
  if (!is_id(id)) return not_a_name(id);
  std::string password;
  const auto read = read_body(request, [&password](json::Fields& fields) {
    password = fields.text("password", {.required = true, .bytes_max = crypto::kPasswordBytesMax})
                   .value_or("");
    if (!password.empty() && password.size() < kPasswordBytesMin)
      fields.problem("password", "is too short",
                     fmt::format("take at least {} characters", kPasswordBytesMin));
  });
  if (!read) return admin_error(context, read.error());
  auto hash = crypto::hash_password(password);
  if (!hash) return admin_error(context, hash.error());
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    const User user{id, *hash, context.clock.wall()};
    AFTERWORD_TRY(writes.put_user(user));
    AFTERWORD_TRY(writes.end_access(id));
    AFTERWORD_TRY(append_audit(writes, user.created_at, request.actor.name, "user_set", id));
    return context.journal.note(user);
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"name", id}}));
}

Reply remove_user(Context& context, const AdminRequest& request) {
  const std::string& id = request.at[1];
  bool removed = false;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(removed, writes.remove_user(id));
    AFTERWORD_TRY(writes.end_access(id));  // also of a name that nobody has any more
    if (!removed) return {};
    AFTERWORD_TRY(append_audit(writes, context.clock.wall(), request.actor.name, "user_removed", id));
    return context.journal.note_user_removed(id);
  });
  if (!written) return admin_error(context, written.error());
  if (!removed)
    return admin_error(context,
                       Error{Failure::not_found, fmt::format("there is no user \"{}\"", id), "", ""});
  return json_reply(json::object({{"name", id}, {"removed", true}}));
}

Reply make_token(Context& context, const AdminRequest& request) {
  const std::string token = random_secret(context.random);
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.add_token({secret_hash(token), request.actor.name, context.clock.wall()}));
    return append_audit(writes, context.clock.wall(), request.actor.name, "token_made", "");
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"token", token}}));
}

Reply remove_other_tokens(Context& context, const AdminRequest& request) {
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.remove_tokens_but(request.actor.token));
    return append_audit(writes, context.clock.wall(), request.actor.name, "other_tokens_removed", "");
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"removed", true}}));
}

Reply make_login_link(Context& context, const AdminRequest& request) {
  std::string user;
  const auto read = read_body(request, [&user](json::Fields& fields) {
    user = fields.text("user", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
  });
  if (!read) return admin_error(context, read.error());
  if (!is_id(user)) return not_a_name(user);
  std::string token;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    const WallTime now = context.clock.wall();
    AFTERWORD_ASSIGN(const auto known, writes.reads().user(user));
    AFTERWORD_ASSIGN(token, add_login_link(writes, user, context.watch.look().believed, context.random));
    AFTERWORD_TRY(append_audit(writes, now, request.actor.name, "login_link_made", user));
    return known ? Result<>() : context.journal.note(User{user, "", now});
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"user", user}, {"link", context.url + login_path(token)}}));
}

}  // namespace afterword::collector
