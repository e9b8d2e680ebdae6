// What every Outbox keeps, whatever it stores its rows in. Run it for a world of your own:
//
//   struct MyWorld {
//     MyWorld();                                          // device "dev-7", log 1, nothing recorded
//     Outbox& outbox();
//     void record(std::int64_t epoch, std::size_t bytes); // the next response, with so much data
//     void forget_acknowledged();                         // as if kKeptDays had gone by
//     void reopen();                                      // close and open again; in memory: nothing
//   };
//   TEST_CASE("my outbox keeps the contract") { outbox_suite<MyWorld>(); }
#pragma once
#include <doctest/doctest.h>

#include "sync/client/outbox.h"

namespace afterword::test {

inline constexpr std::size_t kPlenty = 1'000'000;

inline std::vector<std::int64_t> numbers(const Run& run) {
  std::vector<std::int64_t> out;
  for (const SealedResponse& response : run.responses) out.push_back(response.sequence);
  return out;
}

// The chain before `run` and its records lead to `after`.
inline bool leads_to(const Run& run, const Chain& after) {
  Chain chain = run.chain_before;
  for (const SealedResponse& response : run.responses)
    chain = chain_next(chain, response.sequence, response.hash());
  return chain == after;
}

template <class World>
void outbox_suite() {
  using List = std::vector<std::int64_t>;
  World world;
  const auto record = [&](int count, std::int64_t epoch = 1, std::size_t bytes = 100) {
    for (int i = 0; i < count; ++i) world.record(epoch, bytes);
  };
  const auto oldest = [&](int count_max = 500, std::size_t bytes_max = kPlenty) {
    const auto run = world.outbox().oldest(count_max, bytes_max);
    REQUIRE(run);
    return *run;
  };
  const auto held_after = [&](std::int64_t after, int count_max = 500, std::int64_t log = 1) {
    const auto run = world.outbox().held_after({log, after}, count_max, kPlenty);
    REQUIRE(run);
    return *run;
  };
  const auto state = [&] {
    const auto found = world.outbox().state();
    REQUIRE(found);
    return *found;
  };
  const auto settle = [&](std::int64_t first, std::int64_t durable_to,
                          std::vector<HeldRecord> held = {},
                          std::vector<RecordOutcome> outcomes = {}) {
    REQUIRE(world.outbox().settle({first, durable_to, std::move(outcomes), std::move(held)}));
  };

  SUBCASE("an empty one has nothing to send and begins its chain with device and log") {
    CHECK(oldest().responses.empty());
    CHECK(held_after(0).responses.empty());
    CHECK(state().log == 1);
    CHECK(state().next_sequence == 1);
    CHECK(state().waiting == 0);
    CHECK(state().chain == chain_start("dev-7", 1));
    CHECK_FALSE(state().oldest_waiting_epoch);
  }

  SUBCASE("responses come out oldest first, consecutive, with the chain before them") {
    record(3);
    CHECK(numbers(oldest()) == List{1, 2, 3});
    CHECK(oldest().chain_before == chain_start("dev-7", 1));
    CHECK(leads_to(oldest(), state().chain));
    CHECK(state().next_sequence == 4);
    CHECK(state().waiting == 3);
    CHECK(state().oldest_waiting_epoch == 1);
  }

  SUBCASE("looking takes nothing away") {
    record(2);
    CHECK(oldest().responses == oldest().responses);
    CHECK(state().waiting == 2);
  }

  SUBCASE("a run keeps both limits, but gives at least one") {
    record(5, 1, 1000);
    CHECK(numbers(oldest(2)) == List{1, 2});
    CHECK(numbers(oldest(500, 3000)) == List{1, 2, 3});
    CHECK(numbers(oldest(500, 2999)) == List{1, 2});
    CHECK(numbers(oldest(500, 10)) == List{1});
  }

  SUBCASE("what is acknowledged is not given again") {
    record(4);
    settle(1, 2);
    CHECK(numbers(oldest()) == List{3, 4});
    CHECK(leads_to(oldest(), state().chain));
    CHECK(state().waiting == 2);
    settle(3, 4);
    CHECK(oldest().responses.empty());
    CHECK(state().waiting == 0);
    CHECK(state().next_sequence == 5);
  }

  SUBCASE("acknowledging twice, or what never was, changes nothing") {
    record(2);
    settle(1, 1);
    settle(1, 1);
    settle(7, 9, {{8, HeldReason::key_missing}});
    CHECK(numbers(oldest()) == List{2});
    CHECK(state().waiting == 1);
    CHECK(state().held == 0);
  }

  SUBCASE("an acknowledgement says nothing of numbers below its first") {
    record(3);
    settle(2, 3);
    CHECK(numbers(oldest()) == List{1});
  }

  SUBCASE("held records wait aside and do not stand in the way") {
    record(4);
    settle(1, 4, {{2, HeldReason::key_missing}, {4, HeldReason::definition_missing}});
    CHECK(oldest().responses.empty());
    CHECK(state().waiting == 2);
    CHECK(state().held == 2);
    record(1);
    CHECK(numbers(oldest()) == List{5});
    CHECK(numbers(held_after(0)) == List{2});
    CHECK(numbers(held_after(2)) == List{4});
    CHECK(held_after(4).responses.empty());
  }

  SUBCASE("a held record in the middle ends a run of waiting ones") {
    record(5);
    settle(1, 0, {{3, HeldReason::withheld}});
    CHECK(numbers(oldest()) == List{1, 2});
    settle(1, 2);
    CHECK(numbers(oldest()) == List{4, 5});
    CHECK(leads_to(oldest(), state().chain));
  }

  SUBCASE("held records that are neighbours come as one run, with their data and chain") {
    record(4);
    const Run before = oldest();
    settle(1, 4, {{2, HeldReason::key_missing}, {3, HeldReason::key_missing}});
    const Run held = held_after(0);
    CHECK(numbers(held) == List{2, 3});
    CHECK(numbers(held_after(0, 1)) == List{2});
    CHECK(held.responses[0] == before.responses[1]);
    CHECK(held.chain_before == chain_next(before.chain_before, 1, before.responses[0].hash()));
  }

  SUBCASE("a held record is acknowledged like any other") {
    record(2);
    settle(1, 2, {{1, HeldReason::key_missing}});
    settle(1, 1);
    CHECK(held_after(0).responses.empty());
    CHECK(state().waiting == 0);
    CHECK(state().held == 0);
  }

  SUBCASE("what is acknowledged never becomes held again by a late reply") {
    record(1);
    settle(1, 1);
    settle(1, 0, {{1, HeldReason::key_missing}});
    CHECK(state().waiting == 0);
    CHECK(state().held == 0);
  }

  SUBCASE("quarantined ones are counted once") {
    record(2);
    settle(1, 2, {}, {{2, Outcome::quarantined, "state_missing"}});
    CHECK(state().quarantined == 1);
    settle(1, 2, {}, {{2, Outcome::quarantined, "state_missing"}});
    CHECK(state().quarantined == 1);
    CHECK(state().waiting == 0);
  }

  SUBCASE("what the collector lost is sent again, held ones too") {
    record(5);
    settle(1, 5, {{3, HeldReason::key_missing}});
    const auto kept = world.outbox().resend(1, 2, 4);
    REQUIRE(kept);
    CHECK(*kept == 3);
    CHECK(numbers(oldest()) == List{2, 3, 4});
    CHECK(state().waiting == 3);
    CHECK(state().held == 0);
    CHECK(oldest().chain_before != chain_start("dev-7", 1));
  }

  SUBCASE("what the collector holds after all is held, where it was acknowledged and is still kept") {
    record(5);
    settle(1, 4, {{3, HeldReason::key_missing}}, {{2, Outcome::quarantined, "state_missing"}});
    REQUIRE(world.outbox().hold(1, 2, 5));
    REQUIRE(world.outbox().hold(2, 1, 9));
    CHECK(numbers(held_after(0)) == List{2, 3, 4});
    CHECK(numbers(oldest()) == List{5});
    CHECK(state().waiting == 4);
    world.forget_acknowledged();
    REQUIRE(world.outbox().hold(1, 1, 1));
    CHECK(numbers(held_after(0)) == List{2, 3, 4});
    settle(2, 4);
    CHECK(held_after(0).responses.empty());
  }

  SUBCASE("acknowledged ones are kept for a while, and then are gone without an error") {
    record(3);
    settle(1, 2);
    world.forget_acknowledged();
    const auto kept = world.outbox().resend(1, 1, 3);
    REQUIRE(kept);
    CHECK(*kept == 1);
    CHECK(numbers(oldest()) == List{3});
    CHECK(leads_to(oldest(), state().chain));
  }

  SUBCASE("time takes away only what is acknowledged") {
    record(3);
    settle(1, 2, {{1, HeldReason::key_missing}});
    world.forget_acknowledged();
    CHECK(numbers(held_after(0)) == List{1});
    CHECK(numbers(oldest()) == List{3});
    CHECK(state().next_sequence == 4);
  }

  SUBCASE("the epochs of a run are there, each once, in order") {
    record(2, 1);
    record(2, 2);
    const List asked{2, 1, 2, 1};
    const auto epochs = world.outbox().epochs_for(asked);
    REQUIRE(epochs);
    REQUIRE(epochs->size() == 2);
    CHECK((*epochs)[0].epoch == 1);
    CHECK((*epochs)[1].epoch == 2);
    CHECK((*epochs)[0].sealed.size() == kSealedKeyBytes);
    CHECK((*epochs)[0].recovery.size() == kSealedKeyBytes);
    CHECK_FALSE((*epochs)[0].seal_key.empty());
  }

  SUBCASE("an epoch stays as long as a record names it, whatever went") {
    record(1, 1);
    record(1, 2);
    settle(1, 2, {{1, HeldReason::key_missing}});
    world.forget_acknowledged();
    const List first{1};
    CHECK(world.outbox().epochs_for(first));
    CHECK(state().oldest_waiting_epoch == 1);
  }

  SUBCASE("a log that forked is followed by a new one, into which what waits has moved") {
    record(6);
    settle(1, 3, {{2, HeldReason::key_missing}});
    const Run before = oldest();
    REQUIRE(world.outbox().begin_new_log());
    CHECK(state().log == 2);
    CHECK(state().next_sequence == 4);
    CHECK(state().waiting == 4);
    const Run moved = oldest();
    CHECK(numbers(moved) == List{1, 2, 3});
    CHECK(moved.chain_before == chain_start("dev-7", 2));
    CHECK(leads_to(moved, state().chain));
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(moved.responses[i].log == 2);
      CHECK(moved.responses[i].data == before.responses[i].data);
      CHECK(moved.responses[i].sealed_as ==
            SealedResponse::Place{1, static_cast<std::int64_t>(i) + 4});
    }
    CHECK(numbers(held_after(0)) == List{2});
    CHECK(held_after(0).responses[0].log == 1);
    // The same numbers in both logs: each is settled in its own.
    REQUIRE(world.outbox().settle({2, 2, {}, {}, 1}));
    CHECK(held_after(0).responses.empty());
    CHECK(numbers(oldest()) == List{1, 2, 3});
    const auto kept = world.outbox().resend(1, 1, 2);
    REQUIRE(kept);
    CHECK(*kept == 2);
    CHECK(numbers(oldest()) == List{1, 2});
    CHECK(oldest().responses[0].log == 1);
    world.reopen();
    CHECK(state().log == 2);
    REQUIRE(world.outbox().settle({1, 2, {}, {}, 1}));
    CHECK(oldest().responses == moved.responses);
    // And moved again it is still what it was sealed as.
    REQUIRE(world.outbox().begin_new_log());
    CHECK(oldest().responses[0].sealed_as == SealedResponse::Place{1, 4});
    CHECK(state().log == 3);
  }

