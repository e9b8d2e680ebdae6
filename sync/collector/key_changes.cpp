// How keys change: renewed, followed by others, made anew after a loss.
#include <fmt/format.h>
#include <algorithm>

#include "sync/base/core/files.h"
#include "sync/base/json/value.h"
#include "sync/collector/key_parts.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

// "s1", "s2": the number after the highest.
template <class Keys, class Name>
std::string next_id(char letter, const Keys& keys, Name name) {
  std::int64_t highest = 0;
  for (const auto& key : keys)
    if (const auto number = parse_number(std::string_view(name(key)).substr(1)))
      highest = std::max<std::int64_t>(highest, static_cast<std::int64_t>(*number));
  return fmt::format("{}{}", letter, highest + 1);
}

Result<std::vector<crypto::SigningKey>> read_roots_of(const std::vector<std::string>& files) {
  std::vector<crypto::SigningKey> out;
  for (const std::string& file : files) {
    AFTERWORD_ASSIGN(const crypto::SigningKey root, read_root(file));
    for (const crypto::SigningKey& before : out)
      if (before.public_key == root.public_key)
        return fail(Failure::invalid, "is the same root key as another file's", file,
                    "name each key once");
    out.push_back(root);
  }
  return out;
}

Result<> may_sign(const RootSet& roots, const std::vector<crypto::SigningKey>& signers,
                  const std::vector<std::string>& files) {
  for (std::size_t i = 0; i < signers.size(); ++i)
    if (std::find(roots.keys.begin(), roots.keys.end(), signers[i].public_key) == roots.keys.end())
      return fail(Failure::denied, "this is another root key than kiosks know", files[i],
                  "take a root key's file that signs now: the first run's root.json, until it was "
                  "replaced");
  if (signers.size() < roots.threshold)
    return fail(Failure::denied,
                fmt::format("{} of {} root keys must sign, and {} did", roots.threshold,
                            roots.keys.size(), signers.size()),
                "", "name --renew-trust once for each");
  return {};
}

Result<RootSet> next_roots(const std::vector<crypto::SigningKey>& keys, std::size_t threshold) {
  RootSet out;
  for (const crypto::SigningKey& key : keys) out.keys.push_back(key.public_key);
  out.threshold = threshold;
  if (out.keys.size() > static_cast<std::size_t>(kRootKeysMax))
    return fail(Failure::invalid, fmt::format("at most {} root keys", kRootKeysMax));
  if (threshold == 0 || threshold > out.keys.size())
    return fail(Failure::invalid,
                fmt::format("{} of {} keys cannot sign", threshold, out.keys.size()), "",
                "--threshold is a number from 1 to that of --next-root");
  return out;
}

// Then no other key counts, also not the one in use: where the wrong certificate was listed alone, none that is
// there is in the document, and only this way leads back.
bool lists_next_alone(const TrustChange& change) {
  return change.drop_old_tls && !change.next_certificate.empty();
}

// In use is what is given, or else the key in DIR/keys. That one stays there when the service has another
// since: only where no other is listed, it must be the one.
Result<> follow_tls(TrustDocument& trust, const crypto::Hash256& in_use, bool given,
                    const TrustChange& change) {
  const bool alone = lists_next_alone(change);
  if (trust.tls_keys.size() > 1 && !given && !alone)
    return fail(
        Failure::conflict,
        fmt::format("kiosks know {} TLS keys, and it is not said which of them is in use",
                    trust.tls_keys.size()),
        "",
        "give --tls-cert and --tls-key as the collector is started with them (where it is started "
        "without: DIR/keys/tls-cert.pem and DIR/keys/tls-key.pem); the other key is no longer "
        "listed then. After a theft: --next-tls-cert with --drop-old-tls");
  std::vector<crypto::Hash256> listed;
  if (!alone) listed.push_back(in_use);
  if (!change.next_certificate.empty()) {
    const auto next = pin_of_certificate(change.next_certificate);
    const auto pin = next ? crypto::fixed<32>(*next) : std::nullopt;
    if (!pin)
      return fail(Failure::invalid, "the next TLS certificate cannot be read", "",
                  "name a PEM file with --next-tls-cert");
    if (alone || *pin != in_use) listed.push_back(*pin);
  }
  if (alone && listed == trust.tls_keys)
    return fail(
        Failure::invalid, "the next TLS certificate is for the one key that kiosks know already",
        "", "make a new key, not only a new certificate, and name that one's with --next-tls-cert");
  trust.tls_keys = std::move(listed);
  return {};
}

