// A real process that is killed at any moment, over and over, and what is on its disk afterwards.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace kill_test {

using test::must;
using test::recording;

// In the child: answers as fast as it can, and writes a byte to `told` for each response that the
// store said is on disk. Never returns.
[[noreturn]] void answer_until_killed(const std::string& folder, std::uint64_t seed, int told) {
  const SystemClock clock;
  SeededRandom random(seed);
  SilentLog log;
  auto store = Store::open(folder, {clock, random, log});
  if (!store) ::_exit(3);
  const auto answered = [](auto ask) {
    auto done = std::make_shared<std::promise<bool>>();
    auto future = done->get_future();
    ask([done](Result<> result) { done->set_value(result.has_value()); });
    return future.get();
  };
  for (int run = 0;; ++run) {
    const int rating = run % 5 + 1;
    const bool drafted = answered([&](Store::Done done) {
      (*store)->save_draft(recording(rating, "half", false), Partial::keep, std::move(done));
    });
    const bool kept = answered(
        [&](Store::Done done) { (*store)->keep(recording(rating, "whole"), std::move(done)); });
    if (!drafted || !kept) ::_exit(4);
    if (::write(told, "+", 1) != 1) ::_exit(5);
  }
}

// How many responses the child was told are durable before it was killed.
std::int64_t run_and_kill(const std::string& folder, std::uint64_t seed,
                          std::chrono::microseconds after) {
  int pipe_ends[2];
  REQUIRE(::pipe(pipe_ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe_ends[0]);
    answer_until_killed(folder, seed, pipe_ends[1]);
  }
  ::close(pipe_ends[1]);
  char byte = 0;
  std::int64_t told = ::read(pipe_ends[0], &byte, 1);  // it is at work
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));  // it was killed; it did not give up before
  char bytes[4096];
  for (ssize_t got = 0; (got = ::read(pipe_ends[0], bytes, sizeof bytes)) > 0;) told += got;
  ::close(pipe_ends[0]);
  return told;
}

}  // namespace kill_test

using namespace kill_test;

TEST_CASE("Killed thirty times: nothing that was acknowledged is lost, the chain has no gap") {
  const test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random(11), moments(12);
  CollectedLog log;
  test::CollectorKeys collector;
  must(must(StoreCore::open(scratch.path(), {clock, random, log}))->enrol(collector.enrol()));

  std::int64_t told = 0, partials = 0;
  for (std::uint64_t kill = 1; kill <= 30; ++kill) {
    told +=
        run_and_kill(scratch.path(), 1000 + kill, std::chrono::microseconds(moments.below(30'000)));
    auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
    CHECK_FALSE(core->clean_start());
    must(core->database().quick_check());
    const OutboxState state = must(core->records().state());
    // Each kill may have hit between "on disk" and "told", and may have left one draft.
    const std::int64_t recorded = state.next_sequence - 1;
    CHECK(recorded >= told);
    CHECK(recorded <= told + static_cast<std::int64_t>(kill));
  }

  auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  const OutboxState state = must(core->records().state());
  Chain chain = chain_start("dev-7", 1);
  std::int64_t sequence = 0, complete = 0;
  const Run run = must(core->records().oldest(1'000'000, SIZE_MAX));
  CHECK(run.chain_before == chain);
  for (const SealedResponse& record : run.responses) {
    REQUIRE(record.sequence == ++sequence);
    chain = chain_next(chain, record.sequence, record.hash());
    const auto epochs = must(core->records().epochs_for(std::vector{record.epoch}));
    const Response response = collector.open(record, epochs[0]);
    const auto& why = std::get<std::string>(*response.answers.at("visit.why").value);
    if (response.completion == Completion::complete) {
      CHECK(why == "whole");
      ++complete;
    } else {
      CHECK(why == "half");
      ++partials;
    }
  }
  CHECK(chain == state.chain);
  CHECK(sequence == state.next_sequence - 1);
  CHECK(complete >= told);
  CHECK(partials <= 30);
}

}  // namespace afterword::kiosk
