#include "sync/base/crypto/aead.h"

#include <sodium.h>

namespace afterword::crypto {

static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

Bytes encrypt(const Key32& key, ByteView associated, ByteView plain, Random& random) {
  Bytes data(kNonceBytes + plain.size() + kTagBytes);
  random.fill(std::span(data).first(kNonceBytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(data.data() + kNonceBytes, nullptr, plain.data(),
                                             plain.size(), associated.data(), associated.size(),
                                             nullptr, data.data(), key.data());
  return data;
}

Result<Bytes> decrypt(const Key32& key, ByteView associated, ByteView data) {
  if (data.size() >= kNonceBytes + kTagBytes) {
    Bytes plain(data.size() - kNonceBytes - kTagBytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.data(), nullptr, nullptr, data.data() + kNonceBytes, data.size() - kNonceBytes,
            associated.data(), associated.size(), data.data(), key.data()) == 0)
      return plain;
  }
  return fail(Failure::invalid, "the data are damaged, or belong to another key or another place");
}

}  // namespace afterword::crypto
