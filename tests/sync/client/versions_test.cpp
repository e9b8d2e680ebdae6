// Which versions of a survey a kiosk takes, by what it holds and whether anybody still proves that.
#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;

namespace {
namespace versions {

struct Held final : DefinitionStore {
  Result<std::vector<HeldDefinition>> list() override { return held; }
  Result<> install(const SurveyVersion& survey, std::string_view, std::string_view) override {
    held = {{survey.survey, survey.version, DefinitionState::live}};
    return {};
  }
  Result<> retire(const SurveyVersion& survey, std::string_view) override {
    held = {{survey.survey, survey.version, DefinitionState::retired}};
    return {};
  }
  Result<> complete() override { return {}; }
  std::vector<HeldDefinition> held;
};

struct World : SyncWorld {
  // What is held after the collector has offered that, and the kiosk has asked for all it wants.
  HeldDefinition after_offer_of(int version, DefinitionState state) {
    const Signer signer = keys.signer();
    const std::string envelope =
        state == DefinitionState::live
            ? sign_definition(fmt::format(R"({{"id":"store-exit","version":{}}})", version), {&signer, 1})
            : sign_retirement({"store-exit", version}, {&signer, 1});
    offer.definitions = {{"store-exit", version, crypto::sha256(envelope),
                          static_cast<std::int64_t>(envelope.size()), state}};
    ++offer.revision;
    for (int i = 0; i < 4; ++i) {
      const Outgoing out = asks(machine);
      const bool waits = test::target_of(out.request) == kWaitPath;
      machine.reply(clock.mono(), receipted(out.request, 200, waits ? dump(offer) : envelope));
    }
    return store.held.front();
  }

  Held store;
  SyncParts with_store{parts.url, parts.device, parts.key, parts.root, trust,  counters,
                       outbox,    store,        enrolment, clock,      random, "boot-1",
                       "0.1.0"};
  PollMachine machine{with_store, {}, Ms{0}};
  WaitReply offer = [] {
    WaitReply out;
    out.revision = 1;
    out.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    return out;
  }();
};

constexpr int kLast = 2'147'483'647;
constexpr auto kLive = DefinitionState::live, kRetired = DefinitionState::retired;

}  // namespace versions
}  // namespace
using versions::kLast;
using versions::kLive;
using versions::kRetired;

TEST_CASE("what nobody proves any more stands in no version's way, live or retired; what is proved does") {
  for (const DefinitionState state : {kLive, kRetired}) {
    versions::World w;
    w.store.held = {{"store-exit", kLast, state}};
    CHECK(w.after_offer_of(4, kLive) == HeldDefinition{"store-exit", kLast, state});
    CHECK(w.after_offer_of(4, kRetired) == HeldDefinition{"store-exit", kLast, state});
    w.store.held[0].signer_left = true;
    CHECK(w.after_offer_of(4, kLive) == HeldDefinition{"store-exit", 4, kLive});
    w.store.held = {{"store-exit", kLast, state, true}};
    CHECK(w.after_offer_of(4, kRetired) == HeldDefinition{"store-exit", 4, kRetired});
    CHECK(w.after_offer_of(4, kLive) == HeldDefinition{"store-exit", 4, kRetired});
    CHECK(w.after_offer_of(5, kLive) == HeldDefinition{"store-exit", 5, kLive});
  }
}
