// Where somebody is typing, for those who hear it instead of seeing it. Values only.
#pragma once
#include <cstdint>
#include <string>

namespace afterword::kiosk {

inline constexpr std::size_t kTypingBytesMost = 400;

// It holds what a person wrote: overwrite it after use (wipe() in kiosk/session/session.h).
struct Typing {
  std::string before_cursor;  // of the cursor's paragraph, its last kTypingBytesMost bytes
  std::size_t bytes = 0;      // of the whole text
  bool full = false;          // the last key found no room
  std::uint64_t changes = 0;  // another number after every change of text or cursor
};

}  // namespace afterword::kiosk
