#include "sync/client/backoff.h"

#include "sync/protocol/limits.h"

namespace afterword {

Ms Backoff::failed(Ms least) {
  // 2^9 seconds is over the cap already; more doublings would overflow one day.
  const int doublings = std::min(failures_, 9);
  ++failures_;
  const std::int64_t cap = std::min(kRetryLeast.count() << doublings, kRetryMost.count());
  const auto jitter = static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(cap) + 1));
  return std::max(least, Ms{0}) + Ms{jitter};
}

}  // namespace afterword
