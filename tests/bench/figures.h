// Medians, percentiles and lines to print. Values.
#pragma once
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace afterword::bench {

// 0 <= share <= 1; 0.5 is the median. 0 for no values.
inline double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}
inline double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

// "  start to first page        312 ms    1.4 x the floor".
inline void print_ratio(const char* what, double value, const char* unit, double baseline,
                        const char* of) {
  std::printf("  %-34s %9.2f %-4s", what, value, unit);
  if (baseline > 0) std::printf(" %6.2f x %s", value / baseline, of);
  std::printf("\n");
}

}  // namespace afterword::bench
