#include "kiosk/ui/keyboard/letters.h"

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

struct Range {
  char32_t first, last;
};

// Scripts with a keyboard of ours. Signs and marks are in: Hindi and Thai type them like letters.
constexpr Range kLetters[] = {
    {U'a', U'z'},     {U'A', U'Z'},     {0x00C0, 0x00D6}, {0x00D8, 0x00F6},
    {0x00F8, 0x024F}, {0x0370, 0x03FF}, {0x0400, 0x052F}, {0x05D0, 0x05EA},
    {0x0620, 0x063F}, {0x0641, 0x064A}, {0x0671, 0x06D3}, {0x0900, 0x0963},
    {0x0971, 0x097F}, {0x0E01, 0x0E3A}, {0x0E40, 0x0E4E}, {0x1E00, 0x1EFF},
};

constexpr Range kCombining[] = {
    {0x0300, 0x036F}, {0x0591, 0x05BD}, {0x064B, 0x0655}, {0x0670, 0x0670},
    {0x0900, 0x0903}, {0x093A, 0x093C}, {0x093E, 0x094F}, {0x0951, 0x0957},
    {0x0962, 0x0963}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
};

template <std::size_t n>
bool in(const Range (&ranges)[n], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

}  // namespace

bool is_keyboard_letter(char32_t c) { return in(kLetters, c); }
bool is_combining(char32_t c) { return in(kCombining, c); }

char32_t upper(char32_t c) {
  if (c >= U'a' && c <= U'z') return c - 0x20;
  if (c == 0xDF) return 0x1E9E;  // ß, ẞ
  if (c == 0xFF) return 0x178;   // ÿ, Ÿ
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 0x20;
  if (c == 0x131) return U'I';  // dotless i
  // Latin Extended: small letters follow their capitals, on even or on odd places.
  const bool odd = (c & 1U) != 0;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return odd ? c - 1 : c;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return odd ? c : c - 1;
  if (c == 0x1A1) return 0x1A0;  // ơ
  if (c == 0x1B0) return 0x1AF;  // ư
  if ((c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF)) return odd ? c - 1 : c;
  if (c >= 0x430 && c <= 0x44F) return c - 0x20;
  if (c >= 0x450 && c <= 0x45F) return c - 0x50;
  return c;
}

std::string upper(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    append_utf8(out, upper(point.value));
    at += point.bytes;
  }
  return out;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    out.emplace_back(text.substr(at, point.bytes));
    at += point.bytes;
  }
  return out;
}

}  // namespace afterword::kiosk
