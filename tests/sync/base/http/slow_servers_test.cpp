// Servers that never come to an end: they send for ever, or a byte now and then. The client gives up, and
// reads no more than it must.
#include "tests/sync/base/http/fed.h"

using namespace afterword;
using test::body_of;
using test::Fed;

namespace {
namespace slow_servers {

constexpr std::size_t kPastCapMost = 64 * 1024;
constexpr std::size_t kPiece = 4 * 1024;

HttpOptions patient(const Fed& server) {
  HttpOptions options;
  options.pins = {server.pin};
  options.total_max = std::chrono::minutes(2);
  options.slowest_bytes_per_second = 0;
  return options;
}

}  // namespace slow_servers
}  // namespace
using namespace slow_servers;

TEST_CASE("A body without an end is given up at the limit") {
  Fed server(body_of(std::string(kPiece, 'x')), 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.body_bytes_max = 100'000;
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
  CHECK(reply.error().what.find("100000 bytes of body") != std::string::npos);
}

TEST_CASE("To know that a body is over the limit, 64 KiB past it are enough") {
  // No byte more comes, and the connection stays: who wanted more would wait until its time is over.
  constexpr std::size_t kCap = 100'000;
  Fed server(body_of(std::string(kPiece, 'x'), kCap + kPastCapMost), 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.total_max = std::chrono::seconds(20);
  options.body_bytes_max = kCap;
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::invalid);
}

TEST_CASE("A server that drips is given up by the rule for the slowest") {
  Fed server(body_of("x"), 50);  // about 20 bytes a second
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.slowest_bytes_per_second = 2'000;
  options.slow_max = std::chrono::seconds(1);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
  CHECK_MESSAGE(reply.error().what.find("too slow") != std::string::npos, reply.error().what);
}

TEST_CASE("So is one whose reply never begins") {
  Fed server([] { return std::string(); }, 0);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.slowest_bytes_per_second = 2'000;
  options.slow_max = std::chrono::seconds(1);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
}

TEST_CASE("Where there is no rule for the slowest, as for the long poll, the whole time is the limit") {
  std::string piece = "x";
  int pause_ms = 50;
  SUBCASE("it drips") {}
  SUBCASE("it says nothing") { piece.clear(); }
  SUBCASE("it sends for ever, within the limit of the body") {
    piece = std::string(64, 'x');
    pause_ms = 1;
  }
  Fed server(body_of(piece), pause_ms);
  CurlHttpClient client;
  HttpOptions options = patient(server);
  options.total_max = std::chrono::milliseconds(1'500);
  const auto reply = client.send({"GET", server.url, {}, ""}, options);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().failure == Failure::unavailable);
  CHECK_MESSAGE(reply.error().what.find("timed out") != std::string::npos, reply.error().what);
}
