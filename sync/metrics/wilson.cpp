#include "sync/metrics/wilson.h"

#include <cmath>

namespace afterword {

std::optional<Interval> wilson(std::uint64_t yes, std::uint64_t n) {
  if (n == 0) return std::nullopt;
  const double count = static_cast<double>(n);
  const double p = static_cast<double>(yes) / count;
  const double z2 = kZ95 * kZ95;
  const double centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const double half =
      kZ95 * std::sqrt(p * (1 - p) / count + z2 / (4 * count * count)) / (1 + z2 / count);
  // At the ends the bound is exactly 0 or 1; rounding must not move it.
  return Interval{yes == 0 ? 0.0 : std::max(0.0, centre - half),
                  yes == n ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace afterword
