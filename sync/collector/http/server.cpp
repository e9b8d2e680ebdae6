#include "sync/collector/http/server.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>

#include "sync/collector/http/connection.h"
#include "sync/collector/http/hub.h"

namespace afterword::collector {
namespace {

using Tcp = boost::asio::ip::tcp;
using SystemError = boost::system::error_code;

constexpr std::size_t kFilesForTheRest = 128;  // databases, logs, the program itself
constexpr int kBacklog = 1024;
constexpr Ms kAcceptAgain{100};

std::size_t connections_possible(std::size_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const auto may_open = static_cast<std::size_t>(files.rlim_cur);
  return std::min(wanted,
                  may_open > 2 * kFilesForTheRest ? may_open - kFilesForTheRest : may_open / 2);
}

Failure failure_of(const SystemError& error) {
  if (error == boost::asio::error::address_in_use) return Failure::conflict;
  if (error == boost::asio::error::access_denied) return Failure::denied;
  if (error.category() == boost::asio::error::get_netdb_category()) return Failure::invalid;
  return Failure::io;
}

std::string hint_for(Failure failure) {
  switch (failure) {
    case Failure::conflict:
      return "another program listens there; stop it or choose another port";
    case Failure::denied:
      return "ports below 1024 need CAP_NET_BIND_SERVICE; choose a higher one";
    case Failure::invalid:
      return "give an address of this machine, such as 127.0.0.1 or 0.0.0.0";
    default:
      return {};
  }
}

// An IPv4 address within IPv6 is that IPv4 address.
boost::asio::ip::address plain(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
  return address;
}

// One household or shop has one IPv4 address, or a /64 of IPv6.
std::string counted_by(const boost::asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

}  // namespace

class Server::Impl {
 public:
  Impl(std::shared_ptr<Hub> hub, Handler handler, Tcp::acceptor acceptor, std::size_t most)
      : hub_(std::move(hub)),
        handler_(std::move(handler)),
        acceptor_(std::move(acceptor)),
        port_(acceptor_.local_endpoint().port()),
        connections_max_(most),
        timer_(hub_->loop) {}
  ~Impl();

  void run();
  void stop() {
    boost::asio::post(hub_->loop, [this] { begin_stop(); });
  }
  std::uint16_t port() const { return port_; }
  const Counts& counts() const { return hub_->counts; }

 private:
  void accept();
  void accept_later();
  void admit(Tcp::socket socket);
  bool has_room(const boost::asio::ip::address& address);
  void forget(Connection& connection);
  void begin_stop();
  void close_all();
  void work(Job job);
  Outcome answer(const Request& request);

