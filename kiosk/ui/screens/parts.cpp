#include "kiosk/ui/screens/parts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {
namespace {

constexpr float kMargin = 48, kTopBarDu = 12;  // where its buttons begin
constexpr float kReachMostMm = 1200;           // above the floor, from a wheelchair
constexpr float kTargetGapMm = 1.35F;
constexpr int kDotsMost = 10;
constexpr float kWidePageDu = 1400;

}  // namespace

Measures measures(const Page& page) {
  Measures out;
  const bool portrait = page.portrait();
  const float reach = reach_top(page);
  const bool half = portrait || reach >= page.height() / 2;
  // Half of a small panel has no room to spare.
  const bool dense = half && page.small();
  out.margin = page.du(kMargin);
  out.top = page.du(96);
  out.button_height = std::max(page.du(portrait ? 83 : 80), page.kit.units().mm(kButtonLeastMm));
  // Upright, the aids have a row of their own below the buttons.
  const float below = portrait ? page.du(42 + 10) + out.button_height : page.du(dense ? 12 : 24);
  out.buttons_top = page.height() - out.button_height - below;
  const float between = portrait ? 46 : dense ? 8 : half || page.small() ? 16 : 36;
  out.tiles_bottom = out.buttons_top - gap_of(page, between);
  out.inner_width = page.width() - 2 * out.margin;
  out.answers_most = out.tiles_bottom - (half ? page.height() / 2 : std::max(out.top, reach));
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
    // Above the words, also where its tail reaches up.
    return turned ? Mark{{page.width() - page.du(190), page.du(310)}, page.du(205)}
                  : Mark{{page.width() - page.du(190), page.du(230)}, page.du(250)};
  if (page.small()) return {{page.width() - page.du(160), page.du(turned ? 320 : 118)}, page.du(164)};
  return {{page.width() - page.du(236), page.du(turned ? 350 : 92)}, page.du(236)};
}

void draw_cover(Page& page) {
  page.kit.paint().fill({0, 0, page.width(), page.height()}, page.kit.colors().cover);
}

float gap_of(const Page& page, float gap_du) {
  return std::max(page.du(gap_du), page.kit.units().mm(kTargetGapMm));
}

float reach_top(const Page& page) {
  const float middle = page.height() / 2;
  if (page.around().aids.low_reach) return middle;
  const int edge = page.around().mounting.lower_edge_mm;
  if (edge <= 0) return 0;
  const float reached = page.kit.units().mm(kReachMostMm - static_cast<float>(edge));
  return std::clamp(page.height() - reached, 0.0F, middle);
}

bool top_out_of_reach(const Page& page) { return reach_top(page) > page.du(kTopBarDu); }

