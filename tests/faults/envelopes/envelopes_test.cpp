// Signed things that were tampered with, and a mirror that means ill: nothing of theirs is installed.
//
//   AFTERWORD_MUTATIONS=1000000 test-envelopes
#include "tests/faults/wire/sizes.h"
#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;

namespace {
namespace envelopes {

constexpr const char* kDefinition = R"({"format":1,"id":"store-exit","version":3,"words":"<\u00fc>"})";

std::string hit(std::string text, Random& dice) {
  if (text.empty()) return text;
  const std::size_t at = dice.below(text.size());
  switch (dice.below(7)) {
    case 0:  // a bit
      text[at] = static_cast<char>(text[at] ^ (1 << dice.below(8)));
      break;
    case 1:  // a byte of a class of its own
      text[at] = std::string("\"\\{}[]:,=+/-_ \n\t\0A0\x80\xff", 22)[dice.below(22)];
      break;
    case 2:  // gone
      text.erase(at, 1 + dice.below(4));
      break;
    case 3:  // twice
      text.insert(at, text.substr(at, 1 + dice.below(40)));
      break;
    case 4:  // cut off
      text.resize(at);
      break;
    case 5: {  // two places change theirs
      const std::size_t other = dice.below(text.size());
      std::swap(text[at], text[other]);
      break;
    }
    default: {  // a member a second time, before or after
      const std::string members[] = {
          R"("payloadType":"application/vnd.afterword.retire+json",)", R"("payload":"e30=",)",
          R"("signatures":[],)", R"("payload":"",)",
          R"("payloadType":"application/vnd.afterword.definition+json",)"};
      text.insert(text.find('{') + 1, members[dice.below(5)]);
    }
  }
  return text;
}

// What a reader makes of it: nothing, the very same, or something else.
struct Count {
  std::int64_t refused = 0, same = 0, other = 0;
};

// The control: whether a reader that looks at no signature would have installed something else.
bool would_mislead(const std::string& altered, const SurveyVersion& survey) {
  const auto envelope = json::parse(altered);
  const json::Value* const payload = envelope && envelope->is_object() ? envelope->find("payload") : nullptr;
  const auto inside = payload != nullptr && payload->is_string() ? from_base64(payload->as_string()) : std::nullopt;
  if (!inside) return false;
  const std::string text(inside->begin(), inside->end());
  const auto definition = json::parse(text);
  if (text == kDefinition || !definition || !definition->is_object()) return false;
  const json::Value *const id = definition->find("id"), *const version = definition->find("version");
  return id != nullptr && id->is_string() && id->as_string() == survey.survey && version != nullptr &&
         version->is_integer() && version->as_integer() == survey.version;
}

}  // namespace envelopes
}  // namespace
using namespace envelopes;

