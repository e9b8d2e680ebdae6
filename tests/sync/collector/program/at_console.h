// A browser at the console of a World's collector.
#pragma once
#include <functional>
#include <string>
#include <variant>

#include "sync/collector/console.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {

inline collector::Reply ask_console(World& world, const std::string& method, const std::string& path,
                                    const std::string& cookie = "", const std::string& body = "") {
  collector::Request request;
  request.method = method;
  request.target = request.path = path;
  request.headers = {{"cookie", cookie}};
  request.body = body;
  request.peer = "203.0.113.7";
  collector::Console console(*world.context, world.scratch.path());
  return std::get<collector::Reply>(console.handle(request));
}

inline std::string cookie_of(const collector::Reply& reply) {
  for (const auto& [name, value] : reply.headers)
    if (name == "Set-Cookie") return value.substr(0, value.find(';'));
  return "";
}

// `what` is the form but for its token; `meanwhile` comes between getting the form and sending it. The reply to it.
inline collector::Reply send_log_in(World& world, const std::string& what, const std::function<void()>& meanwhile = {}) {
  const auto form = ask_console(world, "GET", "/login");
  const std::string mark = "name=\"csrf\" value=\"";
  const std::size_t at = form.body.find(mark) + mark.size();
  const std::string csrf = form.body.substr(at, form.body.find('"', at) - at);
  if (meanwhile) meanwhile();
  return ask_console(world, "POST", "/login", cookie_of(form), "csrf=" + csrf + what);
}

}  // namespace afterword::test
