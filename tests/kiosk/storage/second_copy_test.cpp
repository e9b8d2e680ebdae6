// Finished responses a second time in a ring file: what is in it, and what it is good for.
#include "kiosk/storage/second_copy.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/kiosk/storage/copied_kiosk.h"

namespace afterword::kiosk {
namespace second_copy_test {

using namespace copied_kiosk;

}  // namespace second_copy_test
using namespace second_copy_test;

TEST_CASE("What is finished is in the second copy as it is in the database, and nothing else is") {
  Kiosk kiosk;
  kiosk.keep(3);
  must(kiosk.core->save_draft(test::recording(5, "half", false), Partial::keep));
  const auto rows = kiosk.rows();
  const auto copied = kiosk.copied();
  REQUIRE(copied.size() == 3);
  std::size_t at = 0;
  for (const auto& [place, copy] : copied) {
    CHECK(copy.record.response == rows[at++]);
    CHECK(kiosk.keys.open(copy.record.response, copy.epoch).answers.contains("visit"));
  }
  kiosk.open();  // what was under way is finished as it was
  CHECK(kiosk.copied().size() == 4);
}

TEST_CASE("A database that is lost begins anew with what the second copy has") {
  Kiosk kiosk;
  for (int each = 0; each < 5; ++each)
    kiosk.keep("number " + std::string(1, static_cast<char>('a' + each)));
  const auto before = kiosk.rows();
  SUBCASE("gone") { kiosk.lose(); }
  SUBCASE("full of rubbish") {
    kiosk.lose();
    must(write_file(kiosk.folder + "/kiosk.db", std::string(50'000, 'x')));
  }
  kiosk.open();
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 5);
  CHECK(kiosk.core->damage()->waiting == 5);
  CHECK(kiosk.rows() == before);
  CHECK(kiosk.why(before[4]) == "number e");
  kiosk.keep("after that");
  CHECK(kiosk.rows().back().log > before[0].log);
  CHECK(kiosk.copied().size() == 6);
}

TEST_CASE("Without a second copy a database that is lost takes its responses along") {
  Kiosk kiosk;
  kiosk.keep(5);
  kiosk.lose();
  kiosk.open(false);
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.rows().empty());
}

TEST_CASE("A power cut between copy and commit: the response is there once, under its number") {
  Kiosk kiosk;
  kiosk.keep(2);
  must(kiosk.core->save_draft(test::recording(5, "under way", false), Partial::keep));
  const std::string before = kiosk.remember("before");
  kiosk.keep("finished");
  const Chain chain = must(kiosk.core->records().state()).chain;
  kiosk.put_back(before);
  kiosk.open();
  CHECK_FALSE(kiosk.core->damage());
  const auto rows = kiosk.rows();
  REQUIRE(rows.size() == 3);  // and the draft is not a fourth
  CHECK(kiosk.why(rows[2]) == "finished");
  CHECK(must(kiosk.core->records().state()).chain == chain);
}

TEST_CASE(
    "A database that was put back goes on where it was: no number is given twice, no log has to "
    "end") {
  Kiosk kiosk;
  kiosk.keep(2);
  const std::string before = kiosk.remember("before");
  kiosk.keep(6);
  const OutboxState state = must(kiosk.core->records().state());
  kiosk.put_back(before);
  kiosk.open();
  CHECK_FALSE(kiosk.core->damage());
  CHECK(must(kiosk.core->records().state()) == state);
}

TEST_CASE(
    "Where the copies do not go on from the database it is set aside, and what both have is kept") {
  Kiosk kiosk;
  kiosk.keep(2);
  const std::string before = kiosk.remember("before");
  kiosk.keep(1);
  {  // one of them is damaged in the second copy too
    RingFile ring = must(RingFile::open(kiosk.copy));
    const auto entries = must(ring.read());
    REQUIRE(entries.size() == 4);
    must(ring.clear(entries[3].slot, 1));
  }
  kiosk.keep(2);
  kiosk.put_back(before);
  kiosk.open();
  REQUIRE(kiosk.core->damage());
  CHECK(kiosk.core->damage()->kept == 4);
  const auto rows = kiosk.rows();
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].sequence == 2);
  CHECK(rows[2].sequence == 4);
  CHECK(must(kiosk.core->records().state()).log == 2);
}

