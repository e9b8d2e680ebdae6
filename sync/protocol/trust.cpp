#include "sync/protocol/trust.h"

#include "sync/protocol/envelope.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

constexpr std::string_view kOnline = "online";
constexpr std::string_view kCurrent = "current";
constexpr std::string_view kOld = "old";

std::string payload_of(const TrustDocument& document) {
  json::Array tls;
  for (const crypto::Hash256& key : document.tls_keys) tls.push_back(base64url(key));
  json::Array seal;
  for (const SealKeyEntry& entry : document.seal_keys)
    seal.push_back(json::object({{"id", entry.id},
                                 {"key", base64url(entry.key)},
                                 {"state", entry.state == SealState::current ? kCurrent : kOld}}));
  json::Array signing;
  for (const SigningKeyEntry& entry : document.signing_keys)
    signing.push_back(json::object({{"id", entry.id},
                                    {"key", base64url(entry.key)},
                                    {"role", kOnline},
                                    {"from", entry.from_ms},
                                    {"until", entry.until_ms}}));
  return json::dump(json::object({{"format", 1},
                                  {"version", document.version},
                                  {"signed_at_ms", document.signed_at_ms},
                                  {"expires_at_ms", document.expires_at_ms},
                                  {"tls_keys", std::move(tls)},
                                  {"seal_keys", std::move(seal)},
                                  {"recovery_key", base64url(document.recovery_key)},
                                  {"signing_keys", std::move(signing)}}));
}

std::string key_id_field(json::Fields& fields) {
  std::string id = text_field(fields, "id", 32);
  if (!id.empty() && !is_key_id(id))
    fields.problem("id", "is no name of a key", "a-z, 0-9, _ and - only");
  return id;
}

void read_tls_keys(json::Fields& fields, json::Problems& problems, TrustDocument& out) {
  const json::Array* list = fields.list("tls_keys", true, kKeysMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& value = (*list)[i];
    const auto key =
        value.is_string() ? crypto::key_from_base64url(value.as_string()) : std::nullopt;
    if (key)
      out.tls_keys.push_back(*key);
    else
      problems.push_back({json::pointer("/tls_keys", i), "is no SHA-256 in base64url", ""});
  }
}

void read_seal_keys(json::Fields& fields, json::Problems& problems, TrustDocument& out) {
  const json::Array* list = fields.list("seal_keys", true, kKeysMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/seal_keys", i), problems);
    SealKeyEntry entry;
    entry.id = key_id_field(one);
    entry.key = key_field(one, "key");
    // A state this version does not know is one it must not seal to.
    entry.state = text_field(one, "state", 32) == kCurrent ? SealState::current : SealState::old;
    out.seal_keys.push_back(std::move(entry));
  }
}

void read_signing_keys(json::Fields& fields, json::Problems& problems, TrustDocument& out) {
  const json::Array* list = fields.list("signing_keys", true, kKeysMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/signing_keys", i), problems);
    SigningKeyEntry entry;
    entry.id = key_id_field(one);
    entry.key = key_field(one, "key");
    entry.from_ms = number_field(one, "from");
    entry.until_ms = number_field(one, "until");
    if (text_field(one, "role", 32) == kOnline) out.signing_keys.push_back(std::move(entry));
  }
}

Result<TrustDocument> read_payload(std::string_view payload) {
  AFTERWORD_ASSIGN(const auto document, json::parse(payload));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  TrustDocument out;
  if (fields.integer("format", {.required = true}).value_or(1) != 1)
    return fail(Failure::unsupported, "is of a format this program does not know", "trust document",
                "update this program");
  out.version = number_field(fields, "version", 1);
  out.signed_at_ms = number_field(fields, "signed_at_ms");
  out.expires_at_ms = number_field(fields, "expires_at_ms");
  out.recovery_key = key_field(fields, "recovery_key");
  read_tls_keys(fields, problems, out);
  read_seal_keys(fields, problems, out);
  read_signing_keys(fields, problems, out);
  if (problems.empty() && out.tls_keys.empty())
    fields.problem("tls_keys", "names no key", "list the SHA-256 of the TLS key");
  if (problems.empty() && out.current_seal_key() == nullptr)
    fields.problem("seal_keys", "names no current key", "one key's state must be current");
  if (problems.empty() && out.signing_keys.empty())
    fields.problem("signing_keys", "names no online key", "one key's role must be online");
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "trust document"));
  return out;
}

}  // namespace

std::vector<NamedKey> TrustDocument::online_keys() const {
  std::vector<NamedKey> keys;
  for (const SigningKeyEntry& entry : signing_keys) keys.push_back({entry.id, entry.key});
  return keys;
}

std::vector<crypto::Key32> TrustDocument::online_public_keys() const {
  std::vector<crypto::Key32> keys;
  for (const SigningKeyEntry& entry : signing_keys) keys.push_back(entry.key);
  return keys;
}

const SealKeyEntry* TrustDocument::current_seal_key() const {
  for (const SealKeyEntry& entry : seal_keys)
    if (entry.state == SealState::current) return &entry;
  return nullptr;
}

std::string sign_trust(const TrustDocument& document, const crypto::SigningKey& root) {
  return sign_trust(document, RootSet{{root.public_key}, 1}, {&root, 1}, {});
}

std::string sign_trust(const TrustDocument& document, const RootSet& roots,
                       std::span<const crypto::SigningKey> signers,
                       std::span<const RootLink> links) {
  std::vector<Signer> named;
  for (const crypto::SigningKey& signer : signers) named.push_back({"root", signer});
  auto envelope = json::parse(sign_envelope(kTrustType, payload_of(document), named));
  if (is_one_key(roots))
    envelope->set("root_key", base64url(roots.keys.front()));
  else
    envelope->set("roots", to_json(roots));
  json::Array linked;
  for (const RootLink& link : links) linked.push_back(to_json(link));
  if (!linked.empty()) envelope->set("root_links", std::move(linked));
  return json::dump(*envelope);
}

Result<TrustRoots> trust_roots(std::string_view envelope) {
  if (envelope.size() > kTrustBytesMax)
    return fail(
        Failure::invalid,
        fmt::format("is {} bytes long; at most {} are allowed", envelope.size(), kTrustBytesMax),
        "trust document");
  AFTERWORD_ASSIGN(const auto outer, json::parse(envelope));
  json::Problems problems;
  json::Fields fields(outer, "", problems);
  TrustRoots out;
  if (const json::Value* const several = fields.object("roots")) {
    json::Fields inner(*several, "/roots", problems);
    out.roots = read_roots(inner);
  } else {
    out.roots.keys = {key_field(fields, "root_key")};
  }
  out.links = read_links(fields, problems);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "trust document"));
  return out;
}

Result<TrustDocument> open_trust(std::string_view envelope, const RootHash& root) {
  AFTERWORD_ASSIGN(const TrustRoots by, trust_roots(envelope));
  const RootHash hash = root_hash(by.roots);
  if (!leads_to(root, hash, by.links))
    return fail(Failure::denied, "is signed by other root keys than those expected",
                "trust document",
                "this is not the collector that made the code, or somebody is in between");
  AFTERWORD_ASSIGN(const auto payload, open_envelope(envelope, kTrustType, by.roots.keys,
                                                     kTrustBytesMax, by.roots.threshold));
  AFTERWORD_ASSIGN(TrustDocument document, read_payload(payload));
  document.signed_by = hash;
  return document;
}

}  // namespace afterword
