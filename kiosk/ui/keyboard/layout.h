// What a touch keyboard consists of: pages of rows of keys, as plain data. Nothing here draws.
//
// Widths are in key units; a row's widths, gaps included, add up to its page's `columns`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace afterword::kiosk {

enum class KeyRole {
  text,  // puts `output` into the text
  gap,   // nothing to see or touch
  shift,
  delete_back,  // deletes before the cursor; repeats while held
  enter,
  space,
  page,        // shows page `page`
  language,    // the next language's keyboard
  caret_left,  // by sight, in every script
  caret_right,
};

enum class KeyPageId { letters, digits, symbols };

struct TouchKey {
  KeyRole role = KeyRole::text;
  std::string name;    // for hit areas and scripts: "a", "shift", "delete", "return", "space",
                       // "123", "abc", "#+=", "language", "left", "right"
  std::string label;   // what stands on the key; a combining mark stands on a dotted circle
  std::string output;  // of text and space
  std::string shifted_label, shifted;           // the same with shift; never empty on text keys
  std::vector<std::string> more, shifted_more;  // held: more letters, the key's own first; or none
  KeyPageId page = KeyPageId::letters;          // role page: where it leads
  double width = 1;
};

using KeyRow = std::vector<TouchKey>;

// In key units.
double width_of(const KeyRow& row);
TouchKey key_gap(double width);
// `keys` in the middle of `columns`.
KeyRow centred(KeyRow keys, double columns);

struct KeyPage {
  KeyPageId id = KeyPageId::letters;
  double columns = 11;
  std::vector<KeyRow> rows;
};

struct KeyboardLayout {
  std::string language;
  bool right_to_left = false;
  bool raises_sentences = false;  // the first letter of a sentence is raised by itself
  std::vector<KeyPage> pages;     // letters, digits, symbols

  // Precondition: `pages` has it; every layout made by keyboard.h has all three.
  const KeyPage& page(KeyPageId id) const;
};

// The same keys in rows of at most `columns` (8 or more), for a narrow screen: letters keep their order,
// what stood beside them (shift, delete, return) gets a row of its own above the space bar.
KeyPage narrowed(const KeyPage& page, double columns);
KeyboardLayout narrowed(const KeyboardLayout& layout, double columns);

// What the label of a key shows for `text`: combining marks get a dotted circle to stand on.
std::string key_label(std::string_view text);

}  // namespace afterword::kiosk
