#include <doctest/doctest.h>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace records_test {

using test::must;
using test::recording;

// The store's tables without its thread.
struct Disk {
  Disk() { open(); }
  void open() {
    core.reset();
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
    if (!core->enrolment()) must(core->enrol(collector.enrol()));
  }
  RecordTable& records() { return core->records(); }
  OutboxState state() { return must(records().state()); }
  Run waiting() { return must(records().oldest(500, 1 << 20)); }
  Response opened(std::int64_t sequence) {
    const Run all = waiting();
    for (const SealedResponse& record : all.responses)
      if (record.sequence == sequence)
        return collector.open(record, must(records().epochs_for(std::vector{record.epoch})).at(0));
    throw std::runtime_error("no such record");
  }
  void keeps(int rating) { must(core->keep(recording(rating, "because"))); }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{42};
  CollectedLog log;
  test::CollectorKeys collector;
  std::unique_ptr<StoreCore> core;
};

std::string comment_of(const Response& response) {
  return std::get<std::string>(*response.answers.at("visit.why").value);
}

}  // namespace records_test

using namespace records_test;

TEST_CASE("Records are numbered from 1 without gaps, chained, and open at the collector only") {
  Disk disk;
  for (int rating = 1; rating <= 3; ++rating) disk.keeps(rating);
  const OutboxState state = disk.state();
  CHECK(state.next_sequence == 4);
  CHECK(state.waiting == 3);
  const Run run = disk.waiting();
  REQUIRE(run.responses.size() == 3);
  Chain chain = chain_start("dev-7", 1);
  CHECK(run.chain_before == chain);
  for (const SealedResponse& record : run.responses)
    chain = chain_next(chain, record.sequence, record.hash());
  CHECK(chain == state.chain);
  for (int rating = 1; rating <= 3; ++rating)
    CHECK(disk.opened(rating).answers.at("visit").value == AnswerValue{std::int64_t{rating}});
}

TEST_CASE("A draft takes no number; finishing gives it one and the draft goes") {
  Disk disk;
  must(disk.core->save_draft(recording(1, "first", false), Partial::keep));
  must(disk.core->save_draft(recording(2, "second", false), Partial::keep));
  CHECK(disk.state().next_sequence == 1);
  CHECK(disk.state().waiting == 0);
  disk.keeps(3);
  disk.open();
  CHECK(disk.state().waiting == 1);
  CHECK(disk.opened(1).completion == Completion::complete);
}

TEST_CASE("A draft that a power cut left is a partial at the next start, or goes") {
  Disk disk;
  disk.keeps(5);
  SUBCASE("kept") {
    must(disk.core->save_draft(recording(2, "half", false), Partial::keep));
    disk.open();
    CHECK(disk.state().next_sequence == 3);
    const Response left = disk.opened(2);
    CHECK(left.completion == Completion::partial);
    CHECK(comment_of(left) == "half");
    CHECK(disk.log.count("kept as partial") == 1);
  }
  SUBCASE("dropped") {
    must(disk.core->save_draft(recording(2, "half", false), Partial::drop));
    disk.open();
    CHECK(disk.state().next_sequence == 2);
  }
  SUBCASE("dropped by the person") {
    must(disk.core->save_draft(recording(2, "half", false), Partial::keep));
    must(disk.records().drop_draft());
    disk.open();
    CHECK(disk.state().next_sequence == 2);
  }
  disk.keeps(4);
  disk.open();
  Chain chain = chain_start("dev-7", 1);
  for (const SealedResponse& record : disk.waiting().responses)
    chain = chain_next(chain, record.sequence, record.hash());
  CHECK(chain == disk.state().chain);
}

TEST_CASE("Personal data is masked before anything is written, in drafts too") {
  Disk disk;
  must(disk.core->keep(recording(1, "Write to jane.doe@example.com please")));
  must(disk.core->save_draft(recording(2, "card 4111 1111 1111 1111", false), Partial::keep));
  disk.open();
  const Response first = disk.opened(1);
  CHECK(comment_of(first) == "Write to [EMAIL] please");
  CHECK(first.masked.at("EMAIL") == 1);
  CHECK(comment_of(disk.opened(2)) == "card [CARD]");
}

