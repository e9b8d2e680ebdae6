// A collector that runs or starts under a wrong clock deletes nothing by age, and says so.
#include <doctest/doctest.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/housekeeping.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/withdrawal.h"
#include "tests/sync/collector/program/at_console.h"

using namespace afterword;

namespace wrong_clock_test {

constexpr Ms kHour{std::chrono::hours(1)};
constexpr Ms kOneDay{24 * kHour};
constexpr Ms kTenYears{3653 * kOneDay};
constexpr const char* kCode = "7F3K92QM";

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    admin_ok("PUT", "about", R"({"comments_kept_days":7,"withdraw_at":"shop.example/a"})");
    keep_house();
  }
  Survey survey = test::survey_of(test::survey_text());
  Response saying(const std::string& words) {
    Answers answers = test::all_answered();
    answers["rooms.why"].value = words;
    return test::response_to(survey, answers, clock);
  }
  Response with_code() {
    Response out = test::response_to(survey, test::all_answered(), clock);
    out.withdraw_hash = withdraw_hash(kCode, ByteView(withdraw_key(keys.mac_key))).value();
    return out;
  }
  void keep_house() {
    const auto kept = collector::keep_house(*context);
    REQUIRE_MESSAGE(kept.has_value(), (kept ? "" : kept.error().text()));
  }
  void jump(Ms by) { clock.wall_now = clock.wall() + by; }
  // As a start does: the journal is given back before anything else.
  void restart() {
    close();
    open();
    REQUIRE(journal.give_back(*context).has_value());
  }
  void runs(int hours) {
    for (int hour = 0; hour < hours; ++hour) {
      clock.advance(kHour);
      keep_house();
    }
  }
  void withdraws() {
    admin_ok("POST", "withdrawals",
             json::dump(json::object({{"store", "harbour"},
                                      {"day", Day::of_utc(clock.wall()).text()},
                                      {"code", kCode}})));
  }
  std::string login_link() {
    const std::string link =
        admin_ok("POST", "login-links", R"({"user":"admin"})").find("link")->as_string();
    return link.substr(link.find('=') + 1);
  }
  // The cookie of who logs in by that link; empty, where nobody does.
  std::string log_in(const std::string& link) {
    const auto in = test::send_log_in(*this, "&link=" + link);
    return in.status == 303 ? test::cookie_of(in) : "";
  }
  bool is_in(const std::string& cookie) { return test::ask_console(*this, "GET", "/", cookie).status == 200; }
  // The console's first page, as somebody who is logged in sees it.
  std::string console_page() { return test::ask_console(*this, "GET", "/", log_in(login_link())).body; }
  bool doubtful() { return admin_ok("GET", "clock").find("doubtful")->as_bool(); }
  std::string backup() {
    const std::string file = admin_ok("POST", "backup", "{}").find("file")->as_string();
    return file.substr(file.rfind('/') + 1);
  }
  bool has_backup(const std::string& name) const {
    return std::filesystem::exists(scratch.file("backups/" + name)) &&
           std::filesystem::exists(scratch.file("backups/" + name + ".sha256"));
  }
};

}  // namespace wrong_clock_test
using wrong_clock_test::kOneDay;
using wrong_clock_test::kTenYears;
using WrongShop = wrong_clock_test::Shop;

