// A kiosk's real store and its poll, and a collector that answers by hand. The collector's clock is right: it
// goes with the monotonic one. The kiosk's wall clock is the test's to set.
#pragma once
#include <algorithm>
#include <map>
#include <stdexcept>

#include "kiosk/storage/store.h"
#include "sync/client/poll_machine.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::test {

inline std::string short_definition(int version) {
  std::string text = kShort;
  return text.replace(text.find("\"version\": 1"), 12, "\"version\": " + std::to_string(version));
}

struct PolledKiosk {
  static constexpr std::int64_t kBegan = 1'772'546'400'000;  // when the clocks of a FakeClock are started

  PolledKiosk() {
    offer.settings = keys.enrol().settings;
    start();
  }
  void start() {
    stop();
    store = must(kiosk::Store::open(scratch.file("kiosk"), {clock, random, log}));
    if (!store->enrolment()) must(store->enrol(keys.enrol()));
    trust.emplace(store->enrolment()->trust);
    machine.emplace(
        SyncParts{.url = "https://collector:1",
                  .device = "dev-7",
                  .key = store->enrolment()->key,
                  .root = store->enrolment()->root,
                  .trust = *trust,
                  .counters = store->counters(),
                  .outbox = store->outbox(),
                  .definitions = store->definitions(),
                  .enrolment = store->enrolment_store(),
                  .clock = clock,
                  .random = random,
                  .boot = "boot-1",
                  .app_version = "0.1.0"},
        [this] { return store->health(); }, Ms{0});
  }
  void stop() {
    machine.reset();
    trust.reset();
    store.reset();
  }

  // Both clocks of the kiosk, and the collector's.
  void days(int count) { clock.advance(std::chrono::hours(24 * count)); }
  WallTime collectors() const { return {kBegan + clock.mono().ms - 1'000'000}; }

  void offers(int version, DefinitionState state = DefinitionState::live) {
    const SurveyVersion survey{"short", version};
    const std::string text = short_definition(version);
    const std::string envelope = state == DefinitionState::live ? sign_definition(text, {&signer, 1})
                                                                : sign_retirement(survey, {&signer, 1});
    offer.definitions = {{"short", version, crypto::sha256(envelope),
                          static_cast<std::int64_t>(envelope.size()), state}};
    served[state == DefinitionState::live ? definition_path("short", version)
                                          : retired_path("short", version)] = envelope;
    ++offer.revision;
  }
  // From now on the collector has this document, and signs with `by`.
  void renews(const TrustDocument& document, const Signer& by) {
    next_trust = sign_trust(document, keys.root);
    next_signer = by;
    offer.trust_version = document.version;
    ++offer.revision;
  }
  TrustDocument renewed(std::int64_t version) const {
    TrustDocument document = keys.trust(version);
    document.signed_at_ms = collectors().ms;
    document.expires_at_ms = collectors().ms + 180LL * 86'400'000;
    return document;
  }

  // Until the kiosk knows all that is new. Gives its last heartbeat.
  WaitRequest polls() {
    for (int i = 0; i < 100; ++i) {
      SyncStep step = machine->step(clock.mono());
      if (!step.send) {
        clock.advance(std::max(step.wait, Ms{1}));
        continue;
      }
      const HttpReply reply = answer(step.send->request);
      machine->reply(clock.mono(), reply);
      if (reply.status == 204) return heartbeat;
    }
    throw std::runtime_error("the poll never settles");
  }
  HttpReply answer(const HttpRequest& request) {
    const std::string target = request.url.substr(request.url.find('/', 8));
    if (target == kWaitPath) {
      heartbeat = must(read_wait_request(request.body));
      if (heartbeat.revision == offer.revision) return receipted(request, 204, "");
      offer.time_ms = told ? told->ms : collectors().ms;
      return receipted(request, 200, dump(offer));
    }
    if (target.starts_with(kTrustPath)) {
      if (next_signer) signer = *next_signer;
      return {200, {}, next_trust};
    }
    return receipted(request, served.contains(target) ? 200 : 404, served[target]);
  }
  HttpReply receipted(const HttpRequest& request, int status, std::string body) const {
    HttpReply out{status, {}, std::move(body)};
    std::int64_t counter = 0;
    for (const auto& header : request.headers)
      if (header.first == kCounterHeader) counter = *parse_number(header.second);
    out.headers = {{std::string(kReceiptHeader),
                    sign_reply(signer.id, signer.key, {"dev-7", counter, status, out.body})}};
    return out;
  }

  // What shoppers are offered: 0, where it is none.
  int offered() {
    const auto surveys = must(store->surveys());
    return surveys.empty() ? 0 : surveys.at(0).version;
  }
  bool over() {
    const auto troubles = store->health().troubles;
    return std::find(troubles.begin(), troubles.end(), kTrustExpired) != troubles.end();
  }

  Scratch scratch{"/dev/shm"};
  FakeClock clock;
  SeededRandom random{3};
  CollectedLog log;
  CollectorKeys keys;
  Signer signer{"online-1", keys.online};
  std::optional<Signer> next_signer;
  std::string next_trust;
  std::optional<WallTime> told;  // instead of the collector's clock
  WaitReply offer = [] {
    WaitReply out;
    out.revision = 1;
    return out;
  }();
  std::map<std::string, std::string> served;
  WaitRequest heartbeat;
  std::unique_ptr<kiosk::Store> store;
  std::optional<TrustHolder> trust;
  std::optional<PollMachine> machine;
};

}  // namespace afterword::test
