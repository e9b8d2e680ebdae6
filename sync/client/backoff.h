// How long to wait after failures: full jitter, from kRetryLeast to kRetryMost, for ever.
#pragma once
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"

namespace afterword {

class Backoff {
 public:
  explicit Backoff(Random& random) : random_(random) {}

  // Uniform between 0 and the cap, which doubles with each failure; never less than `least` (what
  // the collector asked for), and never more than kRetryMost beyond it.
  Ms failed(Ms least = Ms{0});
  void succeeded() { failures_ = 0; }
  int failures() const { return failures_; }

 private:
  Random& random_;
  int failures_ = 0;
};

}  // namespace afterword
