#include "sync/protocol/signing.h"

#include "sync/protocol/names.h"

namespace afterword {
namespace {

std::optional<crypto::Signature> read_signature(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes) return std::nullopt;
  return crypto::fixed<64>(*bytes);
}

}  // namespace

std::string request_text(const RequestToSign& request) {
  return fmt::format("afterword-request-1\n{}\n{}\n{}\n{}\n{}", request.method, request.target,
                     request.device, request.counter, base64url(crypto::sha256(request.body)));
}

std::string sign_request(const crypto::SigningKey& key, const RequestToSign& request) {
  return base64url(key.sign(request_text(request)));
}

bool request_is_signed(const crypto::Key32& public_key, const RequestToSign& request,
                       std::string_view signature_header) {
  const auto signature = read_signature(signature_header);
  return signature && crypto::verify(public_key, request_text(request), *signature);
}

std::string reply_text(const ReplyToSign& reply) {
  return fmt::format("afterword-reply-1\n{}\n{}\n{}\n{}", reply.device, reply.counter, reply.status,
                     base64url(crypto::sha256(reply.body)));
}

std::string sign_reply(std::string_view key_id, const crypto::SigningKey& key,
                       const ReplyToSign& reply) {
  return fmt::format("{}:{}", key_id, base64url(key.sign(reply_text(reply))));
}

bool receipt_is_good(std::span<const NamedKey> keys, const ReplyToSign& reply,
                     std::string_view receipt_header) {
  const std::size_t colon = receipt_header.find(':');
  if (colon == std::string_view::npos) return false;
  const auto signature = read_signature(receipt_header.substr(colon + 1));
  if (!signature) return false;
  const std::string text = reply_text(reply);
  return std::any_of(keys.begin(), keys.end(), [&](const NamedKey& key) {
    return key.id == receipt_header.substr(0, colon) && crypto::verify(key.key, text, *signature);
  });
}

Result<DeviceHeaders> read_device_headers(std::optional<std::string_view> device,
                                          std::optional<std::string_view> counter,
                                          std::optional<std::string_view> signature) {
  const auto wrong = [](std::string_view header, std::string_view why) {
    return fail(Failure::denied, fmt::format("the header {} {}", header, why), {},
                "requests of devices are signed; PROTOCOL.md says how");
  };
  if (!device) return wrong(kDeviceHeader, "is missing");
  if (!is_device(*device)) return wrong(kDeviceHeader, "is no name of a device");
  if (!counter) return wrong(kCounterHeader, "is missing");
  const auto number = parse_number(*counter);
  if (!number || *number == 0) return wrong(kCounterHeader, "is no number from 1 on");
  if (!signature) return wrong(kSignatureHeader, "is missing");
  if (!read_signature(*signature)) return wrong(kSignatureHeader, "is no signature in base64url");
  return DeviceHeaders{std::string(*device), *number, std::string(*signature)};
}

bool CounterWindow::take(std::int64_t counter) {
  if (counter < 1) return false;
  if (counter > highest) {
    const std::int64_t ahead = counter - highest;
    // A shift by the width of the type or more is undefined.
    seen = ahead >= 64 ? 1 : (seen << ahead) | 1;
    highest = counter;
    return true;
  }
  const std::int64_t behind = highest - counter;
  if (behind >= 64) return false;
  const std::uint64_t bit = std::uint64_t{1} << behind;
  if ((seen & bit) != 0) return false;
  seen |= bit;
  return true;
}

}  // namespace afterword
