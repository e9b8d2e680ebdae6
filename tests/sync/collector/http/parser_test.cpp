#include "sync/collector/http/parser.h"

#include <doctest/doctest.h>

namespace afterword::collector::test {
namespace parser_test {

using State = RequestParser::State;

RequestParser::BodyLimit at_most(std::size_t bytes) {
  return [bytes](std::string_view) { return bytes; };
}

}  // namespace parser_test

TEST_CASE("A request is the same however its bytes are cut") {
  using namespace parser_test;
  const std::string chunked =
      "\r\nPUT /v1/x?a=b HTTP/1.1\r\nHost: h\r\nX-Two:  spaced \r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nAuthorization: stolen\r\n\r\n";
  for (std::size_t cut = 1; cut < chunked.size(); ++cut) {
    RequestParser parser(8192, at_most(100));
    std::string in;
    State state = State::header;
    std::size_t at = 0;
    while (at < chunked.size() && state != State::done) {
      in += chunked.substr(at, cut);
      at += cut;
      state = parser.read(in);
      REQUIRE(state != State::refused);
    }
    REQUIRE(state == State::done);
    CHECK(in.empty());
    CHECK(parser.keep_alive());
    const Request request = parser.take();
    CHECK(request.method == "PUT");
    CHECK(request.target == "/v1/x?a=b");
    CHECK(request.path == "/v1/x");
    CHECK(request.parameter("a") == "b");
    CHECK(request.header("x-two") == "spaced");
    CHECK(request.body == "hello world");
    // What comes after the body cannot be told from what came before it, and is dropped.
    CHECK_FALSE(request.header("authorization"));
  }
}

TEST_CASE("What follows a request stays for the next one") {
  using namespace parser_test;
  RequestParser parser(8192, at_most(100));
  std::string in = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhiGET /next";
  CHECK(parser.read(in) == State::done);
  CHECK(in == "GET /next");
  CHECK(parser.take().body == "hi");
}

TEST_CASE("Chunk sizes are hexadecimal and nothing else, and extensions are passed over") {
  using namespace parser_test;
  const auto body_of = [](std::string_view chunks) -> std::string {
    RequestParser parser(8192, at_most(100));
    std::string in = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    in += chunks;
    switch (parser.read(in)) {
      case State::done:
        return parser.take().body;
      case State::refused:
        return std::to_string(parser.status());
      default:
        return "waits";
    }
  };
  CHECK(body_of("A\r\n0123456789\r\n1;a=\"b\"\r\nx\r\n000\r\n\r\n") == "0123456789x");
  CHECK(body_of("1;\r\nx\r\n0;\r\n\r\n") == "x");
  CHECK(body_of("1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n") == "x");
  CHECK(body_of("64\r\n" + std::string(100, 'y') + "\r\n0\r\n\r\n") == std::string(100, 'y'));
  for (const std::string_view bad :
       {"\r\n", " 1\r\nx\r\n", "1 \r\nx\r\n", "+1\r\nx\r\n", "0x1\r\nx\r\n", "1;\n\r\nx\r\n",
        "1\nx\n", "1\r\nxy", "1\r\nx\n0", "11111111111111111\r\n", "0\r\nA\n: b\r\n"})
    CHECK(body_of(std::string(bad) + std::string(300, '\x7e')) == "400");
  CHECK(body_of("65\r\n") == "413");
  CHECK(body_of("32\r\n" + std::string(50, 'y') + "\r\n33\r\n") == "413");
  CHECK(body_of("5\r\nhell") == "waits");
}

TEST_CASE("An endless chunk header or trailer is refused") {
  using namespace parser_test;
  for (const std::string_view begin : {"5;", "0\r\nX: "}) {
    RequestParser parser(8192, at_most(100));
    std::string in =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(begin);
    State state = parser.read(in);
    for (int i = 0; i < 100 && state == State::body; ++i) {
      in += std::string(1000, 'x');
      state = parser.read(in);
    }
    CHECK(state == State::refused);
    CHECK(parser.status() == 400);
  }
}

}  // namespace afterword::collector::test
