#include "sync/redact/shadow.h"

#include <algorithm>
#include <array>

#include "sync/base/core/utf8.h"

namespace afterword::redaction {
namespace {

struct Range {
  char32_t first, last;
};

template <std::size_t kCount>
bool within(const std::array<Range, kCount>& ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c,
                       [](char32_t value, const Range& r) { return value < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

// The zero of each run of ten decimal digits outside ASCII (general category Nd), up to full-width.
constexpr std::array<char32_t, 38> kZeros = {
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6,  0x0b66, 0x0be6, 0x0c66,
    0x0ce6, 0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040,  0x1090, 0x17e0, 0x1810,
    0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,  0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x11066};

// Characters that do not show: soft hyphen, joiners, direction marks, variation selectors.
constexpr std::array<Range, 11> kInvisible = {{{0x00ad, 0x00ad},
                                               {0x034f, 0x034f},
                                               {0x061c, 0x061c},
                                               {0x115f, 0x1160},
                                               {0x180b, 0x180e},
                                               {0x200b, 0x200f},
                                               {0x202a, 0x202e},
                                               {0x2060, 0x206f},
                                               {0xfe00, 0xfe0f},
                                               {0xfeff, 0xfeff},
                                               {0xe0100, 0xe01ef}}};

// Above ASCII: punctuation, symbols, emoji, private use. What is left is letters and marks.
constexpr std::array<Range, 24> kNotWord = {
    {{0x0080, 0x00a9}, {0x00ab, 0x00b4}, {0x00b6, 0x00b9}, {0x00bb, 0x00bf}, {0x00d7, 0x00d7},
     {0x00f7, 0x00f7}, {0x0589, 0x058a}, {0x05be, 0x05be}, {0x0600, 0x060f}, {0x061b, 0x061f},
     {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x0964, 0x0965}, {0x2000, 0x2070}, {0x207a, 0x207e},
     {0x20a0, 0x20cf}, {0x2100, 0x2bff}, {0x2e00, 0x2e7f}, {0x3000, 0x3004}, {0x3008, 0x3020},
     {0x30fb, 0x30fb}, {0xd800, 0xf8ff}, {0xfe10, 0xfe6f}, {0xff00, 0xff65}}};

constexpr std::array<Range, 9> kCjk = {{{0x2e80, 0x2fdf},
                                        {0x3005, 0x3007},
                                        {0x3021, 0x30fa},
                                        {0x30fc, 0x318f},
                                        {0x31a0, 0x4dbf},
                                        {0x4e00, 0xa4cf},
                                        {0xac00, 0xd7a3},
                                        {0xf900, 0xfaff},
                                        {0x20000, 0x3134f}}};

constexpr std::array<std::string_view, 7> kMarks = {"[EMAIL]", "[URL]", "[IBAN]", "[CARD]",
                                                    "[PHONE]", "[ID]",  "[NAME]"};

char32_t fold_digit(char32_t c) {
  const auto after = std::upper_bound(kZeros.begin(), kZeros.end(), c);
  if (after != kZeros.begin() && c - *std::prev(after) <= 9) return U'0' + (c - *std::prev(after));
  if (c >= 0x1d7ce && c <= 0x1d7ff) return U'0' + (c - 0x1d7ce) % 10;  // mathematical
  return c;
}

char32_t fold_letter(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xff01 + U'!';  // full-width ASCII
  if (c >= 0x1d400 && c <= 0x1d6a3) {                        // mathematical alphabets
    const char32_t place = (c - 0x1d400) % 52;
    return place < 26 ? U'A' + place : U'a' + (place - 26);
  }
  return c;
}

char32_t fold_sign(char32_t c) {
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63) return U'-';
  if (c == U'\t' || c == 0x00a0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
      c == 0x3000)
    return U' ';
  if (c == 0x2024 || c == 0xfe52 || c == 0xff61) return U'.';
  if (c == 0xfe6b) return U'@';
  if (c == 0xfe62) return U'+';
  if (c == 0x2018 || c == 0x2019 || c == 0x02bc) return U'\'';
  return c;
}

char32_t fold(char32_t c) {
  if (c < 0x80) return c == U'\t' ? U' ' : c;
  const char32_t digit = fold_digit(c);
  if (digit != c) return digit;
  const char32_t letter = fold_letter(c);
  return letter != c ? letter : fold_sign(c);
}

// The bytes of the code point at `at`, or 0 if they are not valid UTF-8.
std::size_t valid_bytes(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return at + bytes <= text.size() && is_utf8(text.substr(at, bytes)) ? bytes : 0;
}

std::size_t mark_bytes(std::string_view rest) {
  for (const std::string_view mark : kMarks)
    if (rest.substr(0, mark.size()) == mark) return mark.size();
  return 0;
}

}  // namespace

Shadow::Shadow(std::string_view original) {
  glyphs_.reserve(original.size());
  for (std::size_t at = 0; at < original.size();) {
    char32_t c = kBroken;
    std::size_t bytes = 1;
    if (const std::size_t mark = original[at] == '[' ? mark_bytes(original.substr(at)) : 0) {
      c = kMark;
      bytes = mark;
    } else if (const std::size_t valid = valid_bytes(original, at)) {
      c = fold(code_point_at(original, at).value);
      bytes = valid;
    }
    if (!within(kInvisible, c))
      glyphs_.push_back(
          {c, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + bytes)});
    at += bytes;
  }
}

bool is_cjk(char32_t c) { return c >= 0x2e80 && within(kCjk, c); }

bool is_arabic(char32_t c) {
  return (c >= 0x0620 && c <= 0x06ff && is_word(c)) || (c >= 0xfb50 && c <= 0xfdff) ||
         (c >= 0xfe70 && c <= 0xfefc);
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_digit(c) || is_ascii_letter(c) || c == U'_';
  return c < 0x1f000 ? !within(kNotWord, c) : c >= 0x20000 && c <= 0x3134f;
}

bool is_joined(char32_t c) { return c < 0x0590 && is_word(c); }

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z';
  return lower(c) != c;
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= U'a' && c <= U'z';
  return c < 0x0530 && is_word(c) && !is_upper(c);
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177)) return c | 1u;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1u);
  if (c == 0x178) return 0xff;
  if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f)) return c + 32;
  if (c >= 0x400 && c <= 0x40f) return c + 80;
  return c;
}

}  // namespace afterword::redaction
