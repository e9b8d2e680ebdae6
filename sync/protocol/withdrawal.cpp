#include "sync/protocol/withdrawal.h"

#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/password.h"

namespace afterword {

Bytes withdraw_key(const crypto::Key32& secret) {
  const auto hash = crypto::hash256(as_bytes("afterword-withdraw-1"), secret);
  return Bytes(hash.begin(), hash.begin() + kWithdrawKeyBytes);
}

Result<std::string> withdraw_hash(std::string_view code, ByteView key) {
  AFTERWORD_ASSIGN(const crypto::Hash256 hash, crypto::slow_hash(code, key));
  return base64url(hash);
}

Result<std::string> withdraw_hash(std::string_view code, std::string_view key_base64url) {
  const auto key = from_base64url(key_base64url);
  if (!key) return fail(Failure::invalid, "the withdraw key is no base64url");
  return withdraw_hash(code, ByteView(*key));
}

}  // namespace afterword
