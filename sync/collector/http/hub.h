// What the connections of one server share.
//
// Threads: the loop's, but for `counts` and `troubles` (any) and posting to `loop` (any).
#pragma once
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "sync/collector/http/bodies.h"
#include "sync/collector/http/channel.h"
#include "sync/collector/http/server.h"
#include "sync/collector/http/troubles.h"
#include "sync/collector/http/workers.h"

namespace afterword::collector {

class Connection;

struct Counts {
  std::atomic<std::size_t> connections{0}, waiting{0};
  std::atomic<std::uint64_t> accepted{0}, refused_connections{0}, failed_handshakes{0}, requests{0},
      refused_requests{0}, timed_out{0};
};

struct Hub {
  Hub(ServerOptions given, std::unique_ptr<TlsContext> context, const Clock& the_clock,
      Notice notice)
      : options(std::move(given)),
        tls(std::move(context)),
        clock(the_clock),
        troubles(the_clock, std::move(notice)) {}

  // What `path` may be sent, and what is said when no route can say it.
  std::size_t body_limit(std::string_view path) const {
    return options.body_limit ? options.body_limit(path) : options.limits.body_bytes_max;
  }
  Reply error_reply(int status, std::string_view why) const {
    if (options.error_reply) return options.error_reply(status, why);
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(why) + "\n"};
  }

  const ServerOptions options;
  // Before the loop, so that what the loop still holds at its end can use it.
  const std::unique_ptr<TlsContext> tls;
  const Clock& clock;
  Troubles troubles;
  Counts counts;
  boost::asio::io_context loop{1};

  bool stopping = false;
  Bodies bodies;                          // held until their request is answered
  std::array<char, 16 * 1024> scratch{};  // so that a waiting connection needs no buffer
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections;
  std::function<bool(Job)> submit;          // to the workers
  std::function<void(Connection&)> forget;  // a connection has closed
  std::weak_ptr<Hub> self;                  // for callbacks that may outlive the server
};

}  // namespace afterword::collector
