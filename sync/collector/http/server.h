// The HTTPS server: sockets, TLS, HTTP/1.1, limits and time-outs. It knows no route.
//
// One loop thread does all that waits on the network; the workers call the handler. A slow or
// hostile client costs its own connection and nothing else: every phase has a deadline and every
// buffer a limit. One request of a connection is answered before the next is read.
//
// Answered by the server itself, with `error_reply`: 503 when all workers are busy, which leaves
// the connection as it was; and, followed by the end of the connection, 400 malformed, 408 too
// slow, 413 body too large, 417, 431 header too large, 501 unknown transfer coding, 503 too much
// being sent at once, 505 neither HTTP/1.1 nor 1.0.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"
#include "sync/collector/http/http.h"
#include "sync/collector/http/tls.h"

namespace afterword::collector {

struct ServerLimits {
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;            // unless body_limit says otherwise
  std::size_t buffered_bytes_max = 256 * 1024 * 1024;  // bodies of all connections together ...
  // ... and of one address, while they arrive: 128 KiB for each connection that it may have. A
  // body up to that is never the largest of a full share, so the share never refuses it (bodies.h).
  std::size_t buffered_per_address_max = 32 * 1024 * 1024;
  std::size_t buffered_loopback_max = 256 * 1024 * 1024;  // a proxy's
  std::size_t queue_max = 256;                            // requests waiting for a worker; then 503
  // Never more than the process may open files, less 128 for everything else.
  std::size_t connections_max = 10'000;
  std::size_t connections_per_address_max = 256;  // an IPv6 address counts by its /64
  std::size_t connections_loopback_max = 10'000;  // a proxy, robots and tests come from there
  Ms handshake{10'000};                           // TLS done
  Ms header{10'000};  // from a request's first byte to the end of its header
  Ms first{15'000};   // from accepting a connection to the end of its first header
  // A body has so long. It and a header have a second more for every so many bytes that have come
  // of them, be it of a TLS record that is not whole yet, but never more than body_ahead from now:
  // the slowest line that is served never runs out of time, a drip does at once, and who sends
  // nearly all and then stops holds it no longer than that. What is no body buys no more than
  // header_bytes_max and one record of 16 KiB.
  Ms body{15'000};
  Ms body_ahead{30'000};
  std::size_t slowest_bytes_per_second = 1024;
  // For the other side to take that much of a reply as it does at the slowest. Looked at fifteen times within it, the first of
  // them counting from when our own system has taken the beginning: who reads nothing is gone after 15 s.
  Ms write{13'000};
  Ms idle{75'000};   // between requests; longer than a poll, so that a poll reuses it
  Ms stop{5'000};    // for requests under way when stop() is called
};

struct ServerOptions {
  std::string host = "127.0.0.1";  // an address, or a name that means one of this machine's
  std::uint16_t port = 0;          // 0: any free one
  TlsIdentity identity;
  ServerLimits limits;
  int workers = 2;
  // The most bytes of a body sent to `path` (decoded). Loop thread: must be quick. Without it
  // limits.body_bytes_max holds everywhere.
  std::function<std::size_t(std::string_view path)> body_limit;
  // What the server says when no route can: the protocol's own words for `status`. `why` is a
  // sentence for whoever reads the reply. Loop or worker thread: must be quick. Without it the
  // reply is `why` as plain text.
  std::function<Reply(int status, std::string_view why)> error_reply;
};

// How much of what; a snapshot, read from any thread.
struct ServerCounters {
  std::size_t connections = 0;            // open now
  std::size_t waiting = 0;                // of these, in a Pending
  std::uint64_t accepted = 0;             // ever
  std::uint64_t refused_connections = 0;  // over a cap
  std::uint64_t failed_handshakes = 0;
  std::uint64_t requests = 0;          // handed to a worker
  std::uint64_t refused_requests = 0;  // answered by error_reply
  std::uint64_t timed_out = 0;         // connections that missed a deadline while in use
};

// One line for the log, from any thread, seldom: repeated troubles are counted, not repeated.
using Notice = std::function<void(std::string_view line)>;

class Server {
 public:
  // Binds and listens; connections queue from here on, and are served by run(). `clock` outlives
  // the server. Errors: invalid (address, certificate or key), conflict (address in use), denied,
  // io.
  static Result<std::unique_ptr<Server>> open(ServerOptions options, Handler handler,
                                              const Clock& clock, Notice notice);
  ~Server();  // after run() has returned, or without it
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  // Serves on the calling thread until stop(). Once.
  void run();

  // Stops accepting, ends idle connections, answers pending ones with their at_timeout, gives
  // requests under way limits.stop to finish; then run() returns. Any thread, more than once,
  // also before run(). Not from a signal handler.
  void stop();

  ServerCounters counters() const;

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword::collector
