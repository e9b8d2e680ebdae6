#include "kiosk/ui/glyphs/layout.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

int units(float px) { return static_cast<int>(std::lround(px * PANGO_SCALE)); }
float pixels(int units) { return static_cast<float>(units) / PANGO_SCALE; }

enum class Script { latin, other, arabic, hebrew, devanagari, thai, han };

// How much larger a script's letters of the sans face are drawn, to look as large as Latin ones.
float scale_of(Script script) {
  switch (script) {
    case Script::arabic:
      return 1.15F;
    case Script::thai:
      return 1.12F;
    case Script::devanagari:
    case Script::hebrew:
      return 1.08F;
    default:
      return 1;
  }
}

// Whether the serif face itself has the letters; the others come in 400 and 700 only.
bool in_serif_face(Script script) { return script == Script::latin || script == Script::other; }

Script script_of(gunichar character, Script before) {
  if (character >= 0x600 && character <= 0x6FF) return Script::arabic;  // its signs and digits too
  switch (g_unichar_get_script(character)) {
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_INHERITED:
      return before;
    case G_UNICODE_SCRIPT_LATIN:
      return Script::latin;
    case G_UNICODE_SCRIPT_ARABIC:
      return Script::arabic;
    case G_UNICODE_SCRIPT_HEBREW:
      return Script::hebrew;
    case G_UNICODE_SCRIPT_DEVANAGARI:
      return Script::devanagari;
    case G_UNICODE_SCRIPT_THAI:
      return Script::thai;
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return Script::han;
    default:
      return Script::other;
  }
}

struct ScriptRun {
  std::size_t begin = 0, end = 0;
  Script script = Script::latin;
};

// Neighbours of one script; spaces, digits and signs belong to what stands before them.
std::vector<ScriptRun> script_runs(const std::string& text, Script first) {
  std::vector<ScriptRun> runs;
  const char* const begin = text.c_str();
  for (const char* at = begin; *at != '\0'; at = g_utf8_next_char(at)) {
    const Script before = runs.empty() ? first : runs.back().script;
    const Script script = script_of(g_utf8_get_char(at), before);
    const auto from = static_cast<std::size_t>(at - begin);
    const auto to = static_cast<std::size_t>(g_utf8_next_char(at) - begin);
    if (runs.empty() || runs.back().script != script)
      runs.push_back({from, to, script});
    else
      runs.back().end = to;
  }
  return runs;
}

Script script_of_language(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "ar" || primary == "fa" || primary == "ur") return Script::arabic;
  if (primary == "zh" || primary == "ja" || primary == "ko") return Script::han;
  if (primary == "he" || primary == "yi") return Script::hebrew;
  if (primary == "hi" || primary == "mr" || primary == "ne") return Script::devanagari;
  if (primary == "th") return Script::thai;
  return Script::latin;
}

void insert(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin, std::size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

PangoFontDescription* description(const TextSpec& spec, const Faces& faces) {
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family(font, faces.families[spec.face == Face::serif ? 0 : 1].c_str());
  pango_font_description_set_weight(font, static_cast<PangoWeight>(spec.weight));
  pango_font_description_set_absolute_size(font, units(spec.size_px));
  return font;
}

std::string valid_text(std::string text) {
  // Pango ends at a NUL, so offsets behind one would be lost.
  for (char& letter : text)
    if (letter == '\0') letter = ' ';
  if (g_utf8_validate(text.c_str(), static_cast<gssize>(text.size()), nullptr)) return text;
  gchar* const repaired = g_utf8_make_valid(text.c_str(), static_cast<gssize>(text.size()));
  std::string out = repaired;
  g_free(repaired);
  return out;
}

}  // namespace

