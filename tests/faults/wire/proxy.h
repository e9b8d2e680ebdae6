// A network between kiosks and a collector that does what networks do: TCP is passed on as it
// comes (TLS as bytes that it cannot read), until a connection's fault strikes.
//
// Threads: its own; the functions here may be called from any.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace afterword::test {

enum class Trouble {
  none,
  refused,     // taken and closed at once
  cut,         // both sides see an orderly end
  reset,       // both sides see a reset
  stall,       // nothing more for a while, then a reset
  slow,        // each piece waits a little: a line of `piece` bytes in `ms`
  half_close,  // one direction ends, the other goes on
  doubled,     // bytes come twice
  garbled,     // a byte is another
};

struct Fault {
  Trouble trouble = Trouble::none;
  bool of_reply = false;  // strikes what the collector sends; else what the kiosk sends
  std::int64_t at = 0;    // after so many bytes of that direction
  int ms = 0;             // stall, slow: how long
  int piece = 16 * 1024;  // slow: at most so many bytes at a time, and 16 KiB
};
// Where a connection leads, and what befalls it.
struct Route {
  std::uint16_t port = 0;
  Fault fault = {};
};

class TcpProxy {
 public:
  // `route` is called for each connection, on the proxy's thread.
  explicit TcpProxy(std::function<Route()> route);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const { return port_; }
  std::int64_t connections() const { return connections_; }
  std::int64_t struck() const { return struck_; }  // faults that came to pass
  std::int64_t request_bytes() const { return request_bytes_; }  // passed on, in all
  std::int64_t reply_bytes() const { return reply_bytes_; }

 private:
  struct Connection;
  void run();
  void accept_all();
  void read_from(Connection& connection, int direction);
  void write_to(Connection& connection, int direction);
  void strike(Connection& connection);
  void end(Connection& connection, bool reset);

  std::function<Route()> route_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> connections_{0}, struck_{0}, request_bytes_{0}, reply_bytes_{0};
  std::vector<std::unique_ptr<Connection>> open_;
  std::thread thread_;
};

}  // namespace afterword::test
