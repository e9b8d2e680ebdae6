// The text as the finders see it: folded to plain letters, digits, dashes and spaces, without
// invisible characters, each glyph with its place in the original.
//
// The folding is NFKC's for the ranges in which people write addresses and numbers (full-width and
// mathematical letters and digits, digits of other scripts, dashes, spaces, small forms), done by
// hand: finders need to know one '-' and ten digits, and the kiosk need not carry a Unicode
// library for it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace afterword::redaction {

// Stands for a mark that is there already ("[EMAIL]"): no letter, digit or space, and never part of
// a find, so that a second pass finds nothing new beside it.
inline constexpr char32_t kMark = 0x10fffe;
// Stands for a byte that is not UTF-8.
inline constexpr char32_t kBroken = 0x10fffd;

struct Glyph {
  char32_t c = 0;
  std::uint32_t begin = 0;  // bytes of the original
  std::uint32_t end = 0;
};

class Shadow {
 public:
  explicit Shadow(std::string_view original);

  std::size_t size() const { return glyphs_.size(); }
  const Glyph& glyph(std::size_t i) const { return glyphs_[i]; }
  // The folded character; 0 before the beginning (i wraps around) and after the end.
  char32_t operator[](std::size_t i) const { return i < glyphs_.size() ? glyphs_[i].c : U'\0'; }

 private:
  std::vector<Glyph> glyphs_;
};

inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
inline bool is_space(char32_t c) { return c == U' '; }
bool is_cjk(char32_t c);
bool is_arabic(char32_t c);
// Letters, digits and underscores of any script.
bool is_word(char32_t c);
// Of scripts in which a neighbouring letter means "the same word" (Latin, Greek, Cyrillic), and
// digits.
bool is_joined(char32_t c);
bool is_upper(char32_t c);
bool is_lower(char32_t c);
char32_t lower(char32_t c);

}  // namespace afterword::redaction
