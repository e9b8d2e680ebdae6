// Every language, one tile each, in its own words.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

void draw_languages(Page& page, const LanguagesView& view) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const std::size_t count = view.languages.size();
  const int columns = page.portrait() ? 2 : 4;
  const auto rows = static_cast<float>((count + static_cast<std::size_t>(columns) - 1) /
                                       static_cast<std::size_t>(columns));
  const float gap = page.du(14);
  const float space = at.tiles_bottom - (page.portrait() ? page.height() * 0.4F : page.du(210));
  const float height =
      std::clamp((space - (rows - 1) * gap) / rows, page.kit.units().mm(12), page.du(124));
  const float width =
      (at.inner_width - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
  const float top = at.tiles_bottom - rows * height - (rows - 1) * gap;
  draw_asked(page, "", kit.words().get("languages_title"), "", top);
  for (std::size_t i = 0; i < count; ++i) {
    const LanguageChoice& choice = view.languages[i];
    const auto column = static_cast<float>(i % static_cast<std::size_t>(columns));
    const auto row = static_cast<float>(i / static_cast<std::size_t>(columns));
    const TileState tile =
        draw_tile(kit, "language:" + choice.tag,
                  {at.margin + column * (width + gap), top + row * (height + gap), width, height},
                  26, choice.tag == page.around().language, gap);
    kit.paint().text_in(tile.rect, kit.spec_in(choice.own_name, Type::answer, choice.tag, 26),
                        tile.ink, Align::center);
    if (tile.tapped) page.say(ChooseLanguage{choice.tag});
  }
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  if (draw_button(kit, back, {at.margin, at.buttons_top, button_width(kit, back), at.button_height},
                  gap))
    page.say(CloseLanguages{});
}

}  // namespace afterword::kiosk
