// The collector's keys on disk.
//
//   DIR/offline/root.json      signs trust documents; to be moved away after the first run
//   DIR/offline/recovery.json  opens what kiosks sealed, should the collector's keys be lost, and holds
//                              a copy of the key of the stored rows' MACs; same
//   DIR/keys/online.json       signing keys, seal keys, key of the stored rows' MACs, the first root's hash
//   DIR/keys/trust.json        the trust document as kiosks get it
//   DIR/keys/tls-key.pem, tls-cert.pem
//
// All with mode 600, the folders 700. They are made together, once, at the first run. Keys that are
// missing later are never made again: what kiosks sealed to the old ones could not be opened.
#pragma once
#include <optional>
#include <string>

#include "sync/collector/http/tls.h"
#include "sync/collector/ingest/keyring.h"

namespace afterword::collector {

struct KeyFiles {
  Keyring ring;
  TlsIdentity tls;
  crypto::Hash256 tls_pin{};
};

// What is given by --tls-cert and --tls-key, or nothing.
using GivenTls = std::optional<TlsIdentity>;

// An error where that cannot be asked: nothing is to be made beside keys that nobody could see.
Result<bool> has_keys(const std::string& data);
Result<bool> has_offline_keys(const std::string& data);

// Precondition: neither DIR/keys nor DIR/offline is there. When this returns without error all of
// them survive a power cut.
Result<> make_keys(const std::string& data, const std::string& host, const GivenTls& given,
                   WallTime now, Random& random);

// The keys of what is stored, without TLS. Errors: not_found and invalid, naming the file and what to do.
Result<Keyring> load_ring(const std::string& data);

// Errors: not_found and invalid, naming the file and what to do; conflict, when the TLS key is not
// one that the trust document names.
Result<KeyFiles> load_keys(const std::string& data, const GivenTls& given);

// What is to be different in the next trust document.
struct TrustChange {
  std::vector<std::string> root_files;  // as many of the keys that sign now as they ask for
  std::string next_certificate;         // PEM: its TLS key is to follow; empty: none
  bool drop_old_tls = false;            // ... and alone: the one in use may be stolen, and need not be listed
  bool next_keys = false;      // a new signing key and a new seal key; those of before stay good
  bool drop_old_keys = false;  // only the newest signing key is good: the others may be stolen
  std::vector<std::string> next_root_files;  // the root keys from now on; empty: as they are
  std::size_t next_threshold = 1;            // so many of those must sign
};

// Signs the trust document anew: its next version, good for another year from `now`, with the TLS
// key in use and the one that is to follow. Other TLS keys are no longer listed. When this returns
// without error the new document survives a power cut, and the next start serves it. A power cut
// before leaves the old one, and perhaps keys in online.json that nothing names. Errors: those of
// load_keys(); denied when too few of the root keys that kiosks know sign; invalid; conflict, where several
// TLS keys are listed and none is given, since the files do not tell which of them is in use.
Result<TrustDocument> renew_trust(const std::string& data, const GivenTls& given,
                                  const TrustChange& change, WallTime now, Random& random);

// What stands in the offline recovery.json.
struct Recovery {
  crypto::SealKey key;
  crypto::Key32 mac_key{};
};
Result<Recovery> read_recovery(const std::string& path);

// Precondition: DIR/keys is not there. Makes it anew, with new keys but for the one of the stored rows' MACs.
// `known_trust`: the last document as it was served; empty: not known, then the root was never
// changed. Gives the next document, which kiosks take from any address they know. When this returns
// without error the keys survive a power cut. Errors: denied, when too few root keys sign, or kiosks seal to
// another recovery key; invalid.
Result<TrustDocument> rebuild_keys(const std::string& data, const std::string& host,
                                   const GivenTls& given,
                                   const std::vector<std::string>& root_files,
                                   const Recovery& recovery, std::string_view known_trust,
                                   WallTime now, Random& random);

// Writes a new root key into `path`, which must not be there. Gives its hash.
Result<RootHash> make_root_key(const std::string& path, Random& random);

// What an operator must know of the document's age: empty until 90 days before it runs out.
std::string trust_warning(const TrustDocument& trust, WallTime now);

}  // namespace afterword::collector