// Devices seal to the new one; the collector opens what was sealed to any.
void add_keys(Keyring& ring, TrustDocument& trust, WallTime now, Random& random) {
  const Signer signer{next_id('s', ring.signers, [](const Signer& one) { return one.id; }),
                      crypto::SigningKey::make(random)};
  const std::string seal_id =
      next_id('c', ring.seal_keys, [](const auto& one) { return one.first; });
  const crypto::SealKey seal = crypto::SealKey::make(random);
  ring.signers.push_back(signer);
  ring.seal_keys[seal_id] = seal;
  trust.signing_keys.push_back(
      {signer.id, signer.key.public_key, KeyRole::online, now.ms, trust.expires_at_ms});
  for (SealKeyEntry& before : trust.seal_keys) before.state = SealState::old;
  // Devices need no more than the current one; a few are told for people who look.
  if (trust.seal_keys.size() >= static_cast<std::size_t>(kKeysMax))
    trust.seal_keys.erase(trust.seal_keys.begin());
  trust.seal_keys.push_back({seal_id, seal.public_key, SealState::current});
}

}  // namespace

Result<TrustDocument> renew_trust(const std::string& data, const GivenTls& given,
                                  const TrustChange& change, WallTime now, Random& random) {
  KeyFiles files;
  if (lists_next_alone(change)) {
    AFTERWORD_ASSIGN(files.ring, load_ring(data));
  } else {
    AFTERWORD_ASSIGN(files, load_keys(data, given));
  }
  AFTERWORD_ASSIGN(TrustRoots by, trust_roots(files.ring.trust_envelope));
  AFTERWORD_ASSIGN(auto signers, read_roots_of(change.root_files));
  AFTERWORD_TRY(may_sign(by.roots, signers, change.root_files));

  TrustDocument trust = files.ring.trust;
  ++trust.version;
  trust.signed_at_ms = now.ms;
  trust.expires_at_ms = (now + kTrustLife).ms;
  AFTERWORD_TRY(follow_tls(trust, files.tls_pin, given.has_value(), change));
  if (change.next_keys) add_keys(files.ring, trust, now, random);
  if (change.drop_old_keys)
    trust.signing_keys.erase(trust.signing_keys.begin(), trust.signing_keys.end() - 1);
  for (SigningKeyEntry& key : trust.signing_keys) key.until_ms = trust.expires_at_ms;
  if (trust.signing_keys.size() > static_cast<std::size_t>(kKeysMax))
    return fail(Failure::invalid, fmt::format("at most {} signing keys can be good", kKeysMax), "",
                "say --drop-old-keys as well: the collector signs anew what the old ones signed");
  if (!change.next_root_files.empty()) {
    AFTERWORD_ASSIGN(auto next, read_roots_of(change.next_root_files));
    AFTERWORD_ASSIGN(RootSet roots, next_roots(next, change.next_threshold));
    if (by.links.size() >= static_cast<std::size_t>(kRootLinksMax))
      return fail(Failure::invalid,
                  fmt::format("the root keys were changed {} times already", kRootLinksMax), "",
                  "a collector lives no longer than that many: enrol its devices at a new one");
    by.links.push_back(sign_link(by.roots, root_hash(roots), signers));
    by.roots = std::move(roots);
    signers = std::move(next);
  }
  const std::string envelope = sign_trust(trust, by.roots, signers, by.links);
  if (envelope.size() > kTrustBytesMax)
    return fail(Failure::invalid, "the trust document would be longer than kiosks take", "",
                "name fewer root keys");
  if (change.next_keys)
    AFTERWORD_TRY(
        write_file(keys_folder(data) + "/online.json", online_json(files.ring), kSecretMode));
  AFTERWORD_TRY(write_file(keys_folder(data) + "/trust.json", envelope, kSecretMode));
  return trust;
}

