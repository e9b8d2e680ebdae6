// What was decided since a backup is there again when an older database is.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "sync/base/core/files.h"
#include "sync/collector/api/verify.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/withdrawal.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;
namespace fs = std::filesystem;

namespace journal_test {

constexpr const char* kCode = "7F3K92QM";

struct JournalShop : test::World {
  JournalShop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  // A backup, and what a restore of it leaves.
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
  }
  collector::Journal::Restored give_back() {
    const auto restored = journal.give_back(*context);
    REQUIRE_MESSAGE(restored.has_value(), (restored ? "" : restored.error().text()));
    return *restored;
  }
  Response with_code() {
    Response out = test::response_to(survey, test::all_answered(), clock);
    out.withdraw_hash = withdraw_hash(kCode, ByteView(withdraw_key(keys.mac_key))).value();
    return out;
  }
  int withdraws(const std::string& day = "2026-03-03") {
    return admin("POST", "withdrawals",
                 json::dump(json::object({{"store", "harbour"}, {"day", day}, {"code", kCode}})))
        .status;
  }
  std::int64_t stored() { return read()->count_responses().value(); }
  std::string journal_text() { return read_file(journal_path(), 1 << 20).value(); }
  std::string journal_path() const { return scratch.file("journal"); }

  // Whether it was in use until now.
  bool retire(const std::string& id) {
    return admin_ok("POST", "surveys/" + id + "/retire", "{}").find("retired")->as_bool();
  }
  // Whether it comes back as retired.
  bool comes_back_retired(const std::string& text) {
    return admin_ok("POST", "surveys", text).find("retired")->as_bool();
  }
  // As the owner does after a theft.
  void change_keys() {
    keys.signers = {{"s1", keys.signing}};
    keys.signing = crypto::SigningKey::make(random);
    keys.signing_id = "s2";
    keys.signers.push_back({"s2", keys.signing});
    keys.trust.signing_keys = {{"s2", keys.signing.public_key, KeyRole::online, 0, 0}};
  }

  Survey survey = test::survey_of(test::survey_text());
};

constexpr const char* kTillRetired = R"({"what":"retired","survey":"till","version":3)";  // and its end

