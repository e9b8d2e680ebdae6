// A response taken back by its code: before and after it arrives, through the public route.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "sync/collector/api/verify.h"
#include "sync/protocol/withdrawal.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace withdraw_test {

constexpr const char* kCode = "7F3K92QM";

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    add_store("hill");
    publish(test::survey_text());
  }
  Survey survey = test::survey_of(test::survey_text());

  Response with_code(const std::string& code = kCode) {
    Response out = test::response_to(survey, test::all_answered(), clock);
    out.withdraw_hash = withdraw_hash(code, ByteView(withdraw_key(keys.mac_key))).value();
    return out;
  }
  collector::Reply post(const std::string& body, const std::string& peer = "203.0.113.9") {
    collector::Request request;
    request.method = "POST";
    request.path = request.target = "/v1/withdraw";
    request.body = body;
    request.peer = peer;
    return ask(request);
  }
  collector::Reply withdraws(const std::string& code, const std::string& store = "harbour",
                             const std::string& day = "2026-03-03",
                             const std::string& peer = "203.0.113.9") {
    return post(json::dump(json::object({{"store", store}, {"day", day}, {"code", code}})), peer);
  }
  std::int64_t stored() { return read()->count_responses().value(); }
  collector::LedgerRow ledger(const test::Kiosk& kiosk, std::int64_t number) {
    return read()->ledger(kiosk.id, kiosk.log, number, number).value().at(0);
  }
  void check_equal() {
    const auto view = read();
    const auto proof = collector::verify(*view, keys, *definitions, true).value();
    for (const auto& difference : proof.differences) MESSAGE(difference.what);
    CHECK(proof.equal());
  }
  std::string exported() { return json::dump(admin_ok("GET", "responses?survey=" + survey.id)); }
  bool audit_says(std::string_view word) {
    const auto entries = read()->audit(1'000).value();
    for (const auto& entry : entries)
      if (entry.action.find(word) != std::string::npos ||
          entry.detail.find(word) != std::string::npos)
        return true;
    return false;
  }
};

}  // namespace withdraw_test
using withdraw_test::kCode;
using withdraw_test::Shop;

TEST_CASE("a response is erased by its code wherever it counts, and the ledger says so") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(test::response_to(shop.survey, test::all_answered(), shop.clock));
  kiosk.record(shop.with_code());
  const Batch sent = kiosk.batch();
  kiosk.send_ok();
  REQUIRE(shop.stored() == 2);
  const collector::Cube before = shop.read()->cube().value();

  CHECK(shop.withdraws("7f3k-92qm").status == 202);  // as people type it
  CHECK(shop.stored() == 1);
  CHECK(shop.ledger(kiosk, 2).outcome == collector::LedgerOutcome::withdrawn);
  CHECK_FALSE(shop.ledger(kiosk, 2).day.has_value());
  CHECK(shop.ledger(kiosk, 1).outcome == collector::LedgerOutcome::stored);
  const collector::Cube after = shop.read()->cube().value();
  for (const auto& [key, counts] : after)
    CHECK(2 * counts.answered == before.at(key).answered);
  shop.check_equal();
  CHECK(shop.audit_says("withdrawn"));
  CHECK_FALSE(shop.audit_says("7F3K"));

  // What the kiosk sends again stays withdrawn.
  const auto again = read_batch_reply(kiosk.send(sent).body).value();
  REQUIRE(again.outcomes.size() == 2);
  CHECK(again.outcomes[1].outcome == Outcome::withdrawn);
  CHECK(shop.stored() == 1);
  shop.check_equal();
}

TEST_CASE("the last response of a day leaves no count behind") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  REQUIRE_FALSE(shop.read()->cube().value().empty());
  CHECK(shop.withdraws(kCode).status == 202);
  CHECK(shop.read()->cube().value().empty());
  shop.check_equal();
}

TEST_CASE("a response that arrives after its withdrawal is never stored") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  CHECK(shop.withdraws(kCode).status == 202);
  kiosk.record(shop.with_code());
  const Batch sent = kiosk.batch();
  const BatchReply reply = kiosk.send_ok();
  REQUIRE(reply.outcomes.size() == 1);
  CHECK(reply.outcomes[0].outcome == Outcome::withdrawn);
  CHECK(shop.stored() == 0);
  CHECK(shop.read()->cube().value().empty());
  CHECK(shop.exported().find("answers") == std::string::npos);
  shop.check_equal();
  CHECK(read_batch_reply(kiosk.send(sent).body).value().outcomes.at(0).outcome ==
        Outcome::withdrawn);
}

TEST_CASE("a wish is kept for longer than any backup or kiosk, whatever a code is good for") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.admin_ok("PUT", "about", R"({"withdraw_at":"shop.example/withdraw","withdraw_days":7})");
  CHECK(shop.withdraws(kCode).status == 202);
  kiosk.record(shop.with_code());  // given on 3 March, sent much later
  kiosk.record(shop.with_code());
  const SealedResponse last = kiosk.waiting.back();
  kiosk.waiting.pop_back();
  kiosk.chain = chain_next(kiosk.chain_before, 1, kiosk.waiting[0].hash());
  shop.clock.advance(std::chrono::hours(24 * 399));
  CHECK(kiosk.send_ok().outcomes.size() == 1);
  CHECK(shop.stored() == 0);
  kiosk.waiting = {last};
  shop.clock.advance(std::chrono::hours(24 * 2));
  REQUIRE(shop.writes
              ->run([&](collector::Writes& writes) {  // as every hour, where the clock is believed
                return writes.remove_expired_withdrawals(shop.clock.wall());
              })
              .has_value());
  CHECK(kiosk.send_ok().outcomes.empty());
  CHECK(shop.stored() == 1);
}

TEST_CASE("four days off are fine; another store, five days off and another code are not") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  CHECK(shop.withdraws(kCode, "hill").status == 202);
  CHECK(shop.withdraws(kCode, "nowhere").status == 202);
  CHECK(shop.withdraws(kCode, "harbour", "2026-03-08").status == 202);
  CHECK(shop.withdraws("7F3K92QN").status == 202);
  CHECK(shop.stored() == 1);
  CHECK(shop.withdraws(kCode, "harbour", "2026-03-07").status == 202);
  CHECK(shop.stored() == 0);
  shop.check_equal();
}

TEST_CASE("who asks hears the same words whether or not there was such a response") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  const auto missed = shop.withdraws("00000000");
  const auto met = shop.withdraws(kCode);
  CHECK(missed.status == 202);
  CHECK(met.status == missed.status);
  CHECK(met.body == missed.body);
  CHECK(met.headers == missed.headers);
  CHECK(shop.post("{}").status == 400);
  CHECK(shop.post(R"({"store":"harbour","day":"2026-03-03","code":"7F3K"})").status == 400);
}

TEST_CASE("an address may ask five times an hour, everybody together a thousand times a day") {
  Shop shop;
  for (int i = 0; i < 5; ++i) CHECK(shop.withdraws("00000000").status == 202);
  const auto refused = shop.withdraws("00000000");
  CHECK(refused.status == 429);
  CHECK(shop.withdraws("00000000", "harbour", "2026-03-03", "203.0.113.10").status == 202);
  shop.clock.advance(std::chrono::hours(1));
  CHECK(shop.withdraws("00000000").status == 202);
  for (int i = 0; i < 1'000; ++i) shop.withdrawals_in_all.failed("everybody", shop.clock.mono());
  CHECK(shop.withdraws("00000000", "harbour", "2026-03-03", "203.0.113.11").status == 429);
}

TEST_CASE("what cannot be read counts against the address it came from, and takes nobody else's wish") {
  Shop shop;
  const auto address = [](int i) { return fmt::format("2001:db8:7:{:x}::1", i); };
  for (int i = 0; i < 250; ++i)  // more than their network may ask for, and than all together may
    for (int time = 0; time < 5; ++time) CHECK(shop.post("{}", address(i)).status == 400);
  CHECK(shop.post("{}", address(0)).status == 429);
  CHECK(shop.withdraws("00000000", "harbour", "2026-03-03", address(0)).status == 429);
  CHECK(shop.withdraws("00000000", "harbour", "2026-03-03", address(250)).status == 202);
  CHECK(shop.withdraws("00000000").status == 202);
  CHECK(shop.log.count("was refused") == 0);
}

TEST_CASE("an operator withdraws by the same code and is told whether it was here") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  const std::string body = R"({"store":"harbour","day":"2026-03-02","code":"7F3K-92QM"})";
  CHECK(*shop.admin_ok("POST", "withdrawals", body).find("erased") == json::Value(1));
  CHECK(*shop.admin_ok("POST", "withdrawals", body).find("erased") == json::Value(0));
  CHECK(shop.stored() == 0);
  shop.check_equal();
}

TEST_CASE("the hash of a code needs the installation's key, and differs with it") {
  crypto::Key32 secret{};
  const Bytes key = withdraw_key(secret);
  secret[0] = 1;
  const auto hash = withdraw_hash(kCode, ByteView(key)).value();
  CHECK(hash.size() == 43);
  CHECK(hash == withdraw_hash(kCode, base64url(key)).value());
  CHECK(hash != withdraw_hash(kCode, ByteView(withdraw_key(secret))).value());
  CHECK(hash != withdraw_hash("7F3K92QN", ByteView(key)).value());
  CHECK_FALSE(withdraw_hash(kCode, "").has_value());
  CHECK_FALSE(withdraw_hash(kCode, "not base64!").has_value());
}

