#include "tests/faults/wire/proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>

namespace afterword::test {
namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr std::size_t kPiece = 16 * 1024;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

struct TcpProxy::Connection {
  // 0: kiosk to collector, 1: collector to kiosk.
  struct Direction {
    std::string waiting;  // read, not yet written
    std::int64_t read = 0;
    Moment not_before{};
    bool ended = false;   // no more will come
    bool closed = false;  // and the other side was told
  };
  int sockets[2] = {-1, -1};  // the kiosk's, the collector's
  Direction directions[2];
  Fault fault;
  bool struck = false;
  bool dying = false;  // ends when all that waits is written
  Moment dies_at = Moment::max();
  bool gone = false;
};

TcpProxy::TcpProxy(std::function<Route()> route) : route_(std::move(route)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 1024) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("the proxy cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy() {
  stopping_ = true;
  thread_.join();
  for (const auto& connection : open_) end(*connection, true);
  ::close(listener_);
}

void TcpProxy::accept_all() {
  for (;;) {
    const int kiosk = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (kiosk < 0) return;
    ++connections_;
    const Route route = route_();
    if (route.fault.trouble == Trouble::refused) {
      ++struck_;
      ::close(kiosk);
      continue;
    }
    const int collector = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(route.port);
    if (::connect(collector, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(collector);
      ::close(kiosk);
      continue;
    }
    ::fcntl(collector, F_SETFL, O_NONBLOCK);
    const int yes = 1;
    ::setsockopt(collector, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::setsockopt(kiosk, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    auto connection = std::make_unique<Connection>();
    connection->sockets[0] = kiosk;
    connection->sockets[1] = collector;
    connection->fault = route.fault;
    open_.push_back(std::move(connection));
  }
}

void TcpProxy::end(Connection& connection, bool reset) {
  if (connection.gone) return;
  connection.gone = true;
  for (const int socket : connection.sockets) {
    const linger at_once{1, 0};
    if (reset) ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket);
  }
}

void TcpProxy::strike(Connection& connection) {
  const Fault& fault = connection.fault;
  Connection::Direction& direction = connection.directions[fault.of_reply ? 1 : 0];
  if (!connection.struck) ++struck_;
  connection.struck = true;
  switch (fault.trouble) {
    case Trouble::cut:
    case Trouble::reset:
      connection.dying = true;
      return;
    case Trouble::stall:
      connection.dies_at = std::chrono::steady_clock::now() + std::chrono::milliseconds(fault.ms);
      return;
    case Trouble::half_close:
      direction.ended = true;
      return;
    default:
      return;
  }
}

void TcpProxy::read_from(Connection& connection, int at) {
  Connection::Direction& direction = connection.directions[at];
  char bytes[kPiece];
  const Fault& fault = connection.fault;
  const bool ours = fault.trouble != Trouble::none && fault.of_reply == (at == 1);
  const std::size_t most = ours && fault.trouble == Trouble::slow
                               ? std::min(kPiece, static_cast<std::size_t>(fault.piece))
                               : kPiece;
  const ssize_t got = ::recv(connection.sockets[at], bytes, most, 0);
  if (got < 0) {
    if (errno != EAGAIN && errno != EINTR) end(connection, true);
    return;
  }
  if (got == 0) {
    direction.ended = true;
    return;
  }
  std::string piece(bytes, static_cast<std::size_t>(got));
  const std::int64_t before = direction.read;
  direction.read += got;
  (at == 0 ? request_bytes_ : reply_bytes_) += got;
  if (ours && fault.trouble == Trouble::slow) {
    direction.not_before =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(fault.ms);
    if (!connection.struck) strike(connection);
  } else if (ours && !connection.struck && direction.read > fault.at) {
    const auto place = static_cast<std::size_t>(std::max<std::int64_t>(0, fault.at - before));
    if (fault.trouble == Trouble::doubled)
      piece.insert(place, piece.substr(place));
    else if (fault.trouble == Trouble::garbled)
      piece[place] = static_cast<char>(piece[place] ^ 0x55);
    else
      piece.resize(place);
    strike(connection);
  }
  direction.waiting += piece;
}

void TcpProxy::write_to(Connection& connection, int at) {
  Connection::Direction& direction = connection.directions[at];
  const int target = connection.sockets[1 - at];
  if (!direction.waiting.empty()) {
    const ssize_t sent =
        ::send(target, direction.waiting.data(), direction.waiting.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return end(connection, true);
    if (sent > 0) direction.waiting.erase(0, static_cast<std::size_t>(sent));
  }
  if (direction.waiting.empty() && direction.ended && !direction.closed) {
    ::shutdown(target, SHUT_WR);
    direction.closed = true;
  }
}

void TcpProxy::run() {
  while (!stopping_) {
    std::vector<pollfd> polled = {{listener_, POLLIN, 0}};
    const Moment now = std::chrono::steady_clock::now();
    for (const auto& connection : open_)
      for (int at = 0; at < 2; ++at) {
        const Connection::Direction& mine = connection->directions[at];
        const Connection::Direction& other = connection->directions[1 - at];
        const bool silent = connection->dying || connection->dies_at != Moment::max();
        short events = 0;
        if (!silent && !mine.ended && mine.waiting.empty()) events |= POLLIN;
        if (!other.waiting.empty() && other.not_before <= now) events |= POLLOUT;
        polled.push_back({connection->sockets[at], events, 0});
      }
    ::poll(polled.data(), polled.size(), 5);
    const std::size_t before = open_.size();
    for (std::size_t i = 0; i < before; ++i) {
      Connection& connection = *open_[i];
      for (int at = 0; at < 2 && !connection.gone; ++at) {
        const pollfd& one = polled[1 + 2 * i + static_cast<std::size_t>(at)];
        if (one.revents & POLLOUT) write_to(connection, 1 - at);
        if (connection.gone) break;
        if ((one.events & POLLIN) && (one.revents & (POLLIN | POLLHUP | POLLERR)))
          read_from(connection, at);
        if (!connection.gone && connection.directions[at].not_before <= now)
          write_to(connection, at);
      }
      if (connection.gone) continue;
      const auto& there = connection.directions[0];
      const auto& back = connection.directions[1];
      const bool drained = there.waiting.empty() && back.waiting.empty();
      if (connection.dying && drained) end(connection, connection.fault.trouble == Trouble::reset);
      else if (connection.dies_at <= now) end(connection, true);
      else if (there.closed && back.closed) end(connection, false);
    }
    std::erase_if(open_, [](const auto& connection) { return connection->gone; });
    if (polled.front().revents & POLLIN) accept_all();
  }
}

}  // namespace afterword::test
