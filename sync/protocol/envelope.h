// Signed bytes: DSSE envelopes. {"payloadType","payload","signatures":[{"keyid","sig"}]}, base64
// with padding as DSSE says; the signature is over
//   "DSSEv1" SP length(type) SP type SP length(payload) SP payload
//
// The rule of reading: verify, then compare the type, then parse what is inside. A key id is for
// people; it decides nothing. Threads: any.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/crypto/sign.h"

namespace afterword {

inline constexpr std::string_view kTrustType = "application/vnd.afterword.trust+json";
inline constexpr std::string_view kDefinitionType = "application/vnd.afterword.definition+json";
inline constexpr std::string_view kRetireType = "application/vnd.afterword.retire+json";

std::string pae(std::string_view type, std::string_view payload);

struct Signer {
  std::string id;
  crypto::SigningKey key;
};
// The envelope as JSON text, to be stored and served as it is.
std::string sign_envelope(std::string_view type, std::string_view payload,
                          std::span<const Signer> signers);

// The payload, if at least `least` of `keys` signed it and it is of `type`. A key counts once,
// however often it signed. Precondition: no key is in `keys` twice.
// Errors: invalid (no envelope, too large, another type), denied (too few signatures by `keys`).
Result<std::string> open_envelope(std::string_view envelope, std::string_view type,
                                  std::span<const crypto::Key32> keys, std::size_t bytes_max,
                                  std::size_t least = 1);

// What it holds, whoever signed it; nothing where it is no envelope. To be compared, not believed.
std::optional<std::string> envelope_payload(std::string_view envelope);

}  // namespace afterword