TEST_CASE("A comment that fills its limit still fits when marks have made it longer") {
  Disk disk;
  std::string all;
  while (all.size() < kCommentBytesMax) all += "a@b.co ";
  must(disk.core->keep(recording(1, all)));
  const Response kept = disk.opened(1);
  CHECK(kept.masked.at("EMAIL") > 1000);
  CHECK(comment_of(kept).size() == kCommentBytesMax);
  CHECK_FALSE(check_response(test::short_one(), kept).has_value());
}

TEST_CASE("An epoch ends after an hour and at each start, and its number is never used again") {
  Disk disk;
  disk.keeps(1);
  disk.clock.advance(std::chrono::minutes(59));
  disk.keeps(2);
  disk.clock.advance(std::chrono::minutes(2));
  disk.keeps(3);
  disk.open();
  disk.keeps(4);
  std::vector<std::int64_t> epochs;
  for (const SealedResponse& record : disk.waiting().responses) epochs.push_back(record.epoch);
  CHECK(epochs == std::vector<std::int64_t>{1, 1, 2, 3});
  for (std::int64_t sequence = 1; sequence <= 4; ++sequence)
    CHECK(disk.opened(sequence).survey == "short");

  must(disk.records().settle({.first = 1, .durable_to = 4, .outcomes = {}, .held = {}},
                             disk.clock.wall()));
  must(disk.records().forget(disk.clock.wall() + Ms{1}));
  disk.open();
  disk.keeps(5);
  CHECK(disk.waiting().responses.at(0).epoch == 4);
}

TEST_CASE("What is acknowledged stays 30 days, then goes with its keys; the numbers go on") {
  Disk disk;
  for (int rating = 1; rating <= 4; ++rating) disk.keeps(rating);
  must(disk.records().settle({.first = 1,
                              .durable_to = 4,
                              .outcomes = {{2, Outcome::quarantined, "not_json"}},
                              .held = {{3, HeldReason::key_missing}}},
                             disk.clock.wall()));
  CHECK(disk.state().waiting == 1);
  CHECK(disk.state().held == 1);
  CHECK(disk.state().quarantined == 1);
  disk.core->heard_time(disk.clock.wall());
  disk.core->tidy_if_due();
  CHECK(must(disk.records().resend(1, 1, 1)) == 1);  // still here
  must(disk.records().settle({.first = 1, .durable_to = 1, .outcomes = {}, .held = {}},
                             disk.clock.wall()));
  disk.core->heard_time(disk.clock.wall());
  disk.clock.advance(std::chrono::hours(24 * 30) + Ms{1});
  disk.core->tidy_if_due();
  CHECK(must(disk.records().held_after(kBeforeAll, 10, 1 << 20)).first() == 3);
  CHECK(must(disk.records().resend(1, 1, 4)) == 1);  // only the held one is still here
  must(disk.records().settle({.first = 3, .durable_to = 3, .outcomes = {}, .held = {}},
                             disk.clock.wall()));
  CHECK(disk.state().quarantined == 1);
  CHECK(disk.state().next_sequence == 5);
  disk.keeps(5);
  CHECK(disk.waiting().first() == 5);
}

