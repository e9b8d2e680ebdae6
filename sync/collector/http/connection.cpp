#include "sync/collector/http/connection.h"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "sync/collector/http/reply.h"

namespace afterword::collector {
namespace {

// After so many records a connection lets others have their turn.
constexpr int kRecordsATurn = 16;
// What a client may send ahead while it waits for a reply.
constexpr std::size_t kSentAheadBytesMax = 16 * 1024;
// What of a reply the kernel may keep that the other side has no room for: else megabytes.
constexpr int kUnsentBytesMax = 128 * 1024;
constexpr Ms kLinger{2'000};
constexpr std::size_t kLingerBytesMax = 1024 * 1024;

}  // namespace

Connection::Connection(Hub& hub, std::uint64_t id, boost::asio::ip::tcp::socket socket,
                       std::string peer, std::string address, std::size_t share)
    : hub_(hub),
      id_(id),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      address_(std::move(address)),
      timer_(hub.loop),
      share_(share) {}

void Connection::start() {
  boost::system::error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentBytesMax,
               sizeof kUnsentBytesMax);
  channel_ = TlsChannel::make(*hub_.tls, socket_.native_handle());
  if (!channel_) return close();
  first_by_ = std::chrono::steady_clock::now() + hub_.options.limits.first;
  set_deadline(std::min(hub_.options.limits.handshake, hub_.options.limits.first));
  step();
}

void Connection::step() {
  switch (phase_) {
    case Phase::handshake:
      return step_handshake();
    case Phase::idle:
    case Phase::header:
    case Phase::body:
      return step_read();
    case Phase::waiting:
      return step_watch();
    case Phase::writing:
      return step_write();
    case Phase::lingering:
      return step_linger();
    case Phase::working:
    case Phase::closed:
      return;
  }
}

void Connection::step_handshake() {
  const TlsChannel::Io io = channel_->handshake();
  if (io == TlsChannel::Io::done) {
    phase_ = Phase::idle;
    await_header();  // who connects has something to ask
    return step_read();
  }
  if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) {
    ++hub_.counts.failed_handshakes;
    return close();
  }
  wait_for(io);
}

void Connection::step_read() {
  take_in();
  for (int turn = 0; reads(); ++turn) {
    if (turn == kRecordsATurn) {
      buy_time();
      return step_soon();
    }
    std::size_t count = 0;
    const TlsChannel::Io io = channel_->read(hub_.scratch, count);
    if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) return close();
    if (io != TlsChannel::Io::done) {
      buy_time();
      return wait_for(io);
    }
    in_.append(hub_.scratch.data(), count);
    come_ += count;
    take_in();
  }
}

// Parses what has been read.
void Connection::take_in() {
  if (in_.empty()) return;
  if (!parser_) {
    parser_ = std::make_unique<RequestParser>(
        hub_.options.limits.header_bytes_max,
        [this](std::string_view path) { return hub_.body_limit(path); });
    phase_ = Phase::header;
    await_header();
  }
  const RequestParser::State state = parser_->read(in_);
  if (in_.empty()) in_ = std::string();  // gives a big buffer back
  const std::size_t before = held_.bytes;
  count_body(parser_->body_bytes(), true);
  if (state == RequestParser::State::refused)
    return refuse(parser_->status(), std::string(parser_->why()));
  if (held_.bytes > before && !keep_within_limits()) return;
  if (state == RequestParser::State::done) return dispatch();
  if (state == RequestParser::State::body && phase_ == Phase::header) enter_body();
}

// Requests give way until all that is held is within its limits; false if ours was among them.
bool Connection::keep_within_limits() {
  while (const auto id =
             hub_.bodies.too_much(address_, share_, hub_.options.limits.buffered_bytes_max)) {
    const std::shared_ptr<Connection> other = hub_.connections.at(*id);
    other->give_way();
    if (other.get() == this) return false;
  }
  return true;
}

