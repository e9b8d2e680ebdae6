#include "tests/sync/client/poll_world.h"

using namespace afterword;
using test::SyncWorld;
using test::PollWorld;

TEST_CASE("the first poll asks for everything, and the answer is kept") {
  PollWorld w;
  const Outgoing out = w.asks(w.machine);
  CHECK(test::target_of(out.request) == "/v1/wait");
  CHECK(out.options.total_max > kWaitMax);
  CHECK(out.options.slowest_bytes_per_second == 0);
  const auto asked = read_wait_request(out.request.body);
  REQUIRE(asked);
  CHECK(asked->revision == 0);
  CHECK(asked->next_sequence == 1);
  CHECK(asked->chain == chain_start("dev-7", 1));
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  CHECK(w.machine.revision() == 1);
  CHECK(w.machine.settled());
  CHECK(w.machine.clock_difference() == Ms{5'000});
  CHECK(w.enrolment.heard == w.clock.wall() + Ms{5'000});
  CHECK(w.enrolment.saved == std::vector<Settings>{w.offer.settings});
}

TEST_CASE("the heartbeat tells how the kiosk is") {
  PollWorld w;
  w.record(2);
  PollMachine machine(
      w.parts,
      [] {
        return Health{123, false, {{"2026-03-03", "store-exit", "started", 1, 2}}, {}, {"disk_short"}};
      },
      Ms{0});
  const auto told = read_wait_request(w.asks(machine).request.body);
  REQUIRE(told);
  CHECK(told->next_sequence == 3);
  CHECK(told->waiting == 2);
  CHECK(told->oldest_epoch_key == "c1");
  CHECK(told->chain == w.outbox.state()->chain);
  CHECK(told->disk_free_bytes == 123);
  CHECK(told->troubles == std::vector<std::string>{"disk_short"});
  CHECK_FALSE(told->clean_start);
  CHECK(told->tallies.size() == 1);
  CHECK(told->wait_ms == 0);
}

TEST_CASE("a kiosk that holds more definitions than a heartbeat may name still sends one") {
  PollWorld w;
  for (int i = 0; i < kDefinitionsMax + 5; ++i)
    REQUIRE(w.definitions.install({fmt::format("survey-{}", i), 1}, "envelope", "{}"));
  const auto asked = read_wait_request(w.asks(w.machine).request.body);
  REQUIRE_MESSAGE(asked, asked.error().text());
  CHECK(asked->definitions.size() == kDefinitionsMax);
}

TEST_CASE("a heartbeat that cannot name all a kiosk holds names what it asks before what was retired") {
  PollWorld w;
  for (int i = 0; i < kDefinitionsMax + 5; ++i)
    REQUIRE(w.definitions.retire({fmt::format("survey-{}", i), 1}, "envelope"));
  REQUIRE(w.definitions.install({"zz", 1}, "envelope", "{}"));
  const auto asked = read_wait_request(w.asks(w.machine).request.body);
  REQUIRE_MESSAGE(asked, asked.error().text());
  CHECK(asked->definitions.size() == kDefinitionsMax);
  CHECK(asked->definitions.front() == HeldDefinition{"zz", 1, DefinitionState::live});
}

TEST_CASE("a definition is fetched, proved and installed, and the next heartbeat says so") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.settle();
  CHECK(w.definitions.definition("store-exit") == R"({"id":"store-exit","version":3})");
  const auto told = read_wait_request(w.asks(w.machine).request.body);
  CHECK(told->definitions == std::vector<HeldDefinition>{{"store-exit", 3, DefinitionState::live}});
}

TEST_CASE("a newer version replaces an older one, never the other way") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.settle();
  w.add_live("store-exit", 4);
  w.settle();
  CHECK(w.held().front().version == 4);
  w.add_live("store-exit", 3);
  w.settle();
  CHECK(w.held().front().version == 4);
}

TEST_CASE("a retired survey goes, and comes back only as a newer version") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.settle();
  w.add_retired("store-exit", 3);
  w.settle();
  CHECK_FALSE(w.definitions.definition("store-exit"));
  w.add_live("store-exit", 3);
  w.settle();
  CHECK_FALSE(w.definitions.definition("store-exit"));
  w.add_live("store-exit", 4);
  w.settle();
  CHECK(w.definitions.definition("store-exit"));
}

TEST_CASE("a definition that is no longer offered stays: only a signed retirement takes it away") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.settle();
  w.offer.definitions.clear();
  ++w.offer.revision;
  w.settle();
  CHECK(w.definitions.definition("store-exit"));
}