TEST_CASE("A kiosk whose clock is set forgets by the collector's time, not by its own") {
  Disk disk;
  const WallTime collectors = disk.clock.wall();
  disk.clock.wall_now = WallTime{5'000};  // 1970: no battery
  disk.keeps(1);
  must(disk.core->settle({1, 1, {}, {}, 1, collectors}));
  disk.clock.wall_now = collectors + Ms{std::chrono::hours(24 * 365)};
  const auto tidied_later = [&](Ms by) {
    disk.clock.mono_now = disk.clock.mono() + by;
    disk.core->tidy_if_due();
    return must(disk.records().resend(1, 1, 1)) == 0;
  };
  CHECK_FALSE(tidied_later(Ms{0}));
  must(disk.core->settle({1, 1, {}, {}, 1, collectors}));
  disk.open();  // and knows no time before it is told one
  CHECK_FALSE(tidied_later(std::chrono::hours(24 * 40)));
  must(disk.core->settle({1, 1, {}, {}, 1, collectors}));
  disk.core->heard_time(collectors + Ms{std::chrono::hours(24 * 29)});
  CHECK_FALSE(tidied_later(kTidyEvery));
  must(disk.core->settle({1, 1, {}, {}, 1, collectors}));
  disk.core->heard_time(collectors + Ms{std::chrono::hours(24 * 29)});
  CHECK_FALSE(tidied_later(std::chrono::hours(25)));  // told once: a clock that jumps is not believed yet
  must(disk.core->settle({1, 1, {}, {}, 1, collectors}));
  const Ms passed{std::chrono::hours(24 * 30 + 1)};
  disk.clock.mono_now = disk.clock.mono() + passed;
  disk.core->heard_time(collectors + passed);
  CHECK(tidied_later(kTidyEvery));
}

TEST_CASE("A full disk is told, nothing is half done, and it goes on when there is room") {
  Disk disk;
  disk.keeps(1);
  const auto pages = must(disk.core->database().integer("PRAGMA page_count")).value();
  must(disk.core->database().run("PRAGMA max_page_count = " + std::to_string(pages + 8)));
  std::string noise(8'000, ' ');
  SeededRandom random(9);
  for (char& letter : noise) letter = static_cast<char>('a' + random.below(26));
  std::optional<Error> full;
  std::int64_t kept = 1;
  for (int i = 0; i < 100 && !full; ++i) {
    const auto result = disk.core->keep(recording(2, noise));
    if (result)
      ++kept;
    else
      full = result.error();
  }
  REQUIRE(full);
  CHECK(full->failure == Failure::disk_full);
  CHECK(disk.state().next_sequence == kept + 1);
  CHECK(static_cast<std::int64_t>(disk.waiting().responses.size()) == kept);
  must(disk.core->database().run("PRAGMA max_page_count = 1073741823"));
  must(disk.core->check());
  disk.keeps(3);
  CHECK(disk.state().next_sequence == kept + 2);
}

TEST_CASE("A record sealed for another place in the log is refused") {
  Disk disk;
  Sealer sealer("dev-7", 1, disk.collector.trust(), 50, disk.random);
  const Sealed wrong = must(sealer.seal(9, "short", 1, 1, "{}", disk.clock.mono()));
  CHECK(disk.records().finish(wrong).error().failure == Failure::internal);
  CHECK(disk.records().save_draft(wrong, true).error().failure == Failure::internal);
  CHECK(disk.state().next_sequence == 1);
}

TEST_CASE("Responses of one device are not mixed with another's") {
  Disk disk;
  SUBCASE("an empty log may begin anew: the enrolment was cut off") {
    must(disk.records().begin_log("dev-8", 1));
    CHECK(must(disk.records().head())->device == "dev-8");
  }
  SUBCASE("one with responses may not") {
    disk.keeps(1);
    CHECK(disk.records().begin_log("dev-8", 1).error().failure == Failure::conflict);
  }
  SUBCASE("nor one with a draft, whose key stands under a number of an epoch") {
    must(disk.core->save_draft(recording(2, "half", false), Partial::keep));
    CHECK(disk.records().begin_log("dev-8", 1).error().failure == Failure::conflict);
    CHECK(disk.records().expect_unused().error().failure == Failure::conflict);
  }
}

TEST_CASE("Two keys under one number of an epoch are refused: one of them would be lost") {
  Disk disk;
  Sealer sealer("dev-7", 1, disk.collector.trust(), 50, disk.random);
  Sealer twin("dev-7", 1, disk.collector.trust(), 50, disk.random);
  must(disk.records().finish(must(sealer.seal(1, "short", 1, 1, "{}", disk.clock.mono()))));
  const Sealed other = must(twin.seal(2, "short", 1, 1, "{}", disk.clock.mono()));
  CHECK(disk.records().finish(other).error().failure == Failure::internal);
  CHECK(disk.records().save_draft(other, true).error().failure == Failure::internal);
  CHECK(disk.state().next_sequence == 2);
}

}  // namespace afterword::kiosk