TEST_CASE("A number that the database gave to another record is the database's") {
  Kiosk kiosk;
  kiosk.keep(1);
  const std::string before = kiosk.remember("before");
  kiosk.keep("never committed");
  const std::string phantom = must(read_file(kiosk.copy, 1 << 22));
  kiosk.put_back(before);
  kiosk.open(false);  // the second copy cannot be reached in this run
  kiosk.keep("committed");
  kiosk.open();
  auto rows = kiosk.rows();
  REQUIRE(rows.size() == 2);
  CHECK(kiosk.why(rows[1]) == "committed");
  auto copied = kiosk.copied();
  CHECK(copied.at({1, 2}).record.response == rows[1]);

  // Also where the database is damaged: it may have been sent.
  must(write_file(kiosk.copy, phantom, 0600));
  must(kiosk.core->database().run("UPDATE record SET version = 2 WHERE sequence = 1"));
  must(kiosk.core->database().empty_log());
  kiosk.open();
  REQUIRE(kiosk.core->damage());
  rows = kiosk.rows();
  REQUIRE(rows.size() == 2);
  CHECK(kiosk.why(rows[1]) == "committed");
  CHECK(kiosk.why(rows[0]) == "one of many");  // damaged there, and whole in the second copy
  CHECK(kiosk.core->damage()->unproved == 0);
}

TEST_CASE(
    "What the database forgets the second copy forgets, after a power cut with the next start") {
  Kiosk kiosk;
  kiosk.keep(3);
  const std::string full = must(read_file(kiosk.copy, 1 << 22));
  must(kiosk.core->settle({1, 3, {}, {}, 1, kiosk.clock.wall()}));
  CHECK(kiosk.copied().size() == 3);
  kiosk.clock.advance(std::chrono::hours(24 * 31));
  kiosk.core->heard_time(kiosk.clock.wall());
  kiosk.core->tidy_if_due();
  CHECK(kiosk.rows().empty());
  const auto is_clear = [&] {
    const std::string text = must(read_file(kiosk.copy, 1 << 22));
    return text.find_first_not_of('\0', kSlotBytes) == std::string::npos;
  };
  CHECK(is_clear());
  must(write_file(kiosk.copy, full, 0600));
  kiosk.open();
  CHECK(kiosk.rows().empty());
  CHECK(is_clear());
}

TEST_CASE(
    "When the second copy is full the oldest go, those that wait are counted, and its file stays "
    "as long") {
  Kiosk kiosk(16);
  kiosk.keep(15);
  CHECK(kiosk.core->second_copy()->fallen_out() == 0);
  must(kiosk.core->settle({1, 10, {}, {}, 1, kiosk.clock.wall()}));
  kiosk.keep(25);
  const auto copied = kiosk.copied();
  REQUIRE(copied.size() == 15);
  CHECK(copied.begin()->first == Place{1, 26});
  CHECK(kiosk.core->second_copy()->fallen_out() == 15);
  CHECK(kiosk.log.count("it is full of answers that were not sent") == 1);
  CHECK(fs::file_size(kiosk.copy) == 16 * kSlotBytes);
  CHECK(kiosk.rows().size() == 40);
  kiosk.open();
  CHECK(kiosk.copied().rbegin()->first == Place{1, 40});
}

TEST_CASE(
    "A second copy that fails fails no answer; it is said once, and filled when it works again") {
  Kiosk kiosk;
  kiosk.core.reset();
  fs::remove(kiosk.copy);
  fs::create_directory(kiosk.copy);  // nothing can be written there
  kiosk.open();
  kiosk.keep(3);
  CHECK(kiosk.core->second_copy()->failing());
  CHECK(kiosk.rows().size() == 3);
  fs::remove(kiosk.copy);
  kiosk.open();
  kiosk.keep(1);
  CHECK(kiosk.copied().size() == 4);
}

TEST_CASE("A second copy whose disk comes later is made then") {
  Kiosk kiosk;
  kiosk.core.reset();
  const std::string later = kiosk.scratch.file("later");
  kiosk.core = must(StoreCore::open(kiosk.folder, {kiosk.clock, kiosk.random, kiosk.log,
                                                   SecondCopyPlace{later + "/copy", kSlots}}));
  kiosk.keep(3);
  fs::create_directory(later);
  CHECK_FALSE(kiosk.core->recover_if_due());
  CHECK_FALSE(fs::exists(later + "/copy"));
  kiosk.clock.advance(kCopyAgain);
  CHECK_FALSE(kiosk.core->recover_if_due());
  CHECK_FALSE(kiosk.core->second_copy()->failing());
  kiosk.keep(1);
  SecondCopy second({later + "/copy", kSlots}, kiosk.clock, kiosk.log);
  CHECK(second.read("dev-7").size() == 4);
  CHECK(kiosk.log.count("answers are kept once only") == 1);
}

