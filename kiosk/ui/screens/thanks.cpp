// The back cover: the comma has become a full stop.
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

namespace {

// Behind the last letter, on its line.
void draw_full_stop(Page& page, const TextSpec& title, Point corner) {
  const TextSize size = page.kit.paint().glyphs().measure(title);
  if (size.lines != 1) return;
  const float radius = page.du(8.5F);
  page.kit.paint().disc(
      {corner.x + size.width + page.du(6) + radius, corner.y + size.baseline - radius}, radius,
      page.kit.colors().marigold);
}

// Handed over at a desk: where it goes now, and whether somebody is to be thanked.
void draw_at_desk(Page& page, const ThanksView& view, Rect rect) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  TextSpec text = kit.spec(kit.words().get("thanks_give_back"), Type::body);
  text.width_px = rect.width;
  const float height = kit.paint().text_in(rect, text, colors.marigold, Align::start, false).height;
  const float top = rect.y + height + page.du(24);
  if (view.star_given) {
    TextSpec given = kit.spec(kit.words().get("star_given"), Type::body);
    kit.paint().text_in({rect.x, top, rect.width, 0}, given, colors.cover_text, Align::start,
                        false);
  } else if (view.offers_star) {
    const Button star{
        .name = "star", .words = kit.words().get("star_offer"), .look = ButtonLook::cover};
    if (draw_button(kit, star, {rect.x, top, button_width(kit, star), page.du(83)}))
      page.say(OpenStars{});
  }
}

}  // namespace

void draw_thanks(Page& page, const ThanksView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const Measures at = measures(page);
  const bool upright = page.portrait();
  draw_cover(page);
  // The body of the front cover's comma, where it was; its tail is gone.
  const Mark mark = cover_mark(page);
  paint.disc(mark.center, mark.radius, colors.marigold);
  begin_sheet(page);
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);

  const float width = upright ? at.inner_width : page.du(640);
  const TextSpec title =
      fitted(page, words.get("thanks_title"), Type::thanks, {92, 80, 68, 56}, width, 2);
  TextSpec text = kit.spec(words.get(!view.kept               ? "thanks_nothing_kept"
                                     : page.around().practice ? "thanks_practice"
                                                              : "thanks_kept"),
                           Type::body);
  text.width_px = width;
  text.balance = true;
  const float title_height = paint.glyphs().measure(title).height;
  float y = upright ? page.height() * 0.56F : page.height() / 2 - title_height - page.du(20);
  paint.text_in({at.margin, y, width, 0}, title, colors.cover_text, Align::start, false);
  draw_full_stop(page, title, {at.margin, y});
  y += title_height + page.du(24);
  paint.text_in({at.margin, y, text.width_px, 0}, text, colors.cover_text2, Align::start, false);

  y += paint.glyphs().measure(text).height + page.du(20);
  if (view.give_back) draw_at_desk(page, view, {at.margin, y, width, 0});

  const Button finish{.name = "finish", .words = words.get("finish"), .look = ButtonLook::start};
  const float wide = std::max(page.du(200), button_width(kit, finish));
  if (draw_button(kit, finish,
                  {page.width() - at.margin - wide, at.buttons_top, wide, at.button_height}))
    page.say(Finish{});
  draw_practice(page, {at.margin, at.buttons_top, at.inner_width / 2, at.button_height},
                Align::start);
}

}  // namespace afterword::kiosk
