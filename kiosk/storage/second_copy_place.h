// Where the second copy of finished records lies, and how much room it takes: second_copy.h.
#pragma once
#include <cstdint>
#include <string>

namespace afterword::kiosk {

inline constexpr int kCopySlots = 1024, kCopySlotsLeast = 16, kCopySlotsMost = 65'536;

struct SecondCopyPlace {
  std::string path;
  int slots = kCopySlots;  // of 64 KiB, kCopySlotsLeast to kCopySlotsMost; one is the label's
  // Where it lies on the disk of this folder, it takes no room of which not so much is left then.
  std::string beside{};
  std::int64_t leave_bytes = 0;
};

}  // namespace afterword::kiosk
