// The console behind its log-in: sessions, forms, headers. What the pages show is console_pages.h,
// how they look is page/.
//
// A log-in gives a session of twelve hours: a random value in a __Host- cookie (HttpOnly, Secure,
// SameSite=Strict) of which the database knows only the hash. Every form carries a token of its
// session. Threads: any worker.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"
#include "sync/collector/page/page.h"

namespace afterword::collector {

class Console {
 public:
  // `context` outlives it. `data` is the collector's folder.
  Console(Context& context, std::string data) : context_(context), data_(std::move(data)) {}

  Outcome handle(const Request& request);

 private:
  Reply asset(std::string_view name);
  std::shared_ptr<const std::string> font_at(const std::string& path);
  Reply show_login(const Request& request, std::string problem, std::string name = {}) const;
  Reply log_in(const Request& request);
  Reply log_out(const Request& request, const Session& session);
  Reply page(const Request& request, const Session& session);
  Result<Reply> start_session(const std::string& user);
  Result<std::optional<std::string>> user_of(const Pairs& form);
  Result<std::optional<Session>> session_of(const Request& request) const;
  page::Frame frame_of(const Session& session) const;

  Context& context_;
  const std::string data_;
  std::mutex fonts_mutex_;
  std::map<std::string, std::shared_ptr<const std::string>> fonts_;  // by path
};

}  // namespace afterword::collector
