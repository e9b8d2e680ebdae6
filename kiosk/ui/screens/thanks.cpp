// The back cover: what happens next, what came of earlier answers, and how to take this one back.
// The comma has become a full stop.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/covers.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kChangesMost = 3;
constexpr std::size_t kCodeHalf = 4;

// Behind the last letter, on its line.
void draw_full_stop(Page& page, const TextSpec& title, Point corner) {
  const TextSize size = page.kit.paint().glyphs().measure(title);
  if (size.lines != 1) return;
  const float radius = page.du(8.5F);
  page.kit.paint().disc(
      {corner.x + size.width + page.du(6) + radius, corner.y + size.baseline - radius}, radius,
      page.kit.colors().marigold);
}

// Handed over at a desk, in the place of what changed: where it goes now, and whether somebody is to be
// thanked.
void draw_at_desk(Page& page, const ThanksView& view, Rect rect) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const float high = std::max(page.du(80), kit.units().mm(13.5F)), gap = page.du(20);
  const TextSpec text = fitted(page, kit.words().get("thanks_give_back"), Type::body, {25, 22, 20},
                               rect.width, 4, rect.height - high - gap);
  const float height = kit.paint().text_in({rect.x, rect.y, rect.width, 0}, text, colors.marigold,
                                           Align::start, false)
                           .height;
  const float top = std::max(rect.y + height + gap, reach_top(page));
  if (view.star_given) {
    const TextSpec given =
        fitted(page, kit.words().get("star_given"), Type::body, {25, 22, 20}, rect.width, 2, high);
    kit.paint().text_in({rect.x, top, rect.width, 0}, given, colors.cover_text, Align::start,
                        false);
  } else if (view.offers_star) {
    const Button star{
        .name = "star", .words = kit.words().get("star_offer"), .look = ButtonLook::cover};
    if (draw_button(kit, star,
                    {rect.x, top, std::min(button_width(kit, star), rect.width), high}))
      page.say(OpenStars{});
  }
}

// "Two people on the fitting rooms until closing." beside its day; a "no" is listed too.
// Returns where it ends.
float draw_changes(Page& page, const ThanksView& view, Rect rect) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const std::size_t count = std::min(kChangesMost, view.cards.size());
  if (count == 0) return rect.y;
  std::vector<TextSpec> days, texts;
  float days_width = page.du(88);
  for (std::size_t i = 0; i < count; ++i) {
    const CardView& card = view.cards[i];
    days.push_back(kit.spec(date_words(kit.words(), card.day, card.other_year), Type::label));
    days.back().weight = 400;
    days_width = std::max(days_width, paint.glyphs().measure(days.back()).width);
  }
  // Larger words need the whole width: then the day stands above them.
  const bool above = kit.units().type.control > 1;
  const float day_height = above ? paint.glyphs().measure(days[0]).height : 0;
  const float text_x = above ? rect.x : rect.x + days_width + page.du(24);
  const float text_width = rect.right() - text_x;
  for (std::size_t i = 0; i < count; ++i) {
    texts.push_back(fitted(page, view.cards[i].did, Type::hint, {23, 20}, text_width, 6));
  }
  const TextSpec heading =
      fitted(page, kit.words().get("what_changed"), Type::label, {20}, rect.width, 2);
  const float heading_height = paint.glyphs().measure(heading).height;
  const float pad = page.du(14);
  float y = rect.y;
  if (y + heading_height + pad + day_height + paint.glyphs().measure(texts[0]).height >
      rect.bottom())
    return y;
  paint.text_in({rect.x, y, rect.width, 0}, heading, colors.marigold, Align::start, false);
  y += heading_height + pad;
  for (std::size_t i = 0; i < count; ++i) {
    const float height = day_height + paint.glyphs().measure(texts[i]).height;
    // Whole ones only.
    if (i > 0 && y + 2 * pad + height > rect.bottom()) break;
    if (i > 0) {
      paint.fill({rect.x, std::round(y + pad), rect.width, std::max(1.0F, page.du(1))},
                 colors.cover_line);
      y += 2 * pad;
    }
    paint.text_in({rect.x, y + page.du(above ? 0 : 2), days_width, 0}, days[i], colors.cover_text3,
                  Align::start, false);
    paint.text_in({text_x, y + day_height, text_width, 0}, texts[i], colors.cover_text,
                  Align::start, false);
    y += height;
  }
  return y;
}