TEST_CASE("a definition that is not what was offered is left aside, told, and heartbeats go on") {
  PollWorld w;
  w.add_live("returns", 1);
  const std::string path = w.add_live("store-exit", 3);
  const Signer stranger{"o1", w.keys.device};
  SUBCASE("other bytes") { w.served[path] += " "; }
  SUBCASE("cut off") { w.served[path].resize(100); }
  SUBCASE("not there") { w.served.erase(path); }
  SUBCASE("signed by a stranger") {
    w.add("store-exit", 3, DefinitionState::live,
          sign_definition(R"({"id":"store-exit","version":3})", {&stranger, 1}));
  }
  SUBCASE("another survey under this name") {
    const Signer signer = w.keys.signer();
    w.add("store-exit", 3, DefinitionState::live,
          sign_definition(R"({"id":"returns","version":9})", {&signer, 1}));
  }
  SUBCASE("another kind of envelope") {
    const Signer signer = w.keys.signer();
    w.add("store-exit", 3, DefinitionState::live, sign_retirement({"store-exit", 3}, {&signer, 1}));
  }
  w.settle();
  CHECK(w.held() == std::vector<HeldDefinition>{{"returns", 1, DefinitionState::live}});
  REQUIRE(w.machine.trouble());
  CHECK(w.machine.trouble()->words.find("store-exit version 3") != std::string::npos);
  w.settle();  // does not ask for it again and again
  CHECK(w.machine.trouble());
  w.add_live("store-exit", 4);  // repaired
  w.settle();
  CHECK_FALSE(w.machine.trouble());
  CHECK(w.definitions.definition("store-exit"));
}

TEST_CASE("a definition the kiosk cannot render is left aside; a full disk is tried again") {
  struct Picky final : DefinitionStore {
    Failure failure = Failure::unsupported;
    int asked = 0;
    Result<std::vector<HeldDefinition>> list() override { return std::vector<HeldDefinition>{}; }
    Result<> install(const SurveyVersion&, std::string_view, std::string_view) override {
      ++asked;
      return fail(failure, "no");
    }
    Result<> retire(const SurveyVersion&, std::string_view) override { return {}; }
    Result<> complete() override { return {}; }
  } picky;
  PollWorld w;
  w.add_live("store-exit", 3);
  const SyncParts parts{w.parts.url, w.parts.device, w.parts.key, w.parts.root, w.trust,
                        w.counters,  w.outbox,       picky,       w.enrolment,  w.clock,
                        w.random,    "boot",         "0.1.0"};
  PollMachine machine(parts);
  const auto run = [&](int times) {
    for (int i = 0; i < times; ++i) {
      const Outgoing out = w.asks(machine);
      machine.reply(w.clock.mono(), w.answer(out.request));
    }
  };
  SUBCASE("cannot render") {
    run(6);
    CHECK(picky.asked == 1);
    CHECK(machine.settled());
  }
  SUBCASE("disk full") {
    picky.failure = Failure::disk_full;
    run(6);
    CHECK(picky.asked == 4);  // a heartbeat after the third
    CHECK_FALSE(machine.settled());
  }
}

TEST_CASE("a definition that was too slow or met a full house is asked for again") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.machine.reply(w.clock.mono(), w.answer(w.asks(w.machine).request));
  HttpReply refusal = SyncWorld::refusal({ProblemCode::busy, "", "", 0, {}, {}});
  SUBCASE("busy") {}
  SUBCASE("too slow") { refusal.status = 408; }
  SUBCASE("too slow, as a collector of before said it") {
    refusal = SyncWorld::refusal({ProblemCode::malformed, "", "", 0, {}, {}});
    refusal.status = 408;
  }
  const Outgoing asked = w.asks(w.machine);
  REQUIRE(asked.request.method == "GET");
  CHECK(asked.options.total_max > kHandshakeMax + kBodyMax);
  w.machine.reply(w.clock.mono(), refusal);
  CHECK(w.machine.trouble());
  w.settle();
  CHECK_FALSE(w.machine.trouble());
  CHECK(w.definitions.definition("store-exit"));
}

