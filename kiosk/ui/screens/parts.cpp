#include "kiosk/ui/screens/parts.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kMargin = 48;
constexpr int kDotsMost = 10;
constexpr float kWidePageDu = 1400;

}  // namespace

Measures measures(const Page& page) {
  Measures out;
  const bool portrait = page.portrait();
  out.margin = page.du(kMargin);
  out.top = page.du(96);
  out.button_height = page.du(portrait ? 83 : 80);
  out.buttons_top = page.height() - out.button_height - page.du(portrait ? 48 : 24);
  out.tiles_bottom = out.buttons_top - page.du(portrait ? 46 : 36);
  out.inner_width = page.width() - 2 * out.margin;
  return out;
}

void draw_paper(Page& page) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  paint.fill({0, 0, page.width(), page.height()}, colors.paper);
  if (page.portrait())
    paint.comma({page.width() - page.du(100), page.du(paint.mirrored() ? 470 : 204)}, page.du(214),
                colors.paper2);
  else if (paint.mirrored())
    paint.comma({page.width() - page.du(50), page.du(283)}, page.du(88), colors.paper2);
  else
    paint.comma({page.width() - page.du(69), page.du(22)}, page.du(135), colors.paper2);
}

Mark cover_mark(const Page& page) {
  const bool turned = page.kit.right_to_left();
  if (page.portrait())
    return {{page.width() - page.du(190), page.du(turned ? 516 : 230)}, page.du(250)};
  return {{page.width() - page.du(236), page.du(turned ? 418 : 150)}, page.du(236)};
}

void draw_cover(Page& page) {
  page.kit.paint().fill({0, 0, page.width(), page.height()}, page.kit.colors().cover);
}

void draw_masthead(Page& page, Color mark, Color brand, Color place) {
  Painter& paint = page.kit.paint();
  const float middle = page.du(48), x = page.du(84);
  paint.comma({page.du(59), page.du(paint.mirrored() ? 51 : 44)}, page.du(11), mark);
  const TextSpec name = page.kit.spec(page.around().brand, Type::label);
  const TextSize size = paint.glyphs().measure(name);
  paint.text_in({x, middle - page.du(20), size.width, page.du(40)}, name, brand);
  if (page.around().place.empty()) return;
  TextSpec where = page.kit.spec(page.around().place, Type::label);
  where.weight = 500;
  paint.text_in({x + size.width + page.du(10), middle - page.du(20), page.du(400), page.du(40)},
                where, place);
}

void draw_progress(Page& page, const Progress& progress, Point center, bool from_start) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const Strings& words = page.kit.words();
  const std::string current = words.number(progress.current), count = words.number(progress.count);
  const TextSpec text =
      page.kit.spec(words.get("question_n_of_m", {{"n", current}, {"m", count}}), Type::nav);
  const TextSize size = paint.glyphs().measure(text);
  const float dot = page.du(12), wide = page.du(40), gap = page.du(12);
  const bool dots = progress.count <= kDotsMost && progress.count > 0;
  const float dots_width =
      dots ? wide + static_cast<float>(progress.count - 1) * (dot + gap) + page.du(20) : 0;
  float x = from_start ? center.x : center.x - (dots_width + size.width) / 2;
  for (int i = 1; dots && i <= progress.count; ++i) {
    const bool here = i == progress.current;
    const Rect rect{x, center.y - dot / 2, here ? wide : dot, dot};
    if (here)
      paint.rounded(rect, dot / 2, colors.ink);
    else if (i < progress.current)
      paint.disc(rect.center(), dot / 2, colors.ink);
    else
      paint.circle(rect.center(), dot / 2 - page.du(1), page.du(2), colors.line2);
    x += rect.width + (i < progress.count ? gap : page.du(20));
  }
  paint.text_in({x, center.y - page.du(20), size.width, page.du(40)}, text, colors.ink2);
}

namespace {

TextSpec language_words(Page& page) {
  TextSpec spec = page.kit.spec(own_name(page.around().language), Type::label);
  spec.weight = 500;
  return spec;
}

}  // namespace

float language_button_width(Page& page) {
  const float words = page.kit.paint().glyphs().measure(language_words(page)).width;
  return std::round(words + page.du(26 + 24 + 13 + 13 + 18 + 24));
}

void draw_language_button(Page& page, Rect rect) {
  Kit& kit = page.kit;
  if (page.around().languages.size() < 2) return;
  Button frame;
  frame.name = "language";
  const bool tapped = draw_button(kit, frame, rect, page.du(24));
  const TextSpec words = language_words(page);
  const float width = kit.paint().glyphs().measure(words).width;
  const float middle = rect.center().y;
  float x = rect.x + page.du(26);
  kit.paint().icon(Icon::globe, {x + page.du(12), middle}, page.du(24), kit.colors().ink, 1.8F);
  x += page.du(24 + 13);
  kit.paint().text_in({x, rect.y, width, rect.height}, words, kit.colors().ink);
  x += width + page.du(13);
  kit.paint().icon(Icon::chevron, {x + page.du(9), middle}, page.du(24), kit.colors().ink, 2.1F);
  if (tapped) page.say(OpenLanguages{});
}

