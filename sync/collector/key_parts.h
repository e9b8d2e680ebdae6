// For key_files and key_changes: what stands in the files, and where they lie.
#pragma once
#include "sync/collector/key_files.h"

namespace afterword::collector {

inline constexpr unsigned kSecretMode = 0600;
inline constexpr unsigned kSecretFolderMode = 0700;
inline constexpr std::size_t kKeyFileBytesMax = 256 * 1024;
inline constexpr Ms kTrustLife = std::chrono::hours(24 * 365);

std::string keys_folder(const std::string& data);
std::string offline_folder(const std::string& data);

// The files' texts.
std::string one_key(std::string_view what, const crypto::Key32& secret);
std::string online_json(const Keyring& ring);

TrustDocument first_trust(const Keyring& ring, const crypto::Key32& recovery,
                          const crypto::Hash256& tls_pin, WallTime now);

// Where a TLS identity came from, for whoever must correct it.
struct TlsPlaces {
  std::string certificate, key, remedy;
};
TlsPlaces places(const std::string& data, const GivenTls& given);
// Errors: invalid, naming the file: no PEM, or the certificate is not for the key.
Result<crypto::Hash256> pin_of(const TlsIdentity& tls, const TlsPlaces& from);

Result<crypto::SigningKey> read_root(const std::string& path);

}  // namespace afterword::collector
