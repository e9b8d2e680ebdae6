// The back cover: the comma has become a full stop.
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

void draw_thanks(Page& page, const ThanksView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const Measures at = measures(page);
  const bool upright = page.portrait();
  draw_cover(page);
  const float stop = page.du(upright ? 214 : 200);
  paint.disc(upright ? Point{page.width() - stop - page.du(48), page.du(420)}
                     : Point{page.width() - stop - page.du(96), page.height() / 2 - page.du(20)},
             stop, colors.marigold);
  begin_sheet(page);
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);

  const float width = upright ? at.inner_width : page.du(640);
  const TextSpec title =
      fitted(page, words.get("thanks_title"), Type::thanks, {92, 80, 68, 56}, width, 2);
  TextSpec text = kit.spec(words.get(!view.kept               ? "thanks_nothing_kept"
                                     : page.around().practice ? "thanks_practice"
                                                              : "thanks_kept"),
                           Type::body);
  text.width_px = std::min(width, page.du(560));
  text.balance = true;
  const float title_height = paint.glyphs().measure(title).height;
  float y = upright ? page.height() * 0.56F : page.height() / 2 - title_height - page.du(20);
  paint.text_in({at.margin, y, width, 0}, title, colors.cover_text, Align::start, false);
  y += title_height + page.du(24);
  paint.text_in({at.margin, y, text.width_px, 0}, text, colors.cover_text2, Align::start, false);

  const Button finish{.name = "finish", .words = words.get("finish"), .look = ButtonLook::start};
  const float wide = std::max(page.du(200), button_width(kit, finish));
  if (draw_button(kit, finish,
                  {page.width() - at.margin - wide, at.buttons_top, wide, at.button_height}))
    page.say(Finish{});
  draw_practice(page, {at.margin, at.buttons_top, at.inner_width / 2, at.button_height},
                Align::start);
}

}  // namespace afterword::kiosk
