#include "kiosk/ui/theme.h"

#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kThemeBytesMax = 64 * 1024;

struct Named {
  const char* name;
  Color Colors::*color;
};
constexpr Named kColors[] = {
    {"cover", &Colors::cover},
    {"coverRaised", &Colors::cover_raised},
    {"coverBand", &Colors::cover_band},
    {"coverLine", &Colors::cover_line},
    {"coverText", &Colors::cover_text},
    {"coverText2", &Colors::cover_text2},
    {"coverText3", &Colors::cover_text3},
    {"coverOutline", &Colors::cover_outline},
    {"ink", &Colors::ink},
    {"ink2", &Colors::ink2},
    {"paper", &Colors::paper},
    {"paper2", &Colors::paper2},
    {"sheet", &Colors::sheet},
    {"line", &Colors::line},
    {"line2", &Colors::line2},
    {"keyFn", &Colors::key_fn},
    {"keyShadow", &Colors::key_shadow},
    {"keyFnShadow", &Colors::key_fn_shadow},
    {"marigold", &Colors::marigold},
    {"marigoldSoft", &Colors::marigold_soft},
    {"spruce", &Colors::spruce},
    {"sprucePressed", &Colors::spruce_pressed},
    {"spruceSoft", &Colors::spruce_soft},
    {"selectedFill", &Colors::selected_fill},
    {"pressedFill", &Colors::pressed_fill},
    {"disabledFill", &Colors::disabled_fill},
    {"disabledFillStrong", &Colors::disabled_fill_strong},
    {"disabledText", &Colors::disabled_text},
    {"rust", &Colors::rust},
    {"veil", &Colors::veil},
};

// What stands on what, and how far apart they must be: 7 for text, 4.5 for large text, 3 for
// outlines that carry meaning.
struct Pair {
  const char* front;
  const char* ground;
  double least;
};
constexpr Pair kPairs[] = {
    {"ink", "paper", 7},           {"ink", "paper2", 7},
    {"ink", "sheet", 7},           {"ink", "marigold", 4.5},
    {"ink", "marigoldSoft", 7},    {"ink", "selectedFill", 7},
    {"ink", "pressedFill", 7},     {"ink", "keyFn", 7},
    {"ink2", "paper", 7},          {"ink2", "sheet", 7},
    {"ink2", "paper2", 7},         {"spruce", "paper", 7},
    {"sheet", "spruce", 7},        {"sheet", "ink", 7},
    {"sheet", "sprucePressed", 7}, {"coverText", "cover", 7},
    {"coverText2", "cover", 7},    {"coverText3", "cover", 7},
    {"coverText", "coverBand", 7}, {"coverText", "coverRaised", 7},
    {"marigold", "cover", 4.5},    {"line2", "sheet", 3},
    {"line2", "paper", 3},         {"coverOutline", "coverBand", 3},
    {"rust", "paper", 7},          {"disabledText", "disabledFill", 3},
};

Color by_name(const Colors& colors, std::string_view name) {
  for (const Named& named : kColors)
    if (name == named.name) return colors.*named.color;
  return {};
}

void read_colors(const json::Value& value, Colors& colors, json::Problems& problems) {
  json::Fields fields(value, "/colors", problems);
  for (const Named& named : kColors) {
    const auto text = fields.text(named.name, {.required = true, .bytes_max = 16});
    if (!text) continue;
    const auto color = parse_color(*text);
    if (color)
      colors.*named.color = *color;
    else
      fields.problem(named.name, "\"" + *text + "\" is no colour", "write it as #RRGGBB");
  }
  fields.finish();
}

void check_contrast(const Colors& colors, json::Problems& problems) {
  for (const Pair& pair : kPairs) {
    const double measured = contrast(by_name(colors, pair.front), by_name(colors, pair.ground));
    if (measured >= pair.least) continue;
    problems.push_back({"/colors/" + std::string(pair.front),
                        fmt::format("too close to {} to be read: {:.1f}:1", pair.ground, measured),
                        fmt::format("choose colours at least {}:1 apart", pair.least)});
  }
}

}  // namespace

Result<Theme> read_theme(std::string_view json_text, const std::string& where) {
  AFTERWORD_ASSIGN(const json::Value value, json::parse(json_text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Theme theme;
  theme.name = fields.text("name", {.required = true, .bytes_max = 60}).value_or("");
  theme.brand = fields.text("brand", {.required = true, .bytes_max = 60}).value_or("");
  if (const json::Value* const colors = fields.object("colors", true))
    read_colors(*colors, theme.colors, problems);
  fields.finish();
  if (problems.empty()) check_contrast(theme.colors, problems);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, where));
  return theme;
}

Result<Theme> load_theme(const std::filesystem::path& file) {
  AFTERWORD_ASSIGN(const std::string text, read_file(file.string(), kThemeBytesMax));
  return read_theme(text, file.string());
}

}  // namespace afterword::kiosk
