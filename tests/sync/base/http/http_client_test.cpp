// The real client against real TLS: the collector's own server for what is well-behaved, openssl's
// s_server, which sends a file's bytes as they are, for what is not.
#include "sync/base/http/http_client.h"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "sync/base/core/bytes.h"
#include "sync/base/crypto/hash.h"
#include "sync/collector/http/server.h"
#include "tests/support/fake_clock.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace {
namespace http {

// A server of our own on an ephemeral port of loopback.
class Echo {
 public:
  Echo() {
    auto identity = collector::make_self_signed({"localhost"}, clock_.wall());
    REQUIRE(identity);
    const auto found = collector::pin_of_certificate(identity->certificate_pem);
    REQUIRE(found);
    std::copy(found->begin(), found->end(), pin.begin());
    collector::ServerOptions options;
    options.identity = std::move(*identity);
    auto server = collector::Server::open(
        std::move(options), [this](const collector::Request& r) { return answer(r); }, clock_,
        [](std::string_view) {});
    REQUIRE(server);
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Echo() {
    server_->stop();
    thread_.join();
  }
  std::string url(const std::string& path) const {
    return fmt::format("https://127.0.0.1:{}{}", server_->port(), path);
  }
  std::uint64_t connections() const { return server_->counters().accepted; }

  KeyPin pin{};

 private:
  collector::Outcome answer(const collector::Request& request) {
    collector::Reply out;
    out.headers = {{"Afterword-Receipt", "o1:abc"}, {"X-Method", request.method}};
    if (request.path == "/silent")
      return std::make_shared<collector::Pending>(Ms{60'000}, [out] { return out; });
    if (request.path == "/large") out.body = std::string(300'000, 'x');
    if (request.path == "/header") out.headers.emplace_back("X-Large", std::string(9'000, 'x'));
    if (request.path == "/moved") out.status = 302, out.headers.emplace_back("Location", "/large");
    if (request.path == "/echo") {
      out.body = request.body;
      for (const auto& header : request.headers)
        if (header.first.starts_with("x-") || header.first == "content-type" ||
            header.first == "cookie" || header.first == "authorization")
          out.headers.emplace_back("Seen-" + header.first, header.second);
    }
    if (request.path == "/cookie") out.headers.emplace_back("Set-Cookie", "a=b");
    return out;
  }

  test::FakeClock clock_;
  std::unique_ptr<collector::Server> server_;
  std::thread thread_;
};

HttpOptions pinned(const KeyPin& pin) {
  HttpOptions options;
  options.pins = {pin};
  return options;
}

// One file, byte for byte, as the whole reply to GET /reply.
class Raw {
 public:
  explicit Raw(const std::string& bytes) {
    auto identity = collector::make_self_signed({"localhost"}, test::FakeClock().wall());
    REQUIRE(identity);
    const auto found = collector::pin_of_certificate(identity->certificate_pem);
    REQUIRE(found);
    std::copy(found->begin(), found->end(), pin.begin());
    write("cert.pem", identity->certificate_pem);
    write("key.pem", identity->key_pem);
    write("reply", bytes);
    // s_server serves its own folder's files, so it is started there.
    process_ = std::make_unique<test::Process>(
        std::vector<std::string>{"sh", "-c",
                                 "cd \"$1\" && exec openssl s_server -accept 127.0.0.1:0 -cert "
                                 "cert.pem -key key.pem -HTTP",
                                 "sh", scratch_.path()},
        scratch_.path(), "s_server");
    const std::string line = process_->wait_for_line("ACCEPT");
    REQUIRE_FALSE(line.empty());
    url = "https://127.0.0.1" + line.substr(line.rfind(':')) + "/reply";
  }
  KeyPin pin{};
  std::string url;

 private:
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(scratch_.file(name), std::ios::binary) << bytes;
  }
  test::Scratch scratch_;
  std::unique_ptr<test::Process> process_;
};

}  // namespace http
}  // namespace
using HttpEcho = http::Echo;
using http::pinned;

TEST_CASE("a request with a body goes out and comes back whole") {
  HttpEcho server;
  CurlHttpClient client;
  HttpRequest request{"POST", server.url("/echo"), {{"X-One", "1"}}, R"({"a":1})"};
  const auto reply = client.send(request, pinned(server.pin));
  REQUIRE_MESSAGE(reply, reply.error().text());
  CHECK(reply->status == 200);
  CHECK(reply->body == R"({"a":1})");
  CHECK(reply->header("seen-x-one") == "1");
  CHECK(reply->header("Seen-Content-Type") == "application/json");
  CHECK(reply->header("afterword-receipt") == "o1:abc");
  CHECK_FALSE(reply->header("X-None"));
}

TEST_CASE("bodies of every size come back whole, over one connection") {
  HttpEcho server;
  CurlHttpClient client;
  for (const std::size_t size : {0u, 1u, 16'384u, 100'000u, 1'000'000u}) {
    HttpRequest request{"POST", server.url("/echo"), {}, std::string(size, 'b')};
    const auto reply = client.send(request, pinned(server.pin));
    REQUIRE_MESSAGE(reply, reply.error().text());
    CHECK(reply->body.size() == size);
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("every method arrives as itself") {
  HttpEcho server;
  CurlHttpClient client;
  for (const char* method : {"GET", "POST", "PUT", "DELETE", "GET"}) {
    HttpRequest request{method, server.url("/"), {}, std::string(method) == "PUT" ? "x" : ""};
    const auto reply = client.send(request, pinned(server.pin));
    REQUIRE_MESSAGE(reply, reply.error().text());
    CHECK(reply->header("X-Method") == method);
  }
}

TEST_CASE("a server with another key is not talked to") {
  HttpEcho server;
  CurlHttpClient client;
  const auto reply =
      client.send({"POST", server.url("/echo"), {}, "secret"}, pinned(crypto::sha256("other")));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::denied);
  CHECK(reply.error().what.find("pinned") != std::string::npos);
}

TEST_CASE("one of several pins is enough") {
  HttpEcho server;
  CurlHttpClient client;
  HttpOptions options;
  options.pins = {crypto::sha256("next"), server.pin};
  CHECK(client.send({"GET", server.url("/"), {}, ""}, options));
}

TEST_CASE("a connection opened without a pin is not used again with one") {
  HttpEcho server;
  CurlHttpClient client;
  HttpOptions any;
  any.unverified = true;
  CHECK(client.send({"GET", server.url("/"), {}, ""}, any));
  const auto reply = client.send({"GET", server.url("/"), {}, ""}, pinned(crypto::sha256("other")));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::denied);
  CHECK(client.send({"GET", server.url("/"), {}, ""}, pinned(server.pin)));
  CHECK_FALSE(client.send({"GET", server.url("/"), {}, ""}, pinned(crypto::sha256("third"))));
}

TEST_CASE("without a pin and without a word that any key will do, nothing is sent") {
  HttpEcho server;
  CurlHttpClient client;
  const auto reply = client.send({"GET", server.url("/"), {}, ""}, {});
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
  CHECK(server.connections() == 0);
}

TEST_CASE("plain http and other addresses are refused") {
  CurlHttpClient client;
  for (const char* url : {"http://127.0.0.1:1/", "file:///etc/passwd", "127.0.0.1", "", "ftp://a/"})
    CHECK(client.send({"GET", url, {}, ""}, pinned({})).error().failure == Failure::invalid);
}

TEST_CASE("nobody writes headers of their own into ours") {
  HttpEcho server;
  CurlHttpClient client;
  const auto refused = [&](const HttpRequest& request) {
    const auto reply = client.send(request, pinned(server.pin));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().failure == Failure::invalid);
  };
  refused({"GET", server.url("/"), {{"X-A", "1\r\nX-B: 2"}}, ""});
  refused({"GET", server.url("/"), {{"X-A\nX-B", "1"}}, ""});
  refused({"GET", server.url("/"), {{"", "1"}}, ""});
  refused({"GET", server.url("/\r\nX-B: 2"), {}, ""});
  refused({"GET\r\n", server.url("/"), {}, ""});
  CHECK(server.connections() == 0);
}

TEST_CASE("redirects are not followed and cookies are not kept") {
  HttpEcho server;
  CurlHttpClient client;
  const auto moved = client.send({"GET", server.url("/moved"), {}, ""}, pinned(server.pin));
  REQUIRE(moved);
  CHECK(moved->status == 302);
  CHECK(moved->body.empty());
  CHECK(client.send({"GET", server.url("/cookie"), {}, ""}, pinned(server.pin)));
  const auto after = client.send({"GET", server.url("/echo"), {}, ""}, pinned(server.pin));
  REQUIRE(after);
  CHECK_FALSE(after->header("Seen-Cookie"));
}

TEST_CASE("the environment's proxy is not asked") {
  HttpEcho server;
  CurlHttpClient client;
  ::setenv("https_proxy", "http://127.0.0.1:1", 1);
  const auto reply = client.send({"GET", server.url("/"), {}, ""}, pinned(server.pin));
  ::unsetenv("https_proxy");
  CHECK(reply);
}

TEST_CASE("a reply over a limit is refused, and the client is good for the next") {
  HttpEcho server;
  CurlHttpClient client;
  HttpOptions options = pinned(server.pin);
  options.body_bytes_max = 299'999;
  auto reply = client.send({"GET", server.url("/large"), {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
  CHECK(reply.error().what.find("299999") != std::string::npos);
  options.body_bytes_max = 300'000;
  CHECK(client.send({"GET", server.url("/large"), {}, ""}, options)->body.size() == 300'000);
  reply = client.send({"GET", server.url("/header"), {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().what.find("headers") != std::string::npos);
  CHECK(client.send({"GET", server.url("/"), {}, ""}, options));
}

TEST_CASE("a server that does not answer is given up after its time") {
  HttpEcho server;
  CurlHttpClient client;
  HttpOptions options = pinned(server.pin);
  options.total_max = std::chrono::milliseconds(200);
  const auto reply = client.send({"GET", server.url("/silent"), {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
}

TEST_CASE("stop() ends a request that waits, and those after it, until resume()") {
  HttpEcho server;
  CurlHttpClient client;
  std::thread stopper([&] {
    while (server.connections() == 0) std::this_thread::yield();
    client.stop();
  });
  const auto reply = client.send({"GET", server.url("/silent"), {}, ""}, pinned(server.pin));
  stopper.join();
  REQUIRE_FALSE(reply);
  CHECK(reply.error().what == "stopped");
  CHECK(client.send({"GET", server.url("/"), {}, ""}, pinned(server.pin)).error().what ==
        "stopped");
  client.resume();
  CHECK(client.send({"GET", server.url("/"), {}, ""}, pinned(server.pin)));
}

TEST_CASE("nobody at the address is told as such") {
  CurlHttpClient client;
  const auto reply = client.send({"GET", "https://127.0.0.1:1/", {}, ""}, pinned({}));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unreachable);
  CHECK(reply.error().where == "https://127.0.0.1:1/");
  CHECK_FALSE(reply.error().hint.empty());
}

TEST_CASE("a reply that is cut off, or is no HTTP, is no reply") {
  std::string bytes;
  SUBCASE("cut off") { bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"; }
  SUBCASE("no HTTP") { bytes = "hello, this is something else entirely\r\n\r\n"; }
  SUBCASE("chunks that are none") {
    bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc";
  }
  SUBCASE("nothing") { bytes = ""; }
  http::Raw server(bytes);
  CurlHttpClient client;
  const auto reply = client.send({"GET", server.url, {}, ""}, pinned(server.pin));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
}

TEST_CASE("another program's TLS is pinned by the same hash") {
  http::Raw server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  CurlHttpClient client;
  CHECK(client.send({"GET", server.url, {}, ""}, pinned(crypto::sha256("x"))).error().failure ==
        Failure::denied);
  const auto reply = client.send({"GET", server.url, {}, ""}, pinned(server.pin));
  REQUIRE_MESSAGE(reply, reply.error().text());
  CHECK(reply->body == "hello");
}
