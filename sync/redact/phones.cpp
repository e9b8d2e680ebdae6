#include "sync/redact/find.h"
#include "sync/redact/numbers.h"

namespace afterword::redaction {
namespace {

constexpr std::size_t kDigitsLeast = 7;
constexpr std::size_t kDigitsMost = 15;  // E.164

// Looks at one run. `at` is the group where a number may begin; each rule returns how many groups
// it takes, 0 if it does not hold.
class PhoneRun {
 public:
  PhoneRun(const Shadow& shadow, const Run& run) : shadow_(shadow), groups_(run.groups) {}

  // Without any word around: numbers that look like nothing else.
  std::size_t by_shape(std::size_t at) const {
    if (const std::size_t taken = north_american(at)) return taken;
    if (const std::size_t taken = trunk_zero(at)) return taken;
    if (const std::size_t taken = double_zero(at)) return taken;
    if (const std::size_t taken = spanish(at)) return taken;
    return chinese(at);
  }

  // +44 20 7946 0958, (0151) 12345678: said to be a number to call by how they begin.
  std::size_t by_sign(std::size_t at) const {
    const std::size_t begin = groups_[at].begin;
    if (shadow_[begin - 1] == U'+' || (shadow_[begin - 1] == U'(' && shadow_[begin - 2] == U'+'))
      return as_many(at, kDigitsLeast, kDigitsMost);
    const std::size_t size = groups_[at].size();
    if (shadow_[begin - 1] == U'(' && shadow_[groups_[at].end] == U')' && size >= 2 && size <= 5)
      return as_many(at, 9, kDigitsMost);
    return 0;
  }

  // A word nearby says that it is one.
  std::size_t by_context(std::size_t at) const { return as_many(at, kDigitsLeast, kDigitsMost); }

  // How many groups from `at` make a date: 2026-03-03, 3.3.26, 20260303.
  std::size_t date(std::size_t at) const {
    if (groups_[at].size() == 8) {
      const int year = value(at) / 10'000;
      const bool valid =
          year >= 1900 && year < 2100 && is_month_day(value(at) / 100 % 100, value(at) % 100);
      return valid ? 1 : 0;
    }
    if (!single_separators(at, 3)) return 0;
    const std::size_t a = groups_[at].size();
    const std::size_t b = groups_[at + 1].size();
    const std::size_t c = groups_[at + 2].size();
    if (b > 2) return 0;
    if (a == 4 && c <= 2) return is_month_day(value(at + 1), value(at + 2)) ? 3 : 0;
    // A year of two digits only behind signs: 06 12 34 56 78 is a French number.
    const bool spaced = is_space(shadow_[groups_[at].end]);
    if (a > 2 || !(c == 4 || (c == 2 && !spaced))) return 0;
    const bool either =
        is_month_day(value(at), value(at + 1)) || is_month_day(value(at + 1), value(at));
    return either ? 3 : 0;
  }