  SUBCASE("where earlier logs end is known as long as something of them is kept") {
    record(3);
    settle(1, 2, {{1, HeldReason::key_missing}});
    const Chain first_end = oldest().chain_before;
    REQUIRE(world.outbox().begin_new_log());
    REQUIRE(world.outbox().settle({1, 1, {}, {}, 2}));
    const Chain second_end = state().chain;
    REQUIRE(world.outbox().begin_new_log());
    const auto ends = world.outbox().past_logs();
    REQUIRE(ends);
    CHECK(*ends == std::vector<PastLog>{{2, 2, second_end}, {1, 3, first_end}});
    REQUIRE(world.outbox().resend_logs_before(2));
    CHECK(numbers(oldest()) == List{1, 2});
    CHECK(oldest().responses[0].log == 1);
    CHECK(state().waiting == 2);
    CHECK(state().held == 0);
    REQUIRE(world.outbox().settle({1, 2, {}, {}, 1}));
    world.forget_acknowledged();
    CHECK(world.outbox().past_logs()->empty());
  }

  SUBCASE("held ones are found log by log, whatever their numbers") {
    record(5);
    settle(1, 5, {{5, HeldReason::key_missing}});
    record(2);
    REQUIRE(world.outbox().begin_new_log());
    REQUIRE(world.outbox().settle({1, 2, {}, {{2, HeldReason::key_missing}}, 2}));
    CHECK(numbers(held_after(0)) == List{5});
    CHECK(held_after(5).responses.at(0).log == 2);
    CHECK(numbers(held_after(5)) == List{2});
    CHECK(held_after(2, 500, 2).responses.empty());
  }

