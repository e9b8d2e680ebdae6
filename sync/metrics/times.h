// How long things took: mean, median with its interval, and the 90th percentile.
//
// Sources: the interval of the median from order statistics is W. J. Conover, Practical
// Nonparametric Statistics (3rd ed., 1999), section 3.2: between the l-th smallest and the l-th
// largest value, with the largest l for which a binomial(n, 1/2) count is below l with probability 2.5 % at
// most. It holds whatever the distribution, so it suits times, whose means a single long one moves.
// The percentile is the smallest value that at least 90 % do not exceed (Hyndman and Fan, The
// American Statistician 50 (1996), 361-365, type 1): a time that really happened.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sync/metrics/interval.h"

namespace afterword {

struct Times {
  std::uint64_t n = 0;
  double mean = 0;
  double median = 0;  // of an even number: the middle of the two in the middle
  double p90 = 0;
  // Of the median; nothing under n = 6, where no two values hold it with 95 %.
  std::optional<Interval> median_interval;
};

// In the unit of `values`, in any order. Nothing when there are none.
std::optional<Times> times_of(std::vector<double> values);

// The l of above for n values; 0: there is none (n under 6).
std::uint64_t median_rank(std::uint64_t n);

}  // namespace afterword