  // Shared only so that a late Pending can find out that the server is gone.
  const std::shared_ptr<Hub> hub_;
  const Handler handler_;
  Tcp::acceptor acceptor_;
  const std::uint16_t port_;
  const std::size_t connections_max_;
  boost::asio::steady_timer timer_;  // to accept again, and then for the stop
  std::unordered_map<std::string, std::size_t> per_address_;
  std::uint64_t last_id_ = 0;
};

Server::Impl::~Impl() {
  // What still waits in the loop holds connections, and these look at the hub.
  close_all();
  SystemError ignored;
  acceptor_.close(ignored);
}

void Server::Impl::run() {
  Workers workers(hub_->options.workers, hub_->options.limits.queue_max,
                  [this](Job job) { work(std::move(job)); });
  hub_->submit = [&workers](Job job) { return workers.submit(std::move(job)); };
  hub_->forget = [this](Connection& connection) { forget(connection); };
  accept();
  hub_->loop.run();
  workers.stop();
  hub_->submit = nullptr;
}

void Server::Impl::accept() {
  acceptor_.async_accept([this](SystemError error, Tcp::socket socket) {
    if (hub_->stopping) return;
    if (!error) {
      admit(std::move(socket));
    } else if (error != boost::asio::error::connection_aborted) {
      hub_->troubles.say(Trouble::accept,
                         fmt::format("a connection cannot be accepted: {}", error.message()));
      return accept_later();
    }
    accept();
  });
}

// Out of files or memory: the connection stays in the kernel's queue until there is room again.
void Server::Impl::accept_later() {
  timer_.expires_after(kAcceptAgain);
  timer_.async_wait([this](SystemError error) {
    if (!error && !hub_->stopping) accept();
  });
}

void Server::Impl::admit(Tcp::socket socket) {
  SystemError error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  const boost::asio::ip::address address = plain(remote.address());
  if (!has_room(address)) {
    ++hub_->counts.refused_connections;
    hub_->troubles.say(
        Trouble::too_many_connections,
        fmt::format("a connection from {} was refused: too many are open", address.to_string()));
    return;
  }
  std::string counted = counted_by(address);
  const ServerLimits& limits = hub_->options.limits;
  const std::size_t share =
      address.is_loopback() ? limits.buffered_loopback_max : limits.buffered_per_address_max;
  ++per_address_[counted];
  ++hub_->counts.accepted;
  ++hub_->counts.connections;
  const auto connection = std::make_shared<Connection>(
      *hub_, ++last_id_, std::move(socket), address.to_string(), std::move(counted), share);
  hub_->connections.emplace(connection->id(), connection);
  connection->start();
}

bool Server::Impl::has_room(const boost::asio::ip::address& address) {
  if (hub_->connections.size() >= connections_max_) return false;
  const ServerLimits& limits = hub_->options.limits;
  const auto found = per_address_.find(counted_by(address));
  const std::size_t open = found == per_address_.end() ? 0 : found->second;
  return open < (address.is_loopback() ? limits.connections_loopback_max
                                       : limits.connections_per_address_max);
}

void Server::Impl::forget(Connection& connection) {
  const auto found = per_address_.find(connection.address());
  if (--found->second == 0) per_address_.erase(found);
  --hub_->counts.connections;
  hub_->connections.erase(connection.id());
  if (hub_->stopping && hub_->connections.empty()) timer_.cancel();
}

void Server::Impl::begin_stop() {
  if (hub_->stopping) return;
  hub_->stopping = true;
  SystemError ignored;
  acceptor_.close(ignored);
  std::vector<std::shared_ptr<Connection>> open;
  for (const auto& [id, connection] : hub_->connections) open.push_back(connection);
  for (const auto& connection : open) connection->wind_down();
  if (hub_->connections.empty()) return;
  timer_.expires_after(hub_->options.limits.stop);
  timer_.async_wait([this](SystemError error) {
    if (!error) close_all();
  });
}

void Server::Impl::close_all() {
  std::vector<std::shared_ptr<Connection>> open;
  for (const auto& [id, connection] : hub_->connections) open.push_back(connection);
  for (const auto& connection : open) connection->close();
}

// On a worker.
void Server::Impl::work(Job job) {
  Outcome outcome = answer(job.request);
  boost::asio::post(hub_->loop,
                    [hub = hub_.get(), id = job.connection, made = std::move(outcome)]() mutable {
                      const auto found = hub->connections.find(id);
                      if (found == hub->connections.end()) {
                        // Nobody waits for it any more.
                        if (auto* pending = std::get_if<std::shared_ptr<Pending>>(&made))
                          (*pending)->abandon();
                        return;
                      }
                      const std::shared_ptr<Connection> connection = found->second;
                      connection->deliver(std::move(made));
                    });
}

Outcome Server::Impl::answer(const Request& request) {
  try {
    Outcome outcome = handler_(request);
    const auto* pending = std::get_if<std::shared_ptr<Pending>>(&outcome);
    if (pending == nullptr || *pending) return outcome;
    hub_->troubles.say(Trouble::handler_threw, "a route returned nothing to wait for");
  } catch (const std::exception& thrown) {
    hub_->troubles.say(Trouble::handler_threw, fmt::format("{} {} failed: {}", request.method,
                                                           request.path, thrown.what()));
  }
  return hub_->error_reply(500, "The collector made a mistake; its log says which.");
}

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, Handler handler,
                                             const Clock& clock, Notice notice) {
  AFTERWORD_ASSIGN(std::unique_ptr<TlsContext> tls, TlsContext::make(options.identity));
  const std::string where = fmt::format("{}:{}", options.host, options.port);
  const std::size_t wanted = options.limits.connections_max;
  const std::size_t most = connections_possible(wanted);
  if (most < wanted && notice)
    notice(fmt::format("at most {} connections at once, not {}: the limit of open files is low",
                       most, wanted));
  const std::string host = options.host;
  const std::uint16_t port = options.port;
  const auto hub =
      std::make_shared<Hub>(std::move(options), std::move(tls), clock, std::move(notice));
  hub->self = hub;

  SystemError error;
  Tcp::resolver resolver(hub->loop);
  const auto found = resolver.resolve(
      host, std::to_string(port), Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
  Tcp::acceptor acceptor(hub->loop);
  if (!error) acceptor.open(found.begin()->endpoint().protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(found.begin()->endpoint(), error);
  if (!error) acceptor.listen(kBacklog, error);
  if (error) {
    const Failure failure = failure_of(error);
    return fail(failure, fmt::format("cannot listen: {}", error.message()), where,
                hint_for(failure));
  }
  return std::unique_ptr<Server>(
      new Server(std::make_unique<Impl>(hub, std::move(handler), std::move(acceptor), most)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->port(); }
void Server::run() { impl_->run(); }
void Server::stop() { impl_->stop(); }

ServerCounters Server::counters() const {
  const Counts& counts = impl_->counts();
  ServerCounters out;
  out.connections = counts.connections;
  out.waiting = counts.waiting;
  out.accepted = counts.accepted;
  out.refused_connections = counts.refused_connections;
  out.failed_handshakes = counts.failed_handshakes;
  out.requests = counts.requests;
  out.refused_requests = counts.refused_requests;
  out.timed_out = counts.timed_out;
  return out;
}

}  // namespace afterword::collector
