// One HTTPS request and its reply; the only door to libcurl.
//
// https only, TLS 1.3, HTTP/1.1, no redirects, no cookies, no .netrc, no proxy from the
// environment, no compression, and a limit to everything the other side may send. The server is
// known by its public key (a pin), not by host name or certificate authorities: whoever holds the
// pinned key is the collector, and nobody else is, whatever a DNS server or an authority says.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";  // GET, POST, PUT, DELETE
  std::string url;             // https://host[:port]/path?query
  HttpHeaders headers;         // no CR, LF or NUL in them, or the request is refused
  std::string body;
};

struct HttpReply {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  // The first of that name, in any case.
  std::optional<std::string_view> header(std::string_view name) const;
};

using KeyPin = std::array<std::uint8_t, 32>;  // SHA-256 of a SubjectPublicKeyInfo

struct HttpOptions {
  std::vector<KeyPin> pins;  // the server's key must be one of them
  // Take any key. Only for reading what proves itself, as the signed trust document before
  // enrolment does; nothing secret may be sent so. Ignored when there are pins.
  bool unverified = false;
  std::chrono::milliseconds connect_max{10'000};  // name, TCP and TLS
  std::chrono::milliseconds total_max{40'000};
  // Under this many bytes a second for so long is a dead connection. 0: no such rule (long poll).
  // Bytes count when the kernel takes them, and a large body it may take whole: on a slow line then
  // nothing moves for as long as that needs.
  int slowest_bytes_per_second = 16;
  std::chrono::seconds slow_max{20};
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;
};

// Threads: send() is for one thread at a time; stop() and resume() for any.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Waits for the whole reply. Any status is a reply.
  // Errors: unreachable (nothing was sent), unavailable (broken off, too slow, stopped), denied (a
  // key that is not pinned), invalid (no https address, a forbidden character in a header, a reply
  // over a limit).
  virtual Result<HttpReply> send(const HttpRequest& request, const HttpOptions& options) = 0;

  // The send() that is under way and all later ones return at once, until resume().
  virtual void stop() = 0;
  virtual void resume() = 0;
};

// Keeps its connection open between requests to the same server with the same pins.
class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient();
  ~CurlHttpClient() override;
  CurlHttpClient(const CurlHttpClient&) = delete;
  CurlHttpClient& operator=(const CurlHttpClient&) = delete;

  Result<HttpReply> send(const HttpRequest& request, const HttpOptions& options) override;
  void stop() override;
  void resume() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword
