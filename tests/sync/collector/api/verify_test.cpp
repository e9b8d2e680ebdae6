// The proof: whatever is removed or altered behind the collector's back is named.
#include <doctest/doctest.h>

#include "sync/base/db/db.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace verify_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    kiosk.emplace(*this, "harbour");
    const Survey survey = test::survey_of(test::survey_text());
    for (int i = 0; i < 5; ++i)
      kiosk->record(test::response_to(survey, test::all_answered(), clock));
    Response wrong = test::response_to(survey, test::all_answered(), clock);
    wrong.answers["rooms"].value = std::int64_t{9};
    kiosk->record(wrong);
    kiosk->send_ok();
    kiosk->wait(kiosk->heartbeat());
  }

  // Alters the database as somebody with the file would, and gives the proof after it.
  json::Value after(const std::string& sql) {
    close();
    {
      auto plain = db::Database::open(database_path());
      REQUIRE(plain.has_value());
      const auto done = (*plain)->run(sql);
      REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().text()));
    }
    open();
    return admin_ok("GET", "verify");
  }

  std::optional<test::Kiosk> kiosk;
};

// Whether a difference says `what`, of these numbers.
bool names(const json::Value& proof, std::string_view what, std::string_view sequences = "") {
  for (const json::Value& difference : proof.find("differences")->as_array())
    if (difference.find("what")->as_string().find(what) != std::string::npos &&
        (sequences.empty() || difference.find("sequences")->as_string() == sequences))
      return true;
  return false;
}

void check_found(const std::string& sql, std::string_view what, std::string_view sequences = "") {
  CAPTURE(sql);
  Shop shop;
  REQUIRE(*shop.admin_ok("GET", "verify").find("equal") == json::Value(true));
  const json::Value proof = shop.after(sql);
  CHECK(*proof.find("equal") == json::Value(false));
  CHECK_MESSAGE(names(proof, what, sequences), json::dump(proof));
}

}  // namespace verify_test
using verify_test::check_found;

TEST_CASE("an untouched collector is equal, and its sums are the device's") {
  verify_test::Shop shop;
  const auto proof = shop.admin_ok("GET", "verify?recount=1");
  CHECK(*proof.find("equal") == json::Value(true));
  CHECK(*proof.find("recounted") == json::Value(true));
  const json::Value& total = *proof.find("total");
  CHECK(*total.find("recorded") == json::Value(6));
  CHECK(*total.find("received") == json::Value(6));
  CHECK(*total.find("stored") == json::Value(5));
  CHECK(*total.find("quarantined") == json::Value(1));
  CHECK(*total.find("waiting") == json::Value(0));
  const auto devices = shop.admin_ok("GET", "devices");
  const json::Value& device = devices.find("devices")->as_array().at(0);
  CHECK(*device.find("recorded") == json::Value(6));
  CHECK(*device.find("received") == json::Value(6));
}

TEST_CASE("a removed or altered response is found") {
  check_found("DELETE FROM responses WHERE sequence = 3", "the response is missing", "3");
  check_found(
      "UPDATE responses SET body = replace(body, '\"value\":9', '\"value\":1') "
      "WHERE sequence = 2",
      "altered after it was stored", "2");
  check_found("UPDATE responses SET store = 'hill' WHERE sequence IN (1, 2)",
              "altered after it was stored", "1-2");
  check_found(
      "INSERT INTO responses (device, log, sequence, survey, version, store, touchpoint, language,"
      " day, started_at_ms, time_quality, completion, flagged, body, received_at_ms, mac)"
      " SELECT device, log, 40, survey, version, store, touchpoint, language, day, started_at_ms,"
      " time_quality, completion, flagged, body, received_at_ms, mac FROM responses"
      " WHERE sequence = 1",
      "the ledger does not have as stored", "40");
}

