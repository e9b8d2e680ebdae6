// A painter over one Dear ImGui draw list: shapes, the mark, faces, icons and text.
//
// Everything is placed as if the page read from left to right; when `mirrored` is set, the painter
// puts it on the other side. So a screen's layout is written once. Faces, ticks and text keep their
// own shape. Positions are rounded to whole pixels where an edge would blur.
//
// Threads: main only. Units: pixels, except where a name says du.
#pragma once
#include <compare>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "kiosk/ui/color.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/glyphs/glyphs.h"
#include "kiosk/ui/icon.h"
#include "kiosk/ui/theme.h"

struct ImDrawList;

namespace afterword::kiosk {

// One layer of a soft shadow, in du.
struct ShadowLayer {
  float down = 0, blur = 0;
  Color color;
  float alpha = 0;
};

// A text as it was drawn, where it is on the screen.
struct DrawnText {
  std::string text;
  Rect rect;
  float size_px = 0;
};

class Painter {
 public:
  Painter(Glyphs& glyphs, Textures& textures);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // What is drawn next goes there.
  void begin(ImDrawList& list, const Units& units, bool mirrored);
  bool mirrored() const { return mirrored_; }
  // For what never mirrors (a keyboard); returns what it was before.
  bool set_mirrored(bool mirrored);
  Rect placed(Rect rect) const { return mirrored_ ? rect.mirrored(units_.page.width) : rect; }
  const Units& units() const { return units_; }
  Glyphs& glyphs() { return glyphs_; }

  void fill(Rect rect, Color color);
  void rounded(Rect rect, float radius, Color color);
  // An outline of `width` inside of `rect`, whose outer corners have that radius.
  void ring(Rect rect, float radius, float width, Color color);
  // The same around `rect`, whose own corners have that radius.
  void outline(Rect rect, float radius, float width, Color color);
  void disc(Point center, float radius, Color color);
  void circle(Point center, float radius, float width, Color color);
  // Part of a circle, from the top clockwise, with round ends; `share` 0..1.
  void arc(Point center, float radius, float width, float share, Color color);
  void line(Point from, Point to, float width, Color color);
  void shadow(Rect rect, float radius, std::span<const ShadowLayer> layers);
  void clip(Rect rect);  // until unclip()
  void unclip();

  // Step 1 (very poor) to 5 (very good). Outlined: a ring instead of the disc, and bolder.
  void face(Point center, float radius, int step, Color disc, Color ink, bool outlined = false);
  // Nothing to rate: a dashed circle, empty unless `fill` has alpha.
  void not_applicable(Point center, float radius, Color ink, Color fill = {0, 0, 0, 0});
  void star(Point center, float radius, Color fill, Color outline, float outline_width);
  // The mark: the comma, or the theme's own in its place. `center` is the middle of the comma's
  // body, `radius` the body's.
  void comma(Point center, float radius, Color color);
  void set_mark(const BrandMark& mark) { mark_ = mark; }
  // The theme's picture beside the brand's name, centred there; false if it has none.
  bool brand_picture(Point center, float height);
  // `size` is the side of the 24 grid in pixels, `stroke` in units of that grid.
  void icon(Icon icon, Point center, float size, Color color, float stroke = 2);

  // The text's block, with its corner at the rectangle's and its lines aligned in the rectangle's
  // width; middle: centred downwards as well. Returns what it measured.
  TextSize text(Point corner, TextSpec spec, Color color);
  TextSize text_in(Rect rect, TextSpec spec, Color color, Align align = Align::start,
                   bool middle = true);
  // From now on every text drawn is told there as well, until nullptr; for tests.
  void tell_texts(std::vector<DrawnText>* told) { told_ = told; }
  // The same for the mark: the room each takes on the screen.
  void tell_marks(std::vector<Rect>* told) { told_marks_ = told; }
  // A picture got elsewhere, with its corner at a place that is not mirrored any more.
  void picture(Point corner, const TextPicture& picture, Color color);

 private:
  struct ShadowKey {
    int radius = 0, blur = 0, inner = 0;  // blur in quarters of a pixel
    auto operator<=>(const ShadowKey&) const = default;
  };
  struct ShadowPatch {
    TextureId texture = 0;
    int corner = 0;   // pixels of one corner
    int outside = 0;  // how many of them lie outside of the rectangle
  };
  Point placed(Point point) const {
    return mirrored_ ? Point{units_.page.width - point.x, point.y} : point;
  }
  void rounded_path(Rect at, float radius);
  const ShadowPatch& patch(ShadowKey key);
  void nine(Rect rect, const ShadowPatch& patch, Color color);
  void shape(ShapeSpec spec, Point origin, Color color);

  Glyphs& glyphs_;
  Textures& textures_;
  ImDrawList* list_ = nullptr;
  Units units_;
  bool mirrored_ = false;
  BrandMark mark_;
  std::vector<DrawnText>* told_ = nullptr;
  std::vector<Rect>* told_marks_ = nullptr;
  std::map<ShadowKey, ShadowPatch> patches_;
};

}  // namespace afterword::kiosk
