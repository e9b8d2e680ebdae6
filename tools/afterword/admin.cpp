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
  io.out << user << ": may log in with that password\n";
  return kDone;
}

}  // namespace afterword::tools