TEST_CASE("a response whose code would find nothing any more, or a response that has none, is named") {
  verify_test::Shop shop;
  Response coded = test::response_to(test::survey_of(test::survey_text()), test::all_answered(), shop.clock);
  coded.withdraw_hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  shop.kiosk->record(coded);
  shop.kiosk->send_ok();
  REQUIRE(*shop.admin_ok("GET", "verify").find("equal") == json::Value(true));
  std::string altered, numbers = "7";
  SUBCASE("it has none here") { altered = "SET withdraw_hash = NULL WHERE sequence = 7"; }
  SUBCASE("it has another's") { altered = "SET withdraw_hash = 'another' WHERE sequence = 7"; }
  SUBCASE("nobody was given one") {
    altered = "SET withdraw_hash = 'another' WHERE sequence IN (2, 3)";
    numbers = "2-3";
  }
  const json::Value proof = shop.after("UPDATE responses " + altered);
  CHECK(*proof.find("equal") == json::Value(false));
  CHECK_MESSAGE(verify_test::names(proof, "the hash by which the response is withdrawn", numbers), json::dump(proof));
  CHECK_FALSE(verify_test::names(proof, "altered after it was stored"));
}

TEST_CASE("a comment that counts as erased, so that no rule would find it any more, is named") {
  check_found("UPDATE responses SET comments_erased = 1 WHERE sequence IN (2, 4)",
              "the comments count as erased, and they are there", "2, 4");
}

TEST_CASE("a removed or altered ledger row is found") {
  check_found("DELETE FROM ledger WHERE sequence = 4", "missing from the ledger", "4");
  check_found("DELETE FROM ledger WHERE sequence = 6", "missing from the ledger", "6");
  check_found("UPDATE ledger SET data_hash = zeroblob(32) WHERE sequence = 4",
              "the ledger's chain is not the one that was received");
  check_found("UPDATE ledger SET day = day + 1 WHERE sequence = 4", "disagree", "4");
  check_found("UPDATE ledger SET outcome = 'expired' WHERE sequence = 5", "does not have as stored",
              "5");
  // Everything of the last numbers, and the log's own head with it: the device knows better.
  check_found(
      "DELETE FROM responses WHERE sequence = 5; DELETE FROM quarantine;"
      "DELETE FROM ledger WHERE sequence > 4; UPDATE logs SET received_to = 4",
      "more are missing here than the device still has to send");
  check_found("UPDATE logs SET reported_chain = zeroblob(32)", "the device's own chain");
  check_found("DELETE FROM logs", "rows of a log that is not known");
}

TEST_CASE("a removed or altered count, quarantined record, definition or audit entry is found") {
  check_found("UPDATE cube SET v4 = v4 + 1 WHERE v4 > 0", "counted again");
  check_found("DELETE FROM cube WHERE answered > 0", "counted again");
  check_found("DELETE FROM quarantine", "missing from the quarantine", "6");
  check_found("UPDATE quarantine SET data = zeroblob(40)", "altered after it was quarantined", "6");
  check_found("UPDATE definitions SET bytes = replace(bytes, 'today', 'now')",
              "is not what was signed");
  check_found("UPDATE definitions SET bytes = '{'", "does not fit its definition");
  check_found("UPDATE audit SET actor = 'nobody' WHERE number = 1", "audit log was altered");
}

TEST_CASE("what a restored collector lacks is asked for, sent again, and all is equal") {
  verify_test::Shop shop;
  const Survey survey = test::survey_of(test::survey_text());
  shop.kiosk->record(test::response_to(survey, test::all_answered(), shop.clock));
  const Batch kept = shop.kiosk->batch();
  shop.kiosk->send_ok();
  const auto proof =
      shop.after("DELETE FROM ledger WHERE sequence = 7; DELETE FROM responses WHERE sequence = 7");
  CHECK(*proof.find("equal") == json::Value(false));
  shop.kiosk->record(test::response_to(survey, test::all_answered(), shop.clock));
  const BatchReply reply = shop.kiosk->send_ok();
  REQUIRE(reply.missing.size() == 1);
  CHECK(reply.missing[0] == SequenceRange{7, 7});
  CHECK(shop.kiosk->send(kept).status == 200);
  CHECK(shop.read()->response(shop.kiosk->id, 1, 7).value().has_value());
}

TEST_CASE("a backup is whole, private, and can be opened as a collector's database") {
  verify_test::Shop shop;
  const auto made = shop.admin_ok("POST", "backup", "{}");
  const std::string file = made.find("file")->as_string();
  CHECK(made.find("sha256")->as_string().size() == 64);
  const auto copy = collector::open_sqlite_storage(file);
  REQUIRE(copy.has_value());
  CHECK((*copy)->read().value()->count_responses().value() == 5);
}