// As long as it lives no file grows beyond that size.
class SmallDisk {
 public:
  explicit SmallDisk(std::uintmax_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit less{static_cast<rlim_t>(bytes), before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &less) == 0);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

collector::Withdrawal wish(const std::string& hash) {
  return {hash, "harbour", Day::parse("2026-03-03").value(), WallTime{INT64_C(4'000'000'000'000)}};
}

TEST_CASE("a version that a restore lost comes back behind a newer one, for the answers that wait for it") {
  JournalShop shop;
  shop.save();
  const std::string second = test::survey_text(2);
  CHECK(shop.admin("POST", "surveys", second).status == 200);
  test::Kiosk kiosk(shop, "harbour");
  shop.go_back();
  shop.give_back();
  CHECK(shop.admin("POST", "surveys", test::survey_text(3)).status == 200);

  kiosk.record(test::response_to(test::survey_of(second), test::all_answered(), shop.clock));
  CHECK(kiosk.send(kiosk.batch()).body.find("definition_missing") != std::string::npos);
  CHECK(shop.admin("POST", "surveys", second).status == 200);
  kiosk.send_ok();
  CHECK(shop.stored() == 1);
  const auto heads = shop.read()->definitions().value();
  REQUIRE(heads.size() == 3);
  CHECK(heads[1].state == DefinitionState::live);
}

TEST_CASE("what comes back behind a retired version is retired, and what was never published does not come") {
  JournalShop shop;
  shop.save();
  const std::string second = test::survey_text(2);
  CHECK(shop.admin("POST", "surveys", second).status == 200);
  shop.go_back();
  shop.give_back();
  CHECK(shop.admin("POST", "surveys", test::survey_text(4)).status == 200);
  CHECK(shop.admin("POST", "surveys/fitting-rooms/retire", "{}").status == 200);
  CHECK(shop.admin("POST", "surveys", second).status == 200);
  CHECK(shop.read()->definitions().value()[1].state == DefinitionState::retired);
  CHECK(shop.admin("POST", "surveys", test::survey_text(3)).body.find("version_not_newer") != std::string::npos);
}

TEST_CASE("a survey that was retired is so after a restore, by the word of a key that is good now") {
  JournalShop shop;
  test::Kiosk kiosk(shop, "harbour");
  shop.save();
  shop.publish(test::survey_text(2));
  CHECK(shop.retire("fitting-rooms"));
  shop.go_back();
  REQUIRE(shop.read()->definitions().value()[0].state == DefinitionState::live);
  shop.change_keys();
  CHECK(shop.give_back().retirements == 1);
  CHECK(shop.read()->definitions().value()[0].state == DefinitionState::retired);
  const auto all = shop.read()->retirements().value();
  REQUIRE(all.size() == 1);
  CHECK(open_retirement(all[0].envelope, {"fitting-rooms", 2}, shop.keys.trust.online_public_keys())
            .has_value());
  const std::string before = shop.journal_text();
  CHECK_FALSE(shop.give_back().any());
  CHECK(shop.journal_text() == before);
  CHECK(shop.read()->retirements().value()[0].envelope == all[0].envelope);
  const WaitReply told = read_wait_reply(kiosk.wait(kiosk.heartbeat()).body).value();
  REQUIRE(told.definitions.size() == 1);
  CHECK(told.definitions[0].state == DefinitionState::retired);
  CHECK(told.definitions[0].version == 2);
}

TEST_CASE("what a retirement covers comes back as retired, whatever people do first after a restore") {
  JournalShop shop;
  shop.save();
  const std::string second = test::survey_text(2);
  shop.publish(second);
  test::Kiosk kiosk(shop, "harbour");
  CHECK(shop.retire("fitting-rooms"));
  shop.go_back();
  shop.give_back();
  SUBCASE("nothing") {}
  SUBCASE("retire it again") { CHECK_FALSE(shop.retire("fitting-rooms")); }
  SUBCASE("publish a newer one") { CHECK_FALSE(shop.comes_back_retired(test::survey_text(3))); }

  kiosk.record(test::response_to(test::survey_of(second), test::all_answered(), shop.clock));
  CHECK(kiosk.send(kiosk.batch()).body.find("definition_missing") != std::string::npos);
  CHECK(shop.comes_back_retired(second));
  kiosk.send_ok();
  CHECK(shop.stored() == 1);
  CHECK(shop.read()->definitions().value()[1].state == DefinitionState::retired);
  CHECK(shop.admin("POST", "surveys", second).status == 409);
}

TEST_CASE("a retirement covers versions of which a restore has left none, and those that never were") {
  JournalShop shop;
  shop.save();
  const std::string first = test::survey_text(1, "till"), third = test::survey_text(3, "till");
  shop.publish(first);
  shop.publish(third);
  CHECK(shop.retire("till"));
  shop.go_back();
  CHECK(shop.give_back().retirements == 1);
  CHECK_FALSE(shop.retire("till"));
  const auto refused = shop.admin("POST", "surveys", test::survey_text(2, "till"));
  CHECK(refused.status == 409);
  CHECK(refused.body.find("higher version") != std::string::npos);
  CHECK(shop.comes_back_retired(third));
  CHECK(shop.comes_back_retired(first));
  CHECK_FALSE(shop.comes_back_retired(test::survey_text(4, "till")));
  CHECK(shop.retire("till"));
  CHECK(shop.read()->retirements().value()[0].version == 4);
}

TEST_CASE("what kiosks were given since a backup is retired as well, whether a restore has left any of it or not") {
  JournalShop shop;
  SUBCASE("an older version") { shop.publish(test::survey_text(1, "till")); }
  SUBCASE("none") {}
  shop.save();
  CHECK(shop.admin("POST", "surveys", test::survey_text(4, "till")).status == 200);
  shop.go_back();
  CHECK(shop.retire("till"));
  CHECK(shop.read()->retirements().value()[0].version == 4);
  CHECK_FALSE(shop.retire("till"));
  CHECK(shop.comes_back_retired(test::survey_text(4, "till")));
  CHECK(shop.admin("POST", "surveys/never/retire", "{}").status == 404);
}

TEST_CASE("of several retirements of a survey the highest version holds, and one line is kept") {
  JournalShop shop;
  REQUIRE(write_file(shop.journal_path(), std::string(kTillRetired) + "}\n" +
                                              R"({"what":"retired","survey":"till","version":2})" "\n"
                                              R"({"what":"retired","survey":"till"})" "\n")
              .has_value());
  const auto restored = shop.give_back();
  CHECK(restored.retirements == 1);
  CHECK(restored.unreadable == 1);  // the one without a version
  CHECK(shop.read()->retirements().value()[0].version == 3);
  const std::string text = shop.journal_text();
  const std::size_t at = text.find(kTillRetired);
  CHECK(at != std::string::npos);
  CHECK(text.find(R"("retired")") == text.rfind(R"("retired")"));
  CHECK_FALSE(shop.give_back().any());
}

TEST_CASE("a journal of before, without retirements, has those of the database after the next start") {
  JournalShop shop;
  shop.save();
  CHECK(shop.retire("fitting-rooms"));
  std::string text = shop.journal_text();
  const std::size_t at = text.find(R"({"what":"retired")");
  REQUIRE(at != std::string::npos);
  text.erase(at, text.find('\n', at) + 1 - at);
  REQUIRE(write_file(shop.journal_path(), text).has_value());
  CHECK_FALSE(shop.give_back().any());
  shop.go_back();
  CHECK(shop.give_back().retirements == 1);
}

}  // namespace journal_test
using journal_test::JournalShop;
using journal_test::wish;

