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

struct NamedHighContrast {
  const char* name;
  Color HighContrast::*color;
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

constexpr NamedHighContrast kHighContrast[] = {
    {"ground", &HighContrast::ground},          {"text", &HighContrast::text},
    {"outline", &HighContrast::outline},        {"selected", &HighContrast::selected},
    {"onSelected", &HighContrast::on_selected}, {"focus", &HighContrast::focus},
};

Color by_name(const Colors& colors, std::string_view name) {
  for (const Named& named : kColors)
    if (name == named.name) return colors.*named.color;
  return {};
}

// Returns whether there is one now.
bool read_color(json::Fields& fields, const char* name, bool required, Color& color) {
  const auto text = fields.text(name, {.required = required, .bytes_max = 16});
  if (!text) return !required;
  const auto parsed = parse_color(*text);
  if (parsed)
    color = *parsed;
  else
    fields.problem(name, "\"" + *text + "\" is no colour", "write it as #RRGGBB");
  return parsed.has_value();
}

// `bad` gets the names of those that cannot be compared.
void read_colors(const json::Value& value, Colors& colors, std::set<std::string_view>& bad,
                 json::Problems& problems) {
  json::Fields fields(value, "/colors", problems);
  for (const Named& named : kColors)
    if (!read_color(fields, named.name, true, colors.*named.color)) bad.insert(named.name);
  fields.finish();
  colors.on_marigold = colors.on_selected = colors.focus = colors.ink;
  colors.on_main = colors.focus_on_cover = colors.sheet;
  colors.accent_text = colors.spruce;
  if (contrast(colors.lagoon, colors.sheet) < 7) colors.lagoon = colors.ink2;
}

// What is left out is black, white and yellow.
void read_high_contrast(const json::Value& value, HighContrast& colors,
                        std::set<std::string_view>& bad, json::Problems& problems) {
  json::Fields fields(value, "/highContrast", problems);
  for (const NamedHighContrast& named : kHighContrast)
    if (!read_color(fields, named.name, false, colors.*named.color)) bad.insert(named.name);
  fields.finish();
}

void check_pair(const char* folder, const Pair& pair, Color front, Color ground,
                json::Problems& problems) {
  const double measured = contrast(front, ground);
  if (measured >= pair.least) return;
  problems.push_back({folder + std::string(pair.front),
                      fmt::format("too close to {} to be read: {:.1f}:1", pair.ground, measured),
                      fmt::format("choose colours at least {}:1 apart", pair.least)});
}

void check_contrast(const Theme& theme, const std::set<std::string_view>& bad,
                    const std::set<std::string_view>& bad_high, json::Problems& problems) {
  for (const Pair& pair : kPairs)
    if (bad.count(pair.front) + bad.count(pair.ground) == 0)
      check_pair("/colors/", pair, by_name(theme.colors, pair.front),
                 by_name(theme.colors, pair.ground), problems);
  const HighContrast& high = theme.high_contrast;
  const struct {
    Pair pair;
    Color front, ground;
  } pairs[] = {{{"text", "ground", 15}, high.text, high.ground},
               {{"selected", "ground", 7}, high.selected, high.ground},
               {{"onSelected", "selected", 7}, high.on_selected, high.selected},
               {{"outline", "ground", 7}, high.outline, high.ground},
               {{"focus", "ground", 7}, high.focus, high.ground}};
  for (const auto& [pair, front, ground] : pairs)
    if (bad_high.count(pair.front) + bad_high.count(pair.ground) == 0)
      check_pair("/highContrast/", pair, front, ground, problems);
}

void read_box(const json::Value& value, BrandMark& mark, json::Problems& problems) {
  json::Fields fields(value, "/mark/box", problems);
  const auto side = [&](const char* name) {
    return static_cast<float>(fields.number(name, true).value_or(1));
  };
  mark.box = {side("x"), side("y"), side("width"), side("height")};
  if (mark.box.width <= 0 || mark.box.height <= 0)
    fields.problem(mark.box.width <= 0 ? "width" : "height", "it is not above 0",
                   "write how large the path is");
  fields.finish();
}

void read_mark(const json::Value& value, const std::filesystem::path& folder, BrandMark& mark,
               json::Problems& problems) {
  json::Fields fields(value, "/mark", problems);
  mark.path = fields.text("path", {.bytes_max = 16 * 1024}).value_or("");
  mark.turns = fields.boolean("turns").value_or(false);
  if (const json::Value* const box = fields.object("box", !mark.path.empty()))
    read_box(*box, mark, problems);
  if (!mark.path.empty() && !can_draw_path(mark.path))
    fields.problem("path", "it cannot be drawn", "write an SVG path of M L H V C Q A Z");
  if (const auto png = fields.text("png", {.bytes_max = 200})) {
    const std::filesystem::path name(*png);
    mark.png = (folder / name).string();
    if (name.has_parent_path())
      fields.problem("png", "it lies elsewhere", "name a file beside the theme");
    else if (!read_png_size(mark.png))
      fields.problem("png", "\"" + *png + "\" is no PNG picture that can be used",
                     "put a PNG of at most 4096 x 4096 pixels beside the theme");
  }
  fields.finish();
}

void read_fonts(const json::Value& value, FontFamilies& fonts, json::Problems& problems) {
  json::Fields fields(value, "/fonts", problems);
  fonts.serif = fields.text("question", {.bytes_max = 80}).value_or(fonts.serif);
  fonts.sans = fields.text("control", {.bytes_max = 80}).value_or(fonts.sans);
  const auto is_one = [&](const char* name, const std::string& family) {
    if (family.find(',') != std::string::npos)
      fields.problem(name, "it names several families", "name one; others stand in by themselves");
  };
  is_one("question", fonts.serif);
  is_one("control", fonts.sans);
  fields.finish();
}

}  // namespace

