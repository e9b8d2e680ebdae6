#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;

namespace {
namespace poll {

// A kiosk's poll and what a collector offers, answered step by step.
struct World : SyncWorld {
  PollMachine machine{parts};
  WaitReply offer = [] {
    WaitReply out;
    out.revision = 1;
    out.time_ms = 1'772'546'405'000;
    out.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    return out;
  }();
  std::map<std::string, std::string> served;  // by path

  std::string add_live(std::string_view id, int version) {
    const Signer signer = keys.signer();
    return add(
        id, version, DefinitionState::live,
        sign_definition(fmt::format(R"({{"id":"{}","version":{}}})", id, version), {&signer, 1}));
  }
  std::string add_retired(const std::string& id, int version) {
    const Signer signer = keys.signer();
    return add(id, version, DefinitionState::retired, sign_retirement({id, version}, {&signer, 1}));
  }
  std::string add(std::string_view id, int version, DefinitionState state, std::string envelope) {
    std::erase_if(offer.definitions, [&](const auto& one) { return one.id == id; });
    offer.definitions.push_back({std::string(id), version, crypto::sha256(envelope),
                                 static_cast<std::int64_t>(envelope.size()), state});
    ++offer.revision;
    const std::string path =
        state == DefinitionState::live ? definition_path(id, version) : retired_path(id, version);
    served[path] = std::move(envelope);
    return path;
  }

  Result<HttpReply> answer(const HttpRequest& request) {
    const std::string target = test::target_of(request);
    if (target == kWaitPath) {
      const auto asked = read_wait_request(request.body);
      REQUIRE(asked);
      if (asked->revision == offer.revision) return receipted(request, 204, "");
      return receipted(request, 200, dump(offer));
    }
    if (served.contains(target)) return receipted(request, 200, served[target]);
    return refusal({ProblemCode::not_found, "", "", 0, {}, {}});
  }
  // Until the next wait that has nothing new.
  void settle() {
    for (int i = 0; i < 50; ++i) {
      const Outgoing out = asks(machine);
      const auto reply = answer(out.request);
      machine.reply(clock.mono(), reply);
      if (reply->status == 204) return;
    }
    FAIL("the poll never settles");
  }
  std::vector<HeldDefinition> held() { return *definitions.list(); }
};

}  // namespace poll
}  // namespace
using PollWorld = poll::World;

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

TEST_CASE("a definition is fetched, proved and installed, and the next heartbeat says so") {
  PollWorld w;
  w.add_live("store-exit", 3);
  w.settle();
  CHECK(w.definitions.definition("store-exit") == R"({"id":"store-exit","version":3})");
  const auto told = read_wait_request(w.asks(w.machine).request.body);
  CHECK(told->definitions == std::vector<HeldDefinition>{{"store-exit", 3, DefinitionState::live}});
}

