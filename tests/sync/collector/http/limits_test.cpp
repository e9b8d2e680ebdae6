// Clients that are slow, greedy or hostile: each costs its own connection and nothing else.
#include <doctest/doctest.h>

#include "tests/sync/collector/http/client.h"
#include "tests/sync/collector/http/running.h"

namespace afterword::collector::test {
namespace limits_test {

ServerOptions short_deadlines() {
  ServerOptions options;
  options.limits.handshake = options.limits.header = options.limits.body = Ms{300};
  options.limits.idle = Ms{300};
  options.limits.write = Ms{300};
  return options;
}

// Whether a well-behaved client is served now.
bool serves(Running& server) {
  Client client(server.port());
  if (!client.get("/fine")) return false;
  const auto reply = client.hear();
  return reply && reply->body == "GET /fine\n";
}

// The reply's status to `bytes` on a new connection that must then end; 0: ended without a reply.
int status_of(Running& server, std::string_view bytes) {
  Client client(server.port());
  REQUIRE(client.ready());
  client.send(bytes);
  const auto reply = client.hear();
  if (reply) CHECK(reply->header("Connection") == "close");
  CHECK(client.ended());
  return reply ? reply->status : 0;
}

}  // namespace limits_test
using namespace limits_test;

TEST_CASE("Who says nothing, or not enough, is dropped while others are served") {
  Running server(short_deadlines());
  Wire silent(server.port());
  Wire half_handshake(server.port());
  REQUIRE(half_handshake.send("\x16\x03\x01"));
  Client no_request(server.port()), half_header(server.port()), half_body(server.port());
  REQUIRE(half_header.send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: "));
  REQUIRE(half_body.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nhalf"));
  CHECK(serves(server));
  CHECK(silent.rest().empty());
  half_handshake.rest();
  CHECK(no_request.ended());
  CHECK(half_header.hear()->status == 408);
  CHECK(half_header.ended());
  CHECK(half_body.hear()->status == 408);
  CHECK(half_body.ended());
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  CHECK(server.counters().timed_out == 4);
}

TEST_CASE("A header that drips in byte by byte is cut off at its deadline all the same") {
  Running server(short_deadlines());
  Client client(server.port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: t\r\nX-Drip: "));
  // Sending goes on for much longer than the deadline; it fails once the server has hung up.
  bool cut = false;
  for (int i = 0; i < 3'000 && !cut; ++i) {
    cut = !client.send("x") || server.counters().timed_out > 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(cut);
  CHECK(serves(server));
}

TEST_CASE("Who does not read the reply is dropped") {
  Running server(short_deadlines());
  Client client(server.port());
  REQUIRE(client.get("/big?bytes=50000000"));
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  CHECK(serves(server));
}

TEST_CASE("A header or a body that is too large is refused, and the sender can read why") {
  Running server;
  const std::string host = "GET / HTTP/1.1\r\nHost: t\r\n";
  CHECK(status_of(server, host + "X: " + std::string(9'000, 'x') + "\r\n\r\n") == 431);
  CHECK(status_of(server, host + "X: " + std::string(100'000, 'x')) == 431);
  CHECK(status_of(server, "GET /" + std::string(9'000, 'x')) == 431);
  std::string many = host;
  for (int i = 0; i < 5'000; ++i) many += "a: b\r\n";
  CHECK(status_of(server, many + "\r\n") == 431);
  const std::string post = "POST / HTTP/1.1\r\nHost: t\r\n";
  CHECK(status_of(server, post + "Content-Length: 1048577\r\n\r\n") == 413);
  CHECK(status_of(server, post + "Content-Length: 99999999999999999\r\n\r\nmore") == 413);
  CHECK(status_of(server, post + "Content-Length: 1048577\r\nExpect: 100-continue\r\n\r\n") == 413);
  CHECK(status_of(server, post + "Transfer-Encoding: chunked\r\n\r\n100001\r\n") == 413);
  std::string chunks = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 17; ++i) chunks += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  CHECK(status_of(server, chunks) == 413);
  CHECK(serves(server));
  CHECK(server.counters().refused_requests == 9);
}

TEST_CASE("A body of exactly the limit is taken, and a path may allow more") {
  ServerOptions options;
  options.limits.body_bytes_max = 1000;
  options.body_limit = [](std::string_view path) -> std::size_t {
    return path == "/import" ? 3'000'000 : 1000;
  };
  Running server(std::move(options));
  Client client(server.port());
  REQUIRE(client.post("/x", std::string(1000, 'y')));
  CHECK(client.hear()->body == "POST /x\n" + std::string(1000, 'y'));
  REQUIRE(client.post("/import", std::string(3'000'000, 'z')));
  CHECK(client.hear()->body == "POST /import\n" + std::string(3'000'000, 'z'));
  REQUIRE(client.post("/x", std::string(1001, 'y')));
  CHECK(client.hear()->status == 413);
}

TEST_CASE("Bodies of all connections together have a limit") {
  ServerOptions options;
  options.limits.buffered_bytes_max = 300'000;
  Running server(std::move(options));
  Client first(server.port()), second(server.port());
  REQUIRE(first.post("/hold", std::string(200'000, 'a')));
  REQUIRE(eventually([&] { return server.held() == 1; }));
  second.post("/x", std::string(200'000, 'b'));
  CHECK(second.hear()->status == 503);
  server.release();
  CHECK(first.hear()->body == "released");
  Client third(server.port());
  REQUIRE(third.post("/x", std::string(200'000, 'c')));
  CHECK(third.hear()->status == 200);
}

TEST_CASE("Requests that two readers could understand differently are refused") {
  Running server;
  const std::string post = "POST / HTTP/1.1\r\nHost: t\r\n";
  const std::string smuggled = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: t\r\n\r\n";
  for (const std::string& refused : {
           post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled,
           post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + smuggled,
           post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
           post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
           post + "Content-Length: 5, 5\r\n\r\nhello",
           post + "Content-Length: +5\r\n\r\nhello",
           post + "Content-Length: 0x5\r\n\r\nhello",
           post + "Content-Length: -1\r\n\r\n",
           post + "Content-Length:\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled,
           post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n",
           post + "Transfer-Encoding : chunked\r\n\r\n" + smuggled,
           post + "X: a\r\n b\r\n\r\n",
           post + "X: a\n\r\n\r\n",
           post + "X: a\rb\r\n\r\n",
           post + std::string("X: a\0b\r\n\r\n", 10),
           post + "Host: other\r\n\r\n",
           std::string("GET / HTTP/1.1\r\n\r\n"),
           std::string("GET /\r\n\r\n"),
           std::string("GET http://test/ HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("GET /a/../b HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("GET /a%2fb HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("GET /%00 HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("GET /%ff HTTP/1.1\r\nHost: t\r\n\r\n"),
           std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") + smuggled,
       }) {
    CAPTURE(refused);
    const int status = status_of(server, refused);
    CHECK((status == 400 || status == 505));
  }
  CHECK(status_of(server, post + "Transfer-Encoding: gzip, chunked\r\n\r\n") == 501);
  CHECK(status_of(server, post + "Expect: a miracle\r\nContent-Length: 1\r\n\r\n") == 417);
  CHECK(status_of(server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 505);
  CHECK(status_of(server, "GET / HTTP/1.2\r\nHost: t\r\n\r\n") == 505);
  CHECK(server.counters().requests == 0);
  CHECK(serves(server));
}

TEST_CASE("Garbage, and plain HTTP on the TLS port, end the connection") {
  Running server;
  {
    Wire plain(server.port());
    REQUIRE(plain.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n"));
    plain.rest();
    Wire garbage(server.port());
    REQUIRE(garbage.send(std::string(100'000, '\xff')));
    garbage.rest();
  }
  CHECK(eventually([&] { return server.counters().failed_handshakes == 2; }));
  CHECK(status_of(server, std::string(2'000, '\x01') + "\r\n\r\n") == 400);
  CHECK(status_of(server, "\r\n\r\nnonsense\r\n\r\n") == 400);
  CHECK(serves(server));
}

TEST_CASE("Resets at every stage leave nothing behind") {
  Running server;
  const std::string request = "POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nbody";
  Wire(server.port()).reset();
  for (std::size_t cut = 0; cut <= request.size(); cut += 7) {
    Client client(server.port());
    REQUIRE(client.send(request.substr(0, cut)));
    client.wire().reset();
  }
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  CHECK(serves(server));
}

TEST_CASE("One address may open only so many connections") {
  ServerOptions options;
  options.limits.connections_loopback_max = 3;
  Running server(std::move(options));
  {
    Client a(server.port()), b(server.port()), c(server.port());
    REQUIRE((a.ready() && b.ready() && c.ready()));
    CHECK_FALSE(Client(server.port()).ready());
    CHECK(server.counters().refused_connections == 1);
    REQUIRE(a.get("/a"));
    CHECK(a.hear()->status == 200);
  }
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  CHECK(serves(server));
}

TEST_CASE("All addresses together may open only so many connections") {
  ServerOptions options;
  options.limits.connections_max = 2;
  Running server(std::move(options));
  Client a(server.port()), b(server.port());
  REQUIRE((a.ready() && b.ready()));
  CHECK_FALSE(Client(server.port()).ready());
  CHECK(server.notices().size() == 1);
}

}  // namespace afterword::collector::test