PangoText::PangoText(Faces& faces, TextSpec spec, std::uint64_t number)
    : spec_(std::move(spec)),
      number_(number),
      layout_(pango_layout_new(
          faces.context(spec_.language, spec_.reads_right_to_left.value_or(spec_.right_to_left)))) {
  spec_.text = valid_text(std::move(spec_.text));
  if (spec_.line_px <= 0) spec_.line_px = std::round(spec_.size_px * 1.25F);
  const bool by_letters = spec_.break_words && !spec_.reads_right_to_left;
  pango_layout_set_auto_dir(layout_.get(), by_letters ? TRUE : FALSE);
  PangoFontDescription* const font = description(spec_, faces);
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout_.get(), spec_.text.c_str(), static_cast<int>(spec_.text.size()));
  set_attributes();
  wrap();
  const Faces::Heights& heights = faces.heights[spec_.face == Face::serif ? 0 : 1];
  const float ascent = heights.ascent * spec_.size_px, descent = heights.descent * spec_.size_px;
  baseline_ = (spec_.line_px - (ascent + descent)) / 2 + ascent;
}

void PangoText::set_attributes() {
  PangoAttrList* const list = pango_attr_list_new();
  insert(list, pango_attr_language_new(pango_language_from_string(spec_.language.c_str())), 0,
         spec_.text.size());
  insert(list,
         pango_attr_font_features_new(spec_.face == Face::serif ? "lnum=1,kern=1,liga=1"
                                                                : "tnum=1,kern=1"),
         0, spec_.text.size());
  for (const ScriptRun& run : script_runs(spec_.text, script_of_language(spec_.language))) {
    if (spec_.face == Face::serif && !in_serif_face(run.script))
      insert(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), run.begin, run.end);
    if (spec_.face == Face::sans && scale_of(run.script) != 1)
      insert(list, pango_attr_size_new_absolute(units(spec_.size_px * scale_of(run.script))),
             run.begin, run.end);
    if (spec_.letter_spacing_em != 0 && run.script == Script::latin)
      insert(list, pango_attr_letter_spacing_new(units(spec_.letter_spacing_em * spec_.size_px)),
             run.begin, run.end);
  }
  for (const TextSpan& span : spec_.spans) {
    if (span.weight)
      insert(list, pango_attr_weight_new(static_cast<PangoWeight>(*span.weight)), span.begin,
             span.end);
    // Only makes Pango begin a new run here; the colour itself is ours.
    if (span.color) insert(list, pango_attr_foreground_new(0, 0, 0), span.begin, span.end);
  }
  pango_layout_set_attributes(layout_.get(), list);
  pango_attr_list_unref(list);
}

int PangoText::wrapped_lines(float width) const {
  pango_layout_set_width(layout_.get(), units(width));
  return pango_layout_get_line_count(layout_.get());
}

