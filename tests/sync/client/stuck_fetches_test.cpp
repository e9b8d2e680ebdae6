// Definitions and trust documents that do not come, never end, or are refused: nothing else waits for
// them, people are told, and they are asked for again.
#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;

namespace {
namespace stuck_fetches {

struct World : SyncWorld {
  PollMachine machine{parts, {}, Ms{0}};
  WaitReply offer = [] {
    WaitReply out;
    out.revision = 1;
    out.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    return out;
  }();
  std::map<std::string, std::string> served;  // by path; others end in `broken`
  Result<HttpReply> broken = fail(Failure::invalid, "the reply is too large");
  std::vector<std::string> asked;

  void offers(int version) {
    const Signer signer = keys.signer();
    const std::string envelope =
        sign_definition(fmt::format(R"({{"id":"store-exit","version":{}}})", version), {&signer, 1});
    offer.definitions = {{"store-exit", version, crypto::sha256(envelope),
                          static_cast<std::int64_t>(envelope.size()), DefinitionState::live}};
    ++offer.revision;
    envelope_ = envelope;
  }
  void serves_what_it_offers() {
    const OfferedDefinition& one = offer.definitions.at(0);
    served[definition_path(one.id, one.version)] = envelope_;
  }
  // Answers the next question; gives its options.
  HttpOptions exchange() {
    const Outgoing out = asks(machine);
    const std::string target = test::target_of(out.request);
    asked.push_back(target);
    if (target == kWaitPath) {
      const bool news =
          always_news || read_wait_request(out.request.body)->revision != offer.revision;
      machine.reply(clock.mono(), news ? receipted(out.request, 200, dump(offer))
                                       : receipted(out.request, 204, ""));
    } else if (target.starts_with(kTrustPath) && trust_unchanged) {
      machine.reply(clock.mono(), HttpReply{204, {}, ""});
    } else if (target.starts_with(kTrustPath) && !trust_served.empty()) {
      machine.reply(clock.mono(), HttpReply{200, {}, trust_served});
    } else if (served.contains(target)) {
      machine.reply(clock.mono(), receipted(out.request, 200, served[target]));
    } else {
      machine.reply(clock.mono(), broken);
    }
    return out.options;
  }
  int waits_in(int exchanges) {
    asked.clear();
    for (int i = 0; i < exchanges; ++i) exchange();
    return static_cast<int>(std::count(asked.begin(), asked.end(), kWaitPath));
  }
  int held() {
    const auto list = *definitions.list();
    return list.empty() ? 0 : list.front().version;
  }
  bool tells(std::string_view words) const {
    return machine.trouble() && machine.trouble()->words.find(words) != std::string::npos;
  }
  std::string trust_served;
  bool trust_unchanged = false;
  bool always_news = false;  // events, say

 private:
  std::string envelope_;
};

}  // namespace stuck_fetches
}  // namespace
using StuckWorld = stuck_fetches::World;

