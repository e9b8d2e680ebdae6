#include "sync/metrics/times.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace afterword {

std::uint64_t median_rank(std::uint64_t n) {
  constexpr double kTail = (1 - kConfidence) / 2;
  const double size = static_cast<double>(n);
  const double all = std::lgamma(size + 1) - size * std::log(2.0);
  double below = 0;  // P(count < l)
  for (std::uint64_t l = 0; l <= n; ++l) {
    const double k = static_cast<double>(l);
    below += std::exp(all - std::lgamma(k + 1) - std::lgamma(size - k + 1));
    if (below > kTail) return l;  // below is now P(count < l + 1)
  }
  return 0;
}

std::optional<Times> times_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  Times out;
  out.n = n;
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
  out.median = (values[(n - 1) / 2] + values[n / 2]) / 2;
  const std::size_t rank = (9 * n + 9) / 10;  // 90 % of n, rounded up
  out.p90 = values[rank - 1];
  if (const std::uint64_t l = median_rank(n); l > 0)
    out.median_interval = Interval{values[l - 1], values[n - l]};
  return out;
}

}  // namespace afterword
