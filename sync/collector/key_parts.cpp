#include "sync/collector/key_parts.h"

#include <fmt/format.h>

#include "sync/base/core/files.h"
#include "sync/base/json/value.h"

namespace afterword::collector {

std::string keys_folder(const std::string& data) { return data + "/keys"; }
std::string offline_folder(const std::string& data) { return data + "/offline"; }

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

}  // namespace afterword::collector
