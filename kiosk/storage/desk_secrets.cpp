#include "kiosk/storage/desk_secrets.h"

#include "sync/base/crypto/aead.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/password.h"

namespace afterword::kiosk {
namespace {

crypto::Key32 key_of(const Enrolment& enrolment) {
  return crypto::hash256(as_bytes("afterword-desk-1"), enrolment.key.seed);
}

}  // namespace

Bytes close_desk(const DeskSettings& desk, const Enrolment& enrolment, Random& random) {
  const std::string text = json::dump(to_json(desk));
  return crypto::encrypt(key_of(enrolment), as_bytes(enrolment.device), as_bytes(text), random);
}

Result<DeskSettings> open_desk(ByteView closed, const Enrolment& enrolment) {
  AFTERWORD_ASSIGN(const Bytes text,
                   crypto::decrypt(key_of(enrolment), as_bytes(enrolment.device), closed));
  AFTERWORD_ASSIGN(const json::Value value, json::parse(as_text(text)));
  json::Problems problems;
  DeskSettings desk = read_desk_settings(value, "", problems);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "the desk"));
  return desk;
}

Result<bool> is_pin_of(const DeskSettings& desk, std::string_view pin) {
  const auto bytes = from_base64url(desk.pin_salt);
  const auto salt = bytes ? crypto::fixed<16>(*bytes) : std::nullopt;
  if (!salt || pin.empty()) return false;
  AFTERWORD_ASSIGN(const crypto::Key32 hash, crypto::slow_hash(pin, *salt));
  bool found = false;
  for (const std::string& each : desk.pins) {
    const auto known = from_base64url(each);
    if (known && crypto::equal(*known, hash)) found = true;
  }
  return found;
}

}  // namespace afterword::kiosk
