// The plurals of languages.
#include <array>

#include "kiosk/ui/strings.h"

namespace afterword::kiosk {
namespace {

std::string_view base_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

template <std::size_t n>
bool any_of(std::string_view language, const std::array<std::string_view, n>& list) {
  return std::find(list.begin(), list.end(), language) != list.end();
}

// The shapes of plurals (Unicode CLDR, whole numbers only). Other languages: one, other.
enum class Plural { one_other, none, zero_too, arabic, slavic, polish, hebrew };

Plural plural_of(std::string_view language) {
  const std::string_view base = base_of(language);
  constexpr std::array<std::string_view, 7> kNone = {"zh", "ja", "ko", "vi", "th", "id", "ms"};
  constexpr std::array<std::string_view, 7> kZeroToo = {"fr", "hi", "bn", "fa", "am", "gu", "pt"};
  constexpr std::array<std::string_view, 2> kSlavic = {"ru", "uk"};
  if (any_of(base, kNone)) return Plural::none;
  if (any_of(base, kZeroToo)) return Plural::zero_too;
  if (any_of(base, kSlavic)) return Plural::slavic;
  if (base == "ar") return Plural::arabic;
  if (base == "pl") return Plural::polish;
  if (base == "he") return Plural::hebrew;
  return Plural::one_other;
}

std::string_view arabic_form(std::int64_t n) {
  if (n == 0) return "zero";
  if (n == 1) return "one";
  if (n == 2) return "two";
  const std::int64_t hundred = n % 100;
  if (hundred >= 3 && hundred <= 10) return "few";
  return hundred >= 11 ? "many" : "other";
}

// 2, 3, 4, 22, 23, ... but not 12, 13, 14.
bool slavic_few(std::int64_t n) {
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}

}  // namespace

std::string_view plural_form(std::string_view language, std::int64_t n) {
  if (n < 0) n = n == INT64_MIN ? INT64_MAX : -n;
  switch (plural_of(language)) {
    case Plural::none:
      return "other";
    case Plural::one_other:
      return n == 1 ? "one" : "other";
    case Plural::zero_too:
      return n <= 1 ? "one" : "other";
    case Plural::arabic:
      return arabic_form(n);
    case Plural::slavic:
      if (n % 10 == 1 && n % 100 != 11) return "one";
      return slavic_few(n) ? "few" : "many";
    case Plural::polish:
      if (n == 1) return "one";
      return slavic_few(n) ? "few" : "many";
    case Plural::hebrew:
      return n == 1 ? "one" : n == 2 ? "two" : "other";
  }
  return "other";
}

std::vector<std::string_view> plural_forms(std::string_view language) {
  switch (plural_of(language)) {
    case Plural::none:
      return {"other"};
    case Plural::one_other:
    case Plural::zero_too:
      return {"one", "other"};
    case Plural::arabic:
      return {"zero", "one", "two", "few", "many", "other"};
    case Plural::slavic:
    case Plural::polish:
      return {"one", "few", "many", "other"};
    case Plural::hebrew:
      return {"one", "two", "other"};
  }
  return {"other"};
}

}  // namespace afterword::kiosk
