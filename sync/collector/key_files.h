// The collector's keys on disk.
//
//   DIR/offline/root.json      signs trust documents; to be moved away after the first run
//   DIR/offline/recovery.json  opens what kiosks sealed, should the collector's keys be lost; same
//   DIR/keys/online.json       signing key, seal keys, key of the stored rows' MACs, the root's hash
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

bool has_keys(const std::string& data);
bool has_offline_keys(const std::string& data);

// Precondition: neither DIR/keys nor DIR/offline is there. When this returns without error all of
// them survive a power cut.
Result<> make_keys(const std::string& data, const std::string& host, const GivenTls& given,
                   WallTime now, Random& random);

// The keys of what is stored, without TLS. Errors: not_found and invalid, naming the file and what to do.
Result<Keyring> load_ring(const std::string& data);

// Errors: not_found and invalid, naming the file and what to do; conflict, when the TLS key is not
// one that the trust document names.
Result<KeyFiles> load_keys(const std::string& data, const GivenTls& given);

// Signs the trust document anew with the root key in `root_file`: its next version, good for another
// year from `now`, with the TLS key in use and, where `next_certificate` (PEM) is not empty, the one
// that is to follow. Other TLS keys are no longer listed. When this returns without error the new
// document survives a power cut, and the next start serves it. Errors: those of load_keys(); denied
// when it is not the root key that kiosks know.
Result<TrustDocument> renew_trust(const std::string& data, const GivenTls& given,
                                  const std::string& root_file, std::string_view next_certificate,
                                  WallTime now);

// What an operator must know of the document's age: empty until a month before it runs out.
std::string trust_warning(const TrustDocument& trust, WallTime now);

}  // namespace afterword::collector
