// Words to pixels: the only door to Pango and cairo.
//
// Text is laid out at the exact pixel size it is shown at, and never scaled afterwards. Every text
// carries its language, since Chinese and Japanese draw the same character differently. Fonts come
// from our own list alone (assets/fonts.conf), so that every kiosk looks the same.
//
// Lines stand `line_px` apart whatever fonts a line needs: the baseline of line i is where the
// face's own font would put it. Letters of the sans face that look small beside Latin ones are
// drawn larger (Arabic 1.15 times, Thai 1.12, Hindi and Hebrew 1.08), those that the serif face
// lacks come in bold, and none but Latin ones are ever letter-spaced.
//
// Threads: main only, but for Fonts. Laying out cannot fail.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/color.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/glyphs/textures.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

enum class Face { serif, sans };  // Vollkorn asks, Inter answers
enum class Align { start, center, end };

// What the two faces are called; scripts they lack come from Noto.
struct FontFamilies {
  std::string serif = "Vollkorn", sans = "Inter";
};

struct Faces;

// The fonts, opened: what needs no window. Threads: any, one at a time.
class Fonts {
 public:
  // Reads `fonts_conf` and looks whether the families it names are installed; says which package is
  // missing. Errors: not_found, invalid.
  static Result<Fonts> open(const std::string& fonts_conf, const FontFamilies& families = {});
  Fonts(Fonts&&) noexcept;
  Fonts& operator=(Fonts&&) noexcept;
  ~Fonts();
  // Opens what the sample needs, so that the first text like it is not late.
  void warm(std::string_view language, std::string_view sample, Face face, int weight);

  Faces& faces() { return *faces_; }  // private to this folder

 private:
  explicit Fonts(std::unique_ptr<Faces> faces);
  std::unique_ptr<Faces> faces_;
};

// Bytes [begin, end) of the text that differ from the rest.
struct TextSpan {
  std::size_t begin = 0, end = 0;
  std::optional<int> weight;
  std::optional<Color> color;
  bool operator==(const TextSpan&) const = default;
};

struct TextSpec {
  std::string text;  // UTF-8; anything else is shown as U+FFFD
  Face face = Face::sans;
  float size_px = 24;
  float line_px = 0;  // 0: 1.25 times the size
  int weight = 400;
  float letter_spacing_em = 0;
  std::string language;  // full BCP 47 tag
  bool right_to_left = false;
  float width_px = 0;        // 0: one line, as wide as it needs
  bool break_words = false;  // true: a word wider than the width is broken (typed text)
  // Unset: typed text (break_words) reads as its own letters do, other text as right_to_left says.
  std::optional<bool> reads_right_to_left;
  bool secret = false;   // somebody's own: forgotten as soon as it is not shown
  bool balance = false;  // lines of about the same width, no single word at the end
  Align align = Align::start;
  std::vector<TextSpan> spans;  // with a colour in any of them, `base` is the colour of the rest
  Color base;
};

// Where a cursor stands: the line's box, relative to the text's top left corner.
struct CursorPlace {
  float x = 0, top = 0, height = 0;
  int line = 0;
};

// One text, laid out. Immutable; offsets are bytes of the text as given.
class TextLayout {
 public:
  virtual ~TextLayout() = default;
  virtual const std::string& text() const = 0;
  virtual int line_count() const = 0;
  virtual float line_px() const = 0;
  // Of the widest line; may be more than the width asked for if a word is wider.
  virtual float width() const = 0;
  float height() const { return static_cast<float>(line_count()) * line_px(); }
  virtual bool overflows() const = 0;  // a word is wider than the width
  virtual float baseline() const = 0;  // of the first line, from the top
  virtual CursorPlace cursor(std::size_t byte) const = 0;
  // The place between two characters nearest to a point; points outside count as the nearest line.
  virtual std::size_t index_at(Point point) const = 0;
  // The next place to stop, as the eye sees it: -1 one to the left, +1 one to the right. Returns
  // `byte` at the edge.
  virtual std::size_t beside(std::size_t byte, int direction) const = 0;
  // The next place to stop in reading order: -1 before, +1 after. What backspace removes is
  // [before, byte).
  virtual std::size_t neighbour(std::size_t byte, int direction) const = 0;
  // Whether the text is read from the right; lines are aligned as the spec says, whatever this is.
  virtual bool right_to_left() const = 0;
  // Bytes of line i, without its line break.
  virtual std::pair<std::size_t, std::size_t> line(int index) const = 0;
  virtual int unknown_glyphs() const = 0;  // characters no font has
};

struct TextSize {
  float width = 0, height = 0, baseline = 0;
  int lines = 0;
  bool overflows = false;
};

// A picture of a text. Draw it with its top left corner at the text's corner plus `offset`.
struct TextPicture {
  TextureId texture = 0;  // 0: nothing to draw (blank)
  Point offset;
  Size size;
  bool colored = false;  // true: draw in white, it has its own colours
};

// A drawn sign: an SVG path (M L H V C Q A Z and their small letters), filled or stroked.
struct ShapeSpec {
  std::string_view path;
  float scale = 1;                  // pixels a unit
  float stroke = 0;                 // units, round caps and joins; 0: filled
  float dash_on = 0, dash_off = 0;  // units
  bool flipped = false;             // left and right changed
  bool turned = false;              // half round
};

struct GlyphCounts {
  std::uint64_t laid_out = 0, painted = 0, unknown_glyphs = 0;
  std::size_t cached_bytes = 0;
};

class Glyphs {
 public:
  virtual ~Glyphs() = default;

  // `cache_bytes` is how much pixel memory pictures may take: the ones not used for longest go first,
  // but never one used in the last 64 frames.
  static std::unique_ptr<Glyphs> open(Fonts fonts, Textures& textures,
                                      std::size_t cache_bytes = 48U << 20U);

  virtual std::shared_ptr<const TextLayout> lay_out(const TextSpec& spec) = 0;
  virtual TextSize measure(const TextSpec& spec) = 0;  // remembered, unless it is secret
  // Valid for the next 64 frames.
  virtual TextPicture picture(const TextSpec& spec) = 0;
  // Lines [first, first + count) of a text too long for one picture, or of one being typed; the
  // offset is still relative to the whole text's corner. Forgotten when no frame has used it for a
  // while, together with everything that tells what was typed.
  virtual TextPicture picture(const std::shared_ptr<const TextLayout>& layout, int first,
                              int count) = 0;
  // `offset` is from the path's origin. A path we cannot read is our mistake: nothing is drawn.
  virtual TextPicture shape(const ShapeSpec& spec) = 0;
  // A PNG file at that height, in its own colours; the offset is 0. One that cannot be read draws
  // nothing: look at it with read_png_size() before.
  virtual TextPicture image(const std::string& png_file, int height_px) = 0;
  // Opens the fonts a language needs, so that its first page is not late.
  virtual void warm(std::string_view language, std::string_view sample) = 0;
  // Drops all pictures of lines of layouts at once, so that nothing a person wrote stays behind.
  virtual void forget_typed() = 0;
  // Call once a frame, before drawing.
  virtual void next_frame() = 0;
  virtual GlyphCounts counts() const = 0;
};

// Whether all of an SVG path can be drawn.
bool can_draw_path(std::string_view path);

// How large a PNG is; invalid if it is none, or larger than 4096 pixels either way.
Result<Size> read_png_size(const std::string& path);

// Writes rows of RGBA (straight alpha ignored, packed, top row first) as a PNG.
Result<> write_png(const std::string& path, int width, int height,
                   const std::vector<std::uint8_t>& rgba);

}  // namespace afterword::kiosk
