// The collector's command line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword::collector {

struct CollectorOptions {
  std::string data;                // folder; made if it is missing
  std::string host = "127.0.0.1";  // to listen on
  std::uint16_t port = 8443;       // 0: any free one
  std::string url;                 // how kiosks reach us; empty: from host and port
  std::string tls_cert, tls_key;   // PEM files; both or neither
  std::size_t connections_per_address = 256;
  bool new_token = false;                // make a new DIR/admin.token, and end
  std::vector<std::string> renew_trust;  // root keys' files: sign the trust document anew, and end
  std::string next_tls_cert;             // ... naming this certificate's key as the one to follow
  bool drop_old_tls = false;             // ... and alone: the one of before may be stolen
  bool next_keys = false;                // ... with new signing and seal keys
  bool drop_old_keys = false;            // ... and no other signing key than the newest
  std::vector<std::string> next_roots;   // ... and with these root keys from then on
  std::size_t threshold = 0;             // ... of which so many must sign; 0: not said, one
  std::string rebuild_keys;  // the recovery key's file: make the lost keys anew, and end
  std::string recovery;      // the same file, lent: opens what was sealed to lost keys
  std::string make_root;     // a file for a new root key; needs no data, and ends
  std::string restore;       // a backup to put in the database's place, instead of serving
  bool help = false;
  bool version = false;
};

// Errors: invalid, saying which option and how it is written.
Result<CollectorOptions> parse_options(std::span<const char* const> arguments);
std::string_view usage();

// The address that kiosks and people are given, when it listens on `port`.
std::string url_of(const CollectorOptions& options, std::uint16_t port);

}  // namespace afterword::collector
