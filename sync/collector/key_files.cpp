#include "sync/collector/key_files.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"
#include "sync/collector/key_parts.h"
#include "sync/protocol/trust.h"

namespace afterword::collector {
namespace {

crypto::Key32 random_key(Random& random) {
  crypto::Key32 key;
  random.fill(key);
  return key;
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
  if (text || text.error().failure != Failure::not_found) return text;
  return fail(Failure::not_found, "this key file is missing, and the collector does not run without it", path,
              "restore it from a backup; keys are never made anew beside data, since what kiosks sealed to "
              "the old ones could not be opened any more");
}

}  // namespace

Result<bool> has_keys(const std::string& data) { return path_exists(keys_folder(data)); }
Result<bool> has_offline_keys(const std::string& data) {
  AFTERWORD_ASSIGN(const bool root, path_exists(offline_folder(data) + "/root.json"));
  if (root) return true;
  return path_exists(offline_folder(data) + "/recovery.json");
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
  ring->root = *ring->trust.signed_by;
  if (!choose_signer(*ring))
    return fail(Failure::conflict, "the trust document names none of these signing keys",
                keys + "/online.json", "restore both files from the same backup");
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
        "kiosks would refuse it: give the one that is, by --tls-cert and --tls-key (a new certificate for the "
        "same key is fine). Another one is listed first, with --renew-trust and --next-tls-cert; where the wrong one "
        "was listed alone, with --drop-old-tls once more");
  return files;
}

std::string trust_warning(const TrustDocument& trust, WallTime now) {
  const WallTime expires{trust.expires_at_ms};
  if (now + kTrustWarnedBefore < expires) return "";
  const bool over = now >= expires;
  return fmt::format(
      "The trust document {} on {}. {} kiosks go on asking and sending, and take no new survey and no retirement; "
      "nothing but you can renew it. Sign it anew with the root key: afterword-collector --renew-trust.",
      over ? "ran out" : "runs out", Day::of_utc(expires).text(), over ? "Since then" : "From then on");
}

}  // namespace afterword::collector