 private:
  static bool is_month_day(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  int value(std::size_t at) const {  // of at most 8 digits
    int out = 0;
    for (std::size_t i = groups_[at].begin; i < groups_[at].end; ++i)
      out = out * 10 + static_cast<int>(shadow_[i] - U'0');
    return out;
  }

  char32_t digit(std::size_t at, std::size_t place) const {
    return place < groups_[at].size() ? shadow_[groups_[at].begin + place] : U'\0';
  }

  bool single_separators(std::size_t at, std::size_t count) const {
    if (at + count > groups_.size()) return false;
    for (std::size_t g = at + 1; g < at + count; ++g)
      if (groups_[g].begin - groups_[g - 1].end != 1) return false;
    return true;
  }

  // From `at`, as many groups as hold at most `most` digits, if they hold at least `least`.
  std::size_t as_many(std::size_t at, std::size_t least, std::size_t most) const {
    std::size_t digits = 0;
    std::size_t taken = 0;
    for (std::size_t g = at; g < groups_.size(); ++g) {
      digits += groups_[g].size();
      if (digits > most) break;
      if (digits >= least && is_clean_after(shadow_, groups_[g].end)) taken = g - at + 1;
    }
    return taken;
  }

  // Groups of exactly these sizes, one separator between, and the run or another number after.
  bool sizes(std::size_t at, std::initializer_list<std::size_t> wanted) const {
    if (!single_separators(at, wanted.size())) return false;
    std::size_t g = at;
    for (const std::size_t size : wanted)
      if (groups_[g++].size() != size) return false;
    return is_clean_after(shadow_, groups_[g - 1].end);
  }

  bool is_dotted(std::size_t at) const { return shadow_[groups_[at].end] == U'.'; }

  // 555-123-4567, 1 555 123 4567: no area begins with 0 or 1.
  std::size_t north_american(std::size_t at) const {
    const bool country = groups_[at].size() == 1 && digit(at, 0) == U'1';
    const std::size_t area = country ? at + 1 : at;
    if (country && (area >= groups_.size() || groups_[area].begin - groups_[at].end != 1)) return 0;
    if (!sizes(area, {3, 3, 4}) || digit(area, 0) < U'2') return 0;
    return country ? 4 : 3;
  }

  // 0151 12345678, 06 12 34 56 78, 07700900123: the national prefix of most countries.
  std::size_t trunk_zero(std::size_t at) const {
    if (digit(at, 0) != U'0' || digit(at, 1) == U'0' || groups_[at].size() < 2) return 0;
    if (groups_[at].size() == 12 && is_barcode(at)) return 0;
    return as_many(at, 9, 12);
  }

  std::size_t double_zero(std::size_t at) const {
    const bool alone = groups_[at].size() == 2 && at + 1 < groups_.size();
    const char32_t third = alone ? digit(at + 1, 0) : digit(at, 2);
    if (digit(at, 0) != U'0' || digit(at, 1) != U'0' || third < U'1') return 0;
    return as_many(at, 10, kDigitsMost + 2);
  }

  std::size_t spanish(std::size_t at) const {
    const char32_t first = digit(at, 0);
    if (first < U'6' || is_dotted(at)) return 0;
    if (groups_[at].size() == 9 && first <= U'7' && is_clean_after(shadow_, groups_[at].end))
      return 1;
    if (sizes(at, {3, 3, 3})) return 3;
    return sizes(at, {3, 2, 2, 2}) ? 4 : 0;
  }

  std::size_t chinese(std::size_t at) const {
    if (digit(at, 0) != U'1' || digit(at, 1) < U'3') return 0;
    if (groups_[at].size() == 11 && is_clean_after(shadow_, groups_[at].end)) return 1;
    return sizes(at, {3, 4, 4}) ? 3 : 0;
  }

  bool is_barcode(std::size_t at) const {
    std::u32string digits;
    for (std::size_t i = groups_[at].begin; i < groups_[at].end; ++i) digits += shadow_[i];
    return passes_gtin(digits);
  }

  const Shadow& shadow_;
  const std::vector<Group>& groups_;
};

// "tel0151..." without a space counts as a clean beginning too.
bool may_begin(const Shadow& shadow, std::size_t begin) {
  return is_clean_before(shadow, begin) ||
         (lower(shadow[begin - 1]) == U'l' && lower(shadow[begin - 2]) == U'e' &&
          lower(shadow[begin - 3]) == U't' && !is_joined(shadow[begin - 4]));
}

// The sign and brackets in front of the number go with it.
std::size_t with_sign(const Shadow& shadow, std::size_t begin) {
  while (begin > 0 && (shadow[begin - 1] == U'+' || shadow[begin - 1] == U'(')) --begin;
  return begin;
}

void find_in_run(const Shadow& shadow, const Run& run, Finds& finds) {
  std::size_t digits = 0;
  for (const Group& group : run.groups) digits += group.size();
  if (digits < kDigitsLeast) return;
  const Context context = context_of(shadow, run.begin(), run.end());
  const PhoneRun phones(shadow, run);
  for (std::size_t at = 0; at < run.groups.size();) {
    if (!may_begin(shadow, run.groups[at].begin)) {
      ++at;
      continue;
    }
    std::size_t taken = phones.by_sign(at);
    if (taken == 0) {
      if (const std::size_t dated = phones.date(at)) {
        at += dated;
        continue;
      }
      if (!context.no_person) taken = phones.by_shape(at);
      if (taken == 0 && !context.no_person && context.phone) taken = phones.by_context(at);
    }
    if (taken > 0)
      finds.push_back(
          {with_sign(shadow, run.groups[at].begin), run.groups[at + taken - 1].end, Kind::phone});
    at += taken > 0 ? taken : 1;
  }
}

}  // namespace

void find_phones(const Shadow& shadow, Finds& finds) {
  Run run;
  for (next_run(shadow, 0, run); !run.groups.empty(); next_run(shadow, run.end(), run))
    find_in_run(shadow, run, finds);
}

}  // namespace afterword::redaction
