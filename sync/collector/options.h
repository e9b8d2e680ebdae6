// The collector's command line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sync/base/core/result.h"

namespace afterword::collector {

struct CollectorOptions {
  std::string data;                // folder; made if it is missing
  std::string host = "127.0.0.1";  // to listen on
  std::uint16_t port = 8443;       // 0: any free one
  std::string url;                 // how kiosks reach us; empty: from host and port
  std::string tls_cert, tls_key;   // PEM files; both or neither
  std::size_t connections_per_address = 256;
  bool new_token = false;     // make a new DIR/admin.token, and end
  std::string renew_trust;    // the root key's file: sign the trust document anew, and end
  std::string next_tls_cert;  // ... naming this certificate's key as the one to follow
  std::string restore;             // a backup to put in the database's place, instead of serving
  bool help = false;
  bool version = false;
};

// Errors: invalid, saying which option and how it is written.
Result<CollectorOptions> parse_options(std::span<const char* const> arguments);
std::string_view usage();

// The address that kiosks and people are given, when it listens on `port`.
std::string url_of(const CollectorOptions& options, std::uint16_t port);

}  // namespace afterword::collector