void PangoText::wrap() {
  if (spec_.width_px > 0) {
    pango_layout_set_wrap(layout_.get(),
                          spec_.break_words ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    pango_layout_set_width(layout_.get(), units(spec_.width_px));
    if (spec_.balance && pango_layout_get_line_count(layout_.get()) > 1) balance();
  }
  take_lines();
}

// The least width that needs no more lines.
void PangoText::balance() {
  const int lines = pango_layout_get_line_count(layout_.get());
  float least = spec_.width_px / 3, most = spec_.width_px;
  for (int round = 0; round < 9; ++round) {
    const float middle = (least + most) / 2;
    const bool same = wrapped_lines(middle) == lines;
    PangoRectangle logical;
    pango_layout_get_extents(layout_.get(), nullptr, &logical);
    (same && pixels(logical.width) <= middle ? most : least) = middle;
  }
  wrapped_lines(most);
}

void PangoText::take_lines() {
  const int count = pango_layout_get_line_count(layout_.get());
  for (int i = 0; i < count; ++i) {
    PangoLayoutLine* const line = pango_layout_get_line_readonly(layout_.get(), i);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    lines_.push_back({line, 0, pixels(logical.width)});
    width_ = std::max(width_, lines_.back().width);
  }
  overflows_ = spec_.width_px > 0 && width_ > spec_.width_px + 0.5F;
  const float block = spec_.width_px > 0 ? spec_.width_px : width_;
  for (Line& line : lines_) {
    const float space = block - line.width;
    const bool at_right = (spec_.align == Align::start) == spec_.right_to_left;
    line.x = spec_.align == Align::center ? space / 2 : at_right ? space : 0;
  }
}

CursorPlace PangoText::cursor(std::size_t byte) const {
  int line = 0, x = 0;
  const auto index = static_cast<int>(std::min(byte, spec_.text.size()));
  pango_layout_index_to_line_x(layout_.get(), index, FALSE, &line, &x);
  line = std::clamp(line, 0, line_count() - 1);
  // Behind a line's last character Pango says its right edge, also where the end is at the left.
  PangoLayoutLine* const end = lines_[static_cast<std::size_t>(line)].line;
  if (index == end->start_index + end->length &&
      pango_layout_line_get_resolved_direction(end) == PANGO_DIRECTION_RTL)
    x = 0;
  return {lines_[static_cast<std::size_t>(line)].x + pixels(x),
          static_cast<float>(line) * spec_.line_px, spec_.line_px, line};
}

std::size_t PangoText::stepped(int index, int trailing) const {
  const char* at = spec_.text.c_str() + index;
  for (; trailing > 0 && *at != '\0'; --trailing) at = g_utf8_next_char(at);
  return static_cast<std::size_t>(at - spec_.text.c_str());
}

std::size_t PangoText::index_at(Point point) const {
  const int number =
      std::clamp(static_cast<int>(std::floor(point.y / spec_.line_px)), 0, line_count() - 1);
  const Line& line = lines_[static_cast<std::size_t>(number)];
  int index = 0, trailing = 0;
  pango_layout_line_x_to_index(line.line, units(point.x - line.x), &index, &trailing);
  return stepped(index, trailing);
}

std::size_t PangoText::beside(std::size_t byte, int direction) const {
  int index = 0, trailing = 0;
  pango_layout_move_cursor_visually(layout_.get(), TRUE, static_cast<int>(byte), 0, direction,
                                    &index, &trailing);
  if (index < 0 || index == G_MAXINT) return byte;
  return stepped(index, trailing);
}

std::size_t PangoText::neighbour(std::size_t byte, int direction) const {
  int count = 0;
  const PangoLogAttr* const marks = pango_layout_get_log_attrs_readonly(layout_.get(), &count);
  const char* const begin = spec_.text.c_str();
  int at = static_cast<int>(g_utf8_pointer_to_offset(begin, begin + byte));
  do {
    at += direction;
  } while (at > 0 && at < count - 1 && marks[at].is_cursor_position == 0);
  at = std::clamp(at, 0, std::max(0, count - 1));
  return static_cast<std::size_t>(g_utf8_offset_to_pointer(begin, at) - begin);
}

std::pair<std::size_t, std::size_t> PangoText::line(int index) const {
  const PangoLayoutLine* const line = lines_[static_cast<std::size_t>(index)].line;
  const auto begin = static_cast<std::size_t>(line->start_index);
  return {begin, begin + static_cast<std::size_t>(line->length)};
}

bool PangoText::right_to_left() const {
  return pango_layout_line_get_resolved_direction(lines_.front().line) == PANGO_DIRECTION_RTL;
}

int PangoText::unknown_glyphs() const {
  return pango_layout_get_unknown_glyphs_count(layout_.get());
}

bool PangoText::colored() const {
  return std::any_of(spec_.spans.begin(), spec_.spans.end(),
                     [](const TextSpan& span) { return span.color.has_value(); });
}

Color PangoText::color_at(std::size_t byte) const {
  for (const TextSpan& span : spec_.spans)
    if (span.color && byte >= span.begin && byte < span.end) return *span.color;
  return spec_.base;
}

// Outlines are filled rather than glyphs shown: cairo 1.16 would put every glyph on a whole pixel,
// which spaces letters unevenly.
void PangoText::paint_line(cairo_t* cairo, const Line& line) const {
  if (!colored()) {
    pango_cairo_layout_line_path(cairo, line.line);
    cairo_fill(cairo);
    return;
  }
  double x = 0, y = 0;
  cairo_get_current_point(cairo, &x, &y);
  for (GSList* item = line.line->runs; item != nullptr; item = item->next) {
    auto* const run = static_cast<PangoGlyphItem*>(item->data);
    const Color color = color_at(static_cast<std::size_t>(run->item->offset));
    cairo_set_source_rgb(cairo, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
    cairo_move_to(cairo, x, y);
    pango_cairo_glyph_string_path(cairo, run->item->analysis.font, run->glyphs);
    cairo_fill(cairo);
    x += pixels(pango_glyph_string_get_width(run->glyphs));
  }
}

Bitmap PangoText::paint(int first, int count, Point& offset) const {
  const int last = std::min(first + count, line_count());
  float left = 1e9F, top = 1e9F, right = -1e9F, bottom = -1e9F;
  for (int i = first; i < last; ++i) {
    const Line& line = lines_[static_cast<std::size_t>(i)];
    PangoRectangle ink;
    pango_layout_line_get_extents(line.line, &ink, nullptr);
    if (ink.width <= 0 || ink.height <= 0) continue;
    const float x = line.x + pixels(ink.x);
    const float y = static_cast<float>(i) * spec_.line_px + baseline_ + pixels(ink.y);
    left = std::min(left, x);
    top = std::min(top, y);
    right = std::max(right, x + pixels(ink.width));
    bottom = std::max(bottom, y + pixels(ink.height));
  }
  Bitmap bitmap;
  if (right <= left) return bitmap;
  offset = {std::floor(left) - 1, std::floor(top) - 1};
  bitmap.width = static_cast<int>(std::ceil(right - offset.x)) + 1;
  bitmap.height = static_cast<int>(std::ceil(bottom - offset.y)) + 1;
  bitmap.format = colored() ? Bitmap::Format::rgba : Bitmap::Format::coverage;

  cairo_surface_t* const surface = cairo_image_surface_create(
      colored() ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8, bitmap.width, bitmap.height);
  cairo_t* const cairo = cairo_create(surface);
  for (int i = first; i < last; ++i) {
    const Line& line = lines_[static_cast<std::size_t>(i)];
    cairo_move_to(cairo, line.x - offset.x,
                  std::round(static_cast<float>(i) * spec_.line_px + baseline_) - offset.y);
    paint_line(cairo, line);
  }
  cairo_destroy(cairo);
  cairo_surface_flush(surface);

  const unsigned char* const pixels_in = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  const int per_pixel = colored() ? 4 : 1;
  bitmap.pixels.reserve(static_cast<std::size_t>(bitmap.width * bitmap.height * per_pixel));
  for (int y = 0; pixels_in != nullptr && y < bitmap.height; ++y) {
    const unsigned char* const row = pixels_in + static_cast<std::ptrdiff_t>(y) * stride;
    if (per_pixel == 1) {
      bitmap.pixels.insert(bitmap.pixels.end(), row, row + bitmap.width);
      continue;
    }
    for (int x = 0; x < bitmap.width; ++x) {  // from premultiplied blue, green, red, alpha
      const unsigned char* const in = row + static_cast<std::ptrdiff_t>(x) * 4;
      const unsigned alpha = in[3];
      for (const int channel : {2, 1, 0})
        bitmap.pixels.push_back(
            alpha == 0 ? std::uint8_t{0}
                       : static_cast<std::uint8_t>(std::min(255U, in[channel] * 255U / alpha)));
      bitmap.pixels.push_back(static_cast<std::uint8_t>(alpha));
    }
  }
  cairo_surface_destroy(surface);
  if (pixels_in == nullptr) return {};  // too large for cairo, or out of memory
  return bitmap;
}

}  // namespace afterword::kiosk
