// Somebody in the collector's place who withholds, replays, mixes and tells of versions that nobody
// has: a real kiosk goes by what it has, says so, asks its survey, and takes what is right when it comes.
#include "sync/protocol/limits.h"
#include "tests/faults/envelopes/trust_kiosk.h"

namespace afterword::test {
namespace {
namespace ill_mirror {

const std::vector<std::string> kOver = {"trust_expired"};

TEST_CASE("A mirror that withholds all news is noticed at the first poll after the document's end") {
  TrustKiosk kiosk;
  const Trusted before = kiosk.trusted();
  kiosk.days(179);
  CHECK(kiosk.polls().troubles.empty());
  kiosk.days(1);
  CHECK(kiosk.polls().troubles == kOver);
  kiosk.offers(kHeldVersion + 1);  // now it tells again, and has its keys only
  kiosk.polls();
  CHECK(kiosk.log.count("the trust document has run out") == 1);
  CHECK(kiosk.refusal().find("ran out") != std::string::npos);
  kiosk.still_goes_by(before);
  kiosk.takes_the_next();
  CHECK(kiosk.polls().troubles.empty());
}

TEST_CASE("A trust document that is over already is taken and told as such, and nothing comes with it") {
  struct Over {
    const char* name;
    std::int64_t signed_before_ms, lasts_ms;
  };
  constexpr std::int64_t kDay = 86'400'000;
  for (const Over& one : {Over{"it ended in the moment of its signing", 0, 0}, Over{"before that", 0, -kDay},
                          Over{"it never lasted", 400 * kDay, -1}}) {
    INFO(one.name);
    TrustKiosk kiosk;
    TrustDocument document = kiosk.next_document();
    document.signed_at_ms -= one.signed_before_ms;
    document.expires_at_ms = document.signed_at_ms + one.lasts_ms;
    ForgedTrust forged = kiosk.next();
    forged.payload = trust_payload(document);
    kiosk.serves(forged.text());
    CHECK(kiosk.trusted().version == document.version);  // so that the next one can follow it
    CHECK(kiosk.polls().troubles == kOver);
    const Trusted after = kiosk.trusted();
    kiosk.offers(kHeldVersion + 1);
    kiosk.polls();
    CHECK(kiosk.refusal().find("the trust document ran out") != std::string::npos);
    kiosk.offers(kHeldVersion, DefinitionState::retired);
    kiosk.polls();
    kiosk.still_goes_by(after);
    kiosk.takes_the_next();
    CHECK_FALSE(kiosk.over());
  }
}

TEST_CASE("A mirror that replays all that it ever heard takes nothing back") {
  TrustKiosk kiosk;
  const WaitReply old_offer = kiosk.offer;
  const std::string old_trust = kiosk.trusted().envelope;
  const auto old_served = kiosk.served;
  kiosk.takes_the_next();
  const Trusted before = kiosk.trusted();
  kiosk.offer = old_offer;
  kiosk.served = old_served;
  kiosk.next_trust = old_trust;
  SUBCASE("as it was") {}
  SUBCASE("as if it were newer") { kiosk.offer.trust_version = 9; }
  SUBCASE("with the old survey's retirement") {
    kiosk.offers(kHeldVersion, DefinitionState::retired);
  }
  SUBCASE("the old survey's bytes as the next version") {
    const std::string old = old_served.at(definition_path("short", kHeldVersion));
    kiosk.offers_this({"short", kHeldVersion + 2}, old, old, DefinitionState::live);
    CHECK(kiosk.refusal().find("not short version 5 as offered") != std::string::npos);
  }
  kiosk.polls();
  kiosk.still_goes_by(before);
  kiosk.offer.revision = 1'000;
  kiosk.offer.trust_version = 1;
  kiosk.takes_the_next();
}

TEST_CASE("A version of the trust document that nobody serves holds up no survey") {
  for (const std::int64_t told : {std::int64_t{2}, std::int64_t{1} << 31, kNumberMax}) {
    TrustKiosk kiosk;
    kiosk.offer.trust_version = told;
    kiosk.next_trust = kiosk.trusted().envelope;  // the newest there is
    kiosk.offers(kHeldVersion + 1);
    kiosk.polls();
    CHECK(kiosk.offered() == kHeldVersion + 1);
    CHECK(kiosk.refusal().find("is not newer than ours, 1") != std::string::npos);
    kiosk.takes_the_next();
  }
}

TEST_CASE("The last version there can be is one like others; past it there is none") {
  TrustKiosk kiosk;
  const auto of_version = [&](std::int64_t version) {
    ForgedTrust forged = kiosk.next();
    forged.payload = trust_payload(kiosk.renewed(version));
    return forged.text();
  };
  const std::string last = of_version(kNumberMax);
  kiosk.serves(of_version(kNumberMax - 1));
  CHECK(kiosk.trusted().version == kNumberMax - 1);
  kiosk.serves(last);
  CHECK(kiosk.trusted().version == kNumberMax);
  const Trusted before = kiosk.trusted();
  const std::string past = of_version(kNumberMax + 1);
  CHECK(open_trust(past, before.root).error().failure == Failure::invalid);
  kiosk.next_trust = past;
  kiosk.offer.trust_version = kNumberMax;
  ++kiosk.offer.revision;
  kiosk.polls();
  kiosk.still_goes_by(before);
  kiosk.offers(kHeldVersion + 1);  // it was the root itself: its surveys go on
  kiosk.polls();
  CHECK(kiosk.offered() == kHeldVersion + 1);
}

TEST_CASE("Numbers past 2^53 in what a mirror tells are refused with all of it, and heal when they end") {
  for (const char* const member_name : {"trust_version", "revision", "time_ms"})
    for (const char* const raw : {"9007199254740992", "9223372036854775807", "18446744073709551616", "-1"}) {
      INFO(member_name << ": " << raw);
      TrustKiosk kiosk;
      const Trusted before = kiosk.trusted();
      kiosk.offers(kHeldVersion + 1);
      kiosk.answers(with_raw(dump(kiosk.offer), member_name, raw));
      CHECK_MESSAGE(kiosk.refusal().find(member_name) != std::string::npos, kiosk.refusal());
      CHECK(kiosk.machine->revision() < kiosk.offer.revision);
      kiosk.still_goes_by(before);
      kiosk.polls();
      CHECK(kiosk.offered() == kHeldVersion + 1);
      kiosk.takes_the_next();
    }
}

TEST_CASE("What a dropped online key signs is nothing, before and after a restart") {
  TrustKiosk kiosk;
  const Signer dropped = kiosk.signer;
  const Signer honest{"online-2", spare_key(1)};
  TrustDocument document = kiosk.next_document();
  document.signing_keys = {{honest.id, honest.key.public_key, KeyRole::online, 0, 0}};
  const std::string old = kiosk.served.at(definition_path("short", kHeldVersion));
  kiosk.renews(document, honest);
  kiosk.signer = honest;
  kiosk.offers(kHeldVersion + 1);
  kiosk.signer = dropped;
  kiosk.polls();
  REQUIRE(kiosk.offered() == kHeldVersion + 1);
  const Trusted before = kiosk.trusted();
  kiosk.next_signer.reset();
  kiosk.signer = honest;
  const SurveyVersion next{"short", kHeldVersion + 2};
  const std::string by_dropped = sign_definition(short_definition(next.version), {&dropped, 1});
  for (const bool restarted : {false, true}) {
    if (restarted) kiosk.start();
    kiosk.offers_this(next, by_dropped, by_dropped, DefinitionState::live);
    CHECK(kiosk.refusal().find("not signed by a key that is trusted here") != std::string::npos);
    kiosk.still_goes_by(before);
  }
  // Its receipts are none either.
  kiosk.signer = dropped;
  kiosk.answers(dump(kiosk.offer));
  CHECK(kiosk.refusal().find("without a receipt") != std::string::npos);
  kiosk.signer = honest;
  kiosk.offers(next.version);
  kiosk.polls();
  CHECK(kiosk.offered() == next.version);
}

}  // namespace ill_mirror
}  // namespace
}  // namespace afterword::test
