// "Still there?" over whatever page there is. Any touch stays, but for the one button that leaves.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

void draw_ring(Page& page, const IdleWarning& warning, Point center) {
  Kit& kit = page.kit;
  const float width = page.du(14), radius = page.du(106) - width / 2;
  const float share = warning.seconds_whole > 0 ? static_cast<float>(warning.seconds_left) /
                                                      static_cast<float>(warning.seconds_whole)
                                                : 0;
  kit.paint().circle(center, radius, width, kit.colors().key_fn);
  kit.paint().arc(center, radius, width, share, kit.colors().spruce);
  const Rect box{center.x - radius, center.y - radius, 2 * radius, 2 * radius};
  kit.paint().text_in(box, kit.spec(kit.words().number(warning.seconds_left), Type::timer),
                      kit.colors().ink, Align::center);
}

}  // namespace

void draw_warning(Page& page, const IdleWarning& warning) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const bool upright = page.portrait();
  const bool touched = kit.hits().tapped("elsewhere");
  kit.hits().cover();
  const Rect all{0, 0, page.width(), page.height()};
  paint.fill(all, colors.veil);
  kit.target("elsewhere", all);

  const float width =
      std::min(page.du(kit.units().type.control > 1 ? 1040 : 860), page.width() - 2 * page.du(32));
  const float pad = page.du(42);
  const float text_left = upright ? pad : page.du(320);
  const float text_width = width - text_left - pad;
  const TextSpec title =
      fitted(page, words.get("still_there_title"), Type::question, {60, 52, 44}, text_width, 2);
  const std::string told = words.count(
      warning.keeps_answers ? "still_there_kept" : "still_there_not_kept", warning.seconds_left);
  const TextSpec text = fitted(page, told, Type::body, {25, 22, 20}, text_width, 9,
                               page.height() - page.du(upright ? 700 : 400));
  const float title_height = paint.glyphs().measure(title).height;
  const float text_height = paint.glyphs().measure(text).height;
  const float ring = upright ? page.du(212 + 32) : 0;
  const float button = std::max(page.du(100), kit.units().mm(13.5F)), gap = gap_of(page, 14);
  const float apart = gap_of(page, 28);  // of the language from what is above it
  const bool speaks_more = page.around().languages.size() > 1;
  const float language = std::max(page.du(72), kit.units().mm(12.05F));
  const float inside = ring + title_height + page.du(12) + text_height + page.du(32) + button +
                       (upright && speaks_more ? apart + language : 0);
  const float height = std::max(page.du(416), inside + 2 * page.du(48));
  const bool low = reach_top(page) > 0;
  const Rect card{(all.width - width) / 2,
                  low ? all.height - height - page.du(32) : (all.height - height) / 2, width,
                  height};
  draw_card(kit, card, 40, colors.paper);
  const float up = speaks_more ? (language + apart) / 2 : -page.du(2);
  const Point middle = upright ? Point{card.center().x, card.y + page.du(48 + 106)}
                               : Point{card.x + page.du(162), card.center().y - up};
  draw_ring(page, warning, middle);

  const float x = card.x + text_left;
  float y = card.y + (height - inside) / 2 + ring;
  paint.text_in({x, y, text_width, 0}, title, colors.ink, Align::start, false);
  y += title_height + page.du(12);
  paint.text_in({x, y, text_width, 0}, text, colors.ink2, Align::start, false);
  y += text_height + page.du(32);
  const Button stay{
      .name = "stay", .words = words.get("yes_more_time"), .look = ButtonLook::main, .size_du = 28};
  const Button leave{.name = "leave", .words = words.get("stop_here"), .size_du = 28};
  // Two buttons of one size.
  const float half = (text_width - gap) / 2;
  if (draw_button(kit, stay, {x, y, half, button}, gap) || touched) page.say(StillThere{});
  if (draw_button(kit, leave, {x + half + gap, y, half, button}, gap)) page.say(Leave{});
  // Below the ring, or upright below the two.
  const float wide = std::min(language_button_width(page), upright ? text_width : page.du(280));
  const float top = upright ? y + button + apart : middle.y + page.du(106) + apart;
  draw_language_button(page, {middle.x - wide / 2, top, wide, language}, "warning:language");
}

}  // namespace afterword::kiosk
