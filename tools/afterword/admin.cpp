// afterword admin: links and passwords for the console.
#include <iostream>

#include "sync/base/core/files.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

constexpr std::size_t kPasswordFileBytesMax = 4096;

// The first line, without its end.
Result<std::string> read_password(const std::string& file) {
  std::string line;
  if (file == "-") {
    std::getline(std::cin, line);
  } else {
    AFTERWORD_ASSIGN(line, read_file(file, kPasswordFileBytesMax));
    line = line.substr(0, line.find('\n'));
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    return fail(Failure::invalid, "the password is empty", file, "write it on the first line");
  return line;
}

}  // namespace

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
  const auto password = read_password(password_file);
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
