// What every interval here is made of. 95 % two-sided throughout.
#pragma once

namespace afterword {

inline constexpr double kConfidence = 0.95;
// The 97.5 % point of the standard normal distribution.
inline constexpr double kZ95 = 1.959963984540054;

struct Interval {
  double low = 0;
  double high = 0;
};

}  // namespace afterword
