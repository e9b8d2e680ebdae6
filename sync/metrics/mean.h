// The mean of a scale with its normal interval.
//
// Source: the textbook one (e.g. NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, with the
// normal quantile in place of Student's: figures rest on large counts, and small ones say so).
#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "sync/metrics/interval.h"

namespace afterword {

struct Mean {
  std::uint64_t n = 0;
  double value = 0;
  std::optional<double> deviation;   // the sample's: sum of squares / (n - 1); nothing under n = 2
  std::optional<Interval> interval;  // value +- z deviation / sqrt(n); nothing under n = 2
};

// The mean of the values `least`, least + 1, ... that were given counts[0], counts[1], ... times.
// Nothing when n = 0.
std::optional<Mean> mean(int least, std::span<const std::uint64_t> counts);

}  // namespace afterword