Result<Recovery> read_recovery(const std::string& path) {
  AFTERWORD_ASSIGN(const std::string text, read_file(path, kKeyFileBytesMax));
  const auto document = json::parse(text);
  const auto key = [&](std::string_view name) -> std::optional<crypto::Key32> {
    const json::Value* const value = document ? document->find(name) : nullptr;
    return value != nullptr && value->is_string() ? crypto::key_from_base64url(value->as_string())
                                                  : std::nullopt;
  };
  const auto secret = key("secret"), mac = key("row_mac");
  if (!secret || !mac)
    return fail(Failure::invalid, "holds no recovery key", path,
                "take the recovery.json that the first run made");
  return Recovery{crypto::SealKey::from_secret(*secret), *mac};
}

Result<TrustDocument> rebuild_keys(const std::string& data, const std::string& host,
                                   const GivenTls& given,
                                   const std::vector<std::string>& root_files,
                                   const Recovery& recovery, std::string_view known_trust,
                                   WallTime now, Random& random) {
  const std::string keys = keys_folder(data);
  AFTERWORD_ASSIGN(const auto signers, read_roots_of(root_files));
  TrustRoots by;
  std::int64_t version = now.ms / 1000;  // higher than any that was counted
  if (known_trust.empty()) {
    for (const crypto::SigningKey& signer : signers) by.roots.keys.push_back(signer.public_key);
  } else {
    AFTERWORD_ASSIGN(by, trust_roots(known_trust));
    AFTERWORD_ASSIGN(const TrustDocument before, open_trust(known_trust, root_hash(by.roots)));
    version = std::max(version, before.version + 1);
    if (recovery.key.public_key != before.recovery_key)
      return fail(Failure::denied, "this is another recovery key than kiosks seal to", "",
                  "take the recovery.json that this collector's first run made");
  }
  AFTERWORD_TRY(may_sign(by.roots, signers, root_files));

  // Names that no lost key has: what was sealed to one must not be tried with another.
  Keyring ring;
  ring.signing_id = fmt::format("s{}", version);
  ring.signing = crypto::SigningKey::make(random);
  ring.signers.push_back({ring.signing_id, ring.signing});
  ring.seal_keys[fmt::format("c{}", version)] = crypto::SealKey::make(random);
  ring.mac_key = recovery.mac_key;
  ring.root = root_hash(by.roots);
  TlsIdentity tls;
  if (given) {
    tls = *given;
  } else {
    AFTERWORD_ASSIGN(tls, make_self_signed({host, "localhost"}, now));
  }
  AFTERWORD_ASSIGN(const crypto::Hash256 pin, pin_of(tls, places(data, given)));
  TrustDocument trust = first_trust(ring, recovery.key.public_key, pin, now);
  trust.version = version;
  AFTERWORD_TRY(make_folder(keys, kSecretFolderMode));
  if (!given) {
    AFTERWORD_TRY(write_file(keys + "/tls-key.pem", tls.key_pem, kSecretMode));
    AFTERWORD_TRY(write_file(keys + "/tls-cert.pem", tls.certificate_pem, kSecretMode));
  }
  AFTERWORD_TRY(write_file(keys + "/trust.json", sign_trust(trust, by.roots, signers, by.links),
                           kSecretMode));
  AFTERWORD_TRY(write_file(keys + "/online.json", online_json(ring), kSecretMode));
  return trust;
}

Result<RootHash> make_root_key(const std::string& path, Random& random) {
  AFTERWORD_ASSIGN(const bool there, path_exists(path));
  if (there)
    return fail(Failure::conflict, "is there already, and a root key is never written over", path,
                "name another file");
  const crypto::SigningKey root = crypto::SigningKey::make(random);
  AFTERWORD_TRY(write_file(
      path, one_key("root key: signs trust documents; keep it offline", root.seed), kSecretMode));
  return root_hash(root.public_key);
}

}  // namespace afterword::collector
