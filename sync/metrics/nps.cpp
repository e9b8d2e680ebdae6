#include "sync/metrics/nps.h"

#include <algorithm>
#include <cmath>

namespace afterword {
namespace {

constexpr double kAddedAnswers = 3.0;
constexpr double kAddedToEachEnd = 0.75;

// Of one answer scored +1, 0 or -1, given the shares of +1 and -1.
double variance_of(double up, double down) {
  return std::max(0.0, up + down - (up - down) * (up - down));
}

}  // namespace

std::optional<Nps> nps(const NpsCounts& counts) {
  if (counts.n() == 0) return std::nullopt;
  const double n = static_cast<double>(counts.n());
  const double promoters = static_cast<double>(counts.promoters);
  const double detractors = static_cast<double>(counts.detractors);

  Nps out;
  out.value = 100 * (promoters - detractors) / n;
  out.variance = variance_of(promoters / n, detractors / n);
  out.standard_error = 100 * std::sqrt(out.variance / n);

  const double adjusted_n = n + kAddedAnswers;
  const double up = (promoters + kAddedToEachEnd) / adjusted_n;
  const double down = (detractors + kAddedToEachEnd) / adjusted_n;
  out.centre = 100 * (up - down);
  out.adjusted_error = 100 * std::sqrt(variance_of(up, down) / adjusted_n);
  out.interval.low = std::max(-100.0, out.centre - kZ95 * out.adjusted_error);
  out.interval.high = std::min(100.0, out.centre + kZ95 * out.adjusted_error);
  return out;
}

}  // namespace afterword
