// How long a connection has for what it does: the deadlines of connection.h's one timer.
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>

#include "sync/collector/http/connection.h"

namespace afterword::collector {
namespace {

// How often it is looked, within limits.write, whether a reply is being taken.
constexpr int kWriteLooks = 15;
// The most of a request that may have come while read() gives nothing of it: one TLS record.
constexpr std::size_t kHiddenBytesMax = 16 * 1024;

}  // namespace

// The timer is moved only to an earlier time; at a later deadline it fires early and waits on.
void Connection::set_deadline_at(Moment at) {
  deadline_ = at;
  if (!timer_at_ || *timer_at_ > *deadline_) arm_timer();
}

// Of the first request, what the handshake and its first byte took counts as well: three
// slownesses in a row get no more time than one. What comes meanwhile moves both (buy_time).
void Connection::await_header() {
  set_deadline_at(
      std::min(std::chrono::steady_clock::now() + hub_.options.limits.header, first_by_));
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
      if (channel_->hidden_bytes() == 0) return linger();
      [[fallthrough]];
    case Phase::header:
    case Phase::body:
      ++hub_.counts.timed_out;
      return refuse(408, "The request took too long to arrive.");
    case Phase::writing:
      if (reply_is_taken()) return look_again();
      ++hub_.counts.timed_out;
      return reset();
    case Phase::handshake:
      ++hub_.counts.timed_out;
      return close();
    case Phase::lingering:
      return close();
    case Phase::working:
    case Phase::closed:
      return;
  }
}

// What has come of the request moves its deadline on, also what has of a record that is not whole
// yet. Chunks and records that hold next to nothing would buy their overhead's worth: so beyond
// the longest header and one record only the body's own bytes buy anything.
void Connection::buy_time() {
  const ServerLimits& limits = hub_.options.limits;
  const std::uint64_t most = limits.header_bytes_max + kHiddenBytesMax + held_.bytes;
  const std::uint64_t hidden = std::min<std::uint64_t>(channel_->hidden_bytes(), kHiddenBytesMax);
  const std::uint64_t come = std::min(come_ + hidden, most);
  if (!deadline_ || come <= paid_) return;
  const auto worth = [&limits](std::uint64_t bytes) {
    return Ms(static_cast<std::int64_t>(bytes * 1000 / limits.slowest_bytes_per_second));
  };
  const Ms more = worth(come) - worth(paid_);
  paid_ = come;
  const Moment ahead = std::chrono::steady_clock::now() + limits.body_ahead;
  const auto moved = [&](Moment at) { return std::max(at, std::min(at + more, ahead)); };
  if (first_by_ != Moment::max()) first_by_ = moved(first_by_);
  set_deadline_at(moved(*deadline_));
}

void Connection::begin_looking() {
  taken_then_ = taken();
  taken_at_ = std::chrono::steady_clock::now();
  look_again();
}

void Connection::look_again() { set_deadline(hub_.options.limits.write / kWriteLooks); }

// What has reached the other side of all that was written: what still lies in our kernel has not.
std::int64_t Connection::taken() {
  int queued = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &queued) != 0) return written_;
  return written_ - queued;
}

// Whether the other side took what it takes at the slowest, within the time it has for that.
bool Connection::reply_is_taken() {
  const ServerLimits& limits = hub_.options.limits;
  const auto least =
      limits.write.count() * static_cast<std::int64_t>(limits.slowest_bytes_per_second) / 1000;
  const Moment now = std::chrono::steady_clock::now();
  if (const std::int64_t so_far = taken(); so_far - taken_then_ >= least) {
    taken_then_ = so_far;
    taken_at_ = now;
  }
  return now - taken_at_ < limits.write;
}

}  // namespace afterword::collector
