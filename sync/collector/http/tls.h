// Keys and certificates for TLS, as PEM text, and the pin by which a kiosk knows them.
//
// Threads: pure functions; keys come from OpenSSL's own generator.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/bytes.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"

namespace afterword::collector {

struct TlsIdentity {
  std::string certificate_pem;  // the server's own first, then what leads to a root
  std::string key_pem;          // PKCS #8
};

// A new P-256 key and a certificate that it signs itself, valid for ten years from a day before
// `now` (a kiosk's clock may be behind). `names` are host names or addresses ("collector.shop",
// "192.0.2.7", "::1"); the first is also the common name.
// Errors: invalid (no name, or one that is neither), internal.
Result<TlsIdentity> make_self_signed(const std::vector<std::string>& names, WallTime now);

// SHA-256 of the public key as a certificate holds it (SubjectPublicKeyInfo, DER): 32 bytes. The
// same for a key and for every certificate made for it, so it outlives a renewal.
// Errors: invalid (the PEM cannot be read).
Result<Bytes> pin_of_certificate(std::string_view certificate_pem);
Result<Bytes> pin_of_key(std::string_view key_pem);

// The spelling that libcurl's CURLOPT_PINNEDPUBLICKEY takes: "sha256//" and base64.
std::string pin_text(ByteView pin);

}  // namespace afterword::collector
