#include "sync/protocol/envelope.h"

#include <algorithm>

#include "sync/base/json/fields.h"
#include "sync/protocol/limits.h"

namespace afterword {
namespace {

struct Read {
  std::string type;
  std::string payload;
  std::vector<crypto::Signature> signatures;
};

// DSSE lets a writer use either alphabet of base64.
std::optional<Bytes> from_any_base64(std::string_view text) {
  if (auto bytes = from_base64(text)) return bytes;
  return from_base64url(text);
}

Result<Read> read(std::string_view envelope, std::size_t bytes_max) {
  const auto no = [](std::string what) {
    return fail(Failure::invalid, std::move(what), "envelope");
  };
  if (envelope.size() > bytes_max)
    return no(fmt::format("is {} bytes long; at most {} are allowed", envelope.size(), bytes_max));
  AFTERWORD_ASSIGN(const auto document, json::parse(envelope));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  const auto type = fields.text("payloadType", {.required = true, .bytes_max = 256});
  const auto payload =
      fields.text("payload", {.required = true, .bytes_max = bytes_max, .may_be_empty = true});
  const auto* signatures = fields.list("signatures", true, kSignaturesMax);
  Read out;
  for (std::size_t i = 0; signatures != nullptr && i < signatures->size(); ++i) {
    json::Fields one((*signatures)[i], json::pointer("/signatures", i), problems);
    const auto text = one.text("sig", {.required = true, .bytes_max = 256});
    const auto bytes = text ? from_any_base64(*text) : std::nullopt;
    const auto signature = bytes ? crypto::fixed<64>(*bytes) : std::nullopt;
    // One of another algorithm is not ours to judge; it simply counts for nothing.
    if (signature) out.signatures.push_back(*signature);
  }
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "envelope"));
  const auto bytes = from_any_base64(*payload);
  if (!bytes) return no("/payload: is no base64");
  out.type = *type;
  out.payload = std::string(as_text(*bytes));
  return out;
}

}  // namespace

std::string pae(std::string_view type, std::string_view payload) {
  return fmt::format("DSSEv1 {} {} {} {}", type.size(), type, payload.size(), payload);
}

std::string sign_envelope(std::string_view type, std::string_view payload,
                          std::span<const Signer> signers) {
  const std::string message = pae(type, payload);
  json::Array signatures;
  for (const Signer& signer : signers)
    signatures.push_back(
        json::object({{"keyid", signer.id}, {"sig", base64(signer.key.sign(message))}}));
  return json::dump(json::object({{"payloadType", type},
                                  {"payload", base64(as_bytes(payload))},
                                  {"signatures", std::move(signatures)}}));
}

Result<std::string> open_envelope(std::string_view envelope, std::string_view type,
                                  std::span<const crypto::Key32> keys, std::size_t bytes_max,
                                  std::size_t least) {
  AFTERWORD_ASSIGN(auto found, read(envelope, bytes_max));
  const std::string message = pae(found.type, found.payload);
  const auto signed_by = [&](const crypto::Key32& key) {
    return std::any_of(
        found.signatures.begin(), found.signatures.end(),
        [&](const crypto::Signature& one) { return crypto::verify(key, message, one); });
  };
  const auto signers = std::count_if(keys.begin(), keys.end(), signed_by);
  if (signers == 0 || static_cast<std::size_t>(signers) < least)
    return fail(Failure::denied, "is not signed by a key that is trusted here", "envelope",
                "it was made by another collector, altered on the way, or its key was withdrawn");
  if (found.type != type)
    return fail(Failure::invalid, fmt::format("holds {}, not {}", found.type, type), "envelope");
  return std::move(found.payload);
}

std::optional<std::string> envelope_payload(std::string_view envelope) {
  auto found = read(envelope, envelope.size());
  return found ? std::optional(std::move(found->payload)) : std::nullopt;
}

}  // namespace afterword
