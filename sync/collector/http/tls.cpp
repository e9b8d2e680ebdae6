#include "sync/collector/http/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "sync/collector/http/openssl.h"

namespace afterword::collector {
namespace {

// A day back for clocks that are behind; ten years on, since what counts is the pin.
constexpr std::int64_t kSecondsBack = 24 * 60 * 60;
constexpr std::int64_t kSecondsAhead = std::int64_t{10} * 366 * 24 * 60 * 60;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long bytes = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(bytes));
}

bool is_address(const std::string& name) {
  return Own<ASN1_OCTET_STRING>(a2i_IPADDRESS(name.c_str())) != nullptr;
}

bool is_host_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && name.front() != '.' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

Result<std::string> alternative_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    const bool address = is_address(name);
    if (!address && !is_host_name(name))
      return fail(Failure::invalid, "this is neither a host name nor an address", name,
                  "give names such as collector.example or 192.0.2.7");
    out += fmt::format("{}{}:{}", out.empty() ? "" : ",", address ? "IP" : "DNS", name);
  }
  if (out.empty())
    return fail(Failure::invalid, "a certificate needs a name", "names",
                "give the host name or address under which kiosks reach the collector");
  return out;
}

bool add_extension(X509* certificate, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Own<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
  unsigned char raw[16];
  if (RAND_bytes(raw, sizeof raw) != 1) return false;
  raw[0] = static_cast<unsigned char>((raw[0] & 0x3f) | 0x40);  // positive, and always 16 bytes
  const Own<BIGNUM> number(BN_bin2bn(raw, sizeof raw, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool fill(X509* certificate, EVP_PKEY* key, const std::string& common_name,
          const std::string& alternatives, WallTime now) {
  const auto from = static_cast<std::time_t>(now.ms / 1000 - kSecondsBack);
  const auto until = static_cast<std::time_t>(now.ms / 1000 + kSecondsAhead);
  X509_NAME* name = X509_get_subject_name(certificate);
  // The common name has at most 64 characters; the alternative names are what counts.
  const std::string shown = common_name.substr(0, 64);
  return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
         ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr &&
         X509_set_pubkey(certificate, key) == 1 &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(shown.c_str()), -1, -1,
                                    0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 &&
         add_extension(certificate, NID_subject_alt_name, alternatives) &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_key_identifier, "hash") &&
         X509_sign(certificate, key, EVP_sha256()) != 0;
}

Result<Bytes> pin_of(EVP_PKEY* key, std::string_view where) {
  if (key == nullptr) {
    ERR_clear_error();
    return fail(Failure::invalid, "this PEM cannot be read", std::string(where));
  }
  unsigned char* der = nullptr;
  const int bytes = i2d_PUBKEY(key, &der);
  if (bytes <= 0) return fail(Failure::internal, "the public key cannot be written as DER");
  Bytes pin(SHA256_DIGEST_LENGTH);
  SHA256(der, static_cast<std::size_t>(bytes), pin.data());
  OPENSSL_free(der);
  return pin;
}

}  // namespace

Result<TlsIdentity> make_self_signed(const std::vector<std::string>& names, WallTime now) {
  AFTERWORD_ASSIGN(const std::string alternatives, alternative_names(names));
  const Own<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Own<X509> certificate(X509_new());
  if (!key || !certificate || !fill(certificate.get(), key.get(), names.front(), alternatives, now))
    return fail(Failure::internal, "a TLS certificate cannot be made", names.front());
  const Own<BIO> certificate_out(BIO_new(BIO_s_mem())), key_out(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(certificate_out.get(), certificate.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1)
    return fail(Failure::internal, "a TLS certificate cannot be written", names.front());
  return TlsIdentity{text_of(certificate_out.get()), text_of(key_out.get())};
}

Result<Bytes> pin_of_certificate(std::string_view certificate_pem) {
  const Own<BIO> in = memory(certificate_pem);
  const Own<X509> certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  return pin_of(certificate ? X509_get0_pubkey(certificate.get()) : nullptr, "certificate");
}

Result<Bytes> pin_of_key(std::string_view key_pem) {
  const Own<BIO> in = memory(key_pem);
  const Own<EVP_PKEY> key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr));
  return pin_of(key.get(), "key");
}

std::string pin_text(ByteView pin) { return "sha256//" + base64(pin); }

}  // namespace afterword::collector
