// One client's connection, as a state machine on the loop: whatever happens (readable, writable,
// deadline, a reply) leads to the one step that its phase allows.
//
// Threads: the loop's.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sync/collector/http/hub.h"
#include "sync/collector/http/parser.h"

namespace afterword::collector {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `address` is what the caps per address count by; `share` what all its bodies may hold.
  Connection(Hub& hub, std::uint64_t id, boost::asio::ip::tcp::socket socket, std::string peer,
             std::string address, std::size_t share);

  void start();
  void deliver(Outcome outcome);   // what the handler made of the request
  void deliver_late(Reply reply);  // what a Pending was completed with
  void wind_down();                // the server stops: finish what is under way
  void close();                    // at once

  std::uint64_t id() const { return id_; }
  const std::string& address() const { return address_; }

 private:
  // working: a worker has the request. waiting: a Pending has. lingering: our last word is said,
  // and what still comes in is thrown away, since closing now could destroy what we said.
  enum class Phase { handshake, idle, header, body, working, waiting, writing, lingering, closed };
  enum class Then { next_request, rest_of_body, close };

  void step();
  void step_handshake();
  void step_read();
  void step_watch();
  void step_write();
  void step_linger();

  void take_in();
  bool keep_within_limits();
  void give_way();
  void enter_body();
  void buy_time();
  void dispatch();
  void refuse(int status, std::string why);
  void send(Reply reply);
  void write(Then then);
  void written();
  void linger();
  void reset();

  void wait_for(TlsChannel::Io io);
  void wait_readable();
  void wait_writable();
  void step_soon();
  using Moment = std::chrono::steady_clock::time_point;
  void set_deadline(Ms from_now) { set_deadline_at(std::chrono::steady_clock::now() + from_now); }
  void set_deadline_at(Moment at);
  void await_header();
  void begin_looking();
  void look_again();
  bool reply_is_taken();
  void no_deadline() { deadline_.reset(); }
  void arm_timer();
  void deadline_passed();
  bool reads() const {
    return phase_ == Phase::idle || phase_ == Phase::header || phase_ == Phase::body;
  }
  void count_body(std::size_t bytes, bool arriving = false);
  std::int64_t taken();

  Hub& hub_;
  const std::uint64_t id_;
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<TlsChannel> channel_;
  const std::string peer_, address_;
  Phase phase_ = Phase::handshake;

  bool waits_readable_ = false, waits_writable_ = false;
  boost::asio::steady_timer timer_;
  std::optional<Moment> deadline_, timer_at_;
  Moment first_by_;         // until then the first header must be whole; once it is, for ever
  std::uint64_t come_ = 0;  // bytes of this request, decrypted
  std::uint64_t paid_ = 0;  // so many, decrypted or not, have bought their time

  std::string in_;  // read, not yet parsed
  std::unique_ptr<RequestParser> parser_;
  HeldBody held_;            // our part of hub_.bodies
  const std::size_t share_;  // of our address
  bool keep_alive_ = true, is_head_ = false;
  std::shared_ptr<Pending> pending_;

  std::string head_;             // being written: one after the other
  std::shared_ptr<const std::string> body_;
  std::size_t offset_ = 0;       // of what is written of the front one
  std::int64_t written_ = 0;     // of all replies, into the socket
  std::int64_t taken_then_ = 0;  // of these by the other side, when it last took enough
  Moment taken_at_;              // that moment
  Then then_ = Then::next_request;
  std::size_t thrown_away_ = 0;
};

}  // namespace afterword::collector
