// Net promoter score with the adjusted Wald interval.
//
// Source: B. Rocks, "Interval estimation for the net promoter score", The American Statistician 70
// (2016), 365-372: three answers are added, one promoter and one detractor with weight 3/4 each.
// The plain Wald interval is empty when all answer alike and covers 67-87 % instead of 95 % below
// ten answers; this one keeps 93-96 %.
#pragma once
#include <cstdint>
#include <optional>

#include "sync/metrics/interval.h"

namespace afterword {

struct NpsCounts {
  std::uint64_t promoters = 0;   // 9, 10
  std::uint64_t passives = 0;    // 7, 8
  std::uint64_t detractors = 0;  // 0 to 6
  std::uint64_t n() const { return promoters + passives + detractors; }
};

struct Nps {
  double value = 0;           // 100 (P - D) / n: raw, in points
  double variance = 0;        // of one answer scored +1, 0, -1: p + d - (p - d)^2
  double standard_error = 0;  // 100 sqrt(variance / n), population form
  double centre = 0;  // of the interval: 100 (p' - d') with n' = n + 3, P' = P + 3/4, D' = D + 3/4
  double adjusted_error = 0;  // 100 sqrt(v' / n')
  Interval interval;          // centre +- z adjusted_error, clipped to -100..100
};

// Nothing when n = 0.
std::optional<Nps> nps(const NpsCounts& counts);

}  // namespace afterword
