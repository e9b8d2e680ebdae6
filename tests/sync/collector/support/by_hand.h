// A world whose writer writes on the test's own thread, when it is asked to: what a test queues is written right before
// what a request asks for next, and after all that the request has looked at.
#pragma once
#include <functional>

#include "tests/support/must.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {

// From now on; `random`, which outlives the world's use, is what routes are given.
inline void write_by_hand(World& world, Random& random) {
  world.context.reset();
  world.writes.reset();
  world.writes = std::make_unique<collector::WriteQueue>(*world.storage, collector::WriteQueue::Runs::by_hand);
  world.context.emplace(collector::Context{
      *world.storage, *world.writes, world.keys, *world.definitions, *world.ingest, world.waiters, world.events,
      world.guesses, world.withdrawals, world.withdrawals_in_all, world.clock, random, world.log,
      "https://collector.test:8443", world.backups, world.journal, *world.watch});
}

// Written with the next request.
inline void queue(World& world, std::function<Result<>(collector::Writes&)> change) {
  const bool queued = world.writes->push(
      {.write = std::move(change), .done = [](const Result<>& done) { must(done); }});
  if (!queued) throw std::runtime_error("the queue is full");
}

}  // namespace afterword::test
