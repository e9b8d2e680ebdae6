// A journal that a disk or a person has damaged: no decision turns into another, and none goes without a word.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "sync/base/core/files.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace journal_damage_test {

constexpr const char* kOfBefore =
    R"({"what":"withdrawn","hash":"h1","store":"harbour","day":"2026-03-03","expires_at_ms":1775000000000})";
constexpr const char* kAsItIs =
    R"({"what":"withdrawn","hash":"h1","store":"harbour","day":"2026-03-03","expires_at_ms":1775000000000,"check":"lwLO60dF"})";
const Day kDay = Day::parse("2026-03-03").value();

struct Shop : test::World {
  std::string path() const { return scratch.file("journal"); }
  std::string text() const { return read_file(path(), 1 << 20).value(); }
  std::string aside() const { return read_file(path() + ".damaged", 1 << 20).value_or(""); }
  void put(const std::string& lines) { REQUIRE(write_file(path(), lines, 0600).has_value()); }
  void add(const std::string& lines) { std::ofstream(path(), std::ios::app) << lines; }
  void asks(const std::string& hash) {
    const collector::Withdrawal asked{hash, "harbour", kDay, WallTime{INT64_C(4'000'000'000'000)}};
    REQUIRE(journal.note(asked).has_value());
  }
  collector::Journal::Restored start() {
    const auto restored = journal.give_back(*context);
    REQUIRE_MESSAGE(restored.has_value(), (restored ? "" : restored.error().text()));
    return *restored;
  }
  bool is_withdrawn(const std::string& hash) {
    return read()->is_withdrawn(hash, "harbour", kDay).value();
  }
};

TEST_CASE("a flipped bit in the journal takes back nobody else's answer: the line is set aside, and that is told") {
  Shop shop;
  shop.asks("hash-of-one");
  shop.asks("another");
  std::string text = shop.text();
  const std::size_t at = text.find("hash-of-one");
  REQUIRE(at != std::string::npos);
  text[at] = 'i';  // one bit of an h: good JSON, and a good hash
  shop.put(text);
  const std::string line = text.substr(0, text.find('\n') + 1);
  REQUIRE(line.find("iash-of-one") != std::string::npos);

  const auto restored = shop.start();
  CHECK(restored.unreadable == 1);
  CHECK(restored.withdrawals == 1);
  CHECK(shop.is_withdrawn("another"));
  CHECK_FALSE(shop.is_withdrawn("iash-of-one"));
  CHECK(shop.text().find("iash-of-one") == std::string::npos);
  CHECK(shop.aside() == line);
  CHECK(shop.journal.damaged_path() == shop.path() + ".damaged");
  struct stat about {};
  REQUIRE(::stat(shop.journal.damaged_path().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);

  CHECK(shop.start().unreadable == 0);
  CHECK(shop.aside() == line);
  shop.add(line);  // as if the start had been cut off before it wrote the journal anew
  CHECK(shop.start().unreadable == 1);
  CHECK(shop.aside() == line);
}

TEST_CASE("whatever cannot be read stands beside the journal as it was, behind what stood there before") {
  Shop shop;
  shop.add("first\n");
  CHECK(shop.start().unreadable == 1);
  std::string line;
  SUBCASE("half a line") { line = R"({"what":"withdr)"; }
  SUBCASE("a line that lacks what it is about") { line = R"({"what":"revoked"})"; }
  SUBCASE("a hash that is none") { line = R"({"what":"published","survey":"s","version":2,"sha256":"*"})"; }
  SUBCASE("a check that is another's") { line = R"({"what":"moon_landed","at_ms":7,"check":"AAAAAAAA"})"; }
  SUBCASE("no text at all") { line = "\xff\x01\xfe"; }
  shop.add(line + "\n");
  CHECK(shop.start().unreadable == 1);
  CHECK(shop.aside() == "first\n" + line + "\n");
  CHECK(shop.start().unreadable == 0);
}

TEST_CASE("a line of before, which bears no check, is read for ever, and has one after the next start") {
  Shop shop;
  SUBCASE("one of before") { shop.put(std::string(kOfBefore) + "\n"); }
  SUBCASE("one with its check") { shop.put(std::string(kAsItIs) + "\n"); }
  SUBCASE("one that an editor gave other line ends") { shop.put(std::string(kAsItIs) + "\r\n"); }
  const auto restored = shop.start();
  CHECK(restored.withdrawals == 1);
  CHECK(restored.unreadable == 0);
  CHECK(shop.is_withdrawn("h1"));
  CHECK(shop.text() == std::string(kAsItIs) + "\n");
}

TEST_CASE("where a line cannot be read that may be the last of a user, an older one lets nobody in") {
  Shop shop;
  const auto user = [](const char* hash, std::int64_t at) { return collector::User{"anna", hash, WallTime{at}}; };
  REQUIRE(shop.journal.note(user("noted", 10)).has_value());
  std::optional<collector::User> there;  // in the database
  std::optional<std::string> then;       // her password after the start
  SUBCASE("she has another password since") {
    there = user("newer", 20);
    then = "newer";
  }
  SUBCASE("she was removed") {}
  SUBCASE("the database was put back to before the line") {
    there = user("older", 5);
    then = "noted";
  }
  if (there)
    REQUIRE(shop.writes->run([&](collector::Writes& to) { return to.put_user(*there); }).has_value());
  shop.add("damaged\n");
  for (int starts = 0; starts < 2; ++starts) {
    shop.start();
    const auto now = shop.read()->user("anna").value();
    REQUIRE(now.has_value() == then.has_value());
    if (then) CHECK(now->password_hash == *then);
  }
}

TEST_CASE("where what cannot be read cannot be kept either, the journal stays as it is") {
  Shop shop;
  shop.asks("another");
  shop.add("damaged\n");
  const std::string before = shop.text();
  REQUIRE(std::filesystem::create_directory(shop.journal.damaged_path()));
  CHECK_FALSE(shop.journal.give_back(*shop.context).has_value());
  CHECK(shop.text() == before);
}

TEST_CASE("a journal for which nobody can look is not taken for none") {
  Shop shop;
  collector::Journal journal(shop.scratch.file(std::string(300, 'x')));  // longer than a name may be
  const auto found = journal.deletions();
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().failure == Failure::io);
  CHECK_FALSE(journal.give_back(*shop.context).has_value());
}

}  // namespace journal_damage_test
