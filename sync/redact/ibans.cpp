#include "sync/redact/find.h"

namespace afterword::redaction {
namespace {

constexpr std::size_t kIbanLeast = 15;
constexpr std::size_t kIbanMost = 34;

bool is_alnum(char32_t c) { return is_digit(c) || is_ascii_letter(c); }

// What `c` adds to a remainder of 97: a digit shifts by one place, a letter (A = 10) by two.
unsigned mod97(unsigned rest, char32_t c) {
  if (is_digit(c)) return (rest * 10 + static_cast<unsigned>(c - U'0')) % 97;
  return (rest * 100 + 10 + static_cast<unsigned>(lower(c) - U'a')) % 97;
}

// The end of the longest account number that begins at `i`; `i` if there is none.
std::size_t iban_end(const Shadow& shadow, std::size_t i) {
  char32_t head[4];
  std::size_t found = i;
  unsigned rest = 0;
  std::size_t at = i;
  for (std::size_t count = 0; count < kIbanMost; ++at) {
    const char32_t c = shadow[at];
    if (!is_alnum(c)) {
      const bool one_separator = (is_space(c) || c == U'-') && is_alnum(shadow[at + 1]);
      if (!one_separator || count == 0) break;
      continue;
    }
    if (count < 4) {
      if (count < 2 ? !is_ascii_letter(c) : !is_digit(c)) break;
      head[count] = c;
    } else {
      rest = mod97(rest, c);
    }
    if (++count < kIbanLeast || is_joined(shadow[at + 1])) continue;
    unsigned whole = rest;
    for (const char32_t h : head) whole = mod97(whole, h);
    if (whole == 1) found = at + 1;
  }
  return found;
}

}  // namespace

void find_ibans(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size(); ++i) {
    if (!is_ascii_letter(shadow[i]) || (i > 0 && is_joined(shadow[i - 1]))) continue;
    const std::size_t end = iban_end(shadow, i);
    if (end == i) continue;
    finds.push_back({i, end, Kind::iban});
    i = end;
  }
}

}  // namespace afterword::redaction