TEST_CASE("ten years ahead, for some hours or at a start, nothing that has an age is deleted") {
  WrongShop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.saying("Nobody at the till"));
  Response odd = shop.saying("odd");
  odd.answers["rooms"].value = std::int64_t{9};
  kiosk.record(odd);
  kiosk.send_ok();
  const std::string first = shop.backup(), second = shop.backup();
  shop.withdraws();
  const auto exact = shop.read()->response(kiosk.id, 1, 1).value()->started_at;

  shop.jump(kTenYears);
  SUBCASE("while it runs") {}
  SUBCASE("at a start") { shop.restart(); }
  shop.runs(5);
  shop.restart();
  CHECK(shop.doubtful());
  CHECK(shop.on_disk("Nobody at the till"));
  CHECK(shop.read()->quarantine({}, 100).value().size() == 1);
  CHECK(shop.has_backup(first));
  CHECK(shop.has_backup(second));
  CHECK(shop.read()->response(kiosk.id, 1, 1).value()->started_at == exact);
  CHECK(read_file(shop.scratch.file("journal"), 1 << 20).value().find("\"withdrawn\"") !=
        std::string::npos);
  CHECK(shop.log.count("nothing is deleted because of its age") == 0);
  CHECK(shop.log.count("Nothing is deleted because of its age") > 0);

  shop.jump(-kTenYears);
  shop.runs(1);
  CHECK_FALSE(shop.doubtful());
  CHECK(shop.on_disk("Nobody at the till"));
  // What was asked for still holds for an answer that comes now.
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  CHECK(shop.read()->ledger(kiosk.id, 1, 3, 3).value().at(0).outcome ==
        collector::LedgerOutcome::withdrawn);
}

TEST_CASE("a wish holds under a wrong clock, and one that is made under it holds afterwards") {
  WrongShop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  SUBCASE("asked before, and the answer arrives ten years ahead") {
    shop.withdraws();
    shop.jump(kTenYears);
    shop.keep_house();
  }
  SUBCASE("asked in 1970, and the answer arrives when the clock is right") {
    const WallTime right = shop.clock.wall();
    const std::string day = Day::of_utc(right).text();
    shop.clock.wall_now = WallTime{5'000};
    shop.keep_house();
    shop.admin_ok("POST", "withdrawals",
                  R"({"store":"harbour","day":")" + day + R"(","code":"7F3K92QM"})");
    shop.clock.wall_now = right;
    shop.runs(2);
    shop.restart();
  }
  kiosk.send_ok();
  CHECK(shop.read()->ledger(kiosk.id, 1, 1, 1).value().at(0).outcome ==
        collector::LedgerOutcome::withdrawn);
}

TEST_CASE("a collector that was off for weeks goes on by itself after a day, or when somebody says so") {
  WrongShop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.saying("Nobody at the till"));
  kiosk.send_ok();
  shop.close();
  shop.clock.wall_now = shop.clock.wall() + 40 * kOneDay;
  shop.open();
  shop.keep_house();
  CHECK(shop.doubtful());
  CHECK(shop.on_disk("Nobody at the till"));
  SUBCASE("after a day") {
    shop.runs(23);
    CHECK(shop.on_disk("Nobody at the till"));
    shop.restart();
    shop.runs(1);
  }
  SUBCASE("when somebody says so") {
    shop.admin_ok("POST", "clock/accept", "{}");
    shop.restart();
    shop.keep_house();
  }
  CHECK_FALSE(shop.doubtful());
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
}

TEST_CASE("the console says in plain words what is held and what to do, until the clock is believed") {
  WrongShop shop;
  CHECK(shop.console_page().find("The clock of this machine") == std::string::npos);
  shop.jump(kTenYears);
  const std::string page = shop.console_page();
  CHECK(page.find("The clock of this machine says 2036-03-03, and 2026-03-03 was expected.") !=
        std::string::npos);
  CHECK(page.find("Nothing is deleted because of its age") != std::string::npos);
  CHECK(page.find("afterword clock accept") != std::string::npos);
  shop.jump(-kTenYears);
  CHECK(shop.console_page().find("The clock of this machine") == std::string::npos);
}

TEST_CASE("who is logged in stays so while the clock jumps, and for twelve hours only") {
  WrongShop shop;
  const std::string cookie = shop.log_in(shop.login_link()), link = shop.login_link();
  REQUIRE(shop.is_in(cookie));
  SUBCASE("ahead") { shop.jump(kTenYears); }
  SUBCASE("back") { shop.clock.wall_now = WallTime{0}; }
  shop.keep_house();
  CHECK(shop.doubtful());
  CHECK(shop.is_in(cookie));
  shop.restart();  // the clock was doubted before: this start ends nothing
  CHECK(shop.is_in(cookie));
  CHECK_FALSE(shop.log_in(link).empty());
  shop.runs(13);
  CHECK(shop.doubtful());
  CHECK_FALSE(shop.is_in(cookie));
}

