#include "sync/collector/key_files.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"

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
  json::Array seals;
  for (const auto& [id, key] : ring.seal_keys)
    seals.push_back(json::object({{"id", id}, {"secret", base64url(key.secret)}}));
  return json::dump_pretty(json::object(
             {{"what", "the collector's online keys: keep them secret, and back them up"},
              {"signing",
               json::object({{"id", ring.signing_id}, {"seed", base64url(ring.signing.seed)}})},
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
  if (const json::Value* const signing = fields.object("signing", true)) {
    json::Fields inner(*signing, "/signing", problems);
    ring.signing_id = inner.text("id", {.required = true}).value_or("");
    AFTERWORD_ASSIGN(const crypto::Key32 seed, key_in(inner, "seed"));
    ring.signing = crypto::SigningKey::from_seed(seed);
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
  AFTERWORD_TRY(
      write_file(offline + "/recovery.json",
                 one_key("recovery key: opens sealed responses; keep it offline", recovery.secret),
                 kSecretMode));
  if (!given) {
    AFTERWORD_TRY(write_file(keys + "/tls-key.pem", tls.key_pem, kSecretMode));
    AFTERWORD_TRY(write_file(keys + "/tls-cert.pem", tls.certificate_pem, kSecretMode));
  }
  AFTERWORD_TRY(write_file(keys + "/trust.json", sign_trust(trust, root), kSecretMode));
  return write_file(keys + "/online.json", online_json(ring), kSecretMode);
}

Result<Keyring> load_ring(const std::string& data) {
  const std::string keys = keys_folder(data);
  AFTERWORD_ASSIGN(const std::string online, read_key_file(keys + "/online.json"));
  auto ring = read_online(online);
  if (!ring)
    return fail(Failure::invalid, "the keys cannot be read: " + ring.error().text(),
                keys + "/online.json", "restore it from a backup");
  AFTERWORD_ASSIGN(ring->trust_envelope, read_key_file(keys + "/trust.json"));
  auto trust = open_trust(ring->trust_envelope, ring->root);
  if (!trust)
    return fail(Failure::invalid, "the trust document cannot be read: " + trust.error().text(),
                keys + "/trust.json", "restore it from a backup");
  ring->trust = std::move(*trust);
  return std::move(*ring);
}

Result<KeyFiles> load_keys(const std::string& data, const GivenTls& given) {
  const std::string keys = keys_folder(data);
  KeyFiles files;
  AFTERWORD_ASSIGN(files.ring, load_ring(data));
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

Result<TrustDocument> renew_trust(const std::string& data, const GivenTls& given,
                                  const std::string& root_file, std::string_view next_certificate,
                                  WallTime now) {
  AFTERWORD_ASSIGN(const KeyFiles files, load_keys(data, given));
  AFTERWORD_ASSIGN(const crypto::SigningKey root, read_root(root_file));
  if (!crypto::equal(root_hash(root.public_key), files.ring.root))
    return fail(Failure::denied, "this is another root key than the one that kiosks know",
                root_file, "take the root.json that the first run made");
  TrustDocument trust = files.ring.trust;
  ++trust.version;
  trust.signed_at_ms = now.ms;
  trust.expires_at_ms = (now + kTrustLife).ms;
  trust.tls_keys = {files.tls_pin};
  if (!next_certificate.empty()) {
    const auto next = pin_of_certificate(next_certificate);
    const auto pin = next ? crypto::fixed<32>(*next) : std::nullopt;
    if (!pin)
      return fail(Failure::invalid, "the next TLS certificate cannot be read", "",
                  "name a PEM file with --next-tls-cert");
    if (*pin != files.tls_pin) trust.tls_keys.push_back(*pin);
  }
  for (SigningKeyEntry& key : trust.signing_keys) key.until_ms = trust.expires_at_ms;
  AFTERWORD_TRY(
      write_file(keys_folder(data) + "/trust.json", sign_trust(trust, root), kSecretMode));
  return trust;
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
