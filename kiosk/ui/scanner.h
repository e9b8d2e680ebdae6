// A scanner is a keyboard: it types a number faster than anybody could, and ends with Enter.
//
// Pure. Threads: one.
#pragma once
#include "kiosk/ui/input.h"

namespace afterword::kiosk {

inline constexpr Ms kScanGap{60};  // between two letters; people need twice as long
inline constexpr std::size_t kScanLeast = 4;
inline constexpr std::size_t kScanMost = 64;

class Scanner {
 public:
  // The number, when `event` is the Enter that ends one; it is then no Enter for anybody else.
  std::optional<std::string> take(const InputEvent& event);

 private:
  std::string burst_;
  MonoTime last_{INT64_MIN / 2};
};

}  // namespace afterword::kiosk
