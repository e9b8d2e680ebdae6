// The console behind its log-in: sessions, forms, headers. What the pages show is console_pages.h,
// how they look is page/.
//
// A log-in gives a session of twelve hours: a random value in a __Host- cookie (HttpOnly, Secure,
// SameSite=Strict) of which the database knows only the hash. Every form carries a token of its
// session. Threads: any worker.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
  // Nothing: what the form shows lets nobody in.
  Result<std::optional<Reply>> by_link(const std::string& link);
  Result<std::optional<Reply>> by_password(const Pairs& form);
  Result<std::optional<User>> user_of(const Pairs& form) const;
  // Whom a session is for, or nothing; asked in the transaction that adds it, since whoever was let in a moment before
  // may be removed, or have another password, by then.
  using Proof = std::function<Result<std::optional<std::string>>(Writes&)>;
  Result<std::optional<Reply>> start_session(const Proof& proof);
  Result<std::optional<Session>> session_of(const Request& request) const;
  page::Frame frame_of(const Session& session) const;

  Context& context_;
  const std::string data_;
  std::mutex fonts_mutex_;
  std::map<std::string, std::shared_ptr<const std::string>> fonts_;  // by path
};

}  // namespace afterword::collector
