// Letters of a layout -> the pages of a touch keyboard: what goes where, and how wide.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/keyboard/layout.h"
#include "kiosk/ui/keyboard/tables.h"

namespace afterword::kiosk {

struct LetterPair {
  char32_t plain = 0, shifted = 0;  // 0: nothing there
};

// The rows of a layout as its data has them, everything that is on them.
struct LetterRows {
  std::vector<LetterPair> digits, upper, home, lower;
  LetterPair corner;
};

KeyboardLayout compose(const LanguageTable& table, std::string_view language,
                       const LetterRows& rows, bool language_key);

// q to p, a to l, z to m.
LetterRows latin_rows();

}  // namespace afterword::kiosk
