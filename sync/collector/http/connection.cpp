#include "sync/collector/http/connection.h"

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
// The write deadline moves on with every so many bytes taken: about 2 KiB/s at the least.
constexpr std::size_t kWriteProgressBytes = 64 * 1024;
constexpr Ms kLinger{2'000};
constexpr std::size_t kLingerBytesMax = 1024 * 1024;

}  // namespace

Connection::Connection(Hub& hub, std::uint64_t id, boost::asio::ip::tcp::socket socket,
                       std::string peer, std::string address)
    : hub_(hub),
      id_(id),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      address_(std::move(address)),
      timer_(hub.loop) {}

void Connection::start() {
  boost::system::error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  channel_ = TlsChannel::make(*hub_.tls, socket_.native_handle());
  if (!channel_) return close();
  set_deadline(hub_.options.limits.handshake);
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
    set_deadline(hub_.options.limits.header);  // who connects has something to ask
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
    if (turn == kRecordsATurn) return step_soon();
    std::size_t count = 0;
    const TlsChannel::Io io = channel_->read(hub_.scratch, count);
    if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) return close();
    if (io != TlsChannel::Io::done) return wait_for(io);
    in_.append(hub_.scratch.data(), count);
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
    set_deadline(hub_.options.limits.header);
  }
  const RequestParser::State state = parser_->read(in_);
  if (in_.empty()) in_ = std::string();  // gives a big buffer back
  count_body(parser_->body_bytes());
  if (state == RequestParser::State::refused)
    return refuse(parser_->status(), std::string(parser_->why()));
  if (hub_.buffered_bytes > hub_.options.limits.buffered_bytes_max)
    return refuse(503, "Too much is being sent at once; try again soon.");
  if (state == RequestParser::State::done) return dispatch();
  if (state == RequestParser::State::body && phase_ == Phase::header) enter_body();
}

void Connection::enter_body() {
  phase_ = Phase::body;
  // A path that allows more also gets more time.
  const ServerLimits& limits = hub_.options.limits;
  const auto times = static_cast<std::int64_t>(
      1 + parser_->body_bytes_max() / std::max<std::size_t>(1, limits.body_bytes_max + 1));
  set_deadline(limits.body * times);
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
    if (head_.size() + reply.body.size() <= hub_.scratch.size())
      head_ += reply.body;
    else
      body_ = std::move(reply.body);
  }
  set_deadline(hub_.options.limits.write);
  write(delivery.close ? Then::close : Then::next_request);
}

void Connection::write(Then then) {
  then_ = then;
  offset_ = 0;
  since_deadline_ = 0;
  phase_ = Phase::writing;
  step_write();
}

void Connection::step_write() {
  for (int turn = 0; !head_.empty() || !body_.empty(); ++turn) {
    if (turn == kRecordsATurn) return step_soon();
    std::string& front = head_.empty() ? body_ : head_;
    std::size_t count = 0;
    const TlsChannel::Io io = channel_->write(std::string_view(front).substr(offset_), count);
    if (io == TlsChannel::Io::ended || io == TlsChannel::Io::broken) return close();
    if (io != TlsChannel::Io::done) return wait_for(io);
    offset_ += count;
    since_deadline_ += count;
    if (since_deadline_ >= kWriteProgressBytes) {
      since_deadline_ = 0;
      set_deadline(hub_.options.limits.write);
    }
    if (offset_ == front.size()) {
      front = std::string();
      offset_ = 0;
    }
  }
  written();
}

void Connection::written() {
  switch (then_) {
    case Then::rest_of_body:
      phase_ = Phase::body;
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

// The timer is moved only to an earlier time; at a later deadline it fires early and waits on.
void Connection::set_deadline(Ms from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
  if (!timer_at_ || *timer_at_ > *deadline_) arm_timer();
}

void Connection::arm_timer() {
  timer_at_ = deadline_;
  timer_.expires_at(*deadline_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    const std::shared_ptr<Connection> self = weak.lock();
    if (ec || !self) return;
    self->timer_at_.reset();
    if (!self->deadline_) return;
    if (*self->deadline_ > std::chrono::steady_clock::now()) return self->arm_timer();
    self->deadline_.reset();
    self->deadline_passed();
  });
}

void Connection::deadline_passed() {
  switch (phase_) {
    case Phase::waiting:
      pending_->time_out();
      return;
    case Phase::idle:
      return linger();
    case Phase::header:
    case Phase::body:
      ++hub_.counts.timed_out;
      return refuse(408, "The request took too long to arrive.");
    case Phase::handshake:
    case Phase::writing:
      ++hub_.counts.timed_out;
      return close();
    case Phase::lingering:
      return close();
    case Phase::working:
    case Phase::closed:
      return;
  }
}

void Connection::count_body(std::size_t bytes) {
  hub_.buffered_bytes += bytes - counted_body_;
  counted_body_ = bytes;
}

}  // namespace afterword::collector
