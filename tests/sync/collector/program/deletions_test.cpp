// That what was promised to go is gone is signed, and a proof that was altered or taken away is named.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/collector/housekeeping.h"
#include "sync/collector/sign_anew.h"
#include "sync/protocol/deletion_proof.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;
namespace fs = std::filesystem;

namespace deletions_test {

constexpr auto kADay = std::chrono::hours(24);

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
    admin_ok("PUT", "about", R"({"comments_kept_days":7})");
    kiosk.emplace(*this, "harbour");
  }
  void record(int stars = 4) {
    Answers answers = test::all_answered();
    answers["rooms"].value = std::int64_t{stars};
    answers["rooms.why"].value = std::string("Nobody at the till");
    kiosk->record(test::response_to(survey, answers, clock));
    kiosk->send_ok();
  }
  void keep_house() {
    const auto kept = collector::keep_house(*context);
    REQUIRE_MESSAGE(kept.has_value(), (kept ? "" : kept.error().text()));
  }
  // Three proofs, the last of which is of two responses and one quarantined record.
  void three_days() {
    record();
    record();
    record(9);
    clock.advance(6 * kADay);
    for (int day = 0; day < 3; ++day) {
      keep_house();
      clock.advance(kADay);
    }
  }
  DeletionProof proof(std::size_t at) {
    const auto rows = read()->deletions().value();
    REQUIRE(rows.size() > at);
    const auto opened = open_deletion(rows[at].envelope, keys.trust.online_public_keys());
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().text()));
    return *opened;
  }
  // What verify says of proofs, in one text.
  std::string verified() {
    std::string out;
    const auto proof = admin_ok("GET", "verify");
    for (const json::Value& each : proof.find("differences")->as_array())
      out += each.find("what")->as_string() + "\n";
    return out;
  }
  // The database as it is now, for a restore.
  void save() {
    close();
    fs::copy_file(database_path(), scratch.file("old.db"), fs::copy_options::overwrite_existing);
    open();
  }
  void go_back() {
    close();
    for (const char* const part : {"-wal", "-shm"}) fs::remove(database_path() + part);
    fs::copy_file(scratch.file("old.db"), database_path(), fs::copy_options::overwrite_existing);
    open();
    REQUIRE(journal.give_back(*context).has_value());
  }
  void put(std::int64_t number, const std::string& envelope) {
    REQUIRE(writes->run([&](collector::Writes& w) {
                    return w.put_deletion({number, envelope});
                  })
                .has_value());
  }

  Survey survey = test::survey_of(test::survey_text());
  std::optional<test::Kiosk> kiosk;
};

}  // namespace deletions_test
using deletions_test::kADay;
using DeletionShop = deletions_test::Shop;

TEST_CASE("each run of the rule on comments leaves a signed proof, for administrators to read") {
  DeletionShop shop;
  shop.three_days();
  REQUIRE(shop.read()->deletions().value().size() == 3);
  const DeletionProof last = shop.proof(2);
  CHECK(last.number == 3);
  CHECK(last.collector == base64url(shop.keys.root));
  CHECK(last.rule == "comments_kept_days");
  CHECK(last.kept_days == 7);
  CHECK(last.day.text() == "2026-03-11");
  CHECK(last.before.text() == "2026-03-04");
  CHECK(last.responses == 2);
  CHECK(last.comments == 2);
  CHECK(last.quarantined == 1);
  CHECK(last.unreadable == 0);
  CHECK(shop.proof(0).responses == 0);
  CHECK(shop.proof(0).previous.empty());
  CHECK(last.previous == payload_hash(shop.read()->deletions().value()[1].envelope));
  CHECK(shop.verified().empty());
  const auto told = shop.admin_ok("GET", "deletions");
  REQUIRE(told.find("deletions")->as_array().size() == 3);
  const json::Value& third = told.find("deletions")->as_array()[2];
  CHECK(*third.find("comments") == json::Value(2));
  CHECK(*third.find("signed") == json::Value(true));
  CHECK(third.find("envelope")->as_string() == shop.read()->deletions().value()[2].envelope);
}

TEST_CASE(
    "a proof of which any field was altered is named, also where the holder of the key did it") {
  DeletionShop shop;
  shop.three_days();
  DeletionProof other = shop.proof(1);
  SUBCASE("number") { other.number = 7; }
  SUBCASE("collector") { other.collector = "somebody-else"; }
  SUBCASE("rule") { other.rule = "another"; }
  SUBCASE("kept_days") { other.kept_days = 70; }
  SUBCASE("day") { other.day = other.day + 1; }
  SUBCASE("before") { other.before = other.before + 1; }
  SUBCASE("responses") { other.responses = 5; }
  SUBCASE("comments") { other.comments = 5; }
  SUBCASE("quarantined") { other.quarantined = 5; }
  SUBCASE("unreadable") { other.unreadable = 5; }
  SUBCASE("previous") { other.previous = "x"; }
  REQUIRE(other != shop.proof(1));
  const Signer thief{"s1", crypto::SigningKey::make(shop.random)};
  shop.put(2, sign_deletion(other, {&thief, 1}));
  CHECK(shop.verified().find("proof of deletion 2 is not what was signed") != std::string::npos);
  const Signer online{"s1", shop.keys.signing};
  shop.put(2, sign_deletion(other, {&online, 1}));
  CHECK(shop.verified().find("proof of deletion 2") != std::string::npos);
}