TEST_CASE("a line for which the disk has no room leaves nothing behind, and the next one counts") {
  JournalShop shop;
  collector::Journal& journal = shop.journal;
  REQUIRE(journal.note(wish("first")).has_value());
  const std::string before = shop.journal_text();
  {
    const journal_test::SmallDisk full(before.size() + 20);
    const auto refused = journal.note(wish("second"));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().failure == Failure::disk_full);
  }
  CHECK(shop.journal_text() == before);
  REQUIRE(journal.note(wish("third")).has_value());
  const auto restored = shop.give_back();
  CHECK(restored.withdrawals == 2);
  CHECK(restored.unreadable == 0);
}

TEST_CASE("a start that has nothing to add to the journal leaves the file alone: a full disk is no hindrance") {
  JournalShop shop;
  REQUIRE(shop.withdraws() == 200);
  shop.give_back();
  const auto file = [&shop] {
    struct stat about {};
    REQUIRE(::stat(shop.journal_path().c_str(), &about) == 0);
    return about.st_ino;
  };
  const auto before = file();
  shop.give_back();
  CHECK(file() == before);
}

TEST_CASE("half a line of a power cut swallows no other, and people hear of it once") {
  JournalShop shop;
  REQUIRE(shop.journal.note(wish("first")).has_value());
  const auto add = [&shop](std::string_view text) {
    std::ofstream(shop.journal_path(), std::ios::app) << text;
  };
  SUBCASE("the next begins a line of its own") { add(R"({"what":"withdr)"); }
  SUBCASE("and one that did not, as it once was, is read all the same") {
    add(R"({"what":"withdr{"what":"revoked","device":"dev-9"})");
  }
  REQUIRE(shop.journal.note(wish("second")).has_value());
  const auto restored = shop.give_back();
  CHECK(restored.withdrawals == 2);
  CHECK(restored.unreadable == 1);
  CHECK(shop.journal_text().find("withdr{") == std::string::npos);
  const auto again = shop.give_back();
  CHECK_FALSE(again.any());
  CHECK(again.unreadable == 0);
}

TEST_CASE("a line of a later version stays as it is") {
  JournalShop shop;
  const std::string later = R"({"what":"moon_landed","at_ms":7})";
  REQUIRE(write_file(shop.journal_path(), later + "\n").has_value());
  CHECK(shop.give_back().unreadable == 0);
  CHECK(shop.journal_text().find(later) != std::string::npos);
}

TEST_CASE("a kiosk that comes back from the journal is offered its surveys") {
  JournalShop shop;
  shop.save();
  test::Kiosk kiosk(shop, "harbour");
  SUBCASE("with the formats it told when it was enrolled") {}
  SUBCASE("and with the first, where an earlier version noted none") {
    std::string text = shop.journal_text();
    const std::size_t at = text.find(R"(,"app_version")");  // and the formats behind it
    REQUIRE(at != std::string::npos);
    text.replace(at, text.find('\n', at) - at, "}");
    REQUIRE(write_file(shop.journal_path(), text).has_value());
  }
  shop.go_back();
  CHECK(shop.give_back().devices == 1);
  const auto reply = kiosk.wait(kiosk.heartbeat());
  REQUIRE_MESSAGE(reply.status == 200, reply.body);
  CHECK(read_wait_reply(reply.body).value().definitions.size() == 1);
}

TEST_CASE("a kiosk says with each heartbeat what it can read, and is offered no more than that") {
  JournalShop shop;
  test::Kiosk kiosk(shop, "harbour");
  WaitRequest message = kiosk.heartbeat();
  const auto offered = [&] {
    return read_wait_reply(kiosk.wait(message).body).value().definitions.size();
  };
  message.definition_formats = {2, 3};
  message.response_formats = {1};
  CHECK(offered() == 0);
  message.definition_formats.clear();  // one of before: as it said last
  CHECK(offered() == 0);
  message.definition_formats = {1, 2};
  CHECK(offered() == 1);
}

TEST_CASE("a wish is done again after a restore, also beside one for the day before") {
  JournalShop shop;
  test::Kiosk kiosk(shop, "harbour");
  CHECK(shop.withdraws("2026-02-26") == 200);  // is none for this answer, and is in the backup
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  REQUIRE(shop.stored() == 1);
  shop.save();
  CHECK(shop.withdraws("2026-03-02") == 200);
  REQUIRE(shop.stored() == 0);
  shop.go_back();
  REQUIRE(shop.stored() == 1);
  const auto restored = shop.give_back();
  CHECK(restored.withdrawals == 1);
  CHECK(restored.erased == 1);
  CHECK(shop.stored() == 0);
  CHECK_FALSE(shop.give_back().any());
  const auto view = shop.read();
  CHECK(collector::verify(*view, shop.keys, *shop.definitions, true).value().equal());
}

TEST_CASE("a wish outlives every backup, however few days a code is good for") {
  JournalShop shop;
  shop.admin_ok("PUT", "about", R"({"withdraw_at":"shop.example/withdraw","withdraw_days":7})");
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  shop.save();
  CHECK(shop.withdraws() == 200);
  shop.clock.advance(std::chrono::hours(24 * 36));
  shop.go_back();
  CHECK(shop.give_back().erased == 1);
  CHECK(shop.stored() == 0);
}

TEST_CASE("what the journal cannot take is not done at all") {
  JournalShop shop;
  test::Kiosk kiosk(shop, "harbour");
  kiosk.record(shop.with_code());
  kiosk.send_ok();
  fs::remove(shop.journal_path());
  fs::create_directory(shop.journal_path());
  CHECK(shop.withdraws() >= 500);
  CHECK(shop.stored() == 1);
  CHECK(shop.admin("POST", "devices/" + kiosk.id + "/revoke", "{}").status >= 500);
  CHECK(shop.admin("POST", "surveys/fitting-rooms/retire", "{}").status >= 500);
  CHECK(shop.read()->retirements().value().empty());
  CHECK(kiosk.wait(kiosk.heartbeat()).status == 200);
  fs::remove(shop.journal_path());
  CHECK(shop.withdraws() == 200);
  CHECK(shop.stored() == 0);
}

TEST_CASE("who was removed, and what password was changed, is so after a restore") {
  JournalShop shop;
  const auto set = [&shop](const std::string& name, const std::string& password) {
    shop.admin_ok("PUT", "users/" + name, json::dump(json::object({{"password", password}})));
  };
  set("ana", "first password of ana");
  set("ben", "first password of ben");
  const auto member = shop.admin_ok("POST", "stores/harbour/staff",
                                    R"({"first_name":"Cleo","role":"","on_stars":false})");
  const std::string cleo = member.find("id")->as_string();
  shop.save();
  set("ana", "second password of ana");
  shop.admin_ok("POST", "users/ben/remove", "{}");
  set("dora", "first password of dora");
  shop.admin_ok("POST", "stores/harbour/staff/" + cleo + "/remove", "{}");
  const std::string now = shop.read()->user("ana").value()->password_hash;
  shop.go_back();
  REQUIRE(shop.read()->user("ben").value().has_value());
  const auto restored = shop.give_back();
  CHECK(restored.users == 3);
  CHECK(restored.staff == 1);
  CHECK(shop.read()->user("ana").value()->password_hash == now);
  CHECK_FALSE(shop.read()->user("ben").value().has_value());
  CHECK(shop.read()->user("dora").value().has_value());
  CHECK(shop.read()->staff("harbour").value().empty());
  CHECK_FALSE(shop.give_back().any());
  // Whoever was removed may come again, also by a link alone.
  shop.admin_ok("POST", "login-links", R"({"user":"ben"})");
  CHECK_FALSE(shop.give_back().any());
  CHECK(shop.read()->user("ben").value().has_value());
}

TEST_CASE(
    "under a version that kiosks were given, a restored collector publishes those bytes only") {
  JournalShop shop;
  REQUIRE(shop.give_back().unreadable == 0);
  shop.save();
  const std::string second = test::survey_text(2);
  shop.publish(second);
  std::string other = second;
  const std::size_t at = other.find("How were the");
  REQUIRE(at != std::string::npos);
  other.insert(at, "Well. ");
  shop.go_back();
  shop.give_back();
  REQUIRE(shop.admin("GET", "surveys/fitting-rooms/2").status == 404);
  const auto refused = shop.admin("POST", "surveys", other);
  CHECK(refused.status == 409);
  CHECK(refused.body.find("higher version") != std::string::npos);
  CHECK(shop.admin("POST", "surveys", second).status == 200);
}
