// The trust document: fetched, proved, kept; and how a kiosk finds back to keys that have changed.
#include "tests/sync/client/poll_world.h"

using namespace afterword;
using test::PollWorld;

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

TEST_CASE("a captive portal that has nothing to say about keys ends no wish for newer ones") {
  PollWorld w;
  w.offer.trust_version = 2;
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.answer(out.request));
  w.asks(w.machine);  // for the document
  const auto denied = fail(Failure::denied, "the TLS key is not the pinned one");
  w.machine.reply(w.clock.mono(), denied);
  for (out = w.asks(w.machine); !out.options.unverified; out = w.asks(w.machine)) w.machine.reply(w.clock.mono(), denied);
  w.machine.reply(w.clock.mono(), HttpReply{204, {}, ""});
  for (int tries = 0; tries < 10 && w.trust.get().version == 1; ++tries) {
    out = w.asks(w.machine);
    const bool wanted = test::target_of(out.request) == "/v1/trust?after=1";
    w.machine.reply(w.clock.mono(), wanted ? HttpReply{200, {}, sign_trust(w.keys.trust(2), w.keys.root)}
                                           : *w.answer(out.request));
  }
  CHECK(w.trust.get().version == 2);
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
    Result<> complete() override { return {}; }
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
