#include "tests/support/rounds.h"
#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;
using test::TinyCollector;

namespace {
namespace lossy {

// What happens to one exchange, by chance.
Result<HttpReply> through(TinyCollector& collector, const HttpRequest& request, Random& chance) {
  switch (chance.below(9)) {
    case 0:
      return fail(Failure::unavailable, "the request is lost");
    case 1:
      collector.answer(request);
      return fail(Failure::unavailable, "the reply is lost");
    case 2: {  // somebody repeats the request: the counter lets one of them through
      HttpReply first = collector.answer(request);
      collector.answer(request);
      return first;
    }
    case 3:
      return HttpReply{200, {}, "<html>Accept our terms</html>"};
    case 4: {
      HttpReply reply = collector.answer(request);
      reply.body.resize(reply.body.size() / 2);
      return reply;
    }
    case 5:
      return HttpReply{503, {}, dump(Problem{ProblemCode::busy, "", "", 10, {}, {}})};
    default:
      return collector.answer(request);
  }
}

void run(std::uint64_t seed) {
  CAPTURE(seed);
  SyncWorld world;
  UploadMachine machine(world.parts);
  TinyCollector collector(world);
  SeededRandom chance(seed);
  int recorded = 0;
  int restores = 0;
  const auto disturb = [&] {
    if (chance.below(12) == 0)
      collector.cannot_open = {static_cast<std::int64_t>(chance.below(60))};
    if (chance.below(12) == 0) collector.malformed = {static_cast<std::int64_t>(chance.below(60))};
    collector.batch_max = chance.below(6) == 0 ? 1 + static_cast<int>(chance.below(10)) : 500;
    if (recorded > 10 && restores < 2 && chance.below(40) == 0) {
      collector.lose_from(1 + static_cast<std::int64_t>(chance.below(recorded)));
      ++restores;
    }
  };
  for (int turn = 0; turn < 150; ++turn) {
    if (recorded < 60) {
      const int more = static_cast<int>(chance.below(4));
      for (int i = 0; i < more; ++i) world.record(1, fmt::format("{{\"n\":{}}}", ++recorded));
    }
    disturb();
    if (world.outbox.state()->waiting == 0) continue;
    const Outgoing out = world.asks(machine);
    machine.reply(world.clock.mono(), through(collector, out.request, chance));
  }
  // The weather clears up: everything arrives.
  collector.cannot_open.clear();
  collector.malformed.clear();
  collector.batch_max = 500;
  world.record(1, fmt::format("{{\"n\":{}}}", ++recorded));
  for (int turn = 0; turn < 400 && world.outbox.state()->waiting > 0; ++turn) {
    const Outgoing out = world.asks(machine);
    machine.reply(world.clock.mono(), collector.answer(out.request));
  }
  CHECK(world.outbox.state()->waiting == 0);
  CHECK(static_cast<int>(collector.opened.size()) == recorded);
  for (const auto& record : collector.opened)
    CHECK(record.second == fmt::format("{{\"n\":{}}}", record.first));
  for (const auto& times : collector.stored_times) CHECK(times.second == 1);
}

}  // namespace lossy
}  // namespace

TEST_CASE("whatever the network loses, doubles, cuts off or fakes, each record is stored once") {
  for (int seed = 1; seed <= test::rounds(150); ++seed)
    lossy::run(static_cast<std::uint64_t>(seed));
}
