#include "sync/metrics/mean.h"

#include <cmath>

namespace afterword {

std::optional<Mean> mean(int least, std::span<const std::uint64_t> counts) {
  Mean out;
  std::int64_t sum = 0;
  int value = least;
  for (const std::uint64_t count : counts) {
    out.n += count;
    sum += static_cast<std::int64_t>(count) * value++;
  }
  if (out.n == 0) return std::nullopt;
  const double n = static_cast<double>(out.n);
  out.value = static_cast<double>(sum) / n;
  if (out.n < 2) return out;

  // Around the mean, not from sums of squares: those lose digits when answers are many and alike.
  double squares = 0;
  value = least;
  for (const std::uint64_t count : counts) {
    const double away = value++ - out.value;
    squares += static_cast<double>(count) * away * away;
  }
  out.deviation = std::sqrt(squares / (n - 1));
  const double half = kZ95 * *out.deviation / std::sqrt(n);
  out.interval = Interval{out.value - half, out.value + half};
  return out;
}

}  // namespace afterword
