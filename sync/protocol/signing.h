// Who asks, and who answered: the signed request and its signed receipt.
//
// A request is signed by the device's key over method, target, device, counter and body. The
// counter takes the place of a clock, which a kiosk cannot be trusted to have. A receipt is signed
// by the collector's online key over the same device and counter, the status and the reply's body;
// without it a reply of 2xx is not a success, whoever sent it.
//
// Threads: any.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/sign.h"

namespace afterword {

inline constexpr std::string_view kDeviceHeader = "Afterword-Device";
inline constexpr std::string_view kCounterHeader = "Afterword-Counter";
inline constexpr std::string_view kSignatureHeader = "Afterword-Signature";
inline constexpr std::string_view kReceiptHeader = "Afterword-Receipt";

// What a device signs. Enrolment, which has no device yet, signs with an empty `device` and
// counter 0 and sends neither header.
struct RequestToSign {
  std::string_view method;  // "POST"
  std::string_view target;  // path and query as sent: "/v1/trust?after=7"
  std::string_view device;
  std::int64_t counter = 0;
  std::string_view body;
};
// "afterword-request-1\n" method "\n" target "\n" device "\n" counter "\n" base64url(sha256(body))
std::string request_text(const RequestToSign& request);
// The value of Afterword-Signature.
std::string sign_request(const crypto::SigningKey& key, const RequestToSign& request);
bool request_is_signed(const crypto::Key32& public_key, const RequestToSign& request,
                       std::string_view signature_header);

struct ReplyToSign {
  std::string_view device;
  std::int64_t counter = 0;
  int status = 200;
  std::string_view body;
};
// "afterword-reply-1\n" device "\n" counter "\n" status "\n" base64url(sha256(body))
std::string reply_text(const ReplyToSign& reply);
// The value of Afterword-Receipt: "KEY-ID:SIGNATURE".
std::string sign_reply(std::string_view key_id, const crypto::SigningKey& key,
                       const ReplyToSign& reply);

struct NamedKey {
  std::string id;
  crypto::Key32 key{};
};
// The key id only says which key to try; a receipt is good if that key of `keys` made it.
bool receipt_is_good(std::span<const NamedKey> keys, const ReplyToSign& reply,
                     std::string_view receipt_header);

// The headers of a device's request, read strictly. Errors: denied, naming the header that is
// missing or wrong.
struct DeviceHeaders {
  std::string device;
  std::int64_t counter = 0;
  std::string signature;
};
Result<DeviceHeaders> read_device_headers(std::optional<std::string_view> device,
                                          std::optional<std::string_view> counter,
                                          std::optional<std::string_view> signature);

// Which counters of a device have been seen. The collector keeps one a device, durable with what
// the request did: `highest` and a bit for each of the kCounterWindow before it.
struct CounterWindow {
  std::int64_t highest = 0;
  std::uint64_t seen = 0;  // bit i: highest - i was seen (bit 0 is highest itself)

  // True, and remembered, if `counter` (1 or more) was never seen and is not too far behind.
  bool take(std::int64_t counter);
};

}  // namespace afterword
