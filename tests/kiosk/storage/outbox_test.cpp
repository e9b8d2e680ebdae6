#include <doctest/doctest.h>

#include "kiosk/storage/store_ports.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"
#include "tests/sync/client/outbox_suite.h"

namespace afterword::kiosk {
namespace outbox_test {

using test::must;

// The store's own outbox on a real file, as the sync threads see it.
struct World {
  World() { open(); }

  void open() {
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
    if (!core->enrolment()) must(core->enrol(collector.enrol()));
    thread = std::make_unique<MessageThread>(
        kMessagesMax, [this] { core->take_over(); }, [] {}, [this] { core.reset(); });
    ports = std::make_unique<StorePorts>(*thread, *core, [](StorePorts::Changed) {});
  }
  void reopen() {
    ports.reset();
    thread.reset();
    open();
  }
  Outbox& outbox() { return *ports; }
  void record(std::int64_t epoch, std::size_t bytes) {
    must(thread->ask([&]() -> Result<> {
      SealedResponse response;
      response.sequence = must(core->records().head())->next_sequence;
      response.log = must(core->records().head())->log;
      response.epoch = epoch;
      response.survey = "store-exit";
      response.data = Bytes(bytes, static_cast<std::uint8_t>(response.sequence));
      return core->records().finish(
          {response, {epoch, "c1", Bytes(kSealedKeyBytes, 1), Bytes(kSealedKeyBytes, 2)}});
    }));
  }
  void forget_acknowledged() {
    must(thread->ask([&] { return core->records().forget(WallTime{INT64_MAX}); }));
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{5};
  CollectedLog log;
  test::CollectorKeys collector;
  std::unique_ptr<StoreCore> core;
  std::unique_ptr<MessageThread> thread;
  std::unique_ptr<StorePorts> ports;
};

}  // namespace outbox_test

TEST_CASE("The outbox on disk keeps the contract") { test::outbox_suite<outbox_test::World>(); }

}  // namespace afterword::kiosk