float draw_masthead(Page& page, Color mark, Color brand, Color place, float most) {
  Painter& paint = page.kit.paint();
  const float middle = page.du(48), x = page.du(84);
  // A picture has its own colours, which high contrast would not let stand.
  const bool pictured =
      !page.kit.colors().outlined && paint.brand_picture({page.du(62), middle}, page.du(36));
  if (!pictured) paint.comma({page.du(59), page.du(paint.mirrored() ? 51 : 44)}, page.du(11), mark);
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
  if (most <= 0) most = page.width() * (alone ? 0.6F : 0.39F);
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

void draw_language_button(Page& page, Rect rect, const char* name) {
  Kit& kit = page.kit;
  if (page.around().languages.size() < 2) return;
  Button frame;
  frame.name = name;
  const bool tapped = draw_button(kit, frame, rect, page.du(24));
  kit.hits().name_last(own_name(page.around().language));
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

void draw_language_on_top(Page& page) {
  if (top_out_of_reach(page)) return;
  const float width = language_button_width(page);
  draw_language_button(page, {page.width() - measures(page).margin - width, page.du(kTopBarDu),
                              width, std::max(page.du(72), page.kit.units().mm(kLeastMm))});
}

void draw_message(Page& page, const std::string& title, const std::string& text) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const Measures at = measures(page);
  const float width =
      page.portrait() ? at.inner_width : std::min(at.inner_width, page.du(760));
  const float gap = page.du(24), room = at.buttons_top - gap - at.top;
  const TextSpec said = fitted(page, text, Type::body, {25, 22, 20}, width, 9, room * 0.6F);
  const float said_height = paint.glyphs().measure(said).height;
  const TextSpec head = fitted(page, title, Type::display, {78, 70, 62, 54, 46, 40}, width, 4,
                               room - said_height - gap);
  const float height = paint.glyphs().measure(head).height;
  const float all = height + gap + said_height;
  const float wanted = page.portrait() ? page.height() * 0.5F : page.height() / 2 - height;
  const float y = std::clamp(wanted, at.top, std::max(at.top, at.top + room - all));
  paint.text_in({at.margin, y, width, 0}, head, colors.cover_text, Align::start, false);
  paint.text_in({at.margin, y + height + gap, width, 0}, said, colors.cover_text2, Align::start,
                false);
}

void draw_practice(Page& page, Rect rect, Align align) {
  if (!page.around().practice || rect.width < page.du(100)) return;
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
  // The largest first, however much of it is larger text: that never makes letters smaller.
  std::vector<TextSpec> specs;
  const std::string shown = in_own_direction(text, page.kit.right_to_left());
  for (const float share : {1.0F, 0.66F, 0.33F, 0.0F}) {
    for (const float size_du : sizes_du)
      specs.push_back(page.kit.spec_eased(shown, type, size_du, share));
    if (page.kit.units().type == TypeScale{}) break;  // all shares are the same
  }
  std::stable_sort(specs.begin(), specs.end(),
                   [](const TextSpec& a, const TextSpec& b) { return a.size_px > b.size_px; });
  for (TextSpec& spec : specs) {
    spec.width_px = width_px;
    spec.balance = true;
    const TextSize size = page.kit.paint().glyphs().measure(spec);
    if (!size.overflows && size.lines <= lines_max && size.height <= height_px) return spec;
  }
  specs.back().break_words = true;
  return specs.back();
}

TextSpec label(const Page& page, const std::string& text, Type type, float width_px,
               float height_px) {
  const float size = style_of(type).size_du;
  const TextSpec usual =
      fitted(page, text, type, {size, std::max(20.0F, size - 2), 20}, width_px, 4, height_px);
  if (!usual.break_words) return usual;
  return fitted(page, text, type, {18}, width_px, 4, height_px);
}

namespace {

// One line may be large, two a little smaller, three smaller still.
TextSpec question_text(const Page& page, const std::string& text, float width, float height) {
  if (page.kit.units().type.question > 1) {
    const TextSpec one = fitted(page, text, Type::question, {56, 52, 48}, width, 1, height);
    if (!one.break_words && one.size_px >= page.du(73)) return one;
    const TextSpec large = fitted(page, text, Type::question, {56, 52, 48, 44, 40}, width,
                                  page.portrait() ? 4 : 3, height);
    if (!large.break_words) return large;
  }
  if (page.portrait()) {
    // Chinese breaks between any two signs: rather a little smaller in one line.
    const TextSpec one = fitted(page, text, Type::question, {74, 68, 62}, width, 1, height);
    if (!one.break_words) return one;
    const TextSpec tall =
        fitted(page, text, Type::question, {74, 68, 62, 56, 50, 44, 40}, width, 4, height);
    if (!tall.break_words) return tall;
  } else {
    const bool wide = page.kit.units().page_width_du() >= kWidePageDu;
    const TextSpec one = wide ? fitted(page, text, Type::question, {60, 56}, width, 1, height)
                              : fitted(page, text, Type::question, {56}, width, 1, height);
    if (!one.break_words) return one;
    const TextSpec two = fitted(page, text, Type::question, {54, 52}, width, 2, height);
    if (!two.break_words) return two;
    const TextSpec three = fitted(page, text, Type::question, {48, 44, 40}, width, 3, height);
    if (!three.break_words) return three;
  }
  // A survey's check should have refused it: rather small than over the answers.
  return fitted(page, text, Type::question, {36, 32, 28, 24}, width, 6, height);
}

// Where what is asked stands, and how large.
struct AskedLayout {
  TextSpec topic, text, hint;
  float top = 0, room = 0, topic_height = 0, text_height = 0, gap = 0;
};

AskedLayout lay_out_asked(Page& page, const Asked& asked, float bottom) {
  Kit& kit = page.kit;
  Glyphs& glyphs = kit.paint().glyphs();
  const Measures at = measures(page);
  const float width = std::min(page.du(1080), at.inner_width);
  AskedLayout out;
  out.gap = page.du(8);
  out.topic = fitted(page, asked.topic, Type::label, {20}, width, 2);
  out.hint = fitted(page, asked.hint, Type::hint, {22, 20}, width, 2);
  out.topic_height = asked.topic.empty() ? 0 : glyphs.measure(out.topic).height + out.gap;
  const float hint = asked.hint.empty() ? 0 : glyphs.measure(out.hint).height + out.gap;
  // Upright the question has its own place, unless the answers need it.
  const float wanted = page.portrait() ? page.du(310) : at.top;
  out.top = std::min(wanted, std::max(page.du(page.portrait() ? 290 : 96), bottom - page.du(240)));
  out.room = bottom - page.du(20) - out.top - out.topic_height - hint;
  out.text = question_text(page, asked.text, width, out.room);
  out.text_height = glyphs.measure(out.text).height;
  return out;
}

}  // namespace

bool asked_fits(Page& page, const Asked& asked, float bottom) {
  const AskedLayout at = lay_out_asked(page, asked, bottom);
  const float least = page.du(page.kit.units().type.question > 1 ? 60 : 44);
  return !at.text.break_words && at.text_height <= at.room && at.text.size_px >= least - 0.5F;
}

float draw_asked(Page& page, const Asked& asked, float bottom) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float margin = measures(page).margin;
  const AskedLayout at = lay_out_asked(page, asked, bottom);
  const float free = std::max(0.0F, at.room - at.text_height);
  const float width = at.text.width_px;
  float y = at.top + (page.portrait() ? 0 : std::min(page.du(45), free / 4));
  if (!asked.topic.empty()) {
    paint.text_in({margin, y, width, 0}, at.topic, colors.accent_text, Align::start, false);
    y += at.topic_height;
  }
  paint.text_in({margin, y, width, 0}, at.text, colors.ink, Align::start, false);
  y += at.text_height + at.gap;
  if (!asked.hint.empty())
    paint.text_in({margin, y, width, 0}, at.hint, colors.ink2, Align::start, false);
  return y + (asked.hint.empty() ? 0 : paint.glyphs().measure(at.hint).height + at.gap);
}

