#include "sync/collector/console.h"

#include <fmt/format.h>

#include "sync/base/core/files.h"
#include "sync/base/crypto/password.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/console_pages.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/key_files.h"
#include "sync/collector/room.h"
#include "sync/collector/withdraw_pages.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kSessionCookie = "__Host-afterword";
constexpr std::string_view kLoginCookie = "__Host-afterword-login";  // pairs with the form's token
constexpr Ms kSessionLife = std::chrono::hours(12);
constexpr std::size_t kFontBytesMax = 4 * 1024 * 1024;

std::string cookie(std::string_view name, std::string_view value, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", name, value,
                     seconds);
}

Reply html(std::string text, int status = 200) {
  return {status,
          {{"Content-Type", std::string(page::kContentType)},
           {"Content-Security-Policy", std::string(page::kContentSecurityPolicy)},
           {"X-Content-Type-Options", "nosniff"},
           {"Referrer-Policy", "no-referrer"},
           {"Cross-Origin-Opener-Policy", "same-origin"},
           {"Strict-Transport-Security", "max-age=31536000"},
           {"Cache-Control", "no-store"}},
          std::move(text)};
}

Reply go_to(std::string_view path) {
  return {303, {{"Location", std::string(path)}, {"Cache-Control", "no-store"}}, ""};
}

std::string field(const Pairs& form, std::string_view name) {
  for (const auto& [known, value] : form)
    if (known == name) return value;
  return "";
}

bool same(std::string_view a, std::string_view b) {
  return !a.empty() && crypto::equal(as_bytes(a), as_bytes(b));
}

}  // namespace

Outcome Console::handle(const Request& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  const bool post = request.method == "POST";
  if (get && request.path.starts_with(page::kAssetsPath))
    return asset(std::string_view(request.path).substr(page::kAssetsPath.size()));
  if ((get || post) && is_withdraw_page(request)) {
    WithdrawShown shown = withdraw_pages(context_, request);
    return html(std::move(shown.html), shown.status);
  }
  if (get && request.path == page::kLoginPath) return show_login(request, "");
  if (post && request.path == page::kLoginPath) return log_in(request);
  const auto session = session_of(request);
  if (!session) {
    context_.log.error("console", session.error().text());
    return html(page::message_page({}, "Something went wrong", "Try again in a moment."), 500);
  }
  if (!*session) return go_to(page::kLoginPath);
  if (post && request.path == page::kLogoutPath) return log_out(request, **session);
  if (!get) return html(page::message_page(frame_of(**session), "There is no such page", ""), 404);
  return page(request, **session);
}

Reply Console::asset(std::string_view name) {
  if (name == "console.css")
    return {200,
            {{"Content-Type", "text/css; charset=utf-8"},
             {"X-Content-Type-Options", "nosniff"},
             {"Cache-Control", "max-age=3600"}},
            std::string(page::stylesheet())};
  const auto font = page::font_file(name);
  const auto bytes = font ? font_at(font->path) : nullptr;
  if (!bytes) return {404, {{"Content-Type", "text/plain"}}, "not found\n"};
  return {200,
          {{"Content-Type", std::string(font->content_type)}, {"Cache-Control", "max-age=604800"}}, "", bytes};
}

// One copy of each: strangers may ask for them, and read slowly.
std::shared_ptr<const std::string> Console::font_at(const std::string& path) {
  const std::lock_guard lock(fonts_mutex_);
  auto& font = fonts_[path];
  if (font) return font;
  auto bytes = read_file(path, kFontBytesMax);
  if (bytes) font = std::make_shared<const std::string>(std::move(*bytes));
  return font;
}

Reply Console::show_login(const Request& request, std::string problem, std::string name) const {
  // The cookie and the form's token must agree, so that no other site can log somebody in.
  const std::string token = random_secret(context_.random);
  page::Login login;
  login.csrf = token;
  login.link_token = std::string(request.parameter("link").value_or(""));
  login.problem = std::move(problem);
  login.name = std::move(name);
  Reply reply = html(page::login_page(login), login.problem.empty() ? 200 : 403);
  reply.headers.emplace_back("Set-Cookie", cookie(kLoginCookie, token, 3600));
  return reply;
}

Result<std::optional<Reply>> Console::by_link(const std::string& link) {
  return start_session([this, &link](Writes& writes) -> Result<std::optional<std::string>> {
    AFTERWORD_TRY(writes.remove_expired(context_.watch.look().believed));
    AFTERWORD_ASSIGN(const auto found, writes.take_login_link(secret_hash(link)));
    if (!found) return std::nullopt;
    return std::optional<std::string>(found->user);
  });
}

Result<std::optional<Reply>> Console::by_password(const Pairs& form) {
  AFTERWORD_ASSIGN(const auto proved, user_of(form));
  if (!proved) return std::nullopt;
  return start_session([&proved](Writes& writes) -> Result<std::optional<std::string>> {
    AFTERWORD_ASSIGN(const auto there, writes.reads().user(proved->name));
    if (!there || there->password_hash != proved->password_hash) return std::nullopt;
    return std::optional<std::string>(there->name);
  });
}

