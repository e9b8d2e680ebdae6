// Staff thank a colleague, by first name or as the team; it counts apart from customers' stars.
#include "kiosk/ui/screens/staff_parts.h"
#include "kiosk/ui/screens/stars.h"

namespace afterword::kiosk {

namespace {

using Do = StaffIntent::Do;

}  // namespace

void draw_staff_stars(Page& page, const StaffView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Rect body = staff_frame(page, view);
  begin_sheet(page);
  staff_sheet(page, body);
  const Rect inside = body.grown(-page.du(32), -page.du(page.small() ? 14 : 28));
  const TextSpec title = fitted(page, kit.words().get("staff_star_title"), Type::title,
                                {46, 40, 34, 28}, inside.width, 2);
  float y = inside.y +
            paint
                .text_in({inside.x, inside.y, inside.width, 0}, title, kit.colors().ink,
                         Align::start, false)
                .height +
            page.du(4);
  const TextSpec note =
      fitted(page, kit.words().get("staff_star_note"), Type::hint, {22, 20, 18}, inside.width, 3);
  y += paint.text_in({inside.x, y, inside.width, 0}, note, kit.colors().ink2, Align::start, false)
           .height +
       page.du(page.small() ? 8 : 20);
  const float high = std::max(page.du(80), kit.units().mm(13.5F));
  const float bottom = inside.bottom() - high - gap_of(page, page.small() ? 10 : 20);
  const StarGrid grid = star_grid(page, view.stars, {inside.x, y, inside.width, bottom - y},
                                  kit.units().mm(page.small() ? 12.05F : 13.5F));
  if (auto given = draw_star_tiles(page, grid)) page.say(StaffIntent{Do::star, std::move(*given)});
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  if (draw_button(kit, back, {inside.x, inside.bottom() - high, button_width(kit, back), high},
                  grid.gap))
    page.say(StaffIntent{Do::show_desk});
}

}  // namespace afterword::kiosk