namespace {

Button bar_button(const Page& page, const char* name) {
  Button button{.name = name, .words = page.kit.words().get(name)};
  const std::string_view which = name;
  if (which == "back") button.before = Icon::back;
  if (which == "skip") button.after = Icon::skip;
  if (which == "next") {
    button.after = Icon::next;
    button.look = ButtonLook::main;
  }
  return button;
}

}  // namespace

void draw_foot(Page& page, float left, float right) {
  const Measures at = measures(page);
  const float gap = gap_of(page, 12);
  const Rect between{left + gap, at.buttons_top, right - left - 2 * gap, at.button_height};
  if (!page.portrait()) {
    draw_aids(page, between, Align::center, true);
    return;
  }
  const float language = folded_aids_width(page, true) - folded_aids_width(page, false);
  const bool beside = language <= between.width;
  if (beside) draw_language(page, between);
  draw_aids(page,
            {at.margin, at.buttons_top + at.button_height + page.du(10), at.inner_width,
             at.button_height},
            Align::center, !beside);
}

namespace {

// The aids, and the language where the top is out of reach or upright; in the room that is left.
void draw_bar_middle(Page& page, Rect room, bool has_next) {
  const Measures at = measures(page);
  if (!page.portrait()) {
    draw_aids(page, room, Align::center, top_out_of_reach(page));
    return;
  }
  // Upright, the language stands between the buttons, or with the aids where Next takes its room.
  const float width = language_button_width(page);
  const bool beside = !has_next && width <= room.width;
  if (beside) {
    const float x = std::clamp((page.width() - width) / 2, room.x, room.right() - width);
    draw_language_button(page, {x, at.buttons_top, width, at.button_height});
  }
  draw_aids(page,
            {at.margin, at.buttons_top + at.button_height + page.du(10), at.inner_width,
             at.button_height},
            Align::center, !beside);
}

}  // namespace

void draw_bottom_bar(Page& page, const Bar& bar) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const float gap = gap_of(page, 12);
  const Button back = bar_button(page, "back"), skip = bar_button(page, "skip"),
               next = bar_button(page, "next");
  // In larger text three buttons may leave no room for the aids; then they give some way.
  const float middle = page.portrait() ? 0 : folded_aids_width(page, top_out_of_reach(page)) + gap;
  float wanted = middle;
  if (bar.back) wanted += button_width(kit, back) + gap;
  if (bar.skip) wanted += button_width(kit, skip) + gap;
  if (bar.next) wanted += button_width(kit, next);
  const float most =
      wanted <= at.inner_width ? at.inner_width : at.inner_width * (page.portrait() ? 0.32F : 0.16F);
  const auto width_of = [&](const Button& button) {
    return std::min(most, button_width(kit, button));
  };
  float left = at.margin, right = page.width() - at.margin;
  if (bar.back) {
    const float width = width_of(back);
    if (draw_button(kit, back, {left, at.buttons_top, width, at.button_height}, gap)) {
      page.state.pending.reset();
      page.say(Back{});
    }
    left += width + gap;
  }
  const float next_width = bar.next ? width_of(next) : 0;
  const float next_left = right - next_width;
  if (bar.next) right = next_left - gap;
  const float skip_width = bar.skip ? width_of(skip) : 0;
  const float skip_left = right - skip_width;
  if (bar.skip) right = skip_left - gap;
  draw_bar_middle(page, {left, at.buttons_top, right - left, at.button_height}, bar.next);
  if (bar.skip &&
      draw_button(kit, skip, {skip_left, at.buttons_top, skip_width, at.button_height}, gap)) {
    page.state.pending.reset();
    page.say(Skip{});
  }
  if (bar.next &&
      draw_button(kit, next, {next_left, at.buttons_top, next_width, at.button_height}, gap))
    page.say(Next{});
}

}  // namespace afterword::kiosk
