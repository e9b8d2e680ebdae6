#include "kiosk/session/languages.h"

#include <algorithm>
#include <array>
#include <utility>

namespace afterword::kiosk {
namespace {

using Name = std::pair<std::string_view, std::string_view>;

// In their own script, as their speakers write them in a list.
constexpr std::array kNames = std::to_array<Name>({
    {"ar", "العربية"},       {"bg", "Български"},     {"bn", "বাংলা"},
    {"ca", "Català"},        {"cs", "Čeština"},       {"cy", "Cymraeg"},
    {"da", "Dansk"},         {"de", "Deutsch"},       {"el", "Ελληνικά"},
    {"en", "English"},       {"es", "Español"},       {"et", "Eesti"},
    {"eu", "Euskara"},       {"fa", "فارسی"},         {"fi", "Suomi"},
    {"fil", "Filipino"},     {"fr", "Français"},      {"ga", "Gaeilge"},
    {"gl", "Galego"},        {"he", "עברית"},         {"hi", "हिन्दी"},
    {"hr", "Hrvatski"},      {"hu", "Magyar"},        {"id", "Bahasa Indonesia"},
    {"is", "Íslenska"},      {"it", "Italiano"},      {"ja", "日本語"},
    {"ko", "한국어"},        {"lt", "Lietuvių"},      {"lv", "Latviešu"},
    {"ms", "Bahasa Melayu"}, {"mt", "Malti"},         {"nb", "Norsk bokmål"},
    {"nl", "Nederlands"},    {"nn", "Norsk nynorsk"}, {"no", "Norsk"},
    {"pl", "Polski"},        {"pt", "Português"},     {"ro", "Română"},
    {"ru", "Русский"},       {"sk", "Slovenčina"},    {"sl", "Slovenščina"},
    {"sq", "Shqip"},         {"sr", "Српски"},        {"sv", "Svenska"},
    {"ta", "தமிழ்"},          {"th", "ไทย"},           {"tr", "Türkçe"},
    {"uk", "Українська"},    {"ur", "اردو"},          {"vi", "Tiếng Việt"},
    {"zh", "中文"},          {"zh-Hans", "简体中文"}, {"zh-Hant", "繁體中文"},
});

constexpr std::array<std::string_view, 9> kRightToLeft = {"ar", "ckb", "dv", "fa", "he",
                                                          "ps", "sd",  "ug", "ur"};

const Name* find(std::string_view tag) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [tag](const Name& name) { return name.first == tag; });
  return found == kNames.end() ? nullptr : &*found;
}

std::string_view first_part(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

std::string own_name(std::string_view tag) {
  for (const std::string_view part : {tag, first_part(tag)})
    if (const Name* name = find(part)) return std::string(name->second);
  return std::string(tag);
}

bool is_right_to_left(std::string_view tag) {
  return std::find(kRightToLeft.begin(), kRightToLeft.end(), first_part(tag)) != kRightToLeft.end();
}

}  // namespace afterword::kiosk
