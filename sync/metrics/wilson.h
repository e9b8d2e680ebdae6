// The score interval of a proportion.
//
// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
// Journal of the American Statistical Association 22 (1927), 209-212. Without continuity
// correction. Unlike p +- z s it stays within 0..1 and is not empty when nobody or everybody said
// yes.
#pragma once
#include <cstdint>
#include <optional>

#include "sync/metrics/interval.h"

namespace afterword {

// centre = (p + z^2/2n) / (1 + z^2/n)
// half   = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n), both with p = yes/n, as fractions 0..1.
// Precondition: yes <= n. Nothing when n = 0.
std::optional<Interval> wilson(std::uint64_t yes, std::uint64_t n);

}  // namespace afterword
