// A request, and the reply to it, as routes see them. Nothing here knows a socket, so that a route
// is a plain function from Request to Outcome and is tested without a server.
//
// Threads: Request and Reply are values. Pending may be completed from any thread.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sync/base/core/clock.h"

namespace afterword::collector {

// Names and values in the order they came; a name may come more than once.
using Pairs = std::vector<std::pair<std::string, std::string>>;
// Names of headers and their words: ASCII, the same in capitals.
std::string lower(std::string_view text);

// A request that has arrived whole, within all limits. The server has refused before: a target
// that is not "/path" or "/path?query", broken percent escapes, text that is no UTF-8, encoded
// slashes, "." and ".." segments, a Content-Length beside a Transfer-Encoding, a missing Host.
struct Request {
  std::string method;  // as sent: "GET", "POST"; a route says 405 to what it does not know
  std::string target;  // exactly as sent: what a device's signature covers
  std::string path;    // the target before "?", percent-decoded once
  Pairs query;         // the target after "?", decoded once ("+" is a space)
  Pairs headers;       // names in lower case, values without surrounding white space
  std::string body;    // bytes; no limit but the server's
  std::string peer;    // the address of the other side without its port: "203.0.113.7"

  // The first header of that name (lower case), or nothing.
  std::optional<std::string_view> header(std::string_view name) const;
  // The first query parameter of that name, or nothing.
  std::optional<std::string_view> parameter(std::string_view name) const;
  // The value of a cookie, or nothing. If a name comes twice, the first.
  std::optional<std::string_view> cookie(std::string_view name) const;
};

// The server adds Content-Length, Date and, where it closes, Connection. A HEAD gets the reply to
// a GET without its body. Header values with control characters are our mistake: the reply becomes
// a 500 and is reported.
struct Reply {
  int status = 200;
  Pairs headers;
  std::string body;
  std::shared_ptr<const std::string> shared = {};  // instead: one for all who ask, however slowly they read it
  std::string_view content() const { return shared ? std::string_view(*shared) : std::string_view(body); }
};

// A reply that comes later: a long poll, or a commit that several requests share. The route keeps
// one shared_ptr and returns the other.
//
// Whoever is first wins: complete(), the time-out, or the end of the connection.
class Pending {
 public:
  // `at_timeout` gives the reply if nobody completes it within `at_most`, and at the server's
  // stop. It runs on the server's loop: it must not block nor touch a disk.
  Pending(Ms at_most, std::function<Reply()> at_timeout)
      : at_most_(at_most), at_timeout_(std::move(at_timeout)) {}

  // Gives the reply. Any thread, also before attach(). False: it was too late, nothing happened.
  bool complete(Reply reply) {
    std::function<void(Reply)> ready;
    {
      const std::lock_guard lock(mutex_);
      if (done_) return false;
      done_ = true;
      if (!ready_) {
        early_ = std::move(reply);
        return true;
      }
      ready = std::move(ready_);
    }
    ready(std::move(reply));
    return true;
  }

  // Whether somebody may still be waiting for the reply. A list of waiting ones is pruned by this.
  bool waiting() const {
    const std::lock_guard lock(mutex_);
    return !done_;
  }

  Ms at_most() const { return at_most_; }

  // For the server, and for a test that plays the server: `ready` is called once with the reply,
  // at once if it is there already, on the thread that completes. At most one attach().
  void attach(std::function<void(Reply)> ready) {
    std::optional<Reply> reply;
    {
      const std::lock_guard lock(mutex_);
      if (!done_) ready_ = std::move(ready);
      reply = std::exchange(early_, std::nullopt);
    }
    if (reply) ready(std::move(*reply));
  }

  // For the server: the time is over. False: the reply was there first.
  bool time_out() { return complete(at_timeout_()); }

  // For the server: the other side has gone. Nothing is called any more.
  void abandon() {
    const std::lock_guard lock(mutex_);
    done_ = true;
    ready_ = nullptr;
    early_.reset();
  }

 private:
  mutable std::mutex mutex_;
  bool done_ = false;
  std::optional<Reply> early_;
  std::function<void(Reply)> ready_;
  const Ms at_most_;
  const std::function<Reply()> at_timeout_;
};

using Outcome = std::variant<Reply, std::shared_ptr<Pending>>;

// Called on a worker thread; several at once.
using Handler = std::function<Outcome(const Request&)>;

// "a=1&b=x+y" as a form or a query spells it, decoded once. Nothing if an escape is broken, the
// text is no UTF-8 or holds a NUL, or there are more than kPairsMax.
inline constexpr std::size_t kPairsMax = 64;
std::optional<Pairs> decode_form(std::string_view text);

// `text` so that it stands for itself in a path segment or a query value.
std::string encode_component(std::string_view text);

}  // namespace afterword::collector
