// How fast PINs may be tried: five at once, then after each wrong one a pause that doubles from 30
// seconds to 15 minutes. With 20 members and 6 digits a year of trying finds one with a chance of
// about 1 in 2; with 4 digits in days. So 6 are better, and a PIN opens no answers.
#pragma once
#include <algorithm>

#include "sync/base/core/clock.h"

namespace afterword::kiosk {

inline constexpr int kPinTriesFree = 5;
inline constexpr Ms kPinPauseLeast{30'000}, kPinPauseMost{900'000};

// After that many wrong tries in a row.
inline Ms pin_pause(int failures) {
  if (failures < kPinTriesFree) return Ms{0};
  const int doubled = std::min(failures - kPinTriesFree, 10);
  return std::min(kPinPauseMost, kPinPauseLeast * (1 << doubled));
}

}  // namespace afterword::kiosk