TEST_CASE("A file that is another device's, or no second copy, is left as it is") {
  Kiosk kiosk;
  kiosk.keep(2);
  kiosk.core.reset();
  std::string theirs;
  SUBCASE("another device's") {
    RingFile ring = must(RingFile::open(kiosk.copy));
    must(ring.read());
    must(ring.write(0, 0, encode_label("dev-8")));
  }
  SUBCASE("a file with other things in it") {
    must(write_file(kiosk.copy, std::string(300'000, 'x'), 0600));
  }
  theirs = must(read_file(kiosk.copy, 1 << 22));
  kiosk.open();
  kiosk.keep(2);
  kiosk.clock.advance(std::chrono::hours(2));
  kiosk.core->tidy_if_due();
  CHECK(kiosk.rows().size() == 4);
  CHECK(must(read_file(kiosk.copy, 1 << 22)) == theirs);
  CHECK(kiosk.log.count("until the next start") >= 1);
}

TEST_CASE("A log that begins anew takes its second copies along") {
  Kiosk kiosk;
  kiosk.keep(3);
  must(kiosk.core->settle({1, 1, {}, {}, 1, kiosk.clock.wall()}));
  must(kiosk.core->begin_new_log());
  kiosk.keep(1);
  const auto copied = kiosk.copied();
  REQUIRE(copied.size() == 4);
  CHECK(copied.contains({1, 1}));
  CHECK(copied.at({2, 1}).record.response.sealed_as == SealedResponse::Place{1, 2});
  kiosk.lose();
  kiosk.open();
  CHECK(kiosk.rows().size() == 4);
}

TEST_CASE("A record that moved into a new log is not there twice, whichever copy is older") {
  Kiosk kiosk;
  kiosk.keep(3);
  const std::string before = kiosk.remember("before");
  must(kiosk.core->begin_new_log());
  kiosk.keep(1);
  kiosk.put_back(before);
  kiosk.open();
  REQUIRE(kiosk.core->damage());
  std::set<crypto::Hash256> different;
  for (const SealedResponse& row : kiosk.rows()) {
    CHECK(row.log == 2);
    different.insert(row.hash());
  }
  CHECK(different.size() == 4);
  CHECK(kiosk.rows().size() == 4);
}

TEST_CASE("A longer or shorter second copy is made where the setting says so") {
  Kiosk kiosk(32);
  kiosk.keep(20);
  kiosk.core.reset();
  kiosk.core = must(StoreCore::open(
      kiosk.folder, {kiosk.clock, kiosk.random, kiosk.log, SecondCopyPlace{kiosk.copy, 16}}));
  CHECK(fs::file_size(kiosk.copy) == 16 * kSlotBytes);
  kiosk.keep(1);
  CHECK(kiosk.copied().rbegin()->first == Place{1, 21});
  kiosk.open();
  CHECK(fs::file_size(kiosk.copy) == 32 * kSlotBytes);
  CHECK(kiosk.copied().size() >= 20);
}

// What fixtures/README.md says of it, written by this version.
TEST_CASE("The second copy's fixture is written" *
          doctest::skip(std::getenv("AFTERWORD_FIXTURE") == nullptr)) {
  Kiosk kiosk(5);
  kiosk.keep("the first");
  kiosk.keep("the second");
  must(kiosk.core->begin_new_log());
  kiosk.keep("the third");
  kiosk.core->close();
  const std::string to = std::getenv("AFTERWORD_FIXTURE");
  fs::create_directory(to);
  fs::copy_file(kiosk.folder + "/device.key", to + "/device.key");
  fs::copy_file(kiosk.copy, to + "/second-copy");
  must(write_file(to + "/seal.secret", base64url(kiosk.keys.seal.secret), 0600));
}

TEST_CASE("What each format of the second copy holds is all there, for a database that is not") {
  const test::Scratch scratch;
  fs::copy(std::string(AFTERWORD_SOURCE_DIR) + "/tests/kiosk/storage/fixtures/second-copy-1",
           scratch.file("kiosk"));
  for (const char* const name : {"/kiosk/device.key", "/kiosk/second-copy"})
    fs::permissions(scratch.path() + name, fs::perms(0600));
  test::FakeClock clock;
  SeededRandom random(1);
  CollectedLog log;
  const std::string copy = scratch.file("kiosk/second-copy");
  auto core =
      must(StoreCore::open(scratch.file("kiosk"), {clock, random, log, SecondCopyPlace{copy, 5}}));
  REQUIRE(core->damage());
  CHECK(core->damage()->kept == 3);
  test::CollectorKeys keys;
  keys.seal = crypto::SealKey::from_secret(
      crypto::key_from_base64url(must(read_file(scratch.file("kiosk/seal.secret"), 100))).value());
  std::vector<std::string> words;
  must(core->records().each([&](const KeptRecord& record) -> Result<> {
    CHECK(record.response.log == 2);
    const auto epochs = must(core->records().epochs_for({&record.response.epoch, 1}));
    const Response opened = keys.open(record.response, epochs[0]);
    words.push_back(std::get<std::string>(*opened.answers.at("visit.why").value));
    return {};
  }));
  CHECK(words == std::vector<std::string>{"the first", "the second", "the third"});
}

}  // namespace afterword::kiosk