void Connection::give_way() {
  hub_.troubles.say(Trouble::too_many_bytes,
                    fmt::format("a request from {} was refused: too much is being sent at once, "
                                "most of it from there",
                                peer_));
  refuse(503, "Too much is being sent at once; send less, or try again soon.");
}

void Connection::enter_body() {
  phase_ = Phase::body;
  first_by_ = Moment::max();
  set_deadline(hub_.options.limits.body);
  if (parser_->take_continue() && in_.empty() && parser_->body_bytes() == 0) {
    head_ = "HTTP/1.1 100 Continue\r\n\r\n";
    write(Then::rest_of_body);
  }
}

void Connection::dispatch() {
  Job job{id_, parser_->take()};
  job.request.peer = peer_;
  keep_alive_ = parser_->keep_alive();
  is_head_ = job.request.method == "HEAD";
  parser_.reset();
  count_body(held_.bytes);
  first_by_ = Moment::max();
  come_ = paid_ = 0;
  phase_ = Phase::working;
  no_deadline();
  if (hub_.submit(std::move(job))) {
    ++hub_.counts.requests;
    return;
  }
  count_body(0);
  ++hub_.counts.refused_requests;
  hub_.troubles.say(Trouble::queue_full, "all workers are busy and the queue is full");
  send(hub_.error_reply(503, "Too many requests are waiting; try again soon."));
}

void Connection::deliver(Outcome outcome) {
  if (phase_ != Phase::working) return;
  count_body(0);
  if (auto* reply = std::get_if<Reply>(&outcome)) return send(std::move(*reply));
  pending_ = std::get<std::shared_ptr<Pending>>(std::move(outcome));
  phase_ = Phase::waiting;
  ++hub_.counts.waiting;
  set_deadline(pending_->at_most());
  // Whoever completes it may do so when this server is gone.
  pending_->attach([weak = hub_.self, id = id_](Reply reply) {
    const std::shared_ptr<Hub> hub = weak.lock();
    if (!hub) return;
    boost::asio::post(hub->loop, [raw = hub.get(), id, late = std::move(reply)]() mutable {
      const auto found = raw->connections.find(id);
      if (found == raw->connections.end()) return;
      const std::shared_ptr<Connection> connection = found->second;
      connection->deliver_late(std::move(late));
    });
  });
  if (hub_.stopping) pending_->time_out();
  step_watch();
}

// While somebody waits for a reply, notices that they have gone.
void Connection::step_watch() {
  while (in_.size() < kSentAheadBytesMax) {
    std::size_t count = 0;
    const TlsChannel::Io io = channel_->read(hub_.scratch, count);
    if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) return close();
    if (io != TlsChannel::Io::done) return wait_for(io);
    in_.append(hub_.scratch.data(), count);
  }
}

void Connection::deliver_late(Reply reply) {
  if (phase_ != Phase::waiting) return;
  pending_.reset();
  --hub_.counts.waiting;
  send(std::move(reply));
}

void Connection::refuse(int status, std::string why) {
  ++hub_.counts.refused_requests;
  keep_alive_ = false;
  is_head_ = false;
  parser_.reset();
  count_body(0);
  send(hub_.error_reply(status, why));
}

void Connection::send(Reply reply) {
  if (!can_be_sent(reply)) {
    hub_.troubles.say(Trouble::reply_unsendable,
                      "a route's reply has a header that cannot be sent; 500 was sent instead");
    reply = hub_.error_reply(500, "The collector made a mistake; its log says which.");
    if (!can_be_sent(reply)) reply = {500, {}, ""};
  }
  const Delivery delivery{!keep_alive_ || hub_.stopping, is_head_};
  head_ = head_of(reply, delivery, hub_.clock.wall());
  if (has_body(reply, delivery)) {
    // Small ones go out in one record.
    if (head_.size() + reply.content().size() <= hub_.scratch.size())
      head_ += reply.content();
    else
      body_ = reply.shared ? std::move(reply.shared) : std::make_shared<const std::string>(std::move(reply.body));
  }
  write(delivery.close ? Then::close : Then::next_request);
}

