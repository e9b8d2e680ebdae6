// The page where people take their answers back, while strangers ask too often.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sync/collector/console_pages.h"
#include "sync/collector/withdraw_pages.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace withdraw_pages_test {

struct AskedShop : test::World {
  AskedShop() { add_store("harbour"); }

  collector::WithdrawShown post(const std::string& peer) {
    collector::Request request;
    request.method = "POST";
    request.path = request.target = "/withdraw";
    request.body = "lang=en&shop=harbour&day=2026-03-03&code=7F3K-92QM";
    request.peer = peer;
    return collector::withdraw_pages(*context, request);
  }
  collector::WithdrawalWait asks(const std::string& peer) {
    return collector::note_withdrawal(*context, peer);
  }
  void a_day_of_others() {
    for (std::size_t i = 0; i < collector::kWithdrawalsInAll; ++i)
      withdrawals_in_all.failed("everybody", clock.mono());
  }
  bool console_says(std::string_view words) {
    collector::Request request;
    request.method = "GET";
    request.path = "/fleet";
    const auto html = collector::console_page(*context, request, {});
    REQUIRE(html.has_value());
    return html->find(words) != std::string::npos;
  }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace withdraw_pages_test

TEST_CASE("where all together took a day's withdrawals, the page says tomorrow and whom to ask, and people are warned") {
  using withdraw_pages_test::has;
  withdraw_pages_test::AskedShop shop;
  shop.admin_ok("PUT", "about", R"({"contact":"The desk at the entrance"})");
  CHECK_FALSE(shop.console_says("was refused"));
  shop.a_day_of_others();
  const collector::WithdrawShown shown = shop.post("203.0.113.9");
  CHECK(shown.status == 429);
  CHECK(has(shown.html, "try again tomorrow"));
  CHECK(has(shown.html, "The desk at the entrance"));
  CHECK_FALSE(has(shown.html, "an hour"));
  CHECK(shop.post("203.0.113.10").status == 429);
  CHECK(shop.log.count("no more are taken") == 1);
  CHECK(shop.console_says("was refused, and that wish is not kept"));
  // The administrator has no such limit.
  shop.admin_ok("POST", "withdrawals", R"({"store":"harbour","day":"2026-03-03","code":"7F3K-92QM"})");
  shop.clock.advance(std::chrono::hours(24));
  CHECK(shop.post("203.0.113.9").status == 202);
  CHECK_FALSE(shop.console_says("was refused"));
}

TEST_CASE("who alone asks too often reads that it is for an hour, and nobody is warned") {
  using withdraw_pages_test::has;
  withdraw_pages_test::AskedShop shop;
  for (std::size_t i = 0; i < collector::kWithdrawalsAnAddress; ++i)
    CHECK(shop.asks("203.0.113.9").wait == Ms{0});
  const collector::WithdrawShown shown = shop.post("203.0.113.9");
  CHECK(shown.status == 429);
  CHECK(has(shown.html, "in an hour"));
  CHECK(shop.log.count("no more are taken") == 0);
  CHECK_FALSE(shop.console_says("was refused"));
}

TEST_CASE("one IPv6 network of 48 bits asks for far less than all may together, whatever addresses it has") {
  withdraw_pages_test::AskedShop shop;
  std::size_t taken = 0;
  for (int network = 0; network < 300; ++network)
    for (int i = 0; i < 5; ++i)
      if (shop.asks(fmt::format("2001:db8:7:{:x}::{:x}", network, i)).wait == Ms{0}) ++taken;
  CHECK(taken == collector::kWithdrawalsANetwork);
  CHECK(shop.asks("2001:db8:7:ffff::1").a_day);
  CHECK(shop.asks("2001:db8:8::1").wait == Ms{0});
  CHECK(shop.asks("203.0.113.9").wait == Ms{0});
}

TEST_CASE("where one network took its day's withdrawals, its people read whom to ask, and an administrator hears of it") {
  using withdraw_pages_test::has;
  withdraw_pages_test::AskedShop shop;
  shop.admin_ok("PUT", "about", R"({"contact":"The desk at the entrance"})");
  for (std::size_t i = 0; i < collector::kWithdrawalsANetwork; ++i)  // phones of one carrier, each with its /64
    CHECK(shop.asks(fmt::format("2001:db8:7:{:x}::1", i)).wait == Ms{0});
  CHECK(shop.log.count("from that network") == 0);
  CHECK_FALSE(shop.console_says("was refused"));
  const collector::WithdrawShown shown = shop.post("2001:db8:7:ffff::1");
  CHECK(shown.status == 429);
  CHECK(has(shown.html, "try again tomorrow"));
  CHECK(has(shown.html, "The desk at the entrance"));
  CHECK(shop.post("2001:db8:7:fffe::1").status == 429);
  shop.clock.advance(std::chrono::hours(2));
  CHECK(shop.post("2001:db8:7:fffd::1").status == 429);
  CHECK(shop.log.count("from that network") == 1);
  CHECK(shop.console_says("200 were asked for from that network"));
  CHECK(shop.console_says("Others are served."));
  CHECK(shop.post("203.0.113.9").status == 202);
  shop.clock.advance(std::chrono::hours(24));
  CHECK(shop.post("2001:db8:7:ffff::1").status == 202);
  CHECK_FALSE(shop.console_says("was refused"));
}
