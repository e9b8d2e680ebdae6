// What is ours in a keyboard, by language: which layout of the machine's data it takes its letters
// from, its punctuation, its digits, and the letters behind a held key.
#pragma once
#include <span>
#include <string_view>

namespace afterword::kiosk {

struct MoreLetters {
  std::string_view letter;  // of the key
  std::string_view more;    // what holding it offers besides, in this order
};

struct LanguageTable {
  std::string_view language;
  std::string_view xkb_layout;
  std::string_view own_letters;  // keep their key although they are behind another one as well
  std::span<const MoreLetters> more;
  std::string_view row_marks;      // at the end of the third row
  std::string_view bottom_marks;   // between the space bar and the carets
  std::string_view letters_label;  // of the key that leads back to the letters
  std::string_view digits_label;
  std::string_view digits;          // 1 to 9, then 0
  std::string_view marks1, marks2;  // second and third row of the digits page, 9 and 7 characters
  bool right_to_left = false;
  bool uses_shift = true;
  bool raises_sentences = true;
  bool digit_row_has_letters = false;  // Thai: four rows of letters
  bool corner_has_letter = false;      // the key left of 1 is a letter (Arabic)
};

// By the tag or a shorter one of it (es-MX -> es); nullptr if the language has no table.
const LanguageTable* find_table(std::string_view language);
const LanguageTable& english_table();
std::span<const LanguageTable> all_tables();

// What holding `letter` offers in that language; empty if nothing.
std::string_view more_letters(const LanguageTable& table, std::string_view letter);

}  // namespace afterword::kiosk
