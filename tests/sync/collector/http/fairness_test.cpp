// One address that holds all it can get, and slow lines: neither stops who behaves.
#include <doctest/doctest.h>

#include "sync/collector/http/bodies.h"
#include "tests/sync/collector/http/client.h"
#include "tests/sync/collector/http/running.h"

namespace afterword::collector::test {
namespace fairness_test {

constexpr std::size_t kMiB = 1024 * 1024;
constexpr const char* kHonestAddress = "127.0.0.2";

std::string head_of_post(std::size_t bytes) {
  return "POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
}

// Connections of 127.0.0.1 that each hold all of a body but its last byte.
class Hoarders {
 public:
  Hoarders(Running& server, int count, std::size_t bytes) {
    const std::string held = head_of_post(bytes) + std::string(bytes - 1, 'x');
    for (int i = 0; i < count; ++i) {
      clients_.push_back(std::make_unique<Client>(server.port()));
      clients_.back()->send(held);
    }
  }

 private:
  std::vector<std::unique_ptr<Client>> clients_;
};

ServerOptions patient() {
  ServerOptions options;
  options.limits.body = options.limits.body_ahead = Ms{600'000};
  return options;
}

int sent(Running& server, std::size_t bytes, From from) {
  Client client(server.port(), from);
  if (!client.send(head_of_post(bytes) + std::string(bytes, 'y'))) return 0;
  const auto reply = client.hear();
  if (reply && reply->status == 200) CHECK(reply->body == std::to_string(bytes));
  return reply ? reply->status : 0;
}

// `bytes` as the TLS records that carry them, not sent.
std::string sealed(Client& client, std::string_view bytes) {
  BIO* const out = BIO_new(BIO_s_mem());
  SSL_set0_wbio(client.ssl(), out);
  client.send(bytes);
  char* records = nullptr;
  const long count = BIO_get_mem_data(out, &records);
  return {records, static_cast<std::size_t>(count)};
}

}  // namespace fairness_test
using namespace fairness_test;

TEST_CASE(
    "Who gives way is the largest request of the address that holds most, among equals the "
    "newest") {
  Bodies bodies;
  const auto arrives = [&](std::uint64_t id, const char* address, std::size_t count) {
    bodies.change(id, address, {}, {count, true});
  };
  arrives(1, "a", 50);
  arrives(2, "a", 50);
  arrives(3, "b", 90);
  CHECK(bodies.total() == 190);
  CHECK_FALSE(bodies.too_much("a", 100, 190));
  CHECK(bodies.too_much("a", 100, 189) == 2);  // a holds 100 in all
  CHECK(bodies.too_much("b", 89, 190) == 3);
  bodies.change(3, "b", {90, true}, {101, true});
  CHECK(bodies.too_much("a", 200, 189) == 3);
  bodies.change(3, "b", {101, true}, {101, false});  // it is being answered
  CHECK_FALSE(bodies.too_much("b", 100, 300));
  arrives(4, "b", 10);
  CHECK_FALSE(bodies.too_much("b", 100, 300));  // no share is full of what is being answered
  CHECK(bodies.too_much("b", 9, 300) == 4);
  CHECK(bodies.too_much("a", 200, 210) == 4);  // b holds 111 of all, a 100
  bodies.change(4, "b", {10, true}, {});
  CHECK_FALSE(bodies.too_much("a", 100, 201));
  bodies.change(3, "b", {101, false}, {});
  bodies.change(2, "a", {50, true}, {});
  bodies.change(1, "a", {50, true}, {});
  CHECK(bodies.total() == 0);
  CHECK_FALSE(bodies.too_much("a", 0, 0));
}

TEST_CASE("One address that holds 256 nearly whole bodies stops nobody at another") {
  Running server(patient());
  const Hoarders hoarders(server, 256, kMiB);
  REQUIRE(eventually([&] { return server.counters().accepted == 256; }));
  CHECK(server.counters().refused_requests == 0);  // all that may be held is held, to 256 bytes
  for (int i = 0; i < 20; ++i) {
    CHECK(sent(server, 2'000, {kHonestAddress}) == 200);
    CHECK(sent(server, 700'000, {kHonestAddress}) == 200);
    CHECK(sent(server, kMiB, {kHonestAddress}) == 200);
  }
  CHECK(server.counters().refused_requests > 0);
  REQUIRE_FALSE(server.notices().empty());
  CHECK(server.notices().back().find("from 127.0.0.1 was refused") != std::string::npos);
}

TEST_CASE(
    "Beside 255 connections of its own address that hold all they can, a body of the size that "
    "is kept free for each is taken") {
  ServerOptions options = patient();
  options.limits.buffered_loopback_max = options.limits.buffered_per_address_max;
  Running server(std::move(options));
  const Hoarders hoarders(server, 255, kMiB);
  REQUIRE(eventually([&] { return server.counters().refused_requests >= 255 - 32; }));
  for (int i = 0; i < 20; ++i) {
    CHECK(sent(server, 2'000, {}) == 200);
    CHECK(sent(server, 128 * 1024, {}) == 200);
    CHECK(sent(server, kMiB, {kHonestAddress}) == 200);
  }
}

TEST_CASE("While an address's bodies are being answered, it may send more, up to its share") {
  ServerOptions options = patient();
  options.limits.buffered_loopback_max = 100'000;
  options.workers = 4;
  Running server(std::move(options));
  std::vector<std::unique_ptr<Client>> answered;
  for (int i = 1; i <= 3; ++i) {
    answered.push_back(std::make_unique<Client>(server.port()));
    REQUIRE(answered.back()->post("/hold", std::string(90'000, 'a')));
    REQUIRE(eventually([&] { return server.held() == i; }));
  }
  CHECK(sent(server, 2'000, {}) == 200);
  CHECK(sent(server, 100'000, {}) == 200);
  CHECK(sent(server, 100'001, {}) == 503);
  server.release();
  for (const auto& client : answered) CHECK(client->hear()->body == "released");
}

TEST_CASE("Many kiosks of one address may send at once") {
  ServerOptions options = patient();
  options.limits.buffered_loopback_max = options.limits.buffered_per_address_max;
  Running server(std::move(options));
  std::vector<std::unique_ptr<Client>> kiosks;
  constexpr std::size_t kBytes = 256 * 1024;
  for (int i = 0; i < 128; ++i) {
    kiosks.push_back(std::make_unique<Client>(server.port()));
    REQUIRE(kiosks.back()->send(head_of_post(kBytes) + std::string(kBytes - 1, 'x')));
  }
  for (const auto& kiosk : kiosks) {
    REQUIRE(kiosk->send("x"));
    CHECK(kiosk->hear()->body == std::to_string(kBytes));
  }
  CHECK(server.counters().refused_requests == 0);
}

TEST_CASE("A body at the slowest rate that is served arrives, however long it takes") {
  ServerOptions options;
  options.limits.body = Ms{1'500};
  options.limits.slowest_bytes_per_second = 10'000;
  Running server(std::move(options));
  Client client(server.port());
  constexpr int kPieces = 150;
  REQUIRE(client.send(head_of_post(kPieces * 1'000)));
  for (int i = 0; i < kPieces; ++i) {
    REQUIRE(client.send(std::string(1'000, 'x')));
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  CHECK(client.hear()->body == std::to_string(kPieces * 1'000));
  CHECK(server.counters().timed_out == 0);
}

TEST_CASE(
    "A first request whose header comes hidden in a record of 16 KiB, slower than a header may "
    "be, arrives at the slowest rate that is served") {
  ServerOptions options;
  options.limits.header = options.limits.first = Ms{1'500};
  options.limits.slowest_bytes_per_second = 4'096;
  Running server(std::move(options));
  Client client(server.port());
  REQUIRE(client.ready());
  const std::string head = head_of_post(16'000);
  const std::string record = sealed(client, head + std::string(16'000, 'x'));
  constexpr std::size_t kPiece = 164;
  REQUIRE(record.size() < 100 * kPiece);
  REQUIRE(record.size() > 16'000);
  for (std::size_t at = 0; at < record.size(); at += kPiece) {
    REQUIRE(client.wire().send(std::string_view(record).substr(at, kPiece)));
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  const auto reply = client.hear();
  REQUIRE(reply);
  CHECK(reply->body == "16000");
  CHECK(server.counters().timed_out == 0);
}

TEST_CASE("A header buys no time with the overhead of its records") {
  ServerOptions options;
  options.limits.header_bytes_max = 2'048;
  options.limits.header = options.limits.first = Ms{1'500};
  options.limits.body_ahead = Ms{1'000};
  options.limits.slowest_bytes_per_second = 1'024;
  Running server(std::move(options));
  Client drip(server.port());
  REQUIRE(drip.send("GET / HTTP/1.1\r\nHost: t\r\nX-Drip: "));
  // In so small records the longest header is 46 KB: too much, and told so with 431, if all of
  // that bought time.
  for (int i = 0; i < 3'000 && server.counters().timed_out == 0; ++i) {
    if (!drip.send("x")) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const auto cut = drip.hear();
  REQUIRE(cut);
  CHECK(cut->status == 408);
  CHECK(drip.ended());
}

TEST_CASE("Who stops in the midst of a connection's first record is told that it took too long") {
  ServerOptions options;
  options.limits.header = Ms{300};
  Running server(std::move(options));
  Client client(server.port());
  REQUIRE(client.ready());
  const std::string record = sealed(client, head_of_post(4));
  REQUIRE(client.wire().send(std::string_view(record).substr(0, 20)));
  const auto reply = client.hear();
  REQUIRE(reply);
  CHECK(reply->status == 408);
  CHECK(client.ended());
  CHECK(server.counters().timed_out == 1);
}

TEST_CASE("A body that drips is cut off, and so is one that stops before its end") {
  ServerOptions options;
  options.limits.body = options.limits.body_ahead = Ms{300};
  Running server(std::move(options));
  Client drip(server.port());
  REQUIRE(drip.send(head_of_post(100'000)));
  bool cut = false;
  for (int i = 0; i < 3'000 && !cut; ++i) {
    cut = !drip.send("x") || server.counters().timed_out > 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(cut);
  // A quarter of an hour's worth came at once: it buys no such time to hold it.
  Client stops(server.port());
  REQUIRE(stops.send(head_of_post(kMiB) + std::string(kMiB - 1, 'x')));
  CHECK(stops.hear()->status == 408);
  CHECK(stops.ended());
}

TEST_CASE("A first request has one deadline from the connection on, a later one its own") {
  ServerOptions options;
  options.limits.handshake = options.limits.header = Ms{600'000};
  options.limits.first = Ms{3'000};
  Running server(std::move(options));
  Client client(server.port());
  REQUIRE(client.get("/first"));
  const auto first = client.hear();
  REQUIRE(first);
  CHECK(first->status == 200);
  {
    Wire silent(server.port());
    Client no_request(server.port()), half_header(server.port());
    REQUIRE(half_header.send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: "));
    CHECK(silent.rest().empty());
    CHECK(no_request.ended());
    const auto told = half_header.hear();
    REQUIRE(told);
    CHECK(told->status == 408);
  }
  // Those came after this one, and their time is over: so would be this one's.
  REQUIRE(client.send("GET /second HTTP/1.1\r\nHo"));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  REQUIRE(client.send("st: t\r\n\r\n"));
  const auto second = client.hear();
  REQUIRE(second);
  CHECK(second->status == 200);
}

TEST_CASE(
    "A reply that is read at the slowest rate arrives; one that is read byte by byte does not") {
  ServerOptions options;
  options.limits.write = Ms{1'500};
  Running server(std::move(options));
  Client slow(server.port(), {"127.0.0.1", 16 * 1024});
  REQUIRE(slow.get("/big?bytes=3000000"));
  std::size_t read = 0;
  for (std::string piece(16 * 1024, '\0'); read < 3'000'000;) {
    const int count = SSL_read(slow.ssl(), piece.data(), static_cast<int>(piece.size()));
    REQUIRE(count > 0);
    read += static_cast<std::size_t>(count);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  Client drip(server.port(), {"127.0.0.1", 4 * 1024});
  REQUIRE(drip.get("/big?bytes=50000000"));
  int looks = 0;
  const bool cut = eventually([&] {
    char byte;
    if (++looks % 20 == 0) ::recv(drip.wire().socket(), &byte, 1, MSG_DONTWAIT);
    return server.counters().timed_out == 1;
  });
  CHECK(cut);
}

}  // namespace afterword::collector::test