  SUBCASE("what waits of every earlier log moves into the new one, oldest first") {
    record(3);
    settle(1, 3);
    record(2);
    const Run second = oldest();
    REQUIRE(world.outbox().begin_new_log());
    REQUIRE(world.outbox().resend(1, 2, 3));
    const Run first = oldest();
    REQUIRE(world.outbox().begin_new_log());
    CHECK(state().log == 3);
    CHECK(state().next_sequence == 5);
    const Run moved = oldest();
    CHECK(numbers(moved) == List{1, 2, 3, 4});
    CHECK(leads_to(moved, state().chain));
    CHECK(moved.responses[0].data == first.responses[0].data);
    CHECK(moved.responses[0].sealed_as == RecordPlace{1, 2});
    CHECK(moved.responses[3].data == second.responses[1].data);
    CHECK(moved.responses[3].sealed_as == RecordPlace{1, 5});
  }

  SUBCASE("everything is still there after closing and opening") {
    record(4);
    settle(1, 2, {{1, HeldReason::key_missing}}, {{2, Outcome::quarantined, "state_missing"}});
    const OutboxState before = state();
    const Run waiting = oldest();
    const Run held = held_after(0);
    world.reopen();
    CHECK(state() == before);
    CHECK(oldest().responses == waiting.responses);
    CHECK(oldest().chain_before == waiting.chain_before);
    CHECK(held_after(0).responses == held.responses);
    record(1);
    CHECK(numbers(oldest()) == List{3, 4, 5});
    CHECK(leads_to(oldest(), state().chain));
  }
}

}  // namespace afterword::test