TEST_CASE("a start that finds its clock elsewhere ends log-ins, links and codes of before") {
  WrongShop shop;
  const std::string cookie = shop.log_in(shop.login_link()), unused = shop.login_link();
  const std::string code =
      shop.admin_ok("POST", "enrol-codes", R"({"store":"harbour","touchpoint":"exit"})").find("code")->as_string();
  shop.clock.advance(Ms{60'000});
  shop.restart();
  CHECK(shop.is_in(cookie));
  shop.jump(5 * kOneDay);
  shop.restart();
  CHECK(shop.doubtful());
  CHECK_FALSE(shop.is_in(cookie));
  CHECK(shop.log_in(unused).empty());
  CHECK_FALSE(shop.read()->enrol_code(code.substr(0, 3)).value().has_value());
  CHECK_FALSE(shop.log_in(shop.login_link()).empty());  // a new one is good
  const std::string later = shop.log_in(shop.login_link());
  shop.jump(kTenYears);  // from one doubt into the next
  shop.restart();
  CHECK_FALSE(shop.is_in(later));
}

TEST_CASE("a database that is restored under a wrong clock knows what time it was") {
  WrongShop shop;
  shop.jump(kTenYears);
  REQUIRE(shop.writes
              ->run([&](collector::Writes& writes) {
                return collector::append_audit(writes, shop.clock.wall(), "collector", "restored", "");
              })
              .has_value());
  shop.alter("DELETE FROM settings WHERE name = 'clock'");
  CHECK(shop.doubtful());
}

TEST_CASE("what a program before this one left behind tells what time it was") {
  WrongShop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.saying("Nobody at the till"));
  kiosk.send_ok();
  shop.alter("DELETE FROM settings WHERE name = 'clock'");
  shop.close();
  shop.jump(kTenYears);
  shop.open();
  shop.keep_house();
  CHECK(shop.doubtful());
  CHECK(shop.on_disk("Nobody at the till"));
}

TEST_CASE("a backup made in 1970 is no older than the last time that was believed") {
  WrongShop shop;
  const WallTime right = shop.clock.wall();
  const std::string before = shop.backup();
  shop.clock.wall_now = WallTime{5'000};
  const std::string wrong = shop.backup();
  CHECK(wrong > before);
  shop.clock.wall_now = right;
  shop.runs(1);
  CHECK(shop.has_backup(wrong));
}

TEST_CASE("a backup and a quarantined record of the future count from when the clock is right") {
  WrongShop shop;
  test::Kiosk kiosk(shop, "harbour");
  const std::string before = shop.backup();
  shop.jump(kTenYears);
  const std::string future = shop.backup();
  Response odd = shop.saying("Nobody at the till");
  odd.answers["rooms"].value = std::int64_t{9};
  kiosk.record(odd);
  kiosk.send_ok();
  shop.jump(-kTenYears);
  shop.runs(24);
  CHECK_FALSE(shop.has_backup(future));
  CHECK(shop.has_backup(before));
  const std::string renamed = "collector-20260303T000000Z.db";
  CHECK(shop.has_backup(renamed));
  const auto print = collector::fingerprint_of(shop.scratch.file("backups/" + renamed));
  CHECK(read_file(shop.scratch.file("backups/" + renamed + ".sha256"), 4096).value() ==
        print->sha256 + "  " + renamed + "\n");
  CHECK(shop.read()->quarantine({}, 100).value().size() == 1);
  shop.runs(24 * 9);
  CHECK(shop.read()->quarantine({}, 100).value().empty());
}
