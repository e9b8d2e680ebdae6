#include <doctest/doctest.h>

#include "sync/base/crypto/aead.h"
#include "sync/base/crypto/codes.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/password.h"
#include "sync/base/crypto/seal.h"
#include "sync/base/crypto/sign.h"
#include "sync/base/crypto/system_random.h"

using namespace afterword;
using namespace afterword::crypto;

TEST_CASE("hashes are those of the published vectors") {
  REQUIRE(crypto_init());
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(hash256(std::string_view())) ==
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(hex(hash256("abc")) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a hash made in pieces is the hash of the whole") {
  Sha256 pieces;
  for (const std::string_view part : {"a", "", "bc"}) pieces.add(as_bytes(part));
  CHECK(pieces.finish() == sha256("abc"));
}

TEST_CASE("a keyed hash depends on its key") {
  const Bytes key_a(32, 1);
  const Bytes key_b(32, 2);
  CHECK(hash256(as_bytes("code"), key_a) == hash256(as_bytes("code"), key_a));
  CHECK(hash256(as_bytes("code"), key_a) != hash256(as_bytes("code"), key_b));
  CHECK(hash256(as_bytes("code"), key_a) != hash256("code"));
}

TEST_CASE("Ed25519 signs as RFC 8032 says") {
  const auto seed =
      fixed<32>(*from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  const SigningKey key = SigningKey::from_seed(*seed);
  CHECK(hex(key.public_key) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::uint8_t message[] = {0x72};
  const Signature signature = key.sign(ByteView(message));
  CHECK(hex(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(verify(key.public_key, ByteView(message), signature));
}

TEST_CASE("a signature holds for its message, its key and itself only") {
  SeededRandom random(1);
  const SigningKey key = SigningKey::make(random);
  const SigningKey other = SigningKey::make(random);
  Signature signature = key.sign("hello");
  CHECK(verify(key.public_key, "hello", signature));
  CHECK_FALSE(verify(key.public_key, "hullo", signature));
  CHECK_FALSE(verify(other.public_key, "hello", signature));
  CHECK_FALSE(verify(Key32{}, "hello", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    signature[i] ^= 0x10;
    CHECK_FALSE(verify(key.public_key, "hello", signature));
    signature[i] ^= 0x10;
  }
}

TEST_CASE("a sealed box opens for its key only, and only whole") {
  SeededRandom random(2);
  const SealKey key = SealKey::make(random);
  const SealKey other = SealKey::make(random);
  Key32 secret;
  random.fill(secret);
  Bytes box = seal(key.public_key, secret, random);
  CHECK(box.size() == 80);
  CHECK(open(key, box) == Bytes(secret.begin(), secret.end()));
  CHECK_FALSE(open(other, box));
  CHECK(seal(key.public_key, secret, random) != box);
  for (std::size_t i = 0; i < box.size(); ++i) {
    box[i] ^= 1;
    CHECK_FALSE(open(key, box));
    box[i] ^= 1;
  }
  CHECK_FALSE(open(key, ByteView(box).first(79)));
  CHECK_FALSE(open(key, ByteView(box).first(10)));
  CHECK_FALSE(open(key, {}));
}

TEST_CASE("a box for a key that nobody can hold opens for nobody") {
  SeededRandom random(3);
  const Bytes box = seal(Key32{}, to_bytes("secret"), random);
  CHECK(box == Bytes(6 + kSealBytes, 0));
  CHECK_FALSE(open(SealKey::make(random), box));
}

TEST_CASE("encrypted data open with the same key and the same associated data only") {
  SeededRandom random(4);
  Key32 key, other;
  random.fill(key);
  random.fill(other);
  Bytes data = encrypt(key, as_bytes("dev-7/1/41"), as_bytes("an answer"), random);
  CHECK(data.size() == kNonceBytes + 9 + kTagBytes);
  CHECK(decrypt(key, as_bytes("dev-7/1/41"), data) == to_bytes("an answer"));
  CHECK_FALSE(decrypt(key, as_bytes("dev-7/1/42"), data));
  CHECK_FALSE(decrypt(other, as_bytes("dev-7/1/41"), data));
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i] ^= 0x80;
    CHECK_FALSE(decrypt(key, as_bytes("dev-7/1/41"), data));
    data[i] ^= 0x80;
  }
  CHECK_FALSE(decrypt(key, as_bytes("dev-7/1/41"), ByteView(data).first(39)));
  CHECK(decrypt(key, {}, encrypt(key, {}, {}, random)) == Bytes{});
}

TEST_CASE("a password is stored as Argon2id with 19 MiB and two passes, salted") {
  REQUIRE(crypto_init());
  const auto stored = hash_password("correct horse");
  REQUIRE(stored);
  CHECK(stored->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(password_matches(*stored, "correct horse"));
  CHECK_FALSE(password_matches(*stored, "correct horsf"));
  CHECK_FALSE(password_matches(*stored, ""));
  CHECK(hash_password("correct horse") != *stored);
}

TEST_CASE(
    "a password that is empty or far too long, or a damaged store, is no match and no crash") {
  CHECK_FALSE(hash_password(""));
  CHECK_FALSE(hash_password(std::string(kPasswordBytesMax + 1, 'x')));
  CHECK_FALSE(password_matches("", "x"));
  CHECK_FALSE(password_matches("plain", "plain"));
  CHECK_FALSE(password_matches(std::string(5000, '$'), "x"));
}

TEST_CASE("codes are typed with mercy") {
  SeededRandom random(5);
  const std::string code = make_code(13, random);
  CHECK(code.size() == 13);
  CHECK(read_code(code, 13) == code);
  CHECK(read_code(show_code(code, 5), 13) == code);
  CHECK(read_code("7kd4m-x2p9q-3tz", 13) == "7KD4MX2P9Q3TZ");
  CHECK(read_code("oOiIl LABCD EFG", 13) == "001111ABCDEFG");
  CHECK(show_code("7KD4MX2P9Q3TZ", 5) == "7KD4M-X2P9Q-3TZ");
}

TEST_CASE("a code with a letter it cannot have, or of another length, is none") {
  CHECK_FALSE(read_code("7KD4MX2P9Q3TU", 13));
  CHECK_FALSE(read_code("7KD4MX2P9Q3T", 13));
  CHECK_FALSE(read_code("7KD4MX2P9Q3TZZ", 13));
  CHECK_FALSE(read_code("", 13));
  CHECK_FALSE(read_code("7KD4MX2P9Q3T\xC3", 13));
}

TEST_CASE("equal compares lengths and contents") {
  CHECK(equal({}, {}));
  CHECK(equal(as_bytes("ab"), as_bytes("ab")));
  CHECK_FALSE(equal(as_bytes("ab"), as_bytes("ac")));
  CHECK_FALSE(equal(as_bytes("ab"), as_bytes("abc")));
}

TEST_CASE("wipe leaves zeros, and the system's randomness does not repeat itself") {
  SystemRandom random;
  Key32 a{}, b{};
  random.fill(a);
  random.fill(b);
  CHECK(a != b);
  wipe(a);
  CHECK(a == Key32{});
}
