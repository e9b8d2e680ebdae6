#include "kiosk/session/languages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

using Name = std::pair<std::string_view, std::string_view>;

// By tag. A name is how its speakers find it on a screen, in their own script.
constexpr std::array kNames = std::to_array<Name>({
    {"am", "አማርኛ"},          {"ar", "العربية"},
    {"bg", "Български"},     {"bn", "বাংলা"},
    {"ca", "Català"},        {"cs", "Čeština"},
    {"cy", "Cymraeg"},       {"da", "Dansk"},
    {"de", "Deutsch"},       {"el", "Ελληνικά"},
    {"en", "English"},       {"es", "Español"},
    {"et", "Eesti"},         {"eu", "Euskara"},
    {"fa", "فارسی"},         {"fi", "Suomi"},
    {"fil", "Filipino"},     {"fr", "Français"},
    {"ga", "Gaeilge"},       {"gl", "Galego"},
    {"gu", "ગુજરાતી"},        {"he", "עברית"},
    {"hi", "हिन्दी"},         {"hr", "Hrvatski"},
    {"hu", "Magyar"},        {"id", "Bahasa Indonesia"},
    {"is", "Íslenska"},      {"it", "Italiano"},
    {"ja", "日本語"},        {"ko", "한국어"},
    {"lt", "Lietuvių"},      {"lv", "Latviešu"},
    {"mr", "मराठी"},         {"ms", "Bahasa Melayu"},
    {"mt", "Malti"},         {"nb", "Norsk bokmål"},
    {"nl", "Nederlands"},    {"nn", "Norsk nynorsk"},
    {"no", "Norsk"},         {"pa", "ਪੰਜਾਬੀ"},
    {"pl", "Polski"},        {"pt", "Português"},
    {"ro", "Română"},        {"ru", "Русский"},
    {"sk", "Slovenčina"},    {"sl", "Slovenščina"},
    {"so", "Soomaali"},      {"sq", "Shqip"},
    {"sr", "Српски"},        {"sv", "Svenska"},
    {"sw", "Kiswahili"},     {"ta", "தமிழ்"},
    {"te", "తెలుగు"},         {"th", "ไทย"},
    {"tl", "Tagalog"},       {"tr", "Türkçe"},
    {"uk", "Українська"},    {"ur", "اردو"},
    {"vi", "Tiếng Việt"},    {"zh", "中文"},
    {"zh-Hans", "简体中文"}, {"zh-Hant", "繁體中文"},
});

constexpr std::array<std::string_view, 10> kRightToLeft = {"ar", "ckb", "dv", "fa", "he",
                                                           "ps", "sd",  "ug", "ur", "yi"};

// Ü -> U: the letters with accents that names of languages have.
char32_t plain_letter(char32_t c) {
  constexpr std::u32string_view kAccents = U"ÀÁÂÄÇČÈÉÊËÌÍÎÏÑÒÓÔÖŠÙÚÛÜŽàáâäçčèéêëìíîïñòóôöšùúûüžế";
  constexpr std::u32string_view kLetters = U"AAAACCEEEEIIIINOOOOSUUUUZaaaacceeeeiiiinoooosuuuuze";
  static_assert(kAccents.size() == kLetters.size());
  const std::size_t at = kAccents.find(c);
  const char32_t letter = at == std::u32string_view::npos ? c : kLetters[at];
  return letter >= U'a' && letter <= U'z' ? letter - 0x20 : letter;
}

}  // namespace

bool listed_before(std::string_view own_name, std::string_view other) {
  std::size_t a = 0, b = 0;
  while (a < own_name.size() && b < other.size()) {
    const CodePoint left = code_point_at(own_name, a), right = code_point_at(other, b);
    const char32_t x = plain_letter(left.value), y = plain_letter(right.value);
    if (x != y) return x < y;
    a += left.bytes;
    b += right.bytes;
  }
  return own_name.size() - a < other.size() - b;
}

std::string own_name(std::string_view language) {
  for (std::string_view tag = language; !tag.empty();) {
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [tag](const Name& name) { return name.first == tag; });
    if (found != kNames.end()) return std::string(found->second);
    const std::size_t dash = tag.rfind('-');
    tag = dash == std::string_view::npos ? std::string_view{} : tag.substr(0, dash);
  }
  return std::string(language);
}

std::vector<std::string> in_list_order(std::vector<std::string> languages) {
  std::stable_sort(languages.begin(), languages.end(),
                   [](const std::string& one, const std::string& other) {
                     return listed_before(own_name(one), own_name(other));
                   });
  return languages;
}

bool is_right_to_left(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  return std::find(kRightToLeft.begin(), kRightToLeft.end(), base) != kRightToLeft.end();
}

}  // namespace afterword::kiosk
