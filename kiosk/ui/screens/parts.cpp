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
  // Upright, the aids have a row of their own below the buttons.
  const float below = portrait ? page.du(42 + 83 + 10) : page.du(24);
  out.buttons_top = page.height() - out.button_height - below;
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

float reach_top(const Page& page) { return page.around().aids.low_reach ? page.height() / 2 : 0; }

float draw_masthead(Page& page, Color mark, Color brand, Color place) {
  Painter& paint = page.kit.paint();
  const float middle = page.du(48), x = page.du(84);
  paint.comma({page.du(59), page.du(paint.mirrored() ? 51 : 44)}, page.du(11), mark);
  const TextSpec name = page.kit.spec(page.around().brand, Type::label);
  const TextSize size = paint.glyphs().measure(name);
  paint.text_in({x, middle - page.du(20), size.width, page.du(40)}, name, brand);
  const float end = x + size.width;
  if (page.around().place.empty()) return end;
  TextSpec where = page.kit.spec(page.around().place, Type::label);
  where.weight = 500;
  const float width = paint.glyphs().measure(where).width;
  // The question's number stands in the middle of a page; where both have no room the brand remains.
  const bool alone = page.state.on_cover || page.portrait();
  const float most = page.width() * (alone ? 0.6F : 0.39F);
  if (end + page.du(10) + width > most) return end;
  paint.text_in({end + page.du(10), middle - page.du(20), width + 1, page.du(40)}, where, place);
  return end + page.du(10) + width;
}

float draw_progress(Page& page, const Progress& progress, Point center, bool from_start) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const Strings& words = page.kit.words();
  const std::string current = words.number(progress.current), count = words.number(progress.count);
  const char* const key = page.around().aids.larger_text ? "n_of_m" : "question_n_of_m";
  const TextSpec text = page.kit.spec(words.get(key, {{"n", current}, {"m", count}}), Type::nav);
  const TextSize size = paint.glyphs().measure(text);
  const float dot = page.du(12), wide = page.du(40), gap = page.du(12);
  const bool dots = progress.count <= kDotsMost && progress.count > 0;
  const float dots_width =
      dots ? wide + static_cast<float>(progress.count - 1) * (dot + gap) + page.du(20) : 0;
  const float begin = from_start ? center.x : center.x - (dots_width + size.width) / 2;
  float x = begin;
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
  return begin;
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
  const float pad = page.du(24);
  const TextSpec words = fitted(page, kit.words().get("practice"), Type::label, {20, 19, 18},
                                rect.width - 2 * pad, 2, rect.height - page.du(8));
  const TextSize size = kit.paint().glyphs().measure(words);
  const float width = size.width + 2 * pad;
  const float height = std::max(page.du(48), size.height + page.du(12));
  const float space = rect.width - width;
  const float x = rect.x + (align == Align::start ? 0 : align == Align::center ? space / 2 : space);
  const Rect pill{x, rect.center().y - height / 2, width, height};
  kit.paint().rounded(pill, page.du(24), kit.colors().marigold_soft);
  kit.paint().text_in(pill.grown(-pad + 1, 0), words, kit.colors().ink, Align::center);
}

TextSpec fitted(const Page& page, const std::string& text, Type type,
                std::initializer_list<float> sizes_du, float width_px, int lines_max,
                float height_px) {
  TextSpec spec;
  for (const float share : {1.0F, 0.66F, 0.33F, 0.0F}) {
    for (const float size_du : sizes_du) {
      spec = page.kit.spec_eased(text, type, size_du, share);
      spec.width_px = width_px;
      spec.balance = true;
      const TextSize size = page.kit.paint().glyphs().measure(spec);
      if (!size.overflows && size.lines <= lines_max && size.height <= height_px) return spec;
    }
    if (page.kit.units().type == TypeScale{}) break;  // all shares are the same
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
  if (page.kit.units().type.question > 1) {
    const TextSpec large = fitted(page, text, Type::question, {56, 52, 48, 44, 40}, width,
                                  page.portrait() ? 4 : 3, height);
    if (!large.break_words) return large;
  }
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
    paint.text_in({at.margin, y, width, 0}, small, kit.colors().accent_text, Align::start, false);
    y += topic_height;
  }
  paint.text_in({at.margin, y, width, 0}, question, kit.colors().ink, Align::start, false);
  y += height + gap;
  if (!hint.empty())
    paint.text_in({at.margin, y, width, 0}, more, kit.colors().ink2, Align::start, false);
  return y + hint_height;
}

bool pressed_ok(const Page& page) {
  const auto& event = page.kit.frame().event;  // gone if the keys had led somewhere
  const auto* const key = event ? std::get_if<KeyEvent>(&*event) : nullptr;
  return key != nullptr && key->key == NamedKey::enter;
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
  const bool asks_language = page.portrait() || page.around().aids.low_reach;
  if (!page.portrait()) {
    draw_aids(page, {left, at.buttons_top, right - left, at.button_height}, Align::center,
              asks_language);
    return;
  }
  // Upright, the language stands between the buttons, or with the aids where Next takes its room.
  const Rect below{at.margin, at.buttons_top + at.button_height + page.du(10), at.inner_width,
                   page.du(83)};
  const float width = language_button_width(page);
  const bool beside = !bar.next && width <= right - left;
  if (beside) {
    const float x = std::clamp((page.width() - width) / 2, left, right - width);
    draw_language_button(page, {x, at.buttons_top, width, at.button_height});
  }
  draw_aids(page, below, Align::center, !beside);
}

}  // namespace afterword::kiosk
