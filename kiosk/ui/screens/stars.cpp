// "Who made your day?": those who agreed to be named, and the whole team.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kTilesMost = 12;  // the team is always among them

}  // namespace

void draw_stars(Page& page, const StarsView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  std::vector<StarChoice> shown = view.choices;
  if (shown.size() > kTilesMost) shown.erase(shown.begin() + (kTilesMost - 1), shown.end() - 1);
  const int columns = page.portrait() ? 2 : 4;
  const auto count = static_cast<int>(shown.size());
  const int rows = std::max(1, (count + columns - 1) / columns);
  const float gap = gap_of(page, 14);
  const float width =
      (at.inner_width - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
  const float space =
      std::min(at.answers_most,
               at.tiles_bottom - (page.portrait() ? page.height() * 0.4F : page.du(236)));
  // A little lower where two rows are to lie in half of a small panel.
  const float least = kit.units().mm(page.small() && reach_top(page) > 0 ? 13.5F : 17);
  const float height =
      std::clamp((space - static_cast<float>(rows - 1) * gap) / static_cast<float>(rows), least,
                 std::max(least, page.du(150)));
  const float top =
      at.tiles_bottom - static_cast<float>(rows) * height - static_cast<float>(rows - 1) * gap;
  draw_asked(page, "", kit.words().get("star_title"), "", top);
  for (int i = 0; i < count; ++i) {
    const StarChoice& choice = shown[static_cast<std::size_t>(i)];
    const Rect cell{at.margin + static_cast<float>(i % columns) * (width + gap),
                    top + static_cast<float>(i / columns) * (height + gap), width, height};
    const TileState tile = draw_tile(
        kit, "star:" + (choice.id.empty() ? std::string("team") : choice.id), cell, 26, false, gap);
    const bool team = choice.id.empty(), has_role = !team && !choice.role.empty();
    const TextSpec who = label(page, team ? kit.words().get("star_team") : choice.first_name,
                               Type::answer, tile.rect.width - page.du(24),
                               tile.rect.height * (has_role ? 0.5F : 1));
    const TextSpec role = fitted(page, choice.role, Type::note, {18}, tile.rect.width - page.du(16),
                                 1, tile.rect.height * 0.45F);
    const float below = has_role ? paint.glyphs().measure(role).height : 0;
    const float all = paint.glyphs().measure(who).height + below;
    Rect line = tile.rect;
    line.height -= below;
    line.y += has_role ? (tile.rect.height - all) / 2 - (line.height - (all - below)) / 2 : 0;
    paint.text_in(line, who, colors.ink, Align::center);
    if (has_role)
      paint.text_in({tile.rect.x, tile.rect.center().y + all / 2 - below, tile.rect.width, below},
                    role, colors.ink2, Align::center);
    if (tile.tapped) page.say(GiveStar{choice.id});
  }
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  const float wide = button_width(kit, back);
  if (draw_button(kit, back, {at.margin, at.buttons_top, wide, at.button_height}, gap))
    page.say(CloseStars{});
  draw_foot(page, at.margin + wide, page.width() - at.margin);
}

}  // namespace afterword::kiosk
