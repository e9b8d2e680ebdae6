// What a device trusts: one versioned document, signed by the collector's root keys, whose hash came
// with the enrolment code.
//
// It travels as a DSSE envelope with members of its own: `root_key` (or `roots`, where there are
// several), and `root_links` once they were changed. Reading: the root keys must have the known hash
// or be linked to it, enough of them must have signed, and only then is the payload parsed.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/roots.h"
#include "sync/protocol/signing.h"

namespace afterword {

// So long before a document's end people are told: nobody but a person can renew it.
inline constexpr std::chrono::hours kTrustWarnedBefore{24 * 90};

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
  std::int64_t expires_at_ms = 0;         // after it kiosks install nothing new, and ask on
  std::vector<crypto::Hash256> tls_keys;  // SHA-256 of SubjectPublicKeyInfo: now, and next
  std::vector<SealKeyEntry> seal_keys;
  crypto::Key32 recovery_key{};  // X25519; its secret is the owner's, offline
  std::vector<SigningKeyEntry> signing_keys;
  // Not in the document: whose signature was found on it. Nothing before it was opened.
  std::optional<RootHash> signed_by;

  std::vector<NamedKey> online_keys() const;
  std::vector<crypto::Key32> online_public_keys() const;
  const SealKeyEntry* current_seal_key() const;  // never nullptr in a document that was read
};

// The envelope as JSON text, to be stored and served as it is.
std::string sign_trust(const TrustDocument& document, const crypto::SigningKey& root);
// The same by a set of keys. Precondition: `signers` are keys of the set, as many as it asks for;
// `links` lead to it.
std::string sign_trust(const TrustDocument& document, const RootSet& roots,
                       std::span<const crypto::SigningKey> signers,
                       std::span<const RootLink> links);

// `root`: the hash that is known. From then on only `signed_by` is: who went along with a change of
// the root keys no longer heeds those of before.
// Errors: denied (other root keys, or not enough of them signed), invalid (not a trust document:
// says where and why; no current seal key, no TLS key, no online key).
Result<TrustDocument> open_trust(std::string_view envelope, const RootHash& root);

// What the next document is signed with: the set and the links that this one came with.
struct TrustRoots {
  RootSet roots;
  std::vector<RootLink> links;
};
Result<TrustRoots> trust_roots(std::string_view envelope);

}  // namespace afterword
