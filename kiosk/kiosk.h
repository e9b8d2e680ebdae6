// The whole kiosk, from its options to its end.
#pragma once
#include "kiosk/options.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/core/result.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

// What main makes and nobody else does. `random` from any thread.
struct Machine {
  const Clock& clock;
  Random& random;
  Log& log;
  std::string boot;  // opaque, one a start of the machine
};

// Runs until it is asked to end. The exit code, or why it could not run.
Result<int> run_kiosk(const Options& options, const Machine& machine);

}  // namespace afterword::kiosk
