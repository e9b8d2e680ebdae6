// Interactions and stars on their way in: ledger, rows, quarantine and proof, as for responses.
#include <doctest/doctest.h>

#include "sync/base/db/db.h"
#include "sync/collector/api/verify.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace desk_ingest_test {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  RecordTimes times(std::int64_t took_ms) const {
    RecordTimes out;
    out.boot = "boot-1";
    out.mono_end = clock.mono();
    out.mono_start = clock.mono() + -Ms{took_ms};
    out.wall_end = clock.wall();
    out.wall_start = clock.wall() + -Ms{took_ms};
    return out;
  }
  Interaction interaction(std::int64_t took_ms = 252'000) const {
    Interaction out;
    out.category = "return";
    out.solved = Solved::yes;
    out.touchpoint = "service-desk";
    out.handed_over = true;
    out.times = times(took_ms);
    return out;
  }
  Star star() const {
    Star out;
    out.staff = "s4";
    out.touchpoint = "service-desk";
    out.times = times(0);
    return out;
  }
  Response response() const {
    const Survey survey = test::survey_of(test::survey_text());
    return test::response_to(survey, test::all_answered(), clock);
  }
};

collector::Proof proof_of(Shop& shop) {
  const auto view = shop.read();
  auto proof = collector::verify(*view, shop.keys, *shop.definitions, true);
  REQUIRE(proof.has_value());
  return *proof;
}

void alter(Shop& shop, const std::string& sql) {
  shop.close();
  auto database = db::Database::open(shop.database_path());
  REQUIRE(database.has_value());
  REQUIRE((*database)->run(sql).has_value());
  database->reset();
  shop.open();
}

}  // namespace desk_ingest_test

TEST_CASE("an interaction and a star arrive in the same log as responses, and all adds up") {
  desk_ingest_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  const Interaction given = shop.interaction();
  kiosk.record(given);
  kiosk.record(shop.response());
  kiosk.record(shop.star());
  const Batch batch = kiosk.batch();
  const BatchReply reply = kiosk.send_ok();
  CHECK(reply.durable_to == 3);
  CHECK(reply.outcomes.empty());
  CHECK(reply.held.empty());

  const auto interaction = shop.read()->interaction(kiosk.id, 1, 1).value();
  REQUIRE(interaction.has_value());
  CHECK(interaction->category == "return");
  CHECK(interaction->solved == Solved::yes);
  CHECK(interaction->handed_over);
  CHECK(interaction->duration_ms == 252'000);
  CHECK(interaction->head.store == "harbour");
  CHECK(interaction->head.touchpoint == "service-desk");
  CHECK(interaction->head.day.text() == "2026-03-03");
  CHECK(interaction->head.time_quality == collector::TimeQuality::exact);
  const auto star = shop.read()->star(kiosk.id, 1, 3).value();
  REQUIRE(star.has_value());
  CHECK(star->staff == "s4");
  CHECK(star->by == StarBy::customer);

  const auto again = read_batch_reply(kiosk.send(batch).body);
  REQUIRE(again.has_value());
  REQUIRE(again->outcomes.size() == 3);
  for (const RecordOutcome& outcome : again->outcomes) CHECK(outcome.outcome == Outcome::repeat);
  CHECK(shop.read()->interactions({}).value().rows.size() == 1);
  CHECK(shop.read()->stars({}).value().rows.size() == 1);

  const auto proof = desk_ingest_test::proof_of(shop);
  for (const auto& difference : proof.differences) MESSAGE(difference.what);
  CHECK(proof.equal());
  CHECK(proof.total.stored == 3);
}

TEST_CASE("an interaction that cannot be counted is quarantined with its reason") {
  desk_ingest_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  shop.clock.mono_now = shop.clock.mono() + Ms{100'000'000};
  kiosk.record(shop.interaction(13 * 3'600'000));
  Interaction backwards = shop.interaction(0);
  backwards.times.mono_start = backwards.times.mono_end + Ms{1};
  kiosk.record(backwards);
  kiosk.record_text("interaction", 1, R"({"format":1,"category":"No id"})", "interaction");
  kiosk.record_text("star", 2, json::dump(to_json(shop.star())), "star");
  const BatchReply reply = kiosk.send_ok();
  REQUIRE(reply.outcomes.size() == 4);
  const char* const reasons[] = {"time_out_of_range", "time_out_of_range", "not_json", "not_json"};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(reply.outcomes[i].outcome == Outcome::quarantined);
    CHECK(reply.outcomes[i].problem == reasons[i]);
  }
  const json::Value retried = shop.admin_ok("POST", "quarantine/retry", "{}");
  CHECK(*retried.find("left") == json::Value(4));
  CHECK(desk_ingest_test::proof_of(shop).equal());
}

TEST_CASE("a record sent under another kind does not open: its kind is sealed with it") {
  desk_ingest_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  kiosk.record(shop.interaction());
  kiosk.waiting.back().kind = "star";
  kiosk.waiting.back().survey = "star";
  const BatchReply reply = kiosk.send_ok();
  REQUIRE(reply.outcomes.size() == 1);
  CHECK(reply.outcomes[0].problem == "not_decryptable");
}

TEST_CASE("a kind that this collector does not know is held, and the log goes on behind it") {
  desk_ingest_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  kiosk.record_text("pulse", 1, "{}", "pulse");
  kiosk.record(shop.interaction());
  const BatchReply reply = kiosk.send_ok();
  REQUIRE(reply.held.size() == 1);
  CHECK(reply.held[0].sequence == 1);
  CHECK(shop.read()->interaction(kiosk.id, 1, 2).value().has_value());
}

TEST_CASE(
    "the proof finds an interaction that was altered, one that is missing, and a star too many") {
  desk_ingest_test::Shop shop;
  test::Kiosk kiosk(shop, "harbour", "service-desk");
  kiosk.record(shop.interaction());
  kiosk.record(shop.interaction(60'000));
  kiosk.record(shop.star());
  kiosk.send_ok();
  CHECK(desk_ingest_test::proof_of(shop).equal());

  desk_ingest_test::alter(shop, "UPDATE interactions SET solved = 'no' WHERE sequence = 1");
  CHECK_FALSE(desk_ingest_test::proof_of(shop).equal());
  desk_ingest_test::alter(shop, "UPDATE interactions SET solved = 'yes' WHERE sequence = 1");
  CHECK(desk_ingest_test::proof_of(shop).equal());
  desk_ingest_test::alter(shop, "UPDATE stars SET sequence = 4");
  CHECK_FALSE(desk_ingest_test::proof_of(shop).equal());
  desk_ingest_test::alter(
      shop, "UPDATE stars SET sequence = 3; DELETE FROM interactions WHERE sequence = 2");
  CHECK_FALSE(desk_ingest_test::proof_of(shop).equal());
}