void Connection::write(Then then) {
  then_ = then;
  offset_ = 0;
  phase_ = Phase::writing;
  begin_looking();
  step_write();
}

void Connection::step_write() {
  for (int turn = 0; !head_.empty() || body_; ++turn) {
    if (turn == kRecordsATurn) return step_soon();
    const std::string_view front = head_.empty() ? std::string_view(*body_) : std::string_view(head_);
    std::size_t count = 0;
    const TlsChannel::Io io = channel_->write(front.substr(offset_), count);
    if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) return close();
    if (io != TlsChannel::Io::done) return wait_for(io);
    offset_ += count;
    written_ += static_cast<std::int64_t>(count);
    if (offset_ < front.size()) continue;
    offset_ = 0;
    if (head_.empty())
      body_.reset();
    else
      head_ = std::string();
  }
  written();
}

void Connection::written() {
  switch (then_) {
    case Then::rest_of_body:
      phase_ = Phase::body;
      set_deadline(hub_.options.limits.body);
      return step_soon();
    case Then::close:
      return linger();
    case Then::next_request:
      phase_ = Phase::idle;
      if (hub_.stopping) return linger();
      set_deadline(hub_.options.limits.idle);
      return step_soon();
  }
}

void Connection::linger() {
  phase_ = Phase::lingering;
  channel_->say_goodbye();
  boost::system::error_code ignored;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  set_deadline(kLinger);
  step_linger();
}

void Connection::step_linger() {
  while (thrown_away_ < kLingerBytesMax) {
    const ssize_t count =
        ::recv(socket_.native_handle(), hub_.scratch.data(), hub_.scratch.size(), 0);
    if (count > 0)
      thrown_away_ += static_cast<std::size_t>(count);
    else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      return wait_readable();
    else if (count == 0 || errno != EINTR)
      break;
  }
  close();
}

void Connection::wind_down() {
  switch (phase_) {
    case Phase::idle:
    case Phase::header:
      return linger();
    case Phase::handshake:
      return close();
    case Phase::waiting:
      pending_->time_out();
      return;
    case Phase::body:
    case Phase::working:
    case Phase::writing:
    case Phase::lingering:
    case Phase::closed:
      return;  // send() sees that the server stops
  }
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::waiting) {
    --hub_.counts.waiting;
    pending_->abandon();
  }
  phase_ = Phase::closed;
  count_body(0);
  no_deadline();
  timer_.cancel();
  channel_.reset();
  boost::system::error_code ignored;
  socket_.close(ignored);
  hub_.forget(*this);
}

// Without this the kernel would keep what nobody takes, and our end behind it, for as long as the
// other side says that it has no room.
void Connection::reset() {
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  close();
}

void Connection::wait_for(TlsChannel::Io io) {
  if (io == TlsChannel::Io::want_write)
    wait_writable();
  else
    wait_readable();
}

void Connection::wait_readable() {
  if (std::exchange(waits_readable_, true)) return;
  socket_.async_wait(boost::asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this()](boost::system::error_code ec) {
                       self->waits_readable_ = false;
                       if (!ec) self->step();
                     });
}

void Connection::wait_writable() {
  if (std::exchange(waits_writable_, true)) return;
  socket_.async_wait(boost::asio::ip::tcp::socket::wait_write,
                     [self = shared_from_this()](boost::system::error_code ec) {
                       self->waits_writable_ = false;
                       if (!ec) self->step();
                     });
}

void Connection::step_soon() {
  boost::asio::post(hub_.loop, [self = shared_from_this()] { self->step(); });
}

void Connection::count_body(std::size_t bytes, bool arriving) {
  const HeldBody before = std::exchange(held_, HeldBody{bytes, arriving});
  hub_.bodies.change(id_, address_, before, held_);
}

}  // namespace afterword::collector