TEST_CASE("a proof that is damaged, missing, or in another's place is named") {
  DeletionShop shop;
  shop.three_days();
  const auto rows = shop.read()->deletions().value();
  const auto says = [&shop](const std::string& words) {
    const std::string all = shop.verified();
    CHECK_MESSAGE(all.find(words) != std::string::npos, all);
  };
  SUBCASE("damaged") {
    std::string envelope = rows[1].envelope;
    char& letter = envelope[envelope.find("payload\":\"") + 30];
    letter = letter == 'A' ? 'B' : 'A';
    shop.put(2, envelope);
    says("proof of deletion 2 is not what was signed");
  }
  SUBCASE("the first is missing") {
    shop.alter("DELETE FROM deletions WHERE number = 1");
    says("proof of deletion 1 is missing");
    says("proof of deletion 1 is in the journal, and missing in the database");
  }
  SUBCASE("the last is missing") {
    shop.alter("DELETE FROM deletions WHERE number = 3");
    says("proof of deletion 3 is missing");
  }
  SUBCASE("all are missing, and the journal with them") {
    fs::remove(shop.scratch.file("journal"));
    shop.alter("DELETE FROM deletions");
    for (const char* const number : {"1", "2", "3"})
      says(fmt::format("proof of deletion {} is missing", number));
  }
  SUBCASE("one in another's place") {
    shop.put(3, rows[1].envelope);
    says("proof of deletion 3 is not what was signed");
  }
  SUBCASE("one in the journal is another") {
    DeletionProof other = shop.proof(1);
    other.comments = 5;
    const Signer online{"s1", shop.keys.signing};
    const std::string path = shop.scratch.file("journal");
    std::string text = read_file(path, 1 << 20).value();
    fs::remove(path);
    REQUIRE(shop.journal.note_deletion(sign_deletion(other, {&online, 1})).has_value());
    says("proof of deletion 2 is another than the journal says");
  }
}

TEST_CASE("proofs survive the restore of an older database, and go on from there") {
  DeletionShop shop;
  shop.record();
  shop.clock.advance(8 * kADay);
  shop.keep_house();
  shop.save();
  shop.clock.advance(kADay);
  shop.keep_house();
  const auto before = shop.read()->deletions().value();
  REQUIRE(before.size() == 2);
  shop.go_back();
  CHECK(shop.read()->deletions().value() == before);
  CHECK(shop.verified().empty());
  shop.clock.advance(kADay);
  shop.keep_house();
  CHECK(shop.proof(2).number == 3);
  CHECK(shop.verified().empty());
}

TEST_CASE("what a proof says is gone goes again after a restore, also where the rule is a longer one") {
  DeletionShop shop;
  shop.admin_ok("PUT", "about", R"({"comments_kept_days":300})");
  shop.record();
  shop.clock.advance(8 * kADay);
  shop.keep_house();
  REQUIRE(shop.proof(0).comments == 0);
  shop.save();
  shop.clock.advance(kADay);
  shop.admin_ok("PUT", "about", R"({"comments_kept_days":7})");
  shop.keep_house();
  REQUIRE(shop.proof(1).comments == 1);
  shop.go_back();
  shop.keep_house();
  CHECK(shop.proof(2).comments == 1);
  CHECK((shop.proof(2).before == shop.proof(1).before));
  CHECK(shop.proof(2).kept_days == 7);
  CHECK(shop.proof(3).kept_days == 300);  // that day's own
  CHECK(shop.verified().empty());
  shop.keep_house();  // once
  CHECK(shop.read()->deletions().value().size() == 4);
}

TEST_CASE("a journal that is lost has every proof again after the next start") {
  DeletionShop shop;
  shop.three_days();
  fs::remove(shop.scratch.file("journal"));
  REQUIRE(shop.journal.give_back(*shop.context).has_value());
  CHECK(shop.journal.deletions().value().size() == 3);
  REQUIRE(shop.journal.give_back(*shop.context).has_value());
  CHECK(shop.journal.deletions().value().size() == 3);
}

TEST_CASE("proofs are signed anew when the key has changed, and say the same") {
  DeletionShop shop;
  shop.three_days();
  const DeletionProof before = shop.proof(1);
  shop.keys.signers = {{"s1", shop.keys.signing}};
  shop.keys.signing = crypto::SigningKey::make(shop.random);
  shop.keys.signing_id = "s2";
  shop.keys.signers.push_back({"s2", shop.keys.signing});
  shop.keys.trust.signing_keys = {{"s2", shop.keys.signing.public_key, KeyRole::online, 0, 0}};
  CHECK_FALSE(shop.verified().empty());
  REQUIRE(collector::sign_anew(*shop.writes, shop.keys, shop.clock.wall()).has_value());
  CHECK(shop.verified().empty());
  CHECK(shop.proof(1) == before);
  // What the journal has is signed by the old key, and is still the collector's own.
  shop.alter("DELETE FROM deletions WHERE number = 2");
  REQUIRE(shop.journal.give_back(*shop.context).has_value());
  REQUIRE(collector::sign_anew(*shop.writes, shop.keys, shop.clock.wall()).has_value());
  CHECK(shop.proof(1) == before);
  CHECK(shop.verified().empty());
}

TEST_CASE("a run that was cut off and goes on later leaves nothing out of its proof") {
  DeletionShop shop;
  shop.record();
  shop.record();
  shop.alter("CREATE TRIGGER cut BEFORE INSERT ON deletions BEGIN SELECT RAISE(ABORT, 'cut'); END");
  shop.clock.advance(8 * kADay);
  CHECK_FALSE(collector::keep_house(*shop.context).has_value());
  CHECK_FALSE(shop.on_disk("Nobody at the till"));
  shop.alter("DROP TRIGGER cut");
  shop.keep_house();
  CHECK(shop.proof(0).comments == 2);
}
