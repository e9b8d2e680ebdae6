#include <doctest/doctest.h>

#include "tests/sync/collector/http/client.h"
#include "tests/sync/collector/http/running.h"

namespace afterword::collector::test {

TEST_CASE("A request is answered, and the connection is kept for the next") {
  Running server;
  Client client(server.port());
  REQUIRE(client.ready());
  for (int i = 0; i < 3; ++i) {
    REQUIRE(client.post("/a%20b?x=1+2&y=%C3%A9", "the body"));
    const auto reply = client.hear();
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->body == "POST /a b\nthe body\nx=1 2\ny=é");
    CHECK(reply->header("Content-Type") == "text/plain");
    CHECK(reply->header("Date"));
    CHECK_FALSE(reply->header("Connection"));
  }
  CHECK(server.counters().accepted == 1);
  CHECK(server.counters().requests == 3);
}

TEST_CASE("TLS is 1.3 or newer, and HTTP/1.1 is what it agrees on") {
  Running server;
  Client client(server.port());
  REQUIRE(client.ready());
  CHECK(SSL_version(client.ssl()) == TLS1_3_VERSION);

  const auto handshake = [&](int version, std::string_view protocols) {
    Wire wire(server.port());
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_security_level(context, 0);
    SSL* ssl = SSL_new(context);
    SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(protocols.data()),
                        static_cast<unsigned>(protocols.size()));
    SSL_set_fd(ssl, wire.socket());
    const bool agreed = SSL_connect(ssl) == 1;
    const unsigned char* chosen = nullptr;
    unsigned bytes = 0;
    SSL_get0_alpn_selected(ssl, &chosen, &bytes);
    const std::string name(reinterpret_cast<const char*>(chosen), bytes);
    SSL_free(ssl);
    SSL_CTX_free(context);
    return agreed ? name : "refused";
  };
  CHECK(handshake(TLS1_2_VERSION, "\x08http/1.1") == "refused");
  CHECK(handshake(TLS1_3_VERSION, "\x02h2\x08http/1.1") == "http/1.1");
  CHECK(handshake(TLS1_3_VERSION, "\x02h2") == "refused");
}

TEST_CASE("Requests sent all at once are answered one after the other, in order") {
  Running server;
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += fmt::format("POST /{} HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\n{:03}", i, i);
  REQUIRE(client.send(all));
  for (int i = 0; i < 50; ++i) {
    const auto reply = client.hear();
    REQUIRE(reply);
    CHECK(reply->body == fmt::format("POST /{}\n{:03}", i, i));
  }
}

TEST_CASE("Two hundred kept connections are served side by side") {
  Running server;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(std::make_unique<Client>(server.port()));
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i)
      REQUIRE(clients[i]->get(fmt::format("/{}/{}", round, i)));
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto reply = clients[i]->hear();
      REQUIRE(reply);
      REQUIRE(reply->body == fmt::format("GET /{}/{}\n", round, i));
    }
  }
  CHECK(server.counters().connections == 200);
  clients.clear();
  CHECK(eventually([&] { return server.counters().connections == 0; }));
}

TEST_CASE("A long poll is answered when somebody completes it") {
  Running server;
  Client first(server.port()), second(server.port());
  REQUIRE(first.get("/wait"));
  REQUIRE(second.get("/wait"));
  REQUIRE(eventually([&] { return server.counters().waiting == 2; }));
  for (const auto& pending : server.pending())
    CHECK(pending->complete({200, {}, "a new definition"}));
  CHECK(first.hear()->body == "a new definition");
  CHECK(second.hear()->body == "a new definition");
  CHECK(server.counters().waiting == 0);
  CHECK_FALSE(server.pending()[0]->complete({200, {}, "too late"}));
  // The connection is as good as before.
  REQUIRE(first.get("/next"));
  CHECK(first.hear()->body == "GET /next\n");
}

TEST_CASE("A long poll that nobody completes is answered when its time is over") {
  Running server;
  Client client(server.port());
  REQUIRE(client.get("/wait?ms=20"));
  const auto reply = client.hear();
  REQUIRE(reply);
  CHECK(reply->body == "nothing new");
  CHECK_FALSE(server.pending()[0]->waiting());
}

