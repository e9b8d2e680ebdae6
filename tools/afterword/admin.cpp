// afterword admin: links and passwords for the console.
#include "tools/afterword/commands.h"
#include "tools/afterword/first_line.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
int login_link(const Access& access, const std::string& user, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply =
      collector->post("/v1/admin/login-links", json::dump(json::object({{"user", user}})));
  if (!reply) return report(reply.error(), io);
  io.out << text_of(*reply, "link") << "\n";
  io.err << "logs in once, within a day\n";
  return kDone;
}

int add_user(const Access& access, const std::string& user, const std::string& password_file,
             Streams io) {
  const auto password = first_line_of(password_file, "password");
  if (!password) {
    io.err << "afterword: " << password.error().text() << "\n";
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->put("/v1/admin/users/" + url_escape(user),
                                    json::dump(json::object({{"password", *password}})));
  if (!reply) return report(reply.error(), io);
  io.out << user << ": may log in with that password; whoever was logged in is logged out\n";
  return kDone;
}

int remove_user(const Access& access, const std::string& user, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/users/" + url_escape(user) + "/remove", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << user << ": may not log in any more, and is logged out\n";
  return kDone;
}

int renew_token(const Access& access, Streams io) {
  std::string token;
  {
    Online collector(access, io);
    if (!collector) return kCouldNotRun;
    const auto reply = collector->post("/v1/admin/tokens", "{}");
    if (!reply) return report(reply.error(), io);
    token = text_of(*reply, "token");
  }
  // The old one lets in until the new one is on the disk and has been used.
  const auto written = replace_admin_token(access.token_file, token);
  if (!written) return report(written.error(), io);
  Online renewed(access, io);
  if (!renewed) return kCouldNotRun;
  const auto reply = renewed->post("/v1/admin/tokens/remove-others", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << access.token_file << ": a new token; no other one lets in any more\n";
  return kDone;
}

}  // namespace afterword::tools
