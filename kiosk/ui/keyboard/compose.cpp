#include "kiosk/ui/keyboard/compose.h"

#include "kiosk/ui/keyboard/letters.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

// Eleven columns where the letters allow: 18 mm a key on a 10 inch screen.
constexpr std::size_t kLettersMax = 11;
constexpr double kColumnsLeast = 11;
constexpr double kPageKey = 1.5, kLanguageKey = 1.9;

std::string utf8(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

TouchKey plain_key(KeyRole role, std::string name, double width, std::string label = {}) {
  TouchKey key;
  key.role = role;
  key.name = std::move(name);
  key.label = key.shifted_label = std::move(label);
  key.width = width;
  return key;
}

TouchKey page_key(KeyPageId page, const LanguageTable& table, double width) {
  TouchKey key;
  switch (page) {
    case KeyPageId::letters:
      key = plain_key(KeyRole::page, "abc", width, std::string(table.letters_label));
      break;
    case KeyPageId::digits:
      key = plain_key(KeyRole::page, "123", width, std::string(table.digits_label));
      break;
    case KeyPageId::symbols:
      key = plain_key(KeyRole::page, "#+=", width, "#+=");
      break;
  }
  key.page = page;
  return key;
}

// Right to left, an opening bracket looks like a closing one: the key types what it shows.
std::string_view as_seen(std::string_view mark, bool right_to_left) {
  if (!right_to_left) return mark;
  constexpr std::string_view kPairs[][2] = {
      {"(", ")"}, {"[", "]"}, {"{", "}"}, {"<", ">"}, {"«", "»"}};
  for (const auto& pair : kPairs) {
    if (mark == pair[0]) return pair[1];
    if (mark == pair[1]) return pair[0];
  }
  return mark;
}

std::vector<std::string> with_own_first(const std::string& own, std::string_view more) {
  if (more.empty()) return {};
  std::vector<std::string> out = {own};
  for (std::string& letter : characters(more)) out.push_back(std::move(letter));
  return out;
}

TouchKey text_key(const LanguageTable& table, const std::string& plain, std::string shifted) {
  TouchKey key;
  key.name = plain;
  key.output = plain;
  key.label = key_label(plain);
  key.shifted = std::move(shifted);
  key.shifted_label = key_label(key.shifted);
  const std::string_view more = more_letters(table, plain);
  key.more = with_own_first(plain, more);
  // Capitals of the same letters; where shift leads to other letters, those letters' own.
  const bool cased = upper(plain) == key.shifted;
  const std::string shifted_more =
      cased ? upper(more) : std::string(more_letters(table, key.shifted));
  key.shifted_more = with_own_first(key.shifted, shifted_more);
  return key;
}

TouchKey mark_key(const LanguageTable& table, const std::string& mark) {
  TouchKey key = text_key(table, mark, mark);
  key.output = key.shifted = std::string(as_seen(mark, table.right_to_left));
  return key;
}

// The letters of the layout's rows, as they shall stand on three (Thai: four) rows of ours.
class Letters {
 public:
  Letters(const LanguageTable& table, const LetterRows& rows) : table_(table) {
    for (const MoreLetters& entry : table.more) behind_ += entry.more;
    if (table.digit_row_has_letters) digits = chosen(rows.digits);
    upper_row = chosen(rows.upper);
    home = chosen(rows.home);
    lower = chosen(rows.lower);
    if (table.corner_has_letter) {
      const KeyRow corner = chosen({rows.corner});
      lower.insert(lower.begin(), corner.begin(), corner.end());
    }
    while (upper_row.size() > kLettersMax) {
      lower.push_back(upper_row.back());
      upper_row.pop_back();
    }
  }

  bool has_shift() const { return has_shift_; }
  KeyRow digits, upper_row, home, lower;

 private:
  KeyRow chosen(const std::vector<LetterPair>& row) {
    KeyRow keys;
    for (const LetterPair& pair : row) {
      if (!is_keyboard_letter(pair.plain)) continue;
      const std::string plain = utf8(pair.plain);
      const bool behind_another = behind_.find(plain) != std::string::npos;
      if (behind_another && table_.own_letters.find(plain) == std::string_view::npos) continue;
      const bool shifts = table_.uses_shift && is_keyboard_letter(pair.shifted);
      has_shift_ = has_shift_ || (shifts && pair.shifted != pair.plain);
      keys.push_back(text_key(table_, plain, shifts ? utf8(pair.shifted) : plain));
    }
    return keys;
  }

  const LanguageTable& table_;
  std::string behind_;
  bool has_shift_ = false;
};

// `keys` and then `last`; what is left of the columns goes half before them and half to `last`.
KeyRow row_with(KeyRow keys, TouchKey last, double columns) {
  const double left = columns - width_of(keys) - last.width;
  if (left > 0) keys.insert(keys.begin(), key_gap(left / 2));
  last.width += left / 2;
  keys.push_back(std::move(last));
  return keys;
}

KeyRow marks(const LanguageTable& table, std::string_view text) {
  KeyRow keys;
  for (const std::string& mark : characters(text)) keys.push_back(mark_key(table, mark));
  return keys;
}

// `first` (shift, or the other page), the keys, the marks; what is left widens `first`.
KeyRow third_row(std::optional<TouchKey> first, const KeyRow& keys, const KeyRow& row_marks,
                 double columns) {
  KeyRow row = keys;
  row.insert(row.end(), row_marks.begin(), row_marks.end());
  if (!first) return centred(std::move(row), columns);
  first->width = columns - width_of(row);
  row.insert(row.begin(), std::move(*first));
  return row;
}

KeyRow bottom_row(const LanguageTable& table, TouchKey page, bool language_key, double columns) {
  KeyRow row = {std::move(page)};
  if (language_key) row.push_back(plain_key(KeyRole::language, "language", kLanguageKey));
  KeyRow end = marks(table, table.bottom_marks);
  end.push_back(plain_key(KeyRole::caret_left, "left", 1));
  end.push_back(plain_key(KeyRole::caret_right, "right", 1));
  TouchKey space = plain_key(KeyRole::space, "space", columns - width_of(row) - width_of(end));
  space.output = space.shifted = " ";
  row.push_back(std::move(space));
  row.insert(row.end(), end.begin(), end.end());
  return row;
}

TouchKey delete_key() { return plain_key(KeyRole::delete_back, "delete", 1); }
TouchKey return_key() { return plain_key(KeyRole::enter, "return", 1); }

KeyPage letters_page(const LanguageTable& table, const Letters& letters, bool language_key) {
  const KeyRow row_marks = marks(table, table.row_marks);
  const double third =
      (letters.has_shift() ? 1 : 0) + width_of(letters.lower) + width_of(row_marks);
  KeyPage page;
  page.id = KeyPageId::letters;
  page.columns = std::max({kColumnsLeast, width_of(letters.digits), width_of(letters.upper_row) + 1,
                           width_of(letters.home) + 1, third});
  if (!letters.digits.empty()) page.rows.push_back(centred(letters.digits, page.columns));
  page.rows.push_back(row_with(letters.upper_row, delete_key(), page.columns));
  page.rows.push_back(row_with(letters.home, return_key(), page.columns));
  std::optional<TouchKey> shift;
  if (letters.has_shift()) shift = plain_key(KeyRole::shift, "shift", 1);
  page.rows.push_back(third_row(shift, letters.lower, row_marks, page.columns));
  page.rows.push_back(
      bottom_row(table, page_key(KeyPageId::digits, table, kPageKey), language_key, page.columns));
  return page;
}

// Digits or symbols: three rows of 10, 9 and 7 characters.
KeyPage marks_page(const LanguageTable& table, KeyPageId id, std::string_view first,
                   std::string_view second, std::string_view third, bool language_key) {
  const KeyPageId other = id == KeyPageId::digits ? KeyPageId::symbols : KeyPageId::digits;
  // Three marks close at hand: the language's own, then common ones that no other key here has.
  const std::string taken = fmt::format("{}{}{}{}", first, second, third, table.bottom_marks);
  KeyRow last;
  for (const std::string& mark : characters(fmt::format("{},.?!;'", table.row_marks))) {
    const bool repeated = std::any_of(last.begin(), last.end(),
                                      [&mark](const TouchKey& key) { return key.name == mark; });
    if (repeated || last.size() == 3 || taken.find(mark) != std::string::npos) continue;
    last.push_back(mark_key(table, mark));
  }
  KeyPage page;
  page.id = id;
  page.columns = kColumnsLeast;
  page.rows.push_back(row_with(marks(table, first), delete_key(), page.columns));
  page.rows.push_back(row_with(marks(table, second), return_key(), page.columns));
  page.rows.push_back(
      third_row(page_key(other, table, 1), marks(table, third), last, page.columns));
  page.rows.push_back(
      bottom_row(table, page_key(KeyPageId::letters, table, kPageKey), language_key, page.columns));
  return page;
}

}  // namespace

KeyboardLayout compose(const LanguageTable& table, std::string_view language,
                       const LetterRows& rows, bool language_key) {
  const Letters letters(table, rows);
  KeyboardLayout layout;
  layout.language = std::string(language);
  layout.right_to_left = table.right_to_left;
  layout.raises_sentences = table.raises_sentences;
  layout.pages.push_back(letters_page(table, letters, language_key));
  layout.pages.push_back(
      marks_page(table, KeyPageId::digits, table.digits, table.marks1, table.marks2, language_key));
  layout.pages.push_back(
      marks_page(table, KeyPageId::symbols, "[]{}#^*~<>", "_\\|§°•…–—", "«»„“”‘±", language_key));
  return layout;
}

LetterRows latin_rows() {
  const auto row = [](std::u32string_view letters) {
    std::vector<LetterPair> pairs;
    for (const char32_t letter : letters) pairs.push_back({letter, upper(letter)});
    return pairs;
  };
  return {{}, row(U"qwertyuiop"), row(U"asdfghjkl"), row(U"zxcvbnm"), {}};
}

}  // namespace afterword::kiosk
