#include "sync/collector/key_files.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr unsigned kSecretMode = 0600;
constexpr unsigned kSecretFolderMode = 0700;
constexpr std::size_t kKeyFileBytesMax = 256 * 1024;
constexpr Ms kTrustLife = std::chrono::hours(24 * 365);
constexpr Ms kWarnBefore = std::chrono::hours(24 * 30);

std::string keys_folder(const std::string& data) { return data + "/keys"; }
std::string offline_folder(const std::string& data) { return data + "/offline"; }

crypto::Key32 random_key(Random& random) {
  crypto::Key32 key;
  random.fill(key);
  return key;
}

std::string one_key(std::string_view what, const crypto::Key32& secret) {
  return json::dump_pretty(json::object({{"what", what}, {"secret", base64url(secret)}})) + "\n";
}

std::string online_json(const Keyring& ring) {
  json::Array seals, signing;
  for (const auto& [id, key] : ring.seal_keys)
    seals.push_back(json::object({{"id", id}, {"secret", base64url(key.secret)}}));
  for (const Signer& signer : ring.signers)
    signing.push_back(json::object({{"id", signer.id}, {"seed", base64url(signer.key.seed)}}));
  return json::dump_pretty(json::object(
             {{"what", "the collector's online keys: keep them secret, and back them up"},
              {"signing_keys", std::move(signing)},
              {"seal_keys", std::move(seals)},
              {"row_mac", base64url(ring.mac_key)},
              {"root_hash", base64url(ring.root)}})) +
         "\n";
}

TrustDocument first_trust(const Keyring& ring, const crypto::Key32& recovery,
                          const crypto::Hash256& tls_pin, WallTime now) {
  TrustDocument trust;
  trust.version = 1;
  trust.signed_at_ms = now.ms;
  trust.expires_at_ms = (now + kTrustLife).ms;
  trust.tls_keys = {tls_pin};
  for (const auto& [id, key] : ring.seal_keys)
    trust.seal_keys.push_back({id, key.public_key, SealState::current});
  trust.recovery_key = recovery;
  trust.signing_keys.push_back(
      {ring.signing_id, ring.signing.public_key, KeyRole::online, now.ms, trust.expires_at_ms});
  return trust;
}

// The newest of our keys that kiosks know: one that they are yet to hear of signs nothing.
bool choose_signer(Keyring& ring) {
  for (const Signer& signer : ring.signers)
    for (const SigningKeyEntry& listed : ring.trust.signing_keys)
      if (listed.key == signer.key.public_key) {
        ring.signing_id = signer.id;
        ring.signing = signer.key;
      }
  return !ring.signing_id.empty();
}

// "s1", "s2": the number after the highest.
template <class Keys, class Name>
std::string next_id(char letter, const Keys& keys, Name name) {
  std::int64_t highest = 0;
  for (const auto& key : keys)
    if (const auto number = parse_number(std::string_view(name(key)).substr(1)))
      highest = std::max<std::int64_t>(highest, static_cast<std::int64_t>(*number));
  return fmt::format("{}{}", letter, highest + 1);
}

// Where the two came from, for whoever must correct them.
struct TlsPlaces {
  std::string certificate, key, remedy;
};
TlsPlaces places(const std::string& data, const GivenTls& given) {
  if (given) return {"--tls-cert", "--tls-key", "name a PEM file without a passphrase"};
  return {keys_folder(data) + "/tls-cert.pem", keys_folder(data) + "/tls-key.pem",
          "restore it from a backup"};
}

Result<crypto::Hash256> pin_of(const TlsIdentity& tls, const TlsPlaces& from) {
  const auto of_certificate = pin_of_certificate(tls.certificate_pem);
  if (!of_certificate)
    return fail(Failure::invalid, of_certificate.error().what, from.certificate, from.remedy);
  const auto of_key = pin_of_key(tls.key_pem);
  if (!of_key) return fail(Failure::invalid, of_key.error().what, from.key, from.remedy);
  const auto pin = crypto::fixed<32>(*of_certificate);
  if (!pin || *of_certificate != *of_key)
    return fail(Failure::invalid, "the TLS certificate is not for the TLS key", "",
                "name the certificate that was made for this key");
  return *pin;
}

Result<crypto::Key32> key_in(json::Fields& fields, std::string_view name) {
  const auto key = crypto::key_from_base64url(fields.text(name, {.required = true}).value_or(""));
  if (!key) return fail(Failure::invalid, fmt::format("\"{}\" is no key", name));
  return *key;
}

