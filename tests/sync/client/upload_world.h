// A machine that uploads, and a collector it talks to.
#pragma once
#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;
using test::TinyCollector;

namespace upload {

struct World : SyncWorld {
  UploadMachine machine{parts};
  TinyCollector collector{*this};

  void exchange() {
    const Outgoing out = asks(machine);
    machine.reply(clock.mono(), collector.answer(out.request));
  }
  std::int64_t waiting() { return outbox.state()->waiting; }
  // A reply that must not count: everything still waits, and it is tried again after a pause.
  void is_failure(const Result<HttpReply>& reply) {
    const std::int64_t before = waiting();
    machine.reply(clock.mono(), reply);
    CHECK(waiting() == before);
    REQUIRE(machine.trouble());
    CHECK_FALSE(machine.trouble()->words.empty());
    const Outgoing again = asks(machine);
    machine.reply(clock.mono(), collector.answer(again.request));
    CHECK(waiting() == 0);
    CHECK_FALSE(machine.trouble());
  }
};

inline std::string good_reply(std::int64_t durable_to) {
  BatchReply reply;
  reply.durable_to = durable_to;
  return dump(reply);
}

}  // namespace upload

using upload::good_reply;
using UploadWorld = upload::World;
