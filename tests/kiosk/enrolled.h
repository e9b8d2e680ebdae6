// A collector's keys, the enrolment of a device with it, and recordings to store.
#pragma once
#include <string>

#include "kiosk/session/session.h"
#include "sync/client/identity.h"
#include "sync/protocol/sealing.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/must.h"

namespace afterword::test {

// What only the collector and the owner have.
struct CollectorKeys {
  explicit CollectorKeys(std::uint64_t seed = 1) : random(seed) {
    must(crypto::crypto_init());
    root = crypto::SigningKey::make(random);
    online = crypto::SigningKey::make(random);
    seal = crypto::SealKey::make(random);
    recovery = crypto::SealKey::make(random);
  }

  TrustDocument trust(std::int64_t version = 1) const {
    TrustDocument document;
    document.version = version;
    document.signed_at_ms = 1'772'546'400'000;
    document.expires_at_ms = document.signed_at_ms + 180LL * 86'400'000;
    document.tls_keys = {crypto::sha256("tls")};
    document.seal_keys = {{"seal-1", seal.public_key, SealState::current}};
    document.recovery_key = recovery.public_key;
    document.signing_keys = {{"online-1", online.public_key, KeyRole::online, 0, 0}};
    return document;
  }

  Enrolment enrol(const std::string& device = "dev-7") {
    Enrolment enrolment;
    enrolment.url = "https://127.0.0.1:8443";
    enrolment.device = device;
    enrolment.log = 1;
    enrolment.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    enrolment.key = crypto::SigningKey::make(random);
    enrolment.root = root_hash(root.public_key);
    enrolment.trust_envelope = sign_trust(trust(), root);
    enrolment.trust = trust();
    return enrolment;
  }

  std::vector<Signer> signers() const { return {{"online-1", online}}; }

  // Opens a record as the collector does.
  Response open(const SealedResponse& record, const SealedEpoch& epoch,
                const std::string& device = "dev-7") const {
    const auto key = must(open_epoch(seal, epoch.sealed));
    const std::string text = must(open_record(key, record.name(device), record.data));
    return must(read_response(must(json::parse(text))));
  }

  SeededRandom random;
  crypto::SigningKey root, online;
  crypto::SealKey seal, recovery;
};

// Somebody answered `rating` to the short survey and said why; the run is complete or not.
inline kiosk::Recording recording(int rating, const std::string& why, bool complete = true) {
  SeededRandom random(static_cast<std::uint64_t>(rating));
  const kiosk::Now now{MonoTime{5'000}, WallTime{1'772'546'400'000}};
  kiosk::Session session(short_one(), {.language = "en", .touchpoint = "exit", .boot = "b1"},
                         random, now);
  session.take(kiosk::Choose{std::to_string(rating)}, now);
  session.take(kiosk::SubmitComment{why}, now);
  if (complete) session.take(kiosk::Choose{"yes"}, now);
  return session.recording(now);
}

}  // namespace afterword::test
