#include "kiosk/ui/glyphs/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

namespace afterword::kiosk {
namespace {

// A face's box at 1000 px, in shares of the size.
Faces::Heights heights_of(PangoContext* context, const char* family) {
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family_static(font, family);
  pango_font_description_set_absolute_size(font, 1000.0 * PANGO_SCALE);
  PangoFontMetrics* const metrics =
      pango_context_get_metrics(context, font, pango_language_from_string("en"));
  const Faces::Heights heights{
      static_cast<float>(pango_font_metrics_get_ascent(metrics)) / (1000.0F * PANGO_SCALE),
      static_cast<float>(pango_font_metrics_get_descent(metrics)) / (1000.0F * PANGO_SCALE)};
  pango_font_metrics_unref(metrics);
  pango_font_description_free(font);
  return heights;
}

Result<> check_installed(PangoFontMap* map, const FontFamilies& families_wanted) {
  struct Needed {
    std::string family;
    const char* package;
  };
  const auto package_of = [](const std::string& family) {
    if (family == "Vollkorn") return "fonts-vollkorn";
    if (family == "Inter") return "fonts-inter";
    return family.rfind("Noto ", 0) == 0 ? "fonts-noto-core" : "a font file in assets/themes/fonts";
  };
  const Needed needed_fonts[] = {{families_wanted.serif, package_of(families_wanted.serif)},
                                 {families_wanted.sans, package_of(families_wanted.sans)},
                                 {"Noto Naskh Arabic", "fonts-noto-core"},
                                 {"Noto Sans Arabic", "fonts-noto-core"},
                                 {"Noto Serif Hebrew", "fonts-noto-core"},
                                 {"Noto Sans Hebrew", "fonts-noto-core"},
                                 {"Noto Serif Devanagari", "fonts-noto-core"},
                                 {"Noto Sans Devanagari", "fonts-noto-core"},
                                 {"Noto Serif Thai", "fonts-noto-core"},
                                 {"Noto Sans Thai", "fonts-noto-core"},
                                 {"Noto Serif", "fonts-noto-core"},
                                 {"Noto Sans", "fonts-noto-core"},
                                 {"Noto Serif CJK SC", "fonts-noto-cjk"},
                                 {"Noto Sans CJK SC", "fonts-noto-cjk"}};
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(map, &families, &count);
  std::set<std::string> names;
  for (int i = 0; i < count; ++i) names.insert(pango_font_family_get_name(families[i]));
  g_free(families);
  std::string missing;
  std::set<std::string> packages;
  for (const Needed& needed : needed_fonts) {
    if (names.count(needed.family) != 0) continue;
    missing += (missing.empty() ? "" : ", ") + needed.family;
    packages.insert(needed.package);
  }
  if (missing.empty()) return {};
  std::string install = "install";
  for (const std::string& package : packages) install += " " + package;
  return fail(Failure::not_found, "these fonts are not installed: " + missing, "fonts", install);
}

}  // namespace

PangoContext* Faces::context(const std::string& language, bool right_to_left) {
  GPointer<PangoContext>& made = contexts[{language, right_to_left}];
  if (made) return made.get();
  made.reset(pango_font_map_create_context(map.get()));
  pango_context_set_round_glyph_positions(made.get(), FALSE);
  cairo_font_options_t* const options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(made.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_language(made.get(), pango_language_from_string(language.c_str()));
  pango_context_set_base_dir(made.get(), right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  return made.get();
}

Result<Faces> open_faces(const std::string& fonts_conf, const FontFamilies& families) {
  FcConfig* const config = FcConfigCreate();
  const bool read =
      FcConfigParseAndLoad(config, reinterpret_cast<const FcChar8*>(fonts_conf.c_str()), FcTrue) &&
      FcConfigBuildFonts(config);
  if (!read) {
    FcConfigDestroy(config);
    return fail(Failure::invalid, "the font list cannot be read", fonts_conf,
                "it must be there and be fontconfig's XML");
  }
  FcConfigSetCurrent(config);  // else cairo reads the system's lists as well
  Faces faces;
  faces.map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!faces.map) {
    FcConfigDestroy(config);
    return fail(Failure::unsupported, "this cairo cannot draw FreeType fonts", fonts_conf);
  }
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(faces.map.get()), config);
  FcConfigDestroy(config);  // the map holds its own reference
  AFTERWORD_TRY(check_installed(faces.map.get(), families));

  PangoContext* const context = faces.context("en", false);
  faces.heights[0] = heights_of(context, families.serif.c_str());
  faces.heights[1] = heights_of(context, families.sans.c_str());
  faces.families[0] = families.serif +
                      ",Noto Naskh Arabic,Noto Serif Hebrew,Noto Serif Devanagari,Noto Serif Thai,"
                      "Noto Serif CJK SC,Noto Serif";
  faces.families[1] = families.sans +
                      ",Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,Noto Sans Thai,"
                      "Noto Sans CJK SC,Noto Sans";
  return faces;
}

}  // namespace afterword::kiosk
