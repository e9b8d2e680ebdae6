// How big and which colour: design units, millimetres, type styles and the colours of a theme.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/session/aids.h"
#include "kiosk/ui/color.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {

// How much larger a person wants their text: type is scaled, millimetres are not.
struct TypeScale {
  float question = 1, control = 1;
  float least_px = 0;      // no text is smaller; 0: as the style says
  bool sans_only = false;  // the question's face gives way to one without serifs
  bool operator==(const TypeScale&) const = default;

  // `share` 1 is all of it, 0 none: for what does not fit at its full size.
  TypeScale eased(float share) const {
    return {1 + (question - 1) * share, 1 + (control - 1) * share, least_px * share, sans_only};
  }
};
inline constexpr float kLargerQuestion = 1.5F, kLargerControl = 1.3F, kLargerControlMost = 1.45F;

// How high a text must be to be read from that far (EN 301 549 5.1.4): an "H" of 0.7 degrees. The
// size of type in pixels, and the distance at which type of a size is still that high.
inline constexpr float kReadingMm = 500;
float type_px_for(float reading_mm, float px_per_mm);
float reading_mm_for(float type_px, float px_per_mm);

// Pixels per design unit and per millimetre. 1 du is 1 px on 1280x800 (landscape) or 800x1280.
//
// Nothing touchable may be smaller than a finger: where the panel is so dense that a button of 80
// du would be under 13.5 mm, du grows until it fits (up to a third, after which pages no longer
// fit).
struct Units {
  float du = 1;
  TypeScale type = {};
  float px_per_mm = 5.88F;
  bool portrait = false;
  Size page;  // pixels

  float operator()(float design_units) const { return design_units * du; }
  float mm(float millimetres) const { return millimetres * px_per_mm; }
  float page_width_du() const { return page.width / du; }
  float page_height_du() const { return page.height / du; }
};

inline constexpr float kPxPerMmLeast = 2, kPxPerMmMost = 12;
// `px_per_mm` outside of 2..12 (unknown or absurd) is taken as that of a 10.1 inch panel of this
// many pixels.
Units units_for(Size page_px, float px_per_mm);
// What these aids ask for. Larger text is at least 1.3 times, more where the panel is far away or
// dense, as far as pages have room; then no text is smaller than a button's.
TypeScale type_scale_for(const Aids& aids, const Units& units, float reading_mm = kReadingMm);

struct Colors {
  Color cover, cover_raised, cover_band, cover_line, cover_text, cover_text2, cover_text3,
      cover_outline;
  Color ink, ink2, paper, paper2, sheet, line, line2;
  Color key_fn, key_shadow, key_fn_shadow;
  Color marigold, marigold_soft, spruce, spruce_pressed, spruce_soft;
  Color selected_fill, pressed_fill, disabled_fill, disabled_fill_strong, disabled_text;
  Color rust, veil;

  // What stands on marigold, on a chosen tile and on the main button, and the ring of focus. Not
  // named in a theme's file: they follow from the colours above.
  // `accent_text`: spruce as text or a small sign, which in high contrast is no colour at all.
  // `lagoon`: what is neither reached nor missed, no theme's own; ink2 where it cannot be read on the sheet.
  Color on_marigold, on_selected, on_main, accent_text, focus, focus_on_cover;
  Color lagoon{0x18, 0x5C, 0x6C, 255};
  bool outlined = false;  // high contrast: grounds are all one, so outlines tell things apart
};

// Six colours that every other one gives way to when a person asks for high contrast.
struct HighContrast {
  Color ground{0, 0, 0, 255}, text{255, 255, 255, 255}, outline{255, 255, 255, 255},
      selected{0xFF, 0xE0, 0x4A, 255}, on_selected{0, 0, 0, 255}, focus{0xFF, 0xE0, 0x4A, 255};
};
Colors high_contrast_colors(const HighContrast& colors);

// The sign of whose kiosk it is; without any it is the comma.
struct BrandMark {
  // An SVG path, fitted into `box` of its own units (x, y, width, height); drawn in one colour.
  std::string path;
  Rect box;
  bool turns = false;  // half round where a page reads from right to left
  std::string png;     // a file; beside the brand's name instead of the sign, in its own colours
  bool operator==(const BrandMark&) const = default;
};

struct Theme {
  std::string name;
  std::string brand;  // the shop's name on every page
  Colors colors;
  HighContrast high_contrast;
  BrandMark mark;
  FontFamilies fonts;
};

// Reads assets/themes/NAME.json (the README there says what it may hold). Refuses colours that are
// missing, malformed or too close to read (body text under 7:1, large text under 4.5:1, outlines
// that carry meaning under 3:1) and marks that cannot be drawn, naming everything that is wrong. At
// most 64 KiB. `where` is the file; a PNG is looked for beside it.
Result<Theme> read_theme(std::string_view json_text, const std::string& where);
Result<Theme> load_theme(const std::filesystem::path& file);
// The theme of that name in a folder of themes; not_found names those that are there.
Result<Theme> load_theme_named(const std::filesystem::path& folder, const std::string& name);

// Named sizes of type. kTypeLeast: nothing on a customer's page is smaller.
enum class Type {
  thanks,
  display,
  question,
  title,
  card_title,
  timer,
  number,
  number_scale,
  start,
  typed,
  key,
  body,
  answer,
  button,
  hint,
  label,
  label_long,
  nav,
  note,
};
inline constexpr float kTypeLeastDu = 18;

struct TypeStyle {
  float size_du = 24, line_du = 29;
  int weight = 400;
  Face face = Face::sans;
};
TypeStyle style_of(Type type);
// The text in that style: face, size, weight, letter spacing, and a line height that suits the
// language. `size_du` other than 0 replaces the size and scales the line height.
TextSpec styled(std::string text, Type type, const Units& units, std::string_view language,
                bool right_to_left, float size_du = 0);

}  // namespace afterword::kiosk