// The code, once: nobody can tell it again. In `rect` at most, as far as letters may shrink for it.
// Returns where it ends.
float draw_code(Page& page, const ThanksView& view, Rect rect) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const float pad = page.du(page.small() ? 24 : 36), width = rect.width - 2 * pad;
  const float room = rect.height - 2 * pad - page.du(12 + 14);
  const TextSpec title = fitted(page, words.get("changed_mind"), Type::card_title, {33, 29, 25},
                                width, 2, room * 0.3F);
  const std::string code =
      view.withdraw_code.substr(0, kCodeHalf) + "-" +
      view.withdraw_code.substr(std::min(kCodeHalf, view.withdraw_code.size()));
  // A code is Latin letters and digits in every language, and never mirrors.
  TextSpec shown;
  for (const float size : {54.0F, 48.0F, 42.0F, 36.0F, 30.0F}) {
    shown = kit.spec_eased(code, Type::number, size, size < 54 ? 0.0F : 1.0F, "en");
    shown.secret = true;
    shown.right_to_left = false;
    shown.letter_spacing_em = 0.06F;
    if (paint.glyphs().measure(shown).width <= width) break;
  }
  const float title_height = paint.glyphs().measure(title).height;
  const float code_height = paint.glyphs().measure(shown).height;
  TextSpec how = fitted(page,
                        words.count("withdraw_how", view.promises.withdraw_days,
                                    {{"address", isolated(view.promises.withdraw_at)}}),
                        Type::label, {20, 19, 18}, width, 12, room - title_height - code_height);
  how.weight = 400;
  how.balance = false;
  const float how_height = paint.glyphs().measure(how).height;
  const Rect card{rect.x, rect.y, rect.width,
                  2 * pad + title_height + page.du(12) + code_height + page.du(14) + how_height};
  draw_card(kit, card, 32, colors.sheet);
  float y = card.y + pad;
  paint.text_in({card.x + pad, y, width, 0}, title, colors.ink, Align::start, false);
  y += title_height + page.du(12);
  paint.text_in({card.x + pad, y, width, 0}, shown, colors.ink, Align::start, false);
  y += code_height + page.du(14);
  paint.text_in({card.x + pad, y, width, 0}, how, colors.ink2, Align::start, false);
  return card.bottom();
}

// "Clears in 22 s" and a ring that empties second by second. Ends at `right`; gives where it begins.
float draw_time_left(Page& page, const ThanksView& view, float right, float middle) {
  Kit& kit = page.kit;
  TextSpec text = fitted(page, kit.words().count("clears_in", view.seconds_left), Type::label,
                         {20, 18}, page.du(210), 2, measures(page).button_height);
  text.weight = 400;
  const float width = kit.paint().glyphs().measure(text).width;
  const float radius = page.du(15), stroke = page.du(4);
  const float x = right - width;
  kit.paint().text_in({x, middle - page.du(20), width, page.du(40)}, text,
                      kit.colors().cover_text2);
  const Point center{x - page.du(16) - radius, middle};
  const float share = view.seconds_whole > 0 ? static_cast<float>(view.seconds_left) /
                                                   static_cast<float>(view.seconds_whole)
                                             : 0;
  kit.paint().circle(center, radius, stroke, kit.colors().cover_line);
  kit.paint().arc(center, radius, stroke, share, kit.colors().cover_text);
  return center.x - radius - stroke;
}

struct Saying {
  TextSpec title, text;
  float title_height = 0, text_height = 0;
};

Saying saying(Page& page, const ThanksView& view, float width, float room) {
  Glyphs& glyphs = page.kit.paint().glyphs();
  Saying out;
  out.text = fitted(page, kept_words(page.kit.words(), view, page.around().practice), Type::body, {25, 22, 20}, width, 8, room * 0.6F);
  out.text_height = glyphs.measure(out.text).height;
  const std::string& title = page.kit.words().get("thanks_title");
  const float title_room = room - out.text_height - page.du(20);
  // In one line its full stop is seen.
  out.title = fitted(page, title, Type::thanks, {92, 80, 68}, width - page.du(24), 1, title_room);
  if (out.title.break_words)
    out.title = fitted(page, title, Type::thanks, {92, 80, 68, 56, 48, 40}, width, 2, title_room);
  out.title_height = glyphs.measure(out.title).height;
  return out;
}

