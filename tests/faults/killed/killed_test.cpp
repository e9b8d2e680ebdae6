// A real process with the kiosk's store and its threads, killed at any moment, over and over: while it
// answers, while the sync settles what was sent, renews trust, installs surveys, and what is old is forgotten.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <set>
#include <thread>

#include "kiosk/storage/store_core.h"
#include "sync/client/definitions.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace killed {

using test::must;

// What a run has to do besides answering.
struct Work {
  int number = 0;
  std::vector<std::string> definition, envelope;  // versions to install, in order
  int first_version = 1;
  TrustDocument trust = {};  // newer than the last run's, which is over in half a year
  std::string trust_envelope = {};
};
constexpr Ms kBetweenRuns = std::chrono::hours(24 * 31);

// Each answer says which it is: letters, since a number might be taken for somebody's and left out.
constexpr std::int64_t kAnswersARun = 1'000'000;

std::string words_of(std::int64_t number) {
  std::string words;
  for (; number > 0; number /= 10) words.insert(words.begin(), static_cast<char>('a' + number % 10));
  return words;
}

std::int64_t number_in(const Response& response) {
  std::int64_t number = 0;
  const auto& said = std::get<std::string>(*response.answers.at("visit.why").value);
  for (const char letter : said) number = number * 10 + (letter - 'a');
  return number;
}

template <class Ask>
bool answered(Ask ask) {
  auto done = std::make_shared<std::promise<bool>>();
  auto future = done->get_future();
  ask([done](Result<> result) { done->set_value(result.has_value()); });
  return future.get();
}

// As the sync does: the oldest are sent, and settled when the collector has answered. A day later the collector's
// time, a month after the last run's, is believed, and what was settled in an earlier run is forgotten.
void settle_for_ever(Store& store, const Work& work, test::FakeClock& clock) {
  std::size_t next = 0;
  static_cast<void>(store.enrolment_store().save_trust(work.trust_envelope, work.trust));
  for (int half_day = 0;; ++half_day) {
    const auto run = store.outbox().oldest(20, 1 << 20);
    if (run && !run->responses.empty())
      static_cast<void>(store.outbox().settle({.first = run->first(), .durable_to = run->last(), .outcomes = {}, .held = {},
                                                .answered_at = clock.wall()}));
    if (half_day < 4) clock.advance(std::chrono::hours(12));  // two days at most, or this run's would go too
    static_cast<void>(store.counters().next());
    if (next < work.definition.size()) {
      static_cast<void>(store.definitions().install(
          {"short", work.first_version + static_cast<int>(next)}, work.envelope[next],
          work.definition[next]));
      ++next;
    }
  }
}

// In the child: answers as fast as it can, and writes to `told` the number of each one that the store
// said is on disk.
[[noreturn]] void answer_until_killed(const std::string& folder, const Work& work, int told) {
  test::FakeClock clock;  // a month later than the last run: what was settled then is forgotten now
  clock.advance(kBetweenRuns * work.number);
  SeededRandom random(1000 + static_cast<std::uint64_t>(work.number));
  SilentLog log;
  auto store = Store::open(folder, {clock, random, log});
  if (!store) ::_exit(3);
  std::thread sync([&] { settle_for_ever(**store, work, clock); });
  for (int run = 0;; ++run) {
    const std::int64_t number = work.number * kAnswersARun + run;
    const std::string words = words_of(number);
    if (run % 2 == 0 && !answered([&](Store::Done done) {
          (*store)->save_draft(test::recording(run % 5 + 1, words, false), Partial::keep,
                               std::move(done));
        }))
      ::_exit(4);
    if (!answered([&](Store::Done done) {
          (*store)->keep(test::recording(run % 5 + 1, words), std::move(done));
        }))
      ::_exit(5);
    if (::write(told, &number, sizeof number) != sizeof number) ::_exit(6);
  }
}

// The numbers of the answers of which the child was told that they are durable, before it was killed.
std::set<std::int64_t> run_and_kill(const std::string& folder, const Work& work,
                          std::chrono::microseconds after) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    answer_until_killed(folder, work, ends[1]);
  }
  ::close(ends[1]);
  std::set<std::int64_t> told;
  std::int64_t number = 0;  // written in one piece, and read so
  const auto hear = [&] {
    if (::read(ends[0], &number, sizeof number) != sizeof number) return false;
    told.insert(number);
    return true;
  };
  // Some are killed while they start, most at work.
  if (work.number % 4 != 0) hear();
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));  // it did not give up before
  while (hear()) {
  }
  ::close(ends[0]);
  return told;
}

std::int64_t asked(StoreCore& core, const std::string& sql) {
  return must(core.database().integer(sql)).value_or(0);
}

// The answers that were recorded after number `last` of the log, opened as the collector does.
std::vector<std::int64_t> opened_after(StoreCore& core, std::int64_t last,
                                       const test::CollectorKeys& keys) {
  std::vector<std::int64_t> numbers;
  auto row = must(core.database().prepare(
      "SELECT r.sequence, r.survey, r.version, r.response_format, r.data, e.epoch, e.seal_key, e.sealed,"
      " e.recovery FROM record r JOIN epoch e ON e.epoch = r.epoch WHERE r.sequence > ?1 ORDER BY r.sequence"));
  row.bind(1, last);
  while (must(row.step())) {
    SealedResponse record;
    record.sequence = row.integer(0);
    record.survey = row.text(1);
    record.version = static_cast<int>(row.integer(2));
    record.response_format = static_cast<int>(row.integer(3));
    record.data = row.bytes(4);
    numbers.push_back(
        number_in(keys.open(record, {row.integer(5), row.text(6), row.bytes(7), row.bytes(8)})));
  }
  return numbers;
}

