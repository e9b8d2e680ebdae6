// The collector's online keys, as they lie in memory while it runs.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/crypto/seal.h"
#include "sync/base/crypto/sign.h"
#include "sync/protocol/trust.h"

namespace afterword::collector {

struct Keyring {
  std::string signing_id;  // as the trust document names it: the newest that is listed there
  crypto::SigningKey signing;
  std::vector<Signer> signers;  // all there ever were, oldest first
  std::map<std::string, crypto::SealKey, std::less<>> seal_keys;  // by id
  // Only while the owner lends it: opens what was sealed to a key that is lost.
  std::optional<crypto::SealKey> recovery;
  crypto::Key32 mac_key{};  // of stored responses; never in the database
  std::string trust_envelope;
  TrustDocument trust;
  RootHash root{};
};

}  // namespace afterword::collector