TEST_CASE("A client that leaves during a long poll is noticed") {
  Running server;
  {
    Client politely(server.port());
    REQUIRE(politely.get("/wait"));
    REQUIRE(eventually([&] { return server.counters().waiting == 1; }));
  }
  CHECK(eventually([&] { return server.counters().waiting == 0; }));
  Client abruptly(server.port());
  REQUIRE(abruptly.get("/wait"));
  REQUIRE(eventually([&] { return server.counters().waiting == 1; }));
  abruptly.wire().reset();
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  for (const auto& pending : server.pending()) {
    CHECK_FALSE(pending->waiting());
    CHECK_FALSE(pending->complete({200, {}, "nobody hears this"}));
  }
}

TEST_CASE("Clients that vanish in the middle of replies hurt nobody") {
  Running server;
  for (int i = 0; i < 20; ++i) {
    Client client(server.port());
    REQUIRE(client.get("/big?bytes=20000000"));
    if (i % 2 == 0) client.wire().reset();
  }
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  Client client(server.port());
  REQUIRE(client.get("/still-here"));
  CHECK(client.hear()->body == "GET /still-here\n");
}

TEST_CASE("A large reply arrives whole") {
  Running server;
  Client client(server.port());
  REQUIRE(client.get("/big?bytes=20000001"));
  const auto reply = client.hear();
  REQUIRE(reply);
  CHECK(reply->body == std::string(20'000'001, 'x'));
}

TEST_CASE("HEAD gets a reply without its body, and 204 has none") {
  Running server;
  Client client(server.port());
  REQUIRE(client.send("HEAD /x HTTP/1.1\r\nHost: t\r\n\r\n"));
  const auto head = client.hear(true);
  REQUIRE(head);
  CHECK(head->header("Content-Length") == "8");
  REQUIRE(client.get("/none"));
  const auto none = client.hear();
  REQUIRE(none);
  CHECK(none->status == 204);
  CHECK_FALSE(none->header("Content-Length"));
  REQUIRE(client.get("/y"));
  CHECK(client.hear()->body == "GET /y\n");
}

TEST_CASE("HTTP/1.0 and Connection: close are answered, then the connection ends") {
  Running server;
  for (const std::string request :
       {"GET /old HTTP/1.0\r\n\r\n", "GET /old HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"}) {
    Client client(server.port());
    REQUIRE(client.send(request));
    const auto reply = client.hear();
    REQUIRE(reply);
    CHECK(reply->body == "GET /old\n");
    CHECK(reply->header("Connection") == "close");
    CHECK(client.ended());
  }
}

