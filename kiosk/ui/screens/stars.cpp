// "Who made your day?": those who agreed to be named, and the whole team.
#include "kiosk/ui/screens/stars.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr std::size_t kTilesMost = 12;  // the team is always among them

// The name, and the role below it.
void draw_who(Page& page, const StarChoice& choice, const TileState& tile) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const bool team = choice.id.empty(), has_role = !team && !choice.role.empty();
  const TextSpec who =
      label(page, team ? page.kit.words().get("star_team") : choice.first_name, Type::answer,
            tile.rect.width - page.du(24), tile.rect.height * (has_role ? 0.5F : 1));
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
}

}  // namespace

StarGrid star_grid(const Page& page, const StarsView& view, Rect room, float least) {
  StarGrid grid;
  grid.shown = view.choices;
  if (grid.shown.size() > kTilesMost)
    grid.shown.erase(grid.shown.begin() + (kTilesMost - 1), grid.shown.end() - 1);
  grid.columns = page.portrait() ? 2 : 4;
  grid.gap = gap_of(page, 14);
  const auto columns = static_cast<float>(grid.columns);
  const float rows = std::max(1.0F, std::ceil(static_cast<float>(grid.shown.size()) / columns));
  grid.width = (room.width - (columns - 1) * grid.gap) / columns;
  grid.height = std::clamp((room.height - (rows - 1) * grid.gap) / rows, least,
                           std::max(least, page.du(150)));
  grid.corner = {room.x, room.bottom() - rows * grid.height - (rows - 1) * grid.gap};
  return grid;
}

std::optional<std::string> draw_star_tiles(Page& page, const StarGrid& grid) {
  std::optional<std::string> tapped;
  int i = 0;
  for (const StarChoice& choice : grid.shown) {
    const auto column = static_cast<float>(i % grid.columns),
               row = static_cast<float>(i / grid.columns);
    ++i;
    const Rect cell{grid.corner.x + column * (grid.width + grid.gap),
                    grid.corner.y + row * (grid.height + grid.gap), grid.width, grid.height};
    const std::string name = "star:" + (choice.id.empty() ? std::string("team") : choice.id);
    const TileState tile = draw_tile(page.kit, name, cell, 26, false, grid.gap);
    draw_who(page, choice, tile);
    if (tile.tapped) tapped = choice.id;
  }
  return tapped;
}

void draw_stars(Page& page, const StarsView& view) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const float space = std::min(
      at.answers_most, at.tiles_bottom - (page.portrait() ? page.height() * 0.4F : page.du(236)));
  // A little lower where two rows are to lie in half of a small panel.
  const float least = kit.units().mm(page.small() && reach_top(page) > 0 ? 13.5F : 17);
  const StarGrid grid =
      star_grid(page, view, {at.margin, at.tiles_bottom - space, at.inner_width, space}, least);
  draw_asked(page, "", kit.words().get("star_title"), "", grid.corner.y);
  if (auto given = draw_star_tiles(page, grid)) page.say(GiveStar{std::move(*given)});
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  const float wide = button_width(kit, back);
  if (draw_button(kit, back, {at.margin, at.buttons_top, wide, at.button_height}, grid.gap))
    page.say(CloseStars{});
  draw_foot(page, at.margin + wide, page.width() - at.margin);
}

}  // namespace afterword::kiosk
