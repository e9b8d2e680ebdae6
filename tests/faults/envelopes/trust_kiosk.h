// A real kiosk (its poll, its store on a disk) that has a survey and a trust document already, and a
// collector that serves whatever a test wants. What it goes by can be compared before and after.
#pragma once
#include <doctest/doctest.h>

#include <future>

#include "tests/faults/envelopes/forge.h"
#include "tests/kiosk/storage/polled_kiosk.h"

namespace afterword::test {

inline constexpr int kHeldVersion = 3;  // of the survey `short`

// All that a kiosk goes by.
struct Trusted {
  std::string envelope;
  RootHash root{};
  std::int64_t version = 0;
  std::vector<HeldDefinition> definitions;
  int offered = 0;
  std::string owner;  // of the survey that shoppers are offered
  std::string device;
  bool operator==(const Trusted&) const = default;
};

struct TrustKiosk : PolledKiosk {
  TrustKiosk() {
    offers(kHeldVersion);
    polls();
    REQUIRE(offered() == kHeldVersion);
    REQUIRE_FALSE(machine->trouble());
  }

  Trusted trusted() {
    const Enrolment now = store->enrolment().value();
    Trusted out{now.trust_envelope, now.root, now.trust.version, must(store->definitions().list()),
                offered(),          "",       now.device};
    const auto surveys = must(store->surveys());
    if (!surveys.empty()) out.owner = surveys[0].owner;
    return out;
  }

  // The next document that the collector's root would sign, to be changed.
  TrustDocument next_document() const { return renewed(store->enrolment()->trust.version + 1); }
  ForgedTrust next() const { return {trust_payload(next_document()), roots, signers, links}; }
  // By other root keys than the first: an honest change of them.
  void moves_to(const RootSet& to, const SigningKeys& by) {
    links.push_back(sign_link(roots, root_hash(to), signers));
    roots = to;
    signers = by;
    serves(next().text());
    REQUIRE(store->enrolment()->root == root_hash(to));
    REQUIRE_FALSE(machine->trouble());
  }

  // Announces a newer document, serves this one, and lets the kiosk poll until all is told.
  void serves(const std::string& envelope) {
    next_trust = envelope;
    offer.trust_version = store->enrolment()->trust.version + 1;
    ++offer.revision;
    polls();
  }
  // Offers a definition or a retirement; what is served may be something else.
  void offers_this(const SurveyVersion& survey, const std::string& offered_envelope,
                   const std::string& served_envelope, DefinitionState state) {
    offer.definitions = {{survey.survey, survey.version, crypto::sha256(offered_envelope),
                          static_cast<std::int64_t>(offered_envelope.size()), state}};
    served[state == DefinitionState::live ? definition_path(survey.survey, survey.version)
                                          : retired_path(survey.survey, survey.version)] =
        served_envelope;
    ++offer.revision;
    polls();
  }
  // The next question, answered with a receipt.
  HttpRequest answers(const std::string& body) {
    for (;;) {
      SyncStep step = machine->step(clock.mono());
      if (!step.send) {
        clock.advance(std::max(step.wait, Ms{1}));
        continue;
      }
      machine->reply(clock.mono(), receipted(step.send->request, 200, body));
      return step.send->request;
    }
  }

  // What staff would be told.
  std::string refusal() const { return machine->trouble() ? machine->trouble()->words : ""; }

  // Somebody answers the survey. False: it was not kept.
  bool is_answered() {
    std::promise<bool> kept;
    auto future = kept.get_future();
    store->keep(recording(4, "fine"), [&](Result<> result) { kept.set_value(result.has_value()); });
    return future.get();
  }

  // What it went by before is what it goes by, now and after a restart, and surveying goes on.
  void still_goes_by(const Trusted& before) {
    CHECK(trusted() == before);
    CHECK(is_answered());
    start();
    CHECK(trusted() == before);
  }
  // It takes what is right: nothing that came before stands in its way.
  void takes_the_next() {
    const std::int64_t version = store->enrolment()->trust.version + 1;
    const std::string envelope = next().text();
    serves(envelope);
    CHECK(store->enrolment()->trust.version == version);
    CHECK(store->enrolment()->trust_envelope == envelope);  // byte for byte
    const int survey = must(store->definitions().list())[0].version + 1;
    offers(survey);
    polls();
    CHECK(offered() == survey);
    CHECK(refusal() == "");
  }

  RootSet roots{{keys.root.public_key}, 1};
  SigningKeys signers{keys.root};
  std::vector<RootLink> links;
};

}  // namespace afterword::test
