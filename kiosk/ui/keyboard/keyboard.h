// The door to libxkbcommon: a touch keyboard for a language, made of the machine's own layout data.
//
// Letters come from the layout's letter rows (levels 1 and 2); digits, symbols, punctuation and the
// letters behind a held key are ours. The data is the package xkb-data.
//
// Threads: any, no shared state. Building one takes about 10 ms: keep it (keyboards.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/keyboard/layout.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

struct KeyboardOptions {
  bool language_key = true;  // false: there is no other keyboard to go to
  std::string xkb_folder;    // empty: where the library looks by itself
};

// Languages that have a layout of their own here; others get the Latin one of English.
std::vector<std::string> keyboard_languages();

// Errors: unavailable, when the layout data is missing or lacks this language's layout; the hint
// names the package. Then use latin_keyboard().
Result<KeyboardLayout> build_keyboard(std::string_view language,
                                      const KeyboardOptions& options = {});

// a to z as English has them, with the punctuation and the held letters of `language`. Needs no
// data.
KeyboardLayout latin_keyboard(std::string_view language, const KeyboardOptions& options = {});

}  // namespace afterword::kiosk
