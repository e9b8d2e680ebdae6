#include "sync/redact/find.h"
#include "sync/redact/numbers.h"

namespace afterword::redaction {
namespace {

bool are_digits(const Shadow& shadow, std::size_t i, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k)
    if (!is_digit(shadow[i + k])) return false;
  return true;
}

unsigned number(const Shadow& shadow, std::size_t i, std::size_t count) {
  unsigned out = 0;
  for (std::size_t k = 0; k < count; ++k)
    out = out * 10 + static_cast<unsigned>(shadow[i + k] - U'0');
  return out;
}

// Area, group and serial of a United States social security number that may have been given out.
bool is_given_out(unsigned area, unsigned group, unsigned serial) {
  return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0;
}

// 123-45-6789, or 123456789 where words say what it is. Each returns the end, `i` if there is none.
std::size_t social_security_end(const Shadow& shadow, std::size_t i) {
  if (are_digits(shadow, i, 9)) {
    const bool good =
        is_given_out(number(shadow, i, 3), number(shadow, i + 3, 2), number(shadow, i + 5, 4)) &&
        !is_digit(shadow[i + 9]) && context_of(shadow, i, i + 9).social;
    return good ? i + 9 : i;
  }
  const char32_t separator = shadow[i + 3];
  if (separator != U'-' && !is_space(separator)) return i;
  if (!are_digits(shadow, i, 3) || !are_digits(shadow, i + 4, 2) || shadow[i + 6] != separator ||
      !are_digits(shadow, i + 7, 4))
    return i;
  if (!is_given_out(number(shadow, i, 3), number(shadow, i + 4, 2), number(shadow, i + 7, 4)))
    return i;
  const bool sure = separator == U'-' || context_of(shadow, i, i + 11).social;
  return sure ? i + 11 : i;
}

constexpr std::u32string_view kSpanishCheck = U"TRWAGMYFPDXBNJZSQVHLCKE";

// 12345678Z, 12.345.678-Z, X1234567L: digits and the letter that checks them.
std::size_t spanish_end(const Shadow& shadow, std::size_t i) {
  std::size_t at = i;
  std::size_t wanted = 8;
  unsigned value = 0;
  const char32_t first = lower(shadow[i]);
  if (first >= U'x' && first <= U'z') {
    value = static_cast<unsigned>(first - U'x');
    wanted = 7;
    at += shadow[i + 1] == U'-' ? 2 : 1;
  }
  for (std::size_t digits = 0; digits < wanted; ++at) {
    if (shadow[at] == U'.' && digits > 0 && (wanted - digits) % 3 == 0) continue;
    if (!is_digit(shadow[at])) return i;
    value = value * 10 + static_cast<unsigned>(shadow[at] - U'0');
    ++digits;
  }
  if (shadow[at] == U'-') ++at;
  const char32_t check = lower(shadow[at]);
  return check == lower(kSpanishCheck[value % 23]) ? at + 1 : i;
}

// AB 12 34 56 C
std::size_t national_insurance_end(const Shadow& shadow, std::size_t i) {
  constexpr std::u32string_view kNeverFirst = U"dfiquv";
  constexpr std::u32string_view kNeverSecond = U"dfiquvo";
  const auto letter_but = [&shadow](std::size_t at, std::u32string_view never) {
    return is_ascii_letter(shadow[at]) && never.find(lower(shadow[at])) == never.npos;
  };
  if (!letter_but(i, kNeverFirst) || !letter_but(i + 1, kNeverSecond)) return i;
  std::size_t at = i + 2;
  for (int pair = 0; pair < 3; ++pair) {
    if (is_space(shadow[at])) ++at;
    if (!are_digits(shadow, at, 2)) return i;
    at += 2;
  }
  if (is_space(shadow[at])) ++at;
  return lower(shadow[at]) >= U'a' && lower(shadow[at]) <= U'd' ? at + 1 : i;
}

// 17 digits (region, birthday, number) and a check digit or X (GB 11643: weights are powers of 2
// modulo 11).
std::size_t chinese_end(const Shadow& shadow, std::size_t i) {
  constexpr std::u32string_view kCheck = U"10x98765432";
  if (!are_digits(shadow, i, 17)) return i;
  const unsigned year = number(shadow, i + 6, 4);
  const unsigned month = number(shadow, i + 10, 2);
  const unsigned day = number(shadow, i + 12, 2);
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return i;
  unsigned sum = 0;
  for (std::size_t k = 0; k < 17; ++k)
    sum = (sum * 2 + static_cast<unsigned>(shadow[i + k] - U'0') * 2) % 11;
  return lower(shadow[i + 17]) == kCheck[sum % 11] ? i + 18 : i;
}

}  // namespace

void find_ids(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size(); ++i) {
    if (!is_clean_before(shadow, i) || !(is_digit(shadow[i]) || is_ascii_letter(shadow[i])))
      continue;
    for (const auto end_of :
         {social_security_end, spanish_end, national_insurance_end, chinese_end}) {
      const std::size_t end = end_of(shadow, i);
      if (end > i && is_clean_after(shadow, end)) finds.push_back({i, end, Kind::id});
    }
  }
}

}  // namespace afterword::redaction
