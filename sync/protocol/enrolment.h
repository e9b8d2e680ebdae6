// What an installer types or scans: where the collector is, a one-time code, and the hash of the
// collector's root key, so that the kiosk needs to trust nothing else.
//
//   https://collector.example:8443#7KD4M-X2P9Q-3TZ.kP0x...     (43 characters of base64url)
#pragma once
#include <string>
#include <string_view>

#include "sync/protocol/trust.h"

namespace afterword {

inline constexpr std::size_t kCodeCharacters = 13;  // 65 bits

struct EnrolmentCode {
  std::string url;   // "https://host:port", no path, no slash at the end
  std::string code;  // 13 Crockford characters, capitals, without hyphens
  RootHash root{};
};

std::string dump(const EnrolmentCode& code);

// Errors: invalid, saying which part is wrong and how the whole looks.
Result<EnrolmentCode> read_enrolment_code(std::string_view text);

// "https://host:port" of what a person may have typed, or an error saying what is wrong: only
// https, a host, an optional port, no path, no user. Used for every collector address.
Result<std::string> read_collector_url(std::string_view text);

}  // namespace afterword