TEST_CASE("what was withdrawn is in no file either where the program died before the log was cut") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Response response = shop.with_code();
  response.answers["rooms.why"].value = std::string("Nobody at the till");
  kiosk.record(response);
  kiosk.send_ok();
  const std::string dead = shop.scratch.file("dead.db");
  {
    const auto view = shop.read();  // keeps the log from being cut
    REQUIRE(view->count_responses().value() == 1);
    CHECK(shop.withdraws(kCode).status == 202);
    for (const char* const part : {"", "-wal"})
      std::filesystem::copy_file(shop.database_path() + part, dead + part);
  }
  shop.close();
  for (const char* const part : {"", "-wal"})
    std::filesystem::copy_file(dead + part, shop.database_path() + part,
                               std::filesystem::copy_options::overwrite_existing);
  REQUIRE(shop.on_disk("Nobody at the till"));
  shop.open();
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  CHECK(shop.stored() == 0);
}

TEST_CASE("what was withdrawn is in no file of the database any more") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Answers answers = test::all_answered();
  answers["rooms.why"].value = std::string("Nobody at the till");
  Response response = shop.with_code();
  response.answers = answers;
  kiosk.record(response);
  kiosk.send_ok();
  REQUIRE(shop.on_disk("Nobody at the till"));

  SUBCASE("at once") { CHECK(shop.withdraws(kCode).status == 202); }
  SUBCASE("as soon as nobody reads an older state") {
    auto view = shop.read();
    REQUIRE(view->count_responses().value() == 1);
    CHECK(shop.withdraws(kCode).status == 202);
    CHECK(shop.on_disk("Nobody at the till"));
    view.reset();
    shop.add_store("quay");
  }
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
}

TEST_CASE("a day that the collector had to guess keeps nobody's code from working") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Response response = shop.with_code();
  const auto time_quality = [&] {
    return shop.read()->response(kiosk.id, kiosk.log, 1).value()->time_quality;
  };
  kiosk.boot = "boot-2";  // offline for days, and started again before it sends

  SUBCASE("from when it arrived") {
    response.wall_start = response.wall_end = {0};
    kiosk.record(response);
    shop.clock.advance(std::chrono::hours(24 * 5));
    kiosk.send_ok();
    REQUIRE(time_quality() == collector::TimeQuality::received);
    CHECK(shop.withdraws(kCode).status == 202);
  }
  SUBCASE("from a clock that was days off") {
    shop.clock.advance(std::chrono::hours(24 * 5));
    response.wall_start = response.wall_end = shop.clock.wall();
    kiosk.record(response);
    kiosk.send_ok();
    REQUIRE(time_quality() == collector::TimeQuality::estimated);
    CHECK(shop.withdraws(kCode).status == 202);
  }
  SUBCASE("also where the wish is there first") {
    CHECK(shop.withdraws(kCode).status == 202);
    response.wall_start = response.wall_end = {0};
    kiosk.record(response);
    shop.clock.advance(std::chrono::hours(24 * 5));
    CHECK(kiosk.send_ok().outcomes.at(0).outcome == Outcome::withdrawn);
  }
  CHECK(shop.stored() == 0);
  shop.check_equal();
}

TEST_CASE("a damaged response is taken back like any other; its counts are left, and named") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  shop.alter("UPDATE responses SET body = '{'");
  CHECK(shop.withdraws(kCode).status == 202);
  CHECK(shop.stored() == 0);
  CHECK(shop.ledger(kiosk, 1).outcome == collector::LedgerOutcome::withdrawn);
  CHECK(shop.audit_says("counts"));
}

TEST_CASE("a wish meets what does not fit its survey, when it arrives and in quarantine") {
  Shop shop;
  test::Kiosk kiosk(shop, "harbour");
  Response odd = shop.with_code();
  odd.answers["rooms"].value = std::int64_t{9};
  SUBCASE("the wish first") {
    CHECK(shop.withdraws(kCode).status == 202);
    kiosk.record(odd);
    CHECK(kiosk.send_ok().outcomes.at(0).outcome == Outcome::withdrawn);
  }
  SUBCASE("the response first") {
    kiosk.record(odd);
    CHECK(kiosk.send_ok().outcomes.at(0).outcome == Outcome::quarantined);
    CHECK(shop.withdraws(kCode).status == 202);
    CHECK(*shop.admin_ok("POST", "quarantine/retry", "{}").find("left") == json::Value(0));
  }
  CHECK(shop.read()->quarantine({}, 100).value().empty());
  CHECK(shop.ledger(kiosk, 1).outcome == collector::LedgerOutcome::withdrawn);
  shop.check_equal();
}