// Whose name and password they are. Slow, so not while writing.
Result<std::optional<User>> Console::user_of(const Pairs& form) const {
  AFTERWORD_ASSIGN(const auto view, context_.storage.read());
  AFTERWORD_ASSIGN(const auto user, view->user(field(form, "name")));
  // A wrong name costs as long as a wrong password, so that names cannot be found out.
  static const std::string kNobody = crypto::hash_password("nobody has this password").value_or("");
  const std::string& stored = user && !user->password_hash.empty() ? user->password_hash : kNobody;
  const bool right = crypto::password_matches(stored, field(form, "password"));
  if (!right || &stored == &kNobody) return std::nullopt;
  return std::optional<User>(*user);
}

Reply Console::log_in(const Request& request) {
  const MonoTime now = context_.clock.mono();
  if (context_.guesses.wait_for(request.peer, now).count() > 0)
    return show_login(request, "Too many tries from here: wait some minutes and try again.");
  const auto form = decode_form(request.body);
  const auto login_cookie = request.cookie(kLoginCookie);
  if (!form || !login_cookie || !same(*login_cookie, field(*form, "csrf")))
    return show_login(request, "The form was too old: try once more.");
  const std::string link = field(*form, "link");
  auto reply = link.empty() ? by_password(*form) : by_link(link);
  if (!reply) {
    context_.log.error("console", reply.error().text());
    return show_login(request, "The collector is busy: try again in a moment.");
  }
  if (*reply) return std::move(**reply);
  context_.guesses.failed(request.peer, now);
  return show_login(request,
                    link.empty() ? "Name or password is wrong."
                                 : "This link was used already, or is too old. "
                                   "Ask an administrator for a new one.",
                    field(*form, "name"));
}

Result<std::optional<Reply>> Console::start_session(const Proof& proof) {
  const std::string value = random_secret(context_.random), csrf = random_secret(context_.random);
  const WallTime now = context_.clock.wall();
  const WallTime until = context_.watch.look().believed + kSessionLife;
  bool in = false;
  const auto written = context_.writes.run([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto user, proof(writes));
    in = user.has_value();
    if (!in) return {};
    AFTERWORD_TRY(writes.add_session({secret_hash(value), *user, csrf, until}));
    return append_audit(writes, now, *user, "logged_in", "");
  });
  if (!written) return tl::unexpected<Error>(written.error());
  if (!in) return std::nullopt;
  Reply reply = go_to(page::kOverviewPath);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(kSessionLife).count();
  reply.headers.emplace_back("Set-Cookie", cookie(kSessionCookie, value, seconds));
  reply.headers.emplace_back("Set-Cookie", cookie(kLoginCookie, "", 0));
  return std::optional<Reply>(std::move(reply));
}

Result<std::optional<Session>> Console::session_of(const Request& request) const {
  const auto value = request.cookie(kSessionCookie);
  if (!value) return std::nullopt;
  AFTERWORD_ASSIGN(const auto view, context_.storage.read());
  AFTERWORD_ASSIGN(auto session, view->session(secret_hash(*value)));
  if (!session) return std::nullopt;
  const WallTime now = context_.watch.look().believed;
  if (session->expires_at <= now || session->expires_at > now + kAccessLifeMost) return std::nullopt;
  return session;
}

Reply Console::log_out(const Request& request, const Session& session) {
  const auto form = decode_form(request.body);
  if (!form || !same(field(*form, "csrf"), session.csrf))
    return html(page::message_page(frame_of(session), "The form was too old", "Try once more."),
                403);
  const auto written = context_.writes.run(
      [&session](Writes& writes) { return writes.remove_session(session.hash); });
  if (!written) context_.log.error("console", written.error().text());
  Reply reply = go_to(page::kLoginPath);
  reply.headers.emplace_back("Set-Cookie", cookie(kSessionCookie, "", 0));
  return reply;
}

page::Frame Console::frame_of(const Session& session) const {
  page::Frame frame;
  frame.user = session.user;
  frame.csrf = session.csrf;
  if (has_offline_keys(data_).value_or(true))  // in doubt they are there
    frame.warnings.push_back(
        "The root and recovery keys still lie beside the data, in the folder offline. Move that "
        "folder to a safe place away from this machine.");
  if (auto warning = trust_warning(context_.keys.trust, context_.clock.wall()); !warning.empty())
    frame.warnings.push_back(std::move(warning));
  if (auto warning = context_.watch.warning(); !warning.empty())
    frame.warnings.push_back(std::move(warning));
  else if (auto old = context_.backups.warning(Day::of_utc(context_.clock.wall())); !old.empty())
    frame.warnings.push_back(std::move(old));
  if (auto room = room_warning(data_); !room.empty()) frame.warnings.push_back(std::move(room));
  if (const auto view = context_.storage.read())
    if (const auto about = about_organisation(**view)) frame.organisation = about->owner;
  return frame;
}

Reply Console::page(const Request& request, const Session& session) {
  const page::Frame frame = frame_of(session);
  auto text = console_page(context_, request, frame);
  if (!text) {
    if (text.error().failure != Failure::not_found)
      context_.log.error("console", text.error().text());
    const bool missing = text.error().failure == Failure::not_found;
    return html(
        page::message_page(frame, missing ? "There is no such page" : "Something went wrong",
                           missing ? "It may have moved." : "Try again in a moment."),
        missing ? 404 : 500);
  }
  return html(std::move(*text));
}

}  // namespace afterword::collector