void draw_practice(Page& page, Rect rect, Align align) {
  if (!page.around().practice) return;
  Kit& kit = page.kit;
  const TextSpec words = kit.spec(kit.words().get("practice"), Type::label);
  const float width = kit.paint().glyphs().measure(words).width + page.du(48);
  const float height = page.du(48);
  const float space = rect.width - width;
  const float x = rect.x + (align == Align::start ? 0 : align == Align::center ? space / 2 : space);
  const Rect pill{x, rect.center().y - height / 2, width, height};
  kit.paint().rounded(pill, height / 2, kit.colors().marigold_soft);
  kit.paint().text_in(pill, words, kit.colors().ink, Align::center);
}

TextSpec fitted(const Page& page, const std::string& text, Type type,
                std::initializer_list<float> sizes_du, float width_px, int lines_max,
                float height_px) {
  TextSpec spec;
  for (const float size_du : sizes_du) {
    spec = page.kit.spec(text, type, size_du);
    spec.width_px = width_px;
    spec.balance = true;
    const TextSize size = page.kit.paint().glyphs().measure(spec);
    if (!size.overflows && size.lines <= lines_max && size.height <= height_px) return spec;
  }
  spec.break_words = true;
  return spec;
}

TextSpec label(const Page& page, const std::string& text, Type type, float width_px,
               float height_px) {
  const float size = style_of(type).size_du;
  return fitted(page, text, type, {size, std::max(20.0F, size - 2), 20}, width_px, 4, height_px);
}

namespace {

// One line may be large, two a little smaller, three smaller still.
TextSpec question_text(const Page& page, const std::string& text, float width, float height) {
  if (page.portrait())
    return fitted(page, text, Type::question, {74, 68, 62, 56, 50, 44, 40}, width, 4, height);
  const bool wide = page.kit.units().page_width_du() >= kWidePageDu;
  const TextSpec one = wide ? fitted(page, text, Type::question, {60, 56}, width, 1, height)
                            : fitted(page, text, Type::question, {56}, width, 1, height);
  if (!one.break_words) return one;
  const TextSpec two = fitted(page, text, Type::question, {54, 52}, width, 2, height);
  if (!two.break_words) return two;
  return fitted(page, text, Type::question, {48, 44, 40}, width, 3, height);
}

}  // namespace

float draw_asked(Page& page, const std::string& topic, const std::string& text,
                 const std::string& hint, float bottom) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Measures at = measures(page);
  const float gap = page.du(8);
  const float width = std::min(page.du(1080), at.inner_width);
  TextSpec small = kit.spec(topic, Type::label), more = kit.spec(hint, Type::hint);
  small.width_px = more.width_px = width;
  const float topic_height = topic.empty() ? 0 : paint.glyphs().measure(small).height + gap;
  const float hint_height = hint.empty() ? 0 : paint.glyphs().measure(more).height + gap;
  const float top = page.portrait() ? page.du(310) : at.top;
  const float room = bottom - page.du(20) - top - topic_height - hint_height;
  const TextSpec question = question_text(page, text, width, room);
  const float height = paint.glyphs().measure(question).height;
  const float free = std::max(0.0F, room - height);
  float y = top + (page.portrait() ? 0 : std::min(page.du(45), free / 4));
  if (!topic.empty()) {
    paint.text_in({at.margin, y, width, 0}, small, kit.colors().spruce, Align::start, false);
    y += topic_height;
  }
  paint.text_in({at.margin, y, width, 0}, question, kit.colors().ink, Align::start, false);
  y += height + gap;
  if (!hint.empty())
    paint.text_in({at.margin, y, width, 0}, more, kit.colors().ink2, Align::start, false);
  return y + hint_height;
}

void draw_bottom_bar(Page& page, const Bar& bar) {
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  const Measures at = measures(page);
  const float gap = page.du(12);
  float left = at.margin, right = page.width() - at.margin;
  if (bar.back) {
    Button back{.name = "back", .words = words.get("back"), .before = Icon::back};
    const float width = button_width(kit, back);
    if (draw_button(kit, back, {left, at.buttons_top, width, at.button_height}, gap)) {
      page.state.pending.reset();
      page.say(Back{});
    }
    left += width + gap;
  }
  if (bar.next) {
    Button next{
        .name = "next", .words = words.get("next"), .look = ButtonLook::main, .after = Icon::next};
    const float width = button_width(kit, next);
    right -= width;
    if (draw_button(kit, next, {right, at.buttons_top, width, at.button_height}, gap))
      page.say(Next{});
    right -= gap;
  }
  if (bar.skip) {
    Button skip{.name = "skip", .words = words.get("skip"), .after = Icon::skip};
    const float width = button_width(kit, skip);
    right -= width;
    if (draw_button(kit, skip, {right, at.buttons_top, width, at.button_height}, gap)) {
      page.state.pending.reset();
      page.say(Skip{});
    }
    right -= gap;
  }
  if (page.portrait()) {
    // Where Next takes the room, the language goes to the top.
    const float width = language_button_width(page);
    draw_language_button(
        page, bar.next ? Rect{page.width() - at.margin - width, page.du(12), width, page.du(72)}
                       : Rect{(page.width() - width) / 2, at.buttons_top, width, at.button_height});
    draw_practice(page, {0, page.du(150), page.width() - at.margin, page.du(60)}, Align::end);
  } else {
    draw_practice(page, {left, at.buttons_top, right - left, at.button_height});
  }
}

}  // namespace afterword::kiosk