// Records follow one another without a gap, each with the chain of the one before.
void check_chain(StoreCore& core) {
  must(core.records().resend(1, 1, INT64_MAX / 2));
  const Run run = must(core.records().oldest(1'000'000, SIZE_MAX));
  if (run.responses.empty()) return;
  Chain chain = run.chain_before;
  std::int64_t sequence = run.first();
  for (const SealedResponse& record : run.responses) {
    REQUIRE(record.sequence == sequence++);
    chain = chain_next(chain, record.sequence, record.hash());
  }
  const auto head = must(core.records().head());
  CHECK(head->next_sequence == sequence);
  CHECK(head->chain == chain);
}

}  // namespace killed
using namespace killed;

TEST_CASE("Killed over and over: no thank-you is forgotten, nothing is doubled, nothing is damaged") {
  const test::Scratch scratch("/dev/shm");
  test::FakeClock clock;
  SilentLog log;
  SeededRandom random(test::first_seed()), moments(test::first_seed() + 1);
  test::CollectorKeys keys;
  must(must(StoreCore::open(scratch.path(), {clock, random, log}))->enrol(keys.enrol()));

  const int kills = test::sized(80, 10'000);
  std::set<std::int64_t> all;  // that were found on the disk
  std::int64_t told = 0, lost = 0, doubled = 0, foreign = 0, untold = 0;
  std::int64_t recorded_before = 0, forgotten = 0, forgotten_at_most = 0;
  std::int64_t renewed = 1;
  int version = 1;
  for (int kill = 1; kill <= kills; ++kill) {
    Work work{kill, {}, {}, version};
    for (int each = 0; each < 3; ++each) {
      std::string text = test::kShort;
      text.replace(text.find("\"version\": 1"), 12, "\"version\": " + std::to_string(version + each));
      work.envelope.push_back(sign_definition(text, keys.signers()));
      work.definition.push_back(std::move(text));
    }
    work.trust = keys.trust(kill + 1);
    work.trust.signed_at_ms += (kBetweenRuns * kill).count();
    work.trust.expires_at_ms += (kBetweenRuns * kill).count();
    work.trust_envelope = sign_trust(work.trust, keys.root);
    const std::set<std::int64_t> heard = run_and_kill(
        scratch.path(), work, std::chrono::microseconds(2'000 + moments.below(15'000)));
    told += static_cast<std::int64_t>(heard.size());

    auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
    REQUIRE(core->database().quick_check().has_value());
    const std::int64_t recorded = must(core->records().head())->next_sequence - 1;
    const auto found = opened_after(*core, recorded_before, keys);
    REQUIRE(static_cast<std::int64_t>(found.size()) == recorded - recorded_before);
    recorded_before = recorded;
    for (const std::int64_t number : found) {
      doubled += all.insert(number).second ? 0 : 1;
      foreign += number / kAnswersARun == kill ? 0 : 1;
    }
    for (const std::int64_t number : heard) lost += all.contains(number) ? 0 : 1;
    // The kill may have hit between "on disk" and "told", or have left a draft: one answer, either way.
    const auto more = static_cast<std::int64_t>(found.size()) - static_cast<std::int64_t>(heard.size());
    REQUIRE(more <= 1);
    untold += more;
    REQUIRE(lost + doubled + foreign == 0);
    // Only what was settled in an earlier run is gone.
    const std::int64_t first = asked(*core, "SELECT coalesce(min(sequence), 0) FROM record");
    if (first > 0) REQUIRE(first <= forgotten_at_most + 1);
    forgotten = std::max(forgotten, first - 1);
    REQUIRE(asked(*core, "SELECT count(*) FROM record") ==
            (first > 0 ? recorded - first + 1 : 0));
    forgotten_at_most = std::max(
        forgotten_at_most,
        asked(*core, "SELECT coalesce(max(sequence), 0) FROM record WHERE state = 2"));
    const std::int64_t trusted = core->enrolment()->trust.version;
    REQUIRE(trusted >= renewed);
    REQUIRE(trusted <= kill + 1);
    renewed = trusted;
    const auto surveys = must(core->surveys());
    REQUIRE(surveys.size() <= 1);
    if (!surveys.empty()) version = surveys[0].version + 1;
    if (kill % 1'000 == 0 || kill == kills) check_chain(*core);
  }
  MESSAGE(kills << " kills, " << told << " told as durable, " << lost << " of them lost, " << doubled
                << " doubled (" << all.size() << " opened, " << untold << " of them on disk and not told), "
                << forgotten << " long forgotten, " << version - 1 << " surveys installed, from seed "
                << test::first_seed());
  CHECK(told > kills / 2);
  CHECK(forgotten > told / 2);
  CHECK(version > kills / 4);
  CHECK(renewed > kills / 2);
}

}  // namespace afterword::kiosk
