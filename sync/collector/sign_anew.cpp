#include "sync/collector/sign_anew.h"

#include <fmt/format.h>

#include "sync/base/crypto/hash.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/deletion_proof.h"

namespace afterword::collector {
namespace {

Bytes hash_of(std::string_view envelope) {
  const auto hash = crypto::sha256(envelope);
  return Bytes(hash.begin(), hash.end());
}

class Signing {
 public:
  Signing(Writes& writes, const Keyring& keys, bool believe)
      : writes_(writes),
        believe_(believe),
        good_(keys.trust.online_public_keys()),
        by_{keys.signing_id, keys.signing} {
    for (const Signer& signer : keys.signers) ours_.push_back(signer.key.public_key);
  }

  Result<> definitions() {
    AFTERWORD_ASSIGN(const auto heads, writes_.reads().definitions());
    for (const DefinitionHead& head : heads) {
      const SurveyVersion named{head.survey, head.version};
      AFTERWORD_ASSIGN(const auto there, writes_.reads().definition(head.survey, head.version));
      if (!there || open_definition(there->envelope, named, good_)) continue;
      if (!believe_ && !open_definition(there->envelope, named, ours_)) continue;
      const std::string envelope = sign_definition(there->bytes, {&by_, 1});
      AFTERWORD_TRY(writes_.set_envelope(named, envelope, hash_of(envelope)));
      ++signed_;
    }
    return {};
  }

  Result<> retirements() {
    AFTERWORD_ASSIGN(const auto all, writes_.reads().retirements());
    for (const Retirement& there : all) {
      const SurveyVersion named{there.survey, there.version};
      if (open_retirement(there.envelope, named, good_)) continue;
      if (!believe_ && !open_retirement(there.envelope, named, ours_)) continue;
      const std::string envelope = sign_retirement(named, {&by_, 1});
      AFTERWORD_TRY(writes_.retire({there.survey, there.version, envelope, hash_of(envelope)}));
      ++signed_;
    }
    return {};
  }

  // The same payloads: what follows one names it by its payload.
  Result<> deletions() {
    AFTERWORD_ASSIGN(const auto all, writes_.reads().deletions());
    for (const DeletionRow& there : all) {
      if (open_deletion(there.envelope, good_)) continue;
      if (!envelope_payload(there.envelope)) continue;
      if (!believe_ && !open_deletion(there.envelope, ours_)) continue;
      AFTERWORD_TRY(writes_.put_deletion({there.number, sign_deletion_anew(there.envelope, {&by_, 1})}));
      ++signed_;
    }
    return {};
  }

  int count() const { return signed_; }

 private:
  Writes& writes_;
  bool believe_;
  std::vector<crypto::Key32> good_, ours_;
  Signer by_;
  int signed_ = 0;
};

}  // namespace

Result<int> sign_anew(WriteQueue& queue, const Keyring& keys, WallTime now, bool believe) {
  int count = 0;
  const auto done = queue.run([&](Writes& writes) -> Result<> {
    Signing signing(writes, keys, believe);
    AFTERWORD_TRY(signing.definitions());
    AFTERWORD_TRY(signing.retirements());
    AFTERWORD_TRY(signing.deletions());
    count = signing.count();
    if (count == 0) return {};
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(
        writes, now, "collector", "signed_anew",
        fmt::format("{} definitions, retirements and proofs of deletion, by {}", count, keys.signing_id));
  });
  if (!done) return tl::unexpected<Error>(done.error());
  return count;
}

}  // namespace afterword::collector
