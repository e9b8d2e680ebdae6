// What the collector does by itself once a day.
#include <doctest/doctest.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/collector/api/fingerprint.h"
#include "sync/collector/api/verify.h"
#include "sync/collector/housekeeping.h"
#include "sync/protocol/withdrawal.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace housekeeping_test {

constexpr auto kDay = std::chrono::hours(24);

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    admin_ok("PUT", "about", R"({"comments_kept_days":7})");
  }
  Survey survey = test::survey_of(test::survey_text());
  Response saying(const std::string& words) {
    Answers answers = test::all_answered();
    answers["rooms.why"].value = words;
    return test::response_to(survey, answers, clock);
  }
  void keep_house() {
    const auto kept = collector::keep_house(*context);
    REQUIRE_MESSAGE(kept.has_value(), (kept ? "" : kept.error().text()));
  }
};

}  // namespace housekeeping_test
using housekeeping_test::kDay;
using housekeeping_test::Shop;

TEST_CASE("comments go when they are older than promised, from every file, and the day is noted") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.saying("Nobody at the till"));
  kiosk.send_ok();
  shop.clock.advance(7 * kDay);
  shop.keep_house();
  CHECK(shop.on_disk("Nobody at the till"));
  shop.clock.advance(kDay);
  shop.keep_house();
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  CHECK(shop.read()->setting("last_deletion").value() == Day::of_utc(shop.clock.wall()).text());
}

TEST_CASE("a damaged response keeps nobody else's comments") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.saying("first"));
  kiosk.record(shop.saying("Nobody at the till"));
  kiosk.send_ok();
  shop.alter("UPDATE responses SET body = '{' WHERE sequence = 1");
  shop.clock.advance(8 * kDay);
  shop.keep_house();
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  CHECK(shop.log.count("dev-1 log 1 number 1: it cannot be read") == 1);
  CHECK(shop.log.count("number 2") == 0);
}

TEST_CASE("quarantine is tried again, and what is older than comments may be is gone") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Response odd = shop.saying("Nobody at the till");
  odd.answers["rooms"].value = std::int64_t{9};
  kiosk.record(odd);
  kiosk.send_ok();
  REQUIRE(shop.read()->quarantine({}, 100).value().size() == 1);
  shop.clock.advance(7 * kDay);
  shop.keep_house();
  CHECK(shop.read()->quarantine({}, 100).value().size() == 1);
  shop.clock.advance(kDay);
  shop.keep_house();
  CHECK(shop.read()->quarantine({}, 100).value().empty());
  CHECK(shop.read()->ledger(kiosk.id, 1, 1, 1).value().at(0).outcome ==
        collector::LedgerOutcome::expired);
  const auto view = shop.read();
  CHECK(collector::verify(*view, shop.keys, *shop.definitions, true).value().equal());
}

TEST_CASE(
    "a wish reaches what waits in quarantine within a day, also where no rule erases comments") {
  Shop shop;
  shop.admin_ok("PUT", "about", R"({"comments_kept_days":0})");
  test::Kiosk kiosk(shop, "harbour");
  Response odd = shop.saying("Nobody at the till");
  odd.answers["rooms"].value = std::int64_t{9};
  odd.withdraw_hash = withdraw_hash("7F3K92QM", ByteView(withdraw_key(shop.keys.mac_key))).value();
  kiosk.record(odd);
  kiosk.send_ok();
  shop.admin_ok("POST", "withdrawals",
                R"({"store":"harbour","day":"2026-03-03","code":"7F3K-92QM"})");
  shop.clock.advance(kDay);
  shop.keep_house();
  CHECK(shop.read()->ledger(kiosk.id, 1, 1, 1).value().at(0).outcome ==
        collector::LedgerOutcome::withdrawn);
}

TEST_CASE("backups go when they are older than 35 days, but for the newest") {
  Shop shop;
  REQUIRE(make_folder(shop.scratch.file("backups"), 0700).has_value());
  const auto add = [&shop](const std::string& name) {
    REQUIRE(write_file(shop.scratch.file("backups/" + name), "x").has_value());
  };
  const auto add_whole = [&add](const std::string& name) {
    add(name);
    add(name + ".sha256");
  };
  const auto there = [&shop](const std::string& name) {
    return std::filesystem::exists(shop.scratch.file("backups/" + name));
  };
  add_whole("collector-20251103T140000Z.db");
  // Cut off: neither is the newest, and neither counts.
  add("collector-20260301T140000Z.db.part");
  add("collector-20260301T150000Z.db");
  add("collector-20260303T080000Z.db.part");  // may be under way
  shop.keep_house();  // on 3 March 2026
  CHECK(there("collector-20251103T140000Z.db"));
  CHECK(there("collector-20251103T140000Z.db.sha256"));
  CHECK_FALSE(there("collector-20260301T140000Z.db.part"));
  CHECK(there("collector-20260301T150000Z.db"));  // nothing newer is whole
  CHECK(there("collector-20260303T080000Z.db.part"));
  add_whole("collector-20260126T140000Z.db");
  add_whole("collector-20260127T140000Z.db");
  add_whole("collector-20260302T140000Z.db");
  add("mine.db");
  shop.keep_house();
  CHECK_FALSE(there("collector-20251103T140000Z.db"));
  CHECK_FALSE(there("collector-20251103T140000Z.db.sha256"));
  CHECK_FALSE(there("collector-20260126T140000Z.db"));
  CHECK(there("collector-20260127T140000Z.db"));
  CHECK_FALSE(there("collector-20260301T150000Z.db"));
  CHECK(there("mine.db"));
}

