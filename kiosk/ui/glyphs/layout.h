// One text laid out by Pango, and how it is painted. Private to this folder.
#pragma once
#include <pango/pangocairo.h>

#include <map>
#include <string>
#include <vector>

#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {

// What Pango hands out is counted; this gives it back.
template <class T>
struct GFree {
  void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using GPointer = std::unique_ptr<T, GFree<T>>;

// What all layouts share: the fonts, and how high a face's letters stand.
struct Faces {
  GPointer<PangoFontMap> map;
  // By language and direction; never changed afterwards, because Pango lays out anew, and frees the
  // lines of, every layout whose context changes.
  std::map<std::pair<std::string, bool>, GPointer<PangoContext>> contexts;
  PangoContext* context(const std::string& language, bool right_to_left);
  // Of a face at 1000 px: everything else is in proportion.
  struct Heights {
    float ascent = 0, descent = 0;
  };
  Heights heights[2];
  std::string families[2];  // of the serif and the sans face, with what stands in for them
};

class PangoText final : public TextLayout {
 public:
  // `number` is this layout's own.
  PangoText(Faces& faces, TextSpec spec, std::uint64_t number);

  const std::string& text() const override { return spec_.text; }
  int line_count() const override { return static_cast<int>(lines_.size()); }
  float line_px() const override { return spec_.line_px; }
  float width() const override { return width_; }
  bool overflows() const override { return overflows_; }
  float baseline() const override { return baseline_; }
  CursorPlace cursor(std::size_t byte) const override;
  std::size_t index_at(Point point) const override;
  std::size_t beside(std::size_t byte, int direction) const override;
  std::size_t neighbour(std::size_t byte, int direction) const override;
  std::pair<std::size_t, std::size_t> line(int index) const override;
  bool right_to_left() const override;
  int unknown_glyphs() const override;

  const TextSpec& spec() const { return spec_; }
  std::uint64_t number() const { return number_; }
  bool colored() const;
  // Lines [first, first + count) as pixels; `offset` is where they belong, from the text's corner.
  // An empty bitmap if nothing is to be seen.
  Bitmap paint(int first, int count, Point& offset) const;

 private:
  struct Line {
    PangoLayoutLine* line = nullptr;  // owned by the layout
    float x = 0;                      // where it begins in the block
    float width = 0;
  };
  void set_attributes();
  void wrap();
  void balance();
  int wrapped_lines(float width) const;
  void take_lines();
  std::size_t stepped(int index, int trailing) const;
  void paint_line(cairo_t* cairo, const Line& line) const;
  Color color_at(std::size_t byte) const;

  TextSpec spec_;
  std::uint64_t number_ = 0;
  GPointer<PangoLayout> layout_;
  std::vector<Line> lines_;
  float width_ = 0, baseline_ = 0;
  bool overflows_ = false;
};

}  // namespace afterword::kiosk