Result<Keyring> read_online(const std::string& text) {
  AFTERWORD_ASSIGN(const json::Value document, json::parse(text));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  Keyring ring;
  AFTERWORD_ASSIGN(ring.mac_key, key_in(fields, "row_mac"));
  AFTERWORD_ASSIGN(ring.root, key_in(fields, "root_hash"));
  const auto read_signer = [&](const json::Value& signer, std::string_view where) -> Result<> {
    json::Fields inner(signer, std::string(where), problems);
    std::string id = inner.text("id", {.required = true}).value_or("");
    AFTERWORD_ASSIGN(const crypto::Key32 seed, key_in(inner, "seed"));
    ring.signers.push_back({std::move(id), crypto::SigningKey::from_seed(seed)});
    return {};
  };
  // One key under "signing": as files of version 0.1 have it.
  if (const json::Value* const only = fields.object("signing")) {
    AFTERWORD_TRY(read_signer(*only, "/signing"));
  } else if (const json::Array* const all = fields.list("signing_keys", true)) {
    for (const json::Value& signer : *all) AFTERWORD_TRY(read_signer(signer, "/signing_keys"));
  }
  if (const json::Array* const seals = fields.list("seal_keys", true))
    for (const json::Value& seal : *seals) {
      json::Fields inner(seal, "/seal_keys", problems);
      const std::string id = inner.text("id", {.required = true}).value_or("");
      AFTERWORD_ASSIGN(const crypto::Key32 secret, key_in(inner, "secret"));
      ring.seal_keys[id] = crypto::SealKey::from_secret(secret);
    }
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, ""));
  return ring;
}

Result<std::string> read_key_file(const std::string& path) {
  auto text = read_file(path, kKeyFileBytesMax);
  if (text) return text;
  Error error = text.error();
  if (error.failure == Failure::not_found)
    error.what = "this key file is missing, and the collector does not run without it";
  error.where = path;
  error.hint =
      "restore it from a backup; keys are never made anew beside data, since what kiosks sealed to "
      "the old ones could not be opened any more";
  return tl::unexpected<Error>(std::move(error));
}

Result<crypto::SigningKey> read_root(const std::string& path) {
  AFTERWORD_ASSIGN(const std::string text, read_file(path, kKeyFileBytesMax));
  const auto document = json::parse(text);
  const json::Value* const secret = document ? document->find("secret") : nullptr;
  const auto seed = secret != nullptr && secret->is_string()
                        ? crypto::key_from_base64url(secret->as_string())
                        : std::nullopt;
  if (!seed)
    return fail(Failure::invalid, "holds no root key", path,
                "take the root.json that the first run made");
  return crypto::SigningKey::from_seed(*seed);
}

}  // namespace

bool has_keys(const std::string& data) { return std::filesystem::exists(keys_folder(data)); }
bool has_offline_keys(const std::string& data) {
  return std::filesystem::exists(offline_folder(data) + "/root.json") ||
         std::filesystem::exists(offline_folder(data) + "/recovery.json");
}

Result<> make_keys(const std::string& data, const std::string& host, const GivenTls& given,
                   WallTime now, Random& random) {
  const crypto::SigningKey root = crypto::SigningKey::make(random);
  const crypto::SealKey recovery = crypto::SealKey::make(random);
  Keyring ring;
  ring.signing_id = "s1";
  ring.signing = crypto::SigningKey::make(random);
  ring.signers.push_back({ring.signing_id, ring.signing});
  ring.seal_keys["c1"] = crypto::SealKey::make(random);
  ring.mac_key = random_key(random);
  ring.root = root_hash(root.public_key);
  TlsIdentity tls;
  if (given) {
    tls = *given;
  } else {
    AFTERWORD_ASSIGN(tls, make_self_signed({host, "localhost"}, now));
  }
  AFTERWORD_ASSIGN(const crypto::Hash256 pin, pin_of(tls, places(data, given)));
  const TrustDocument trust = first_trust(ring, recovery.public_key, pin, now);

  const std::string offline = offline_folder(data), keys = keys_folder(data);
  AFTERWORD_TRY(make_folder(offline, kSecretFolderMode));
  AFTERWORD_TRY(make_folder(keys, kSecretFolderMode));
  AFTERWORD_TRY(write_file(offline + "/root.json",
                           one_key("root key: signs trust documents; keep it offline", root.seed),
                           kSecretMode));
  AFTERWORD_TRY(write_file(offline + "/recovery.json",
                           json::dump_pretty(json::object(
                               {{"what", "recovery key: opens sealed responses; keep it offline"},
                                {"secret", base64url(recovery.secret)},
                                {"row_mac", base64url(ring.mac_key)}})) +
                               "\n",
                           kSecretMode));
  if (!given) {
    AFTERWORD_TRY(write_file(keys + "/tls-key.pem", tls.key_pem, kSecretMode));
    AFTERWORD_TRY(write_file(keys + "/tls-cert.pem", tls.certificate_pem, kSecretMode));
  }
  AFTERWORD_TRY(write_file(keys + "/trust.json", sign_trust(trust, root), kSecretMode));
  return write_file(keys + "/online.json", online_json(ring), kSecretMode);
}

