// The collector's command line.
#pragma once
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
  std::string restore;             // a backup to put in the database's place, instead of serving
  bool help = false;
  bool version = false;
};

// Errors: invalid, saying which option and how it is written.
Result<CollectorOptions> parse_options(std::span<const char* const> arguments);
std::string_view usage();

}  // namespace afterword::collector