float draw_saying(Page& page, const Saying& said, float x, float y, float width) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  paint.text_in({x, y, width, 0}, said.title, colors.cover_text, Align::start, false);
  draw_full_stop(page, said.title, {x, y});
  y += said.title_height + page.du(20);
  paint.text_in({x, y, width, 0}, said.text, colors.cover_text2, Align::start, false);
  return y + said.text_height;
}

}  // namespace

void draw_thanks(Page& page, const ThanksView& view) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  const bool upright = page.portrait(), coded = !view.withdraw_code.empty();
  draw_cover(page);
  // The body of the front cover's comma, where it was; its tail is gone. A card takes its place.
  const Mark mark = cover_mark(page);
  if (!coded) kit.paint().disc(mark.center, mark.radius, colors.marigold);
  begin_sheet(page);
  draw_practice(page, draw_cover_top(page), Align::end);
  // Where the top is out of reach, its pill stands above the button that ends this.
  const bool low = top_out_of_reach(page);
  const float pill = cover_pill_height(page), gap = gap_of(page, 12);
  const float pill_top = at.buttons_top - gap - pill;
  const float foot = at.buttons_top - page.du(28);
  const float low_foot = low ? pill_top - page.du(20) : foot;
  if (low) {
    const float wide = std::min(protect_pill_width(page), at.inner_width);
    draw_protect_pill(page, {page.width() - at.margin - wide, pill_top, wide, pill});
  }
  const float column = std::min(page.du(600), at.inner_width * 0.54F);
  if (upright) {
    const float width = std::min(page.du(704), at.inner_width);
    const Saying said = saying(page, view, width, page.du(400));
    float y = page.du(coded ? 200 : 530);
    y = draw_saying(page, said, at.margin, y, width) + page.du(44);
    if (coded)
      y = draw_code(page, view, {at.margin, y, at.inner_width, low_foot - y}) + page.du(44);
    if (view.give_back)
      draw_at_desk(page, view, {at.margin, y, at.inner_width, low_foot - y});
    else
      draw_changes(page, view, {at.margin, y, at.inner_width, low_foot - y});
  } else {
    const bool listed = !view.cards.empty() || coded || view.give_back;
    const float top = page.du(page.small() ? 100 : 124);
    const float width =
        coded ? column : std::min(page.du(page.small() ? 620 : 704), at.inner_width);
    const Saying said = saying(page, view, width, (foot - top) * (view.give_back ? 0.56F : 1));
    const float whole = said.title_height + page.du(20) + said.text_height;
    const float middle = std::min(page.height() / 2 - said.title_height - page.du(20), foot - whole);
    const float end = draw_saying(page, said, at.margin, listed ? top : std::max(top, middle), width) +
                      page.du(page.small() ? 20 : 40);
    if (view.give_back)
      draw_at_desk(page, view, {at.margin, end, column, foot - end});
    else
      draw_changes(page, view, {at.margin, end, column, foot - end});
    const float card_x = at.margin + column + page.du(page.small() ? 40 : 68);
    if (coded)
      draw_code(page, view, {card_x, top + page.du(6), page.width() - at.margin - card_x,
                             low_foot - top - page.du(6)});
  }

  const Button finish{
      .name = "finish", .words = kit.words().get("finish"), .look = ButtonLook::start};
  const float wide = std::max(page.du(200), button_width(kit, finish));
  const float right = page.width() - at.margin - wide;
  if (draw_button(kit, finish, {right, at.buttons_top, wide, at.button_height}, gap))
    page.say(Finish{});
  const float middle = at.buttons_top + at.button_height / 2;
  const float left = draw_time_left(page, view, right - page.du(28), middle);
  draw_foot(page, at.margin - page.du(18), left);
}

}  // namespace afterword::kiosk
