// What makes the screen easier to use for this one person; all of it ends with their session.
#pragma once

namespace afterword::kiosk {

enum class Aid { high_contrast, larger_text, read_aloud, low_reach };

struct Aids {
  bool high_contrast = false, larger_text = false, read_aloud = false;
  bool low_reach = false;  // everything to touch lies in the lower half

  bool& operator[](Aid aid) {
    switch (aid) {
      case Aid::high_contrast:
        return high_contrast;
      case Aid::larger_text:
        return larger_text;
      case Aid::read_aloud:
        return read_aloud;
      case Aid::low_reach:
        break;
    }
    return low_reach;
  }
  // Whoever needs one of these gets twice the time, no page that moves on by itself, and no motion.
  bool slow_down() const { return high_contrast || larger_text || read_aloud; }
  bool any() const { return slow_down() || low_reach; }
  bool operator==(const Aids&) const = default;
};

}  // namespace afterword::kiosk