TEST_CASE("No envelope that was tampered with gives anything but what was signed") {
  const std::int64_t mutations = test::size_of("AFTERWORD_MUTATIONS", 12'000);
  SeededRandom dice(test::seed_of_run());
  const test::Keys keys;
  const Signer signer = keys.signer();
  const auto stranger = crypto::SigningKey::make(dice);
  const std::vector<crypto::Key32> trusted = {keys.online.public_key};
  const SurveyVersion survey{"store-exit", 3};
  const std::string definition = sign_definition(kDefinition, {&signer, 1});
  const std::string trust = sign_trust(keys.trust(4), keys.root);
  const RootHash root = root_hash(keys.root.public_key);
  REQUIRE(open_definition(definition, survey, trusted));
  REQUIRE(open_trust(trust, root));
  Count definitions, trusts;
  std::int64_t misleading = 0;
  for (std::int64_t i = 0; i < mutations; ++i) {
    std::string altered = hit(definition, dice);
    if (i % 3 == 0) altered = hit(std::move(altered), dice);
    const auto opened = open_definition(altered, survey, trusted);
    ++(!opened ? definitions.refused
               : *opened == kDefinition ? definitions.same : definitions.other);
    if (would_mislead(altered, survey)) ++misleading;
    std::string document = hit(trust, dice);
    if (i % 3 == 0) document = hit(std::move(document), dice);
    const auto read = open_trust(document, root);
    ++(!read ? trusts.refused
             : sign_trust(*read, keys.root) == trust ? trusts.same : trusts.other);
  }
  CHECK(definitions.other == 0);
  CHECK(trusts.other == 0);
  CHECK(misleading > mutations / 200);
  // What may change is the name of a key, blanks, and members that nobody reads.
  CHECK(definitions.refused > mutations * 3 / 4);
  CHECK(trusts.refused > mutations * 3 / 4);

  // Well made, and by the wrong hand.
  const Signer wrong_key{"o1", stranger};
  CHECK_FALSE(open_definition(sign_definition(kDefinition, {&wrong_key, 1}), survey, trusted));
  CHECK_FALSE(open_definition(definition, {"store-exit", 4}, trusted));
  CHECK_FALSE(open_definition(definition, {"other", 3}, trusted));
  CHECK_FALSE(open_definition(definition, survey, {}));
  const Signer right{"o1", keys.online};
  for (const std::string_view type : {kRetireType, kTrustType, std::string_view("")})
    CHECK_FALSE(
        open_definition(sign_envelope(type, kDefinition, {&right, 1}), survey, trusted));
  CHECK_FALSE(open_trust(sign_trust(keys.trust(9), stranger), root));
  test::say(fmt::format("{} altered envelopes: {} refused, {} the same inside, {} accepted with "
                        "other content; without the signature {} definitions would have been",
                        2 * mutations, definitions.refused + trusts.refused,
                        definitions.same + trusts.same, definitions.other + trusts.other, misleading));
}

namespace {
namespace mirror {

// A kiosk with version 3, and somebody who answers in the collector's place.
struct World : SyncWorld {
  PollMachine machine{parts, {}, Ms{0}};
  WaitReply offer;

  World() {
    offer.revision = 7;
    offer.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    install(3);
  }
  std::string envelope(int version, const crypto::SigningKey& key) const {
    const Signer signer{"o1", key};
    return sign_definition(fmt::format(R"({{"id":"store-exit","version":{}}})", version),
                           {&signer, 1});
  }
  void offers(int version, const std::string& served, DefinitionState state) {
    offer.definitions = {{"store-exit", version, crypto::sha256(served),
                          static_cast<std::int64_t>(served.size()), state}};
    ++offer.revision;
  }
  // Answers what the machine asks: waits with the offer, definitions with `served`.
  void exchange(const std::string& served) {
    const Outgoing out = asks(machine);
    const bool waits = test::target_of(out.request) == kWaitPath;
    machine.reply(clock.mono(), receipted(out.request, 200, waits ? dump(offer) : served));
  }
  void install(int version) {
    const std::string served = envelope(version, keys.online);
    offers(version, served, DefinitionState::live);
    exchange(served);
    exchange(served);
  }
  int version() { return definitions.list()->front().version; }
  bool live() { return definitions.list()->front().state == DefinitionState::live; }
};

}  // namespace mirror
}  // namespace
using MirrorWorld = mirror::World;

TEST_CASE("A mirror that rolls back, mixes, forges or fast-forwards installs nothing") {
  MirrorWorld w;
  REQUIRE(w.version() == 3);
  SeededRandom dice(5);
  const auto stranger = crypto::SigningKey::make(dice);
  const auto refuses = [&w](int version, const std::string& offered, const std::string& served,
                            DefinitionState state = DefinitionState::live) {
    w.offers(version, offered, state);
    w.exchange(served);
    for (int i = 0; i < 3 && !w.machine.settled(); ++i) w.exchange(served);
    CHECK(w.version() == 3);
    CHECK(w.live());
  };
  refuses(2, w.envelope(2, w.keys.online), w.envelope(2, w.keys.online));  // an older one, well signed
  refuses(4, w.envelope(4, w.keys.online), w.envelope(3, w.keys.online));  // another than offered
  refuses(4, w.envelope(5, w.keys.online), w.envelope(5, w.keys.online));  // another version inside
  refuses(4, w.envelope(4, stranger), w.envelope(4, stranger));            // another's signature
  refuses(2'147'483'647, w.envelope(4, w.keys.online), w.envelope(4, w.keys.online));
  refuses(4, w.envelope(4, w.keys.online), "");
  refuses(3, w.envelope(3, stranger), w.envelope(3, stranger), DefinitionState::retired);
  // Nothing is offered any more: what is there stays.
  w.offer.definitions.clear();
  ++w.offer.revision;
  w.exchange("");
  CHECK(w.live());
  // And after all of that the true next one is taken.
  w.install(4);
  CHECK(w.version() == 4);
}

TEST_CASE("A kiosk that slept through ten changes of every key is back in one session") {
  MirrorWorld w;
  test::Keys newer;
  newer.root = w.keys.root;
  const auto document = [&](std::int64_t version) {
    TrustDocument out = w.keys.trust(version);
    out.tls_keys = {crypto::sha256(fmt::format("TLS key {}", version))};
    SeededRandom dice(static_cast<std::uint64_t>(version) + 100);
    out.signing_keys.front().id = fmt::format("o{}", version);
    out.signing_keys.front().key = crypto::SigningKey::make(dice).public_key;
    return out;
  };
  // Nobody answers with the key that it knows.
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), fail(Failure::denied, "not the pinned key"));
  int requests = 0;
  const auto serve_trust = [&](const std::string& envelope) {
    const Outgoing out = w.asks(w.machine);
    ++requests;
    CHECK(test::target_of(out.request).starts_with(kTrustPath));
    CHECK(out.options.unverified);
    w.machine.reply(w.clock.mono(), HttpReply{200, {}, envelope});
  };
  SeededRandom dice(9);
  // First a thief, with a document of his own and with an old one of ours.
  serve_trust(sign_trust(document(11), crypto::SigningKey::make(dice)));
  CHECK(w.trust.get().version == 1);
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), fail(Failure::denied, "not the pinned key"));
  serve_trust(sign_trust(w.keys.trust(1), w.keys.root));
  CHECK(w.trust.get().version == 1);
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), fail(Failure::denied, "not the pinned key"));
  requests = 0;
  serve_trust(sign_trust(document(11), w.keys.root));
  CHECK(w.trust.get().version == 11);
  CHECK(w.trust.pins() == std::vector<KeyPin>{crypto::sha256("TLS key 11")});
  CHECK(requests == 1);
  // A key that is no longer listed signs nothing any more.
  const Outgoing out = w.asks(w.machine);
  CHECK(out.options.pins == w.trust.pins());
  const std::string body = dump(w.offer);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, body));
  CHECK(w.machine.trouble());
}
