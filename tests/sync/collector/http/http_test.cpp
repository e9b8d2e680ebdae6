#include "sync/collector/http/http.h"

#include <doctest/doctest.h>

#include <thread>

#include "sync/collector/http/reply.h"
#include "sync/collector/http/url.h"

namespace afterword::collector::test {

TEST_CASE("A form is decoded once, and sloppy ones are refused") {
  CHECK(*decode_form("a=1&b=x+y%26&empty=&bare&a=2") ==
        Pairs{{"a", "1"}, {"b", "x y&"}, {"empty", ""}, {"bare", ""}, {"a", "2"}});
  CHECK(decode_form("a=%2541")->front().second == "%41");
  CHECK(decode_form("")->empty());
  CHECK(decode_form("&&")->empty());
  for (const std::string_view bad : {"a=%", "a=%4", "a=%g1", "%ff=a", "a=%00"})
    CHECK_FALSE(decode_form(bad));
  std::string many;
  for (std::size_t i = 0; i < kPairsMax; ++i) many += "a=b&";
  CHECK(decode_form(many));
  CHECK_FALSE(decode_form(many + "c=d"));
}

TEST_CASE("A component that is encoded decodes to itself") {
  std::string all;
  for (int i = 1; i < 128; ++i) all += static_cast<char>(i);
  all += "é漢";
  CHECK(decode_form("x=" + encode_component(all))->front().second == all);
  CHECK(decode_path("/" + encode_component("a b?#")) == "/a b?#");
}

TEST_CASE("Paths that could mean two things are refused") {
  CHECK(decode_path("/a/b%20c") == "/a/b c");
  CHECK(decode_path("/...") == "/...");
  for (const std::string_view bad :
       {"", "a", "/..", "/../a", "/a/.", "/%2e%2e/a", "/a%2Fb", "/a%5cb", "/a\\b", "/%0a", "/%"})
    CHECK_FALSE(decode_path(bad));
}

TEST_CASE("Cookies are found by their whole name") {
  Request request;
  request.headers = {{"cookie", "__Host-session=abc=; theme=dark;session=no"}};
  CHECK(request.cookie("__Host-session") == "abc=");
  CHECK(request.cookie("theme") == "dark");
  CHECK(request.cookie("session") == "no");
  CHECK_FALSE(request.cookie("Host-session"));
  CHECK_FALSE(Request{}.cookie("theme"));
}

TEST_CASE("Headers that would begin another header are not sent") {
  CHECK(can_be_sent({200, {{"X-Name", "a\tb é"}}, ""}));
  CHECK_FALSE(can_be_sent({200, {{"X-Name", "a\r\nb: c"}}, ""}));
  CHECK_FALSE(can_be_sent({200, {{"X Name", "a"}}, ""}));
  CHECK_FALSE(can_be_sent({200, {{"", "a"}}, ""}));
  CHECK_FALSE(can_be_sent({200, {{"Content-length", "1"}}, ""}));
  CHECK_FALSE(can_be_sent({100, {}, ""}));
}

TEST_CASE("A head says length, date and whether the connection ends") {
  const WallTime when{1'772'546'400'000};
  CHECK(head_of({200, {{"A", "b"}}, "four"}, {true, false}, when) ==
        "HTTP/1.1 200 OK\r\nDate: Tue, 03 Mar 2026 14:00:00 GMT\r\nContent-Length: 4\r\n"
        "Connection: close\r\nA: b\r\n\r\n");
  CHECK(head_of({204, {}, ""}, {}, {784'111'777'000}) ==
        "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n");
}

TEST_CASE("A Pending is completed once, whoever comes first") {
  for (int round = 0; round < 200; ++round) {
    Pending pending(Ms{1000}, [] { return Reply{204, {}, ""}; });
    int heard = 0, won = 0;
    std::mutex mutex;
    std::thread completes([&] {
      const bool first = pending.complete({200, {}, "a"});
      const std::lock_guard lock(mutex);
      won += first;
    });
    std::thread times_out([&] {
      const bool first = pending.time_out();
      const std::lock_guard lock(mutex);
      won += first;
    });
    pending.attach([&](Reply) {
      const std::lock_guard lock(mutex);
      ++heard;
    });
    completes.join();
    times_out.join();
    CHECK(heard == 1);
    CHECK(won == 1);
    CHECK_FALSE(pending.waiting());
  }
}

TEST_CASE("A Pending that was abandoned calls nobody") {
  Pending pending(Ms{1000}, [] { return Reply{}; });
  pending.attach([](Reply) { FAIL("called"); });
  CHECK(pending.waiting());
  pending.abandon();
  CHECK_FALSE(pending.waiting());
  CHECK_FALSE(pending.complete({}));
  CHECK_FALSE(pending.time_out());
}

}  // namespace afterword::collector::test