TEST_CASE("a definition that never ends holds up no heartbeat, and its successor is heard of") {
  StuckWorld w;
  w.offers(3);
  SUBCASE("it is larger than its limit") {}
  SUBCASE("it comes too slowly") { w.broken = fail(Failure::unavailable, "too slow"); }
  SUBCASE("the collector is busy") {
    w.broken = SyncWorld::refusal({ProblemCode::busy, "", "", 0, {}, {}});
  }
  CHECK(w.waits_in(1 + kFetchTries) == 1);
  const MonoTime began = w.clock.mono();
  CHECK(w.waits_in(2'000) > 1'900);  // and the pauses grow: 3 tries a minute at first, one in three in the end
  CHECK(w.clock.mono() - began > std::chrono::minutes(20));
  CHECK(w.held() == 0);
  w.exchange();  // whichever it was: both are told
  CHECK(w.machine.trouble());
  w.exchange();
  CHECK(w.machine.trouble());
  w.offers(4);
  w.serves_what_it_offers();
  w.waits_in(4);
  CHECK(w.held() == 4);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("nor does a trust document that does not come, and definitions go on") {
  StuckWorld w;
  w.offer.trust_version = 2;
  w.offers(3);
  w.serves_what_it_offers();
  w.waits_in(4);
  CHECK(w.held() == 3);
  CHECK(w.waits_in(40) > 20);
  CHECK(w.machine.trouble());
  w.trust_served = sign_trust(w.keys.trust(2), w.keys.root);
  w.clock.advance(kRetryMost);
  w.waits_in(3);
  CHECK(w.trust.get().version == 2);
  CHECK(w.held() == 3);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("one survey that does not come holds up no other, not even where there is other news all the time") {
  StuckWorld w;
  w.offers(3);
  const OfferedDefinition never = w.offer.definitions.at(0);
  const Signer signer = w.keys.signer();
  for (const std::string id : {"returns", "cafe"}) {
    const std::string envelope = sign_definition(fmt::format(R"({{"id":"{}","version":1}})", id), {&signer, 1});
    w.offer.definitions.push_back({id, 1, crypto::sha256(envelope), static_cast<std::int64_t>(envelope.size()),
                                   DefinitionState::live});
    w.served[definition_path(id, 1)] = envelope;
  }
  w.always_news = true;
  CHECK(w.waits_in(40) > 20);
  CHECK(w.definitions.list()->size() == 2);
  const auto tries = std::count(w.asked.begin(), w.asked.end(), definition_path(never.id, never.version));
  CHECK(tries > 2);
  CHECK(tries < 15);
  CHECK_FALSE(w.machine.settled());
}

TEST_CASE("a definition that only strangers give makes no storm of doubts, and heartbeats go on") {
  StuckWorld w;
  w.offers(3);
  w.trust_unchanged = true;
  SUBCASE("over another TLS key") { w.broken = fail(Failure::denied, "another key"); }
  SUBCASE("without a receipt") { w.broken = HttpReply{200, {}, "a copy"}; }
  const MonoTime began = w.clock.mono();
  CHECK(w.waits_in(1'000) > 900);
  CHECK(w.clock.mono() - began > std::chrono::minutes(10));
}

TEST_CASE("a trust document that was refused is not asked for with every piece of other news") {
  StuckWorld w;
  w.offer.trust_version = 2;
  w.trust_served = sign_trust(w.keys.trust(2), w.keys.device);
  w.always_news = true;
  w.waits_in(20);
  const auto asked_for_trust = [&] {
    return std::count_if(w.asked.begin(), w.asked.end(),
                         [](const std::string& one) { return one.starts_with(kTrustPath); });
  };
  CHECK(asked_for_trust() == 1);
  w.offer.trust_version = 3;  // another one
  w.waits_in(20);
  CHECK(asked_for_trust() == 1);
}

TEST_CASE("a trust document that was refused is told of, and asked for again after an hour") {
  StuckWorld w;
  w.offer.trust_version = 2;
  w.trust_served = sign_trust(w.keys.trust(2), w.keys.device);
  w.waits_in(5);
  CHECK(std::count_if(w.asked.begin(), w.asked.end(),
                      [](const std::string& one) { return one.starts_with(kTrustPath); }) == 1);
  CHECK(w.tells("other root keys"));
  w.clock.advance(kAskAgain);
  w.waits_in(4);
  CHECK(w.tells("other root keys"));
  w.trust_served = sign_trust(w.keys.trust(2), w.keys.root);
  w.waits_in(2);
  CHECK(w.trust.get().version == 1);
  w.clock.advance(kAskAgain);
  w.waits_in(4);
  CHECK(w.trust.get().version == 2);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("a definition that somebody in between refused is asked for again after an hour") {
  StuckWorld w;
  w.broken = SyncWorld::refusal({ProblemCode::not_found, "", "", 0, {}, {}});
  w.offers(3);
  w.waits_in(4);
  CHECK(w.tells("store-exit version 3"));
  w.serves_what_it_offers();
  CHECK(w.waits_in(3) == 3);
  CHECK(w.held() == 0);
  w.clock.advance(kAskAgain);
  w.waits_in(3);
  CHECK(w.held() == 3);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("no more is read of a definition than was offered, or than a refusal needs") {
  StuckWorld w;
  w.offers(3);
  w.exchange();
  HttpOptions options = w.exchange();
  CHECK(options.body_bytes_max == 64 * 1024);
  CHECK(options.slow_max <= kDownloadSilenceMax);
  CHECK(options.slowest_bytes_per_second > 1);
  w.offers(4);
  w.offer.definitions[0].bytes = kEnvelopeBytesMax;
  w.waits_in(kFetchTries);  // the old one, and the wait
  options = w.exchange();
  CHECK(options.body_bytes_max == kEnvelopeBytesMax);
  CHECK(options.slow_max == kDownloadSilenceMax);
  CHECK(options.total_max >= at_the_slowest(kEnvelopeBytesMax));
}

TEST_CASE("a definition that is offered as larger than any may be is told of and not asked for") {
  StuckWorld w;
  w.offers(3);
  w.serves_what_it_offers();
  w.offer.definitions[0].bytes = static_cast<std::int64_t>(kEnvelopeBytesMax) + 1;
  CHECK(w.waits_in(5) == 5);
  CHECK(w.tells("store-exit version 3: is 357718 bytes long"));
  w.offers(4);
  w.serves_what_it_offers();
  w.waits_in(2);
  CHECK(w.held() == 4);
}
