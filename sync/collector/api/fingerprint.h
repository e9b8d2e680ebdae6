// How large a file is and its SHA-256, as sha256sum has it.
#pragma once
#include <cstdint>
#include <string>

#include "sync/base/core/result.h"

namespace afterword::collector {

struct Fingerprint {
  std::int64_t bytes = 0;
  std::string sha256;  // in hex
};
// Errors: not_found, io.
Result<Fingerprint> fingerprint_of(const std::string& path);

}  // namespace afterword::collector