TEST_CASE(
    "after a change of keys everything offered is looked at again, and fetched where its signer "
    "left") {
  PollWorld w;
  struct Holding final : DefinitionStore {
    Result<std::vector<HeldDefinition>> list() override { return held; }
    Result<> install(const SurveyVersion&, std::string_view, std::string_view) override {
      held[0].signer_left = false;
      return {};
    }
    Result<> retire(const SurveyVersion&, std::string_view) override { return {}; }
    std::vector<HeldDefinition> held = {{"store-exit", 3, DefinitionState::live}};
  } holding;
  const SyncParts parts{w.parts.url, w.parts.device, w.parts.key, w.parts.root, w.trust,
                        w.counters,  w.outbox,       holding,     w.enrolment,  w.clock,
                        w.random,    "boot-1",       "0.1.0"};
  PollMachine machine(parts, {}, Ms{0});
  const Signer signer = w.keys.signer();
  const std::string served = sign_definition(R"({"id":"store-exit","version":3})", {&signer, 1});
  w.offer.definitions = {{"store-exit", 3, crypto::sha256(served),
                          static_cast<std::int64_t>(served.size()), DefinitionState::live}};
  w.offer.trust_version = 2;
  const auto answer = [&](const std::string& body) {
    const Outgoing out = w.asks(machine);
    machine.reply(w.clock.mono(), w.receipted(out.request, 200, body));
    return test::target_of(out.request);
  };
  CHECK(answer(dump(w.offer)) == kWaitPath);
  holding.held[0].signer_left = true;
  CHECK(answer(sign_trust(w.keys.trust(2), w.keys.root)) == "/v1/trust?after=1");
  CHECK(answer(dump(w.offer)) == kWaitPath);  // asked as if nothing were known
  CHECK(answer(served) == definition_path("store-exit", 3));
  CHECK(answer(dump(w.offer)) == kWaitPath);
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

TEST_CASE("a newer trust document is fetched over the pinned connection, proved and kept") {
  PollWorld w;
  const auto newer = [&] {
    auto document = w.keys.trust(2);
    document.tls_keys.push_back(crypto::sha256("the next TLS key"));
    return document;
  }();
  w.offer.trust_version = 2;
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  out = w.asks(w.machine);
  CHECK(test::target_of(out.request) == "/v1/trust?after=1");
  CHECK_FALSE(out.options.unverified);
  CHECK(out.options.pins.size() == 1);
  const auto needs = at_the_slowest(kTrustBytesMax);  // of the largest that is permitted
  CHECK(out.options.total_max >= needs + kHandshakeMax + kBodyMax);
  CHECK(out.options.slow_max == kDownloadSilenceMax);
  w.machine.reply(w.clock.mono(), HttpReply{200, {}, sign_trust(newer, w.keys.root)});
  CHECK(w.trust.get().version == 2);
  CHECK(w.trust.pins().size() == 2);
  CHECK(w.enrolment.trust_envelopes.size() == 1);
  w.settle();
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("a trust document of a stranger, or an older one, changes nothing") {
  PollWorld w;
  w.offer.trust_version = 2;
  const Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  w.asks(w.machine);
  std::string body;
  SUBCASE("stranger") { body = sign_trust(w.keys.trust(2), w.keys.device); }
  SUBCASE("older") { body = sign_trust(w.keys.trust(1), w.keys.root); }
  SUBCASE("page") { body = "<html>"; }
  w.machine.reply(w.clock.mono(), HttpReply{200, {}, body});
  CHECK(w.trust.get().version == 1);
  CHECK(w.enrolment.trust_envelopes.empty());
  CHECK(w.machine.trouble());
  w.settle();  // and heartbeats go on
}

TEST_CASE("a kiosk that slept through a change of keys finds back by itself") {
  PollWorld w;
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), fail(Failure::denied, "the TLS key is not the pinned one"));
  const Outgoing out = w.asks(w.machine);
  CHECK(test::target_of(out.request) == "/v1/trust?after=1");
  CHECK(out.options.unverified);
  CHECK(out.request.headers.empty());  // nothing that only the collector may see
  auto document = w.keys.trust(5);
  document.tls_keys = {crypto::sha256("a new TLS key")};
  w.machine.reply(w.clock.mono(), HttpReply{200, {}, sign_trust(document, w.keys.root)});
  const Outgoing next = w.asks(w.machine);
  CHECK(next.options.pins == document.tls_keys);
  CHECK(test::target_of(next.request) == "/v1/wait");
}

TEST_CASE("behind a captive portal the kiosk asks on, slower and slower, and believes nothing") {
  PollWorld w;
  const MonoTime began = w.clock.mono();
  for (int i = 0; i < 40; ++i) {
    const Outgoing out = w.asks(w.machine);
    if (out.options.unverified)
      w.machine.reply(w.clock.mono(), HttpReply{200, {}, "<html>Pay here</html>"});
    else
      w.machine.reply(w.clock.mono(), fail(Failure::denied, "not the pinned key"));
  }
  CHECK(w.clock.mono() - began > std::chrono::minutes(30));
  CHECK(w.trust.get().version == 1);
  w.settle();
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
  w.offer.expected = 1;
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  CHECK(w.outbox.state()->waiting == 3);
  CHECK(w.outbox.oldest(10, 1 << 20)->responses.at(0).log == 1);
}

TEST_CASE("what the collector holds and this kiosk took for stored is held here, too") {
  PollWorld w;
  w.record(3);
  REQUIRE(w.outbox.settle({1, 3, {}, {}, 1}));
  w.offer.held = {{1, {2, 2}}, {7, {1, 5}}};
  w.machine.reply(w.clock.mono(), w.answer(w.asks(w.machine).request));
  CHECK(w.outbox.state()->held == 1);
  CHECK(w.outbox.held_after(kBeforeAll, 10, 1 << 20)->first() == 2);
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
