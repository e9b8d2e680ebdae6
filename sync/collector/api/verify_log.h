// One log's part of verify(). Inside this folder only.
#pragma once
#include <map>

#include "sync/collector/api/verify.h"

namespace afterword::collector {

// What goes from log to log.
struct Recount {
  bool wanted = false;
  Cube cube;
  std::map<std::pair<std::string, int>, std::int64_t> responses;  // by survey, version
};

Result<> verify_log(const Reads& reads, const Keyring& keys, Definitions& definitions,
                    const Reads::LogName& name, Recount& recount, Proof& proof);

}  // namespace afterword::collector
