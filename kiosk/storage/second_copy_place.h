// Where the second copy of finished records lies, and how much room it takes: second_copy.h.
#pragma once
#include <string>

namespace afterword::kiosk {

inline constexpr int kCopySlots = 1024, kCopySlotsLeast = 16, kCopySlotsMost = 65'536;

struct SecondCopyPlace {
  std::string path;
  int slots = kCopySlots;  // of 64 KiB, kCopySlotsLeast to kCopySlotsMost; one is the label's
};

}  // namespace afterword::kiosk
