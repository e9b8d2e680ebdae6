// What a device trusts: one versioned document, signed by the collector's root key, whose hash came
// with the enrolment code.
//
// It travels as a DSSE envelope with one more member, `root_key`. Reading: the root key must have
// the known hash, the root key must have signed, and only then is the payload parsed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/signing.h"

namespace afterword {

using RootHash = crypto::Hash256;  // BLAKE2b-256 of the root's public key
RootHash root_hash(const crypto::Key32& root_key);

enum class SealState {
  current,  // devices seal new epochs to the first of these
  old,      // still opened by the collector, no longer sealed to
};

struct SealKeyEntry {
  std::string id;
  crypto::Key32 key{};
  SealState state = SealState::current;
};

// `online` signs receipts, definitions and retirements. A role this version does not know is
// skipped when reading.
enum class KeyRole { online };

struct SigningKeyEntry {
  std::string id;
  crypto::Key32 key{};
  KeyRole role = KeyRole::online;
  // When the collector uses it. A kiosk has no clock to judge by: a listed key is good, one that is
  // no longer listed is not.
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;
};

struct TrustDocument {
  std::int64_t version = 1;
  std::int64_t signed_at_ms = 0;
  std::int64_t expires_at_ms = 0;         // after it people are warned; nothing stops
  std::vector<crypto::Hash256> tls_keys;  // SHA-256 of SubjectPublicKeyInfo: now, and next
  std::vector<SealKeyEntry> seal_keys;
  crypto::Key32 recovery_key{};  // X25519; its secret is the owner's, offline
  std::vector<SigningKeyEntry> signing_keys;

  std::vector<NamedKey> online_keys() const;
  std::vector<crypto::Key32> online_public_keys() const;
  const SealKeyEntry* current_seal_key() const;  // never nullptr in a document that was read
};

// The envelope as JSON text, to be stored and served as it is.
std::string sign_trust(const TrustDocument& document, const crypto::SigningKey& root);

// Errors: denied (another root key, or not signed by it), invalid (not a trust document: says where
// and why; no current seal key, no TLS key, no online key).
Result<TrustDocument> open_trust(std::string_view envelope, const RootHash& root);

}  // namespace afterword