TEST_CASE("news without a receipt are no news") {
  PollWorld w;
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), HttpReply{200, {}, dump(w.offer)});
  CHECK(w.machine.revision() == 0);
  REQUIRE(w.machine.trouble());
  w.settle();
  CHECK(w.machine.revision() == 1);
}

TEST_CASE("a captive portal, silence and a proxy's page are failures that pass") {
  PollWorld w;
  w.settle();
  for (const Result<HttpReply>& bad :
       {Result<HttpReply>(fail(Failure::unavailable, "timed out")),
        Result<HttpReply>(HttpReply{200, {}, "<html>Welcome</html>"}),
        Result<HttpReply>(HttpReply{204, {}, ""}),
        Result<HttpReply>(HttpReply{502, {}, "<html>Bad gateway</html>"})}) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(), bad);
    CHECK(w.machine.trouble());
  }
  w.settle();
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("a collector that answers at once all the time is not asked more than once a second") {
  PollWorld w;
  const MonoTime began = w.clock.mono();
  for (int i = 0; i < 100; ++i) {
    ++w.offer.revision;
    const Outgoing out = w.asks(w.machine);
    w.machine.reply(w.clock.mono(), w.answer(out.request));
  }
  CHECK(w.clock.mono() - began >= 99 * kPollLeast);
}

TEST_CASE("an unknown or revoked device asks slowly and tells people") {
  PollWorld w;
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::device_revoked, "", "", 0, {}, {}}));
  REQUIRE(w.machine.trouble());
  CHECK(w.machine.trouble()->alarm);
  CHECK(w.machine.step(w.clock.mono()).wait >= std::chrono::minutes(15));
  w.settle();
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("the heartbeat tells where earlier logs end, and a later one wanted whole brings them") {
  PollWorld w;
  w.record(3);
  REQUIRE(w.outbox.settle({1, 2, {}, {}, 1}));
  const Chain end = w.outbox.oldest(1, 1 << 20)->chain_before;
  REQUIRE(w.outbox.begin_new_log());
  REQUIRE(w.outbox.settle({1, 1, {}, {}, 2}));
  const Outgoing out = w.asks(w.machine);
  CHECK(read_wait_request(out.request.body)->past_logs == std::vector<PastLog>{{1, 3, end}});
  w.offer.held = {{2, {1, 1}}, {7, {1, 5}}};  // what was taken for stored is held, where it is known
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  CHECK(w.outbox.state()->held == 1);
  w.offer.expected = 1;
  ++w.offer.revision;
  w.machine.reply(w.clock.mono(), w.answer(w.asks(w.machine).request));
  CHECK(w.outbox.state()->waiting == 3);
  CHECK(w.outbox.oldest(10, 1 << 20)->responses.at(0).log == 1);
}

TEST_CASE("what the kiosk could not keep is asked for again") {
  struct Failing final : EnrolmentStore {
    bool broken = true;
    Result<> save_trust(std::string_view, const TrustDocument&) override { return {}; }
    Result<> save_settings(const Settings&) override {
      if (broken) return fail(Failure::disk_full, "the disk is full");
      return {};
    }
  } store;
  PollWorld w;
  const SyncParts parts{w.parts.url, w.parts.device, w.parts.key,   w.parts.root, w.trust,
                        w.counters,  w.outbox,       w.definitions, store,        w.clock,
                        w.random,    "boot",         "0.1.0"};
  PollMachine machine(parts);
  Outgoing out = w.asks(machine);
  machine.reply(w.clock.mono(), w.answer(out.request));
  CHECK(machine.revision() == 0);
  CHECK(machine.trouble()->words.find("disk is full") != std::string::npos);
  store.broken = false;
  out = w.asks(machine);
  machine.reply(w.clock.mono(), w.answer(out.request));
  CHECK(machine.revision() == 1);
}
