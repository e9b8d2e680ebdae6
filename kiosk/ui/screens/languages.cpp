// Every language, one tile each, in its own words.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

namespace {

struct LanguageGrid {
  int columns = 4;
  float width = 0, height = 0, gap = 0, top = 0;
};

LanguageGrid grid_for(const Page& page, std::size_t languages) {
  const Measures at = measures(page);
  const float least = page.kit.units().mm(13.5F);
  const auto count = static_cast<int>(languages);
  LanguageGrid grid;
  grid.gap = gap_of(page, 14);
  // The question above them has one line.
  const float title = page.du(page.portrait() ? 0 : 110);
  const float most = std::min(at.answers_most, at.tiles_bottom - at.top - title);
  grid.columns = page.portrait() ? 2 : 4;
  for (;; ++grid.columns) {
    const int lines = (count + grid.columns - 1) / grid.columns;
    const auto rows = static_cast<float>(std::max(1, lines)),
               columns = static_cast<float>(grid.columns);
    grid.height = std::min(page.du(124), (most - (rows - 1) * grid.gap) / rows);
    grid.width = (at.inner_width - (columns - 1) * grid.gap) / columns;
    grid.top = at.tiles_bottom - rows * grid.height - (rows - 1) * grid.gap;
    if (grid.height >= least || grid.columns >= 7) return grid;
  }
}

}  // namespace

void draw_languages(Page& page, const LanguagesView& view) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const LanguageGrid grid = grid_for(page, view.languages.size());
  draw_asked(page, {"", kit.words().get("languages_title"), ""}, grid.top);
  for (std::size_t i = 0; i < view.languages.size(); ++i) {
    const LanguageChoice& choice = view.languages[i];
    const auto column = static_cast<float>(i % static_cast<std::size_t>(grid.columns));
    const auto row = static_cast<float>(i / static_cast<std::size_t>(grid.columns));
    const Rect rect{at.margin + column * (grid.width + grid.gap),
                    grid.top + row * (grid.height + grid.gap), grid.width, grid.height};
    const TileState tile = draw_tile(kit, "language:" + choice.tag, rect, 26,
                                     choice.tag == page.around().language, grid.gap);
    kit.paint().text_in(tile.rect, kit.spec_in(choice.own_name, Type::answer, choice.tag, 26),
                        tile.ink, Align::center);
    if (tile.tapped) page.say(ChooseLanguage{choice.tag});
  }
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  const float width = button_width(kit, back);
  if (draw_button(kit, back, {at.margin, at.buttons_top, width, at.button_height}, grid.gap))
    page.say(CloseLanguages{});
  if (page.portrait())
    draw_aids(page, {at.margin, at.buttons_top + at.button_height + page.du(10), at.inner_width,
                     at.button_height});
  else
    draw_aids(page, {at.margin + width + grid.gap, at.buttons_top,
                     at.inner_width - 2 * (width + grid.gap), at.button_height});
}

}  // namespace afterword::kiosk
