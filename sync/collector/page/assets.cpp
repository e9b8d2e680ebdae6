// The few fonts that the style sheet asks for.
#include <algorithm>
#include <array>

#include "sync/collector/page/page.h"

namespace afterword::page {
namespace {

struct Known {
  std::string_view name, folder, content_type;
};
constexpr std::array<Known, 4> kFonts = {{
    {"Inter-Regular.otf", "/usr/share/fonts/opentype/inter/", "font/otf"},
    {"Inter-Medium.otf", "/usr/share/fonts/opentype/inter/", "font/otf"},
    {"Inter-SemiBold.otf", "/usr/share/fonts/opentype/inter/", "font/otf"},
    {"Vollkorn-Medium.ttf", "/usr/share/fonts/truetype/vollkorn/", "font/ttf"},
}};

}  // namespace

std::optional<FontFile> font_file(std::string_view name) {
  const auto found =
      std::find_if(kFonts.begin(), kFonts.end(), [&](const Known& k) { return k.name == name; });
  if (found == kFonts.end()) return std::nullopt;
  return FontFile{std::string(found->folder) + std::string(found->name), found->content_type};
}

std::vector<std::string_view> font_names() {
  std::vector<std::string_view> names;
  for (const Known& font : kFonts) names.push_back(font.name);
  return names;
}

}  // namespace afterword::page