TEST_CASE("where backups stop being made the newest outlives its time, and that is said") {
  Shop shop;
  shop.admin_ok("POST", "backup", "{}");
  shop.clock.advance(35 * kDay);
  shop.keep_house();
  CHECK(shop.log.count("stays only because it is the newest") == 0);
  shop.clock.advance(kDay);
  shop.keep_house();
  CHECK(shop.log.count("collector-20260303T140000Z.db, is older than 35 days") == 1);
  shop.admin_ok("POST", "backup", "{}");
  shop.keep_house();
  CHECK(shop.log.count("stays only because it is the newest") == 1);
  CHECK_FALSE(std::filesystem::exists(shop.scratch.file("backups/collector-20260303T140000Z.db")));
}

TEST_CASE("two backups of one second are two files, both whole") {
  Shop shop;
  const std::string first = shop.admin_ok("POST", "backup", "{}").find("file")->as_string();
  const std::string second = shop.admin_ok("POST", "backup", "{}").find("file")->as_string();
  CHECK(first < second);
  for (const std::string& file : {first, second}) {
    const auto print = collector::fingerprint_of(file);
    REQUIRE(print.has_value());
    CHECK(read_file(file + ".sha256", 4096).value().starts_with(print->sha256));
  }
}

TEST_CASE("exact times of interactions and stars go after 30 days, too; how long help took stays") {
  Shop shop;
  test::Kiosk desk(shop, "harbour", "service-desk");
  shop.clock.advance(Ms{123'457});
  Interaction help;
  help.category = "return";
  help.solved = Solved::yes;
  help.touchpoint = "service-desk";
  help.times = {"boot-1", shop.clock.mono() + -Ms{77'123}, shop.clock.mono(),
                shop.clock.wall() + -Ms{77'123}, shop.clock.wall()};
  Star star;
  star.staff = "s4";
  star.touchpoint = "service-desk";
  star.times = {"boot-1", shop.clock.mono(), shop.clock.mono(), shop.clock.wall(),
                shop.clock.wall()};
  desk.record(help);
  desk.record(star);
  desk.send_ok();
  const auto interaction = [&] { return shop.read()->interaction(desk.id, 1, 1).value().value(); };
  const auto star_row = [&] { return shop.read()->star(desk.id, 1, 2).value().value(); };
  const std::int64_t exact = star_row().head.started_at.ms;
  REQUIRE(exact % 900'000 != 0);
  shop.clock.advance(29 * kDay);
  shop.keep_house();
  CHECK(star_row().head.started_at.ms == exact);
  shop.clock.advance(2 * kDay);
  for (int again = 0; again < 2; ++again) shop.keep_house();
  CHECK(star_row().head.started_at.ms == exact / 900'000 * 900'000);
  CHECK(star_row().head.received_at.ms % 900'000 == 0);
  CHECK(interaction().head.started_at.ms % 900'000 == 0);
  CHECK(interaction().duration_ms == 77'123);
  const Interaction back = read_interaction(json::parse(interaction().head.body).value()).value();
  CHECK(back.duration_ms() == 77'123);
  CHECK(back.times.wall_end == interaction().head.started_at);
  CHECK(read_star(json::parse(star_row().head.body).value()).value().times.mono_end.ms == 0);
  CHECK_FALSE(shop.on_disk(std::to_string(exact)));
  const auto view = shop.read();
  CHECK(collector::verify(*view, shop.keys, *shop.definitions, true).value().equal());
}

TEST_CASE("exact times are gone after 30 days, from every file; days, answers and the proof stay") {
  Shop shop;
  shop.admin_ok("PUT", "about", R"({"comments_kept_days":0})");
  test::Kiosk kiosk(shop, "harbour");
  Response given = shop.saying("Nobody at the till");
  given.mono_start = {given.mono_end.ms - 77'123};
  given.answers["rooms"].ms = 3'457;
  kiosk.record(given);
  kiosk.record(shop.saying("second"));
  kiosk.send_ok();
  const auto row = [&](int number) {
    return shop.read()->response(kiosk.id, 1, number).value().value();
  };
  const collector::ResponseRow before = row(1);
  REQUIRE(before.started_at.ms % 900'000 != 0);
  shop.alter(
      "UPDATE responses SET started_at_ms = started_at_ms + 1 WHERE sequence = 2");  // verify shall go on saying so

  shop.clock.advance(29 * kDay);
  shop.keep_house();
  CHECK(row(1).body == before.body);
  kiosk.record(shop.saying("newer"));
  kiosk.send_ok();
  shop.clock.advance(2 * kDay);
  for (int again = 0; again < 2; ++again) shop.keep_house();
  const collector::ResponseRow after = row(1);
  CHECK(after.started_at.ms == before.started_at.ms / 900'000 * 900'000);
  CHECK(after.received_at.ms == before.received_at.ms / 900'000 * 900'000);
  CHECK(after.day == before.day);
  const Response back = read_response(json::parse(after.body).value()).value();
  CHECK(back.answers.at("rooms").value == given.answers.at("rooms").value);
  CHECK_FALSE(back.answers.at("rooms").ms.has_value());
  CHECK(back.wall_start == after.started_at);
  CHECK(back.duration_ms() == 0);
  CHECK_FALSE(shop.on_disk("3457"));
  CHECK(row(3).started_at.ms % 900'000 != 0);
  const auto view = shop.read();
  const auto proof = collector::verify(*view, shop.keys, *shop.definitions, true).value();
  REQUIRE(proof.differences.size() == 1);
  CHECK(proof.differences[0].what.find("altered") != std::string::npos);
}
