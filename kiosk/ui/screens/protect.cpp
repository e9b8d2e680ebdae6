// How what is said here is protected: only sentences that are true of this installation. What fits
// stands on one part; Next leads to the rest, Back to the part before and then out.
#include <algorithm>

#include "kiosk/ui/screens/covers.h"

namespace afterword::kiosk {
namespace {

// One passage where it is drawn, on which part.
struct Placed {
  TextSpec heading, text;
  float heading_height = 0;
  Point at;
  std::size_t part = 0;
};

// Down the columns of one part, then on to the next.
std::vector<Placed> place(Page& page, const std::vector<Passage>& passages, Rect room,
                          int columns) {
  Kit& kit = page.kit;
  const float gap = page.du(48), between = page.du(26), inner = page.du(4);
  const float width =
      (room.width - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
  std::vector<Placed> out;
  int column = 0;
  std::size_t part = 0;
  float y = room.y;
  for (const Passage& passage : passages) {
    Placed one;
    one.heading = fitted(page, passage.heading, Type::label, {20}, width, 2);
    one.text = fitted(page, passage.text, Type::hint, {22, 20}, width, 12, room.height * 0.7F);
    one.text.balance = false;
    one.heading_height = kit.paint().glyphs().measure(one.heading).height + inner;
    const float height = one.heading_height + kit.paint().glyphs().measure(one.text).height;
    if (y > room.y && y + height > room.bottom()) {
      y = room.y;
      if (++column == columns) {
        column = 0;
        ++part;
      }
    }
    one.at = {room.x + static_cast<float>(column) * (width + gap), y};
    one.part = part;
    y += height + between;
    out.push_back(std::move(one));
  }
  return out;
}

void draw_buttons(Page& page, std::size_t parts) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  std::size_t& part = page.state.protect_part;
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  const Button next{.name = "next",
                    .words = kit.words().get("next"),
                    .look = ButtonLook::main,
                    .after = Icon::next};
  const float wide = button_width(kit, next), start = button_width(kit, back);
  const bool more = part + 1 < parts;
  if (draw_button(kit, back,
                  {at.margin, at.buttons_top, start, at.button_height})) {
    if (part == 0)
      page.say(CloseProtect{});
    else
      --part;
    kit.again_now();
  } else if (more && draw_button(kit, next,
                                 {page.width() - at.margin - wide, at.buttons_top, wide,
                                  at.button_height})) {
    ++part;
    kit.again_now();
  }
  draw_foot(page, at.margin + start, page.width() - at.margin - wide);
}

}  // namespace

void draw_protect(Page& page, const ProtectView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  // No comma: it must not lie under small text.
  paint.fill({0, 0, page.width(), page.height()}, colors.paper);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const bool upright = page.portrait();
  TextSpec title = fitted(page, kit.words().get("how_we_protect"), Type::title, {46, 40, 34},
                          at.inner_width - page.du(120), 2);
  const float title_y = page.du(upright ? 150 : 100);
  paint.text_in({at.margin, title_y, at.inner_width, 0}, title, colors.ink, Align::start, false);
  const float top = title_y + paint.glyphs().measure(title).height + page.du(24);
  const Rect room{at.margin, top, at.inner_width, at.buttons_top - page.du(24) - top};
  const std::vector<Placed> placed = place(
      page, protect_passages(kit.words(), view, page.around().practice), room, upright ? 1 : 2);
  const std::size_t parts = placed.empty() ? 1 : placed.back().part + 1;
  page.state.protect_part = std::min(page.state.protect_part, parts - 1);
  for (const Placed& one : placed) {
    if (one.part != page.state.protect_part) continue;
    paint.text_in({one.at.x, one.at.y, one.heading.width_px, 0}, one.heading, colors.accent_text,
                  Align::start, false);
    paint.text_in({one.at.x, one.at.y + one.heading_height, one.text.width_px, 0}, one.text,
                  colors.ink, Align::start, false);
  }
  draw_buttons(page, parts);
}

}  // namespace afterword::kiosk
