#include "sync/redact/domain.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace afterword::redaction {
namespace {

constexpr std::array<std::u32string_view, 10> kWordless = {U"biz", U"cn",  U"com", U"edu", U"gov",
                                                           U"jp",  U"net", U"org", U"uk",  U"xyz"};
constexpr std::array<std::u32string_view, 58> kCommon = {
    U"ae",  U"app", U"ar",  U"at", U"au",   U"be", U"biz",    U"br",  U"ca", U"ch", U"cl", U"cn",
    U"co",  U"com", U"cz",  U"de", U"dev",  U"dk", U"edu",    U"eg",  U"es", U"eu", U"fi", U"fr",
    U"gov", U"gr",  U"hk",  U"hu", U"ie",   U"in", U"info",   U"io",  U"it", U"jp", U"kr", U"ma",
    U"me",  U"mx",  U"net", U"nl", U"no",   U"nz", U"online", U"org", U"pe", U"pl", U"pt", U"ro",
    U"ru",  U"sa",  U"se",  U"sg", U"shop", U"tr", U"tv",     U"tw",  U"uk", U"us"};
static_assert(std::is_sorted(kCommon.begin(), kCommon.end()));
constexpr std::size_t kTldMax = 24;

template <std::size_t kCount>
bool listed(const std::array<std::u32string_view, kCount>& list, const Shadow& shadow,
            std::size_t begin, std::size_t end) {
  if (end - begin > kTldMax) return false;
  std::u32string label;
  for (std::size_t i = begin; i < end; ++i) label += lower(shadow[i]);
  return std::binary_search(list.begin(), list.end(), std::u32string_view(label));
}

}  // namespace

bool is_label(char32_t c) { return c == U'-' || (is_joined(c) && c != U'_'); }

bool is_common_tld(const Shadow& shadow, std::size_t begin, std::size_t end) {
  return listed(kCommon, shadow, begin, end) || listed(kWordless, shadow, begin, end);
}

bool is_wordless_tld(const Shadow& shadow, std::size_t begin, std::size_t end) {
  return listed(kWordless, shadow, begin, end);
}

bool may_be_tld(const Shadow& shadow, std::size_t begin, std::size_t end) {
  if (end - begin < 2 || end - begin > 63) return false;
  if (end - begin > 4 && lower(shadow[begin]) == U'x' && lower(shadow[begin + 1]) == U'n' &&
      shadow[begin + 2] == U'-' && shadow[begin + 3] == U'-')
    return true;
  for (std::size_t i = begin; i < end; ++i)
    if (is_digit(shadow[i]) || shadow[i] == U'-') return false;
  return true;
}

std::size_t host_end(const Shadow& shadow, std::size_t begin, std::size_t& last) {
  std::size_t found = begin;
  std::size_t label = begin;
  for (bool first = true;; first = false) {
    std::size_t end = label;
    while (is_label(shadow[end])) ++end;
    if (end == label || shadow[label] == U'-') break;
    if (!first && may_be_tld(shadow, label, end)) {
      // After example.com. a new sentence may follow without a space; after .co only .uk and such.
      if (found != begin && is_common_tld(shadow, last, found) && end - label != 2) break;
      found = end;
      last = label;
    }
    if (shadow[end] != U'.') break;
    label = end + 1;
  }
  return found;
}

}  // namespace afterword::redaction