TEST_CASE("A client that expects 100-continue is told to go on") {
  Running server;
  Client client(server.port());
  REQUIRE(client.send(
      "POST /e HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  const auto interim = client.hear();
  REQUIRE(interim);
  CHECK(interim->status == 100);
  REQUIRE(client.send("hello"));
  CHECK(client.hear()->body == "POST /e\nhello");
}

TEST_CASE("A route that throws, or gives what cannot be sent, costs its own request only") {
  Running server;
  Client client(server.port());
  for (const std::string_view path : {"/throw", "/nothing", "/split"}) {
    REQUIRE(client.get(path));
    const auto reply = client.hear();
    REQUIRE(reply);
    CHECK(reply->status == 500);
    CHECK_FALSE(reply->header("X-Evil"));
  }
  const auto notices = server.notices();
  REQUIRE(notices.size() == 2);  // the second "threw" within a minute is counted, not told
  CHECK(notices[0] == "GET /throw failed: no such luck");
}

TEST_CASE("When all workers are busy the answer is 503 at once, and later requests work") {
  ServerOptions options;
  options.limits.queue_max = 1;
  options.error_reply = [](int status, std::string_view why) {
    return Reply{status, {{"Content-Type", "application/json"}}, fmt::format("[\"{}\"]", why)};
  };
  Running server(std::move(options));
  std::vector<std::unique_ptr<Client>> holding;
  for (int i = 0; i < 2; ++i) {
    holding.push_back(std::make_unique<Client>(server.port()));
    REQUIRE(holding.back()->get("/hold"));
    REQUIRE(eventually([&] { return server.held() == i + 1; }));
  }
  holding.push_back(std::make_unique<Client>(server.port()));
  REQUIRE(holding.back()->get("/hold"));  // waits in the queue
  REQUIRE(eventually([&] { return server.counters().requests == 3; }));

  Client client(server.port());
  REQUIRE(client.get("/busy"));
  const auto busy = client.hear();
  REQUIRE(busy);
  CHECK(busy->status == 503);
  CHECK(busy->body == "[\"Too many requests are waiting; try again soon.\"]");
  server.release();
  for (const auto& held : holding) CHECK(held->hear()->body == "released");
  REQUIRE(client.get("/after"));
  CHECK(client.hear()->body == "GET /after\n");
}

TEST_CASE("Stopping answers who waits, finishes what is under way, and ends the rest") {
  Running server;
  Client idle(server.port()), waiting(server.port()), working(server.port()), half(server.port());
  REQUIRE(idle.ready());
  REQUIRE(waiting.get("/wait"));
  REQUIRE(working.get("/hold"));
  REQUIRE(half.send("GET /half HTTP/1.1\r\nHo"));
  REQUIRE(eventually([&] { return server.counters().waiting == 1 && server.held() == 1; }));
  server.server().stop();
  const auto told = waiting.hear();
  REQUIRE(told);
  CHECK(told->body == "nothing new");
  CHECK(told->header("Connection") == "close");
  CHECK(idle.ended());
  CHECK(half.ended());
  CHECK_FALSE(Client(server.port()).ready());
  server.release();
  CHECK(working.hear()->body == "released");
  server.stop();  // run() returns
  CHECK(server.counters().connections == 0);
}

TEST_CASE("Stopping gives up on a request that takes too long") {
  ServerOptions options;
  options.limits.stop = Ms{50};
  Running server(std::move(options));
  Client client(server.port());
  REQUIRE(client.get("/hold"));
  REQUIRE(eventually([&] { return server.held() == 1; }));
  server.server().stop();
  CHECK_FALSE(client.hear());
}

TEST_CASE("A server may be stopped before it runs, or never run at all") {
  SystemClock clock;
  ServerOptions options;
  options.identity = test_identity();
  const auto nobody = [](const Request&) -> Outcome { return Reply{}; };
  auto never = Server::open(options, nobody, clock, nullptr);
  REQUIRE(never);
  auto stopped = Server::open(options, nobody, clock, nullptr);
  REQUIRE(stopped);
  (*stopped)->stop();
  (*stopped)->run();
}

TEST_CASE("A Pending that outlives its server may still be completed") {
  std::shared_ptr<Pending> left;
  {
    Running server;
    Client client(server.port());
    REQUIRE(client.get("/wait"));
    REQUIRE(eventually([&] { return server.counters().waiting == 1; }));
    left = server.pending()[0];
  }
  CHECK_FALSE(left->complete({200, {}, "too late"}));
}

TEST_CASE("What cannot be listened on or served with is said, with what to do") {
  SystemClock clock;
  const auto nobody = [](const Request&) -> Outcome { return Reply{}; };
  const auto error = [&](ServerOptions options) {
    auto opened = Server::open(std::move(options), nobody, clock, nullptr);
    REQUIRE_FALSE(opened);
    return opened.error();
  };
  Running server;
  ServerOptions taken;
  taken.identity = test_identity();
  taken.port = server.port();
  CHECK(error(taken).failure == Failure::conflict);
  CHECK(error(taken).where == fmt::format("127.0.0.1:{}", server.port()));
  CHECK_FALSE(error(taken).hint.empty());
  taken.host = "no such host";
  CHECK(error(taken).failure == Failure::invalid);
  taken.host = "203.0.113.1";  // nobody's
  CHECK(error(taken).failure == Failure::io);

  ServerOptions mixed;
  mixed.identity = test_identity();
  mixed.identity.key_pem = make_self_signed({"other"}, clock.wall())->key_pem;
  CHECK(error(mixed).what == "the TLS key cannot be read, or is not the certificate's");
  mixed.identity.certificate_pem = "no PEM";
  CHECK(error(mixed).what == "the TLS certificate cannot be read or used");
}

}  // namespace afterword::collector::test