Colors high_contrast_colors(const HighContrast& high) {
  const Color quiet = mix(high.ground, high.text, 0.2F);
  const Color faint = mix(high.ground, high.text, 0.6F);
  Colors out;
  for (Color* const ground :
       {&out.cover, &out.cover_raised, &out.cover_band, &out.paper, &out.paper2, &out.sheet,
        &out.key_fn, &out.key_shadow, &out.key_fn_shadow, &out.marigold_soft, &out.spruce_soft,
        &out.disabled_fill, &out.disabled_fill_strong})
    *ground = high.ground;
  for (Color* const text : {&out.cover_text, &out.cover_text2, &out.cover_text3, &out.ink,
                            &out.ink2, &out.rust, &out.accent_text, &out.lagoon})
    *text = high.text;
  for (Color* const outline : {&out.cover_line, &out.cover_outline, &out.line, &out.line2})
    *outline = high.outline;
  for (Color* const chosen : {&out.marigold, &out.spruce, &out.selected_fill})
    *chosen = high.selected;
  for (Color* const on : {&out.on_marigold, &out.on_selected, &out.on_main}) *on = high.on_selected;
  out.focus = out.focus_on_cover = high.focus;
  out.pressed_fill = quiet;
  out.spruce_pressed = mix(high.selected, high.ground, 0.2F);
  out.disabled_text = faint;
  out.veil = high.ground;
  out.veil.alpha = 0xE0;
  out.outlined = true;
  return out;
}

Result<Theme> read_theme(std::string_view json_text, const std::string& where) {
  AFTERWORD_ASSIGN(const json::Value value, json::parse(json_text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Theme theme;
  std::set<std::string_view> bad, bad_high;  // colours that cannot be compared
  theme.name = fields.text("name", {.required = true, .bytes_max = 60}).value_or("");
  theme.brand = fields.text("brand", {.required = true, .bytes_max = 60}).value_or("");
  if (const json::Value* const colors = fields.object("colors", true))
    read_colors(*colors, theme.colors, bad, problems);
  else
    for (const Named& named : kColors) bad.insert(named.name);
  if (const json::Value* const colors = fields.object("highContrast"))
    read_high_contrast(*colors, theme.high_contrast, bad_high, problems);
  if (const json::Value* const mark = fields.object("mark"))
    read_mark(*mark, std::filesystem::path(where).parent_path(), theme.mark, problems);
  if (const json::Value* const fonts = fields.object("fonts"))
    read_fonts(*fonts, theme.fonts, problems);
  fields.finish();
  check_contrast(theme, bad, bad_high, problems);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, where));
  return theme;
}

Result<Theme> load_theme(const std::filesystem::path& file) {
  AFTERWORD_ASSIGN(const std::string text, read_file(file.string(), kThemeBytesMax));
  return read_theme(text, file.string());
}

Result<Theme> load_theme_named(const std::filesystem::path& folder, const std::string& name) {
  const std::filesystem::path file = folder / (name + ".json");
  const bool plain = !name.empty() && name.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyz"
                                          "0123456789-_") == std::string::npos;
  std::error_code error;
  if (plain && std::filesystem::exists(file, error)) return load_theme(file);
  std::vector<std::string> there;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    if (entry->path().extension() == ".json") there.push_back(entry->path().stem().string());
  std::sort(there.begin(), there.end());
  return fail(Failure::not_found, "there is no theme \"" + name + "\"", folder.string(),
              fmt::format("use one of {}", fmt::join(there, ", ")));
}

}  // namespace afterword::kiosk