Result<KeyFiles> load_keys(const std::string& data, const GivenTls& given) {
  const std::string keys = keys_folder(data);
  KeyFiles files;
  AFTERWORD_ASSIGN(const std::string online, read_key_file(keys + "/online.json"));
  auto ring = read_online(online);
  if (!ring)
    return fail(Failure::invalid, "the keys cannot be read: " + ring.error().text(),
                keys + "/online.json", "restore it from a backup");
  files.ring = std::move(*ring);
  AFTERWORD_ASSIGN(files.ring.trust_envelope, read_key_file(keys + "/trust.json"));
  auto trust = open_trust(files.ring.trust_envelope, files.ring.root);
  if (!trust)
    return fail(Failure::invalid, "the trust document cannot be read: " + trust.error().text(),
                keys + "/trust.json", "restore it from a backup");
  files.ring.trust = std::move(*trust);
  files.ring.root = *files.ring.trust.signed_by;
  if (!choose_signer(files.ring))
    return fail(Failure::conflict, "the trust document names none of these signing keys",
                keys + "/online.json", "restore both files from the same backup");
  if (given) {
    files.tls = *given;
  } else {
    AFTERWORD_ASSIGN(files.tls.key_pem, read_key_file(keys + "/tls-key.pem"));
    AFTERWORD_ASSIGN(files.tls.certificate_pem, read_key_file(keys + "/tls-cert.pem"));
  }
  AFTERWORD_ASSIGN(const crypto::Hash256 pin, pin_of(files.tls, places(data, given)));
  files.tls_pin = pin;
  const auto& pins = files.ring.trust.tls_keys;
  if (std::find(pins.begin(), pins.end(), pin) == pins.end())
    return fail(
        Failure::conflict, "this TLS key is not in the trust document", "",
        "kiosks would refuse it: start with the key of before (a new certificate for the same key "
        "is fine), and list the next one with --renew-trust and --next-tls-cert first");
  return files;
}

namespace {

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

Result<> follow_tls(TrustDocument& trust, const crypto::Hash256& in_use,
                    std::string_view certificate) {
  trust.tls_keys = {in_use};
  if (certificate.empty()) return {};
  const auto next = pin_of_certificate(certificate);
  const auto pin = next ? crypto::fixed<32>(*next) : std::nullopt;
  if (!pin)
    return fail(Failure::invalid, "the next TLS certificate cannot be read", "",
                "name a PEM file with --next-tls-cert");
  if (*pin != in_use) trust.tls_keys.push_back(*pin);
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
  AFTERWORD_ASSIGN(KeyFiles files, load_keys(data, given));
  AFTERWORD_ASSIGN(TrustRoots by, trust_roots(files.ring.trust_envelope));
  AFTERWORD_ASSIGN(auto signers, read_roots_of(change.root_files));
  AFTERWORD_TRY(may_sign(by.roots, signers, change.root_files));

  TrustDocument trust = files.ring.trust;
  ++trust.version;
  trust.signed_at_ms = now.ms;
  trust.expires_at_ms = (now + kTrustLife).ms;
  AFTERWORD_TRY(follow_tls(trust, files.tls_pin, change.next_certificate));
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
  if (has_keys(data))
    return fail(Failure::conflict, "there are keys", keys,
                "--renew-trust with --next-keys makes new ones beside them; keys that cannot be "
                "read must be moved away first");
  AFTERWORD_ASSIGN(const auto signers, read_roots_of(root_files));
  TrustRoots by;
  std::int64_t version = now.ms / 1000;  // higher than any that was counted
  if (known_trust.empty()) {
    for (const crypto::SigningKey& signer : signers) by.roots.keys.push_back(signer.public_key);
  } else {
    AFTERWORD_ASSIGN(by, trust_roots(known_trust));
    AFTERWORD_ASSIGN(const TrustDocument before, open_trust(known_trust, root_hash(by.roots)));
    version = std::max(version, before.version + 1);
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
  if (std::filesystem::exists(path))
    return fail(Failure::conflict, "is there already, and a root key is never written over", path,
                "name another file");
  const crypto::SigningKey root = crypto::SigningKey::make(random);
  AFTERWORD_TRY(write_file(
      path, one_key("root key: signs trust documents; keep it offline", root.seed), kSecretMode));
  return root_hash(root.public_key);
}

std::string trust_warning(const TrustDocument& trust, WallTime now) {
  const WallTime expires{trust.expires_at_ms};
  if (now + kWarnBefore < expires) return "";
  return fmt::format(
      "The trust document {} on {}. Kiosks go on as they are; sign it anew with the root key: "
      "afterword-collector --renew-trust.",
      now < expires ? "runs out" : "ran out", Day::of_utc(expires).text());
}

}  // namespace afterword::collector
