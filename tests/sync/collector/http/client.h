// The other side of the wire for tests: a blocking TLS client that says exactly what it is told.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>

namespace afterword::collector::test {

// From which of this machine's addresses (127.0.0.2 is another one), and how much the kernel takes
// for us that we have not read (0: its own measure).
struct From {
  const char* address = "127.0.0.1";
  int receive_bytes = 0;
};

// A plain TCP connection to 127.0.0.1. Reads give up after half a minute: a hang guard only.
class Wire {
 public:
  explicit Wire(std::uint16_t port, From from = {}) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    ::inet_pton(AF_INET, from.address, &own.sin_addr);
    ::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own);
    if (from.receive_bytes > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &from.receive_bytes, sizeof from.receive_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const timeval guard{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof guard);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &guard, sizeof guard);
  }
  ~Wire() { hang_up(); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  bool open() const { return open_; }
  int socket() const { return socket_; }
  bool send(std::string_view bytes) {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  // All that comes until the other side closes.
  std::string rest() {
    std::string out;
    char buffer[4096];
    for (ssize_t n; (n = ::recv(socket_, buffer, sizeof buffer, 0)) > 0;)
      out.append(buffer, static_cast<std::size_t>(n));
    return out;
  }
  void hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  // A reset, as when the power of the other side goes.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    hang_up();
  }

 private:
  int socket_;
  bool open_ = false;
};

struct Heard {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
  std::optional<std::string> header(std::string_view name) const {
    const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return std::nullopt;
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port, From from = {}) : wire_(port, from) {
    // OpenSSL's socket BIO may raise SIGPIPE in this thread; the server's threads stay unguarded.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    context_ = SSL_CTX_new(TLS_client_method());
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, wire_.socket());
    ready_ = wire_.open() && SSL_connect(ssl_) == 1;
  }
  ~Client() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool ready() const { return ready_; }
  Wire& wire() { return wire_; }
  SSL* ssl() { return ssl_; }

  bool send(std::string_view bytes) {
    return bytes.empty() || SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) ==
                                static_cast<int>(bytes.size());
  }
  bool get(std::string_view target, std::string_view headers = "") {
    return send("GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" +
                std::string(headers) + "\r\n");
  }
  bool post(std::string_view target, std::string_view body) {
    return send("POST " + std::string(target) + " HTTP/1.1\r\nHost: test\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  }

  // The next reply, or nothing if the connection ends before it is whole. A body is expected
  // wherever Content-Length says so, but for `head`.
  std::optional<Heard> hear(bool head = false) {
    std::size_t end;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos)
      if (!read_more()) return std::nullopt;
    Heard heard;
    heard.head = in_.substr(0, end + 2);
    heard.status = std::stoi(heard.head.substr(heard.head.find(' ') + 1, 3));
    in_.erase(0, end + 4);
    const auto length = heard.header("Content-Length");
    const std::size_t bytes = length && !head ? std::stoul(*length) : 0;
    while (in_.size() < bytes)
      if (!read_more()) return std::nullopt;
    heard.body = in_.substr(0, bytes);
    in_.erase(0, bytes);
    return heard;
  }
  // Whether the other side has ended the connection and said nothing more.
  bool ended() { return in_.empty() && !read_more(); }

 private:
  bool read_more() {
    char buffer[16 * 1024];
    const int n = SSL_read(ssl_, buffer, sizeof buffer);
    if (n <= 0) return false;
    in_.append(buffer, static_cast<std::size_t>(n));
    return true;
  }

  Wire wire_;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool ready_ = false;
  std::string in_;
};

}  // namespace afterword::collector::test
