#include <algorithm>

#include "sync/redact/find.h"
#include "sync/redact/numbers.h"

namespace afterword::redaction {
namespace {

constexpr std::size_t kCardLeast = 13;
constexpr std::size_t kCardMost = 19;

// Between two groups of one card number: a single space, dash or dot.
bool is_single_separator(const Shadow& shadow, const Group& a, const Group& b) {
  const char32_t c = shadow[a.end];
  return b.begin - a.end == 1 && (is_space(c) || c == U'-' || c == U'.');
}

// Issuers' first digits: 3 to 6, or 2221 to 2720.
bool is_issued(const std::u32string& digits) {
  if (digits[0] >= U'3' && digits[0] <= U'6') return true;
  const std::u32string first = digits.substr(0, 4);
  return first >= U"2221" && first <= U"2720";
}

bool is_card(const std::u32string& digits, const Shadow& shadow, std::size_t begin,
             std::size_t end) {
  if (!is_issued(digits) || !passes_luhn(digits)) return false;
  if (std::all_of(digits.begin(), digits.end(), [&](char32_t c) { return c == digits[0]; }))
    return false;
  // 13 digits are more often a barcode; every tenth barcode passes Luhn's check.
  return digits.size() > kCardLeast || context_of(shadow, begin, end).card;
}

// The last group of the longest card number that begins with group `first`; `first` - 1 if none.
std::size_t last_group(const Shadow& shadow, const Run& run, std::size_t first) {
  std::size_t found = first - 1;
  std::u32string digits;
  for (std::size_t g = first; g < run.groups.size(); ++g) {
    const Group& group = run.groups[g];
    if (digits.size() + group.size() > kCardMost) break;
    if (g > first && !is_single_separator(shadow, run.groups[g - 1], group)) break;
    for (std::size_t i = group.begin; i < group.end; ++i) digits += shadow[i];
    if (digits.size() >= kCardLeast && is_clean_after(shadow, group.end) &&
        is_card(digits, shadow, run.groups[first].begin, group.end))
      found = g;
  }
  return found;
}

}  // namespace

void find_cards(const Shadow& shadow, Finds& finds) {
  Run run;
  for (next_run(shadow, 0, run); !run.groups.empty(); next_run(shadow, run.end(), run)) {
    for (std::size_t first = 0; first < run.groups.size(); ++first) {
      if (!is_clean_before(shadow, run.groups[first].begin)) continue;
      const std::size_t last = last_group(shadow, run, first);
      if (last + 1 == first) continue;
      finds.push_back({run.groups[first].begin, run.groups[last].end, Kind::card});
      first = last;
    }
  }
}

}  // namespace afterword::redaction
