// Nothing to ask now: says so, and where to go instead.
#include "kiosk/ui/screens/parts.h"
#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {
void draw_out_of_service(Page& page, const OutOfServiceView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_cover(page);
  const Mark mark = cover_mark(page);
  paint.comma(mark.center, mark.radius, colors.cover_raised);
  begin_sheet(page);
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);
  const TitleAndText keys = words_of(view.reason);
  draw_message(page, kit.words().get(keys.title), kit.words().get(keys.text));
  draw_practice(page, {at.margin, at.buttons_top, at.inner_width, at.button_height}, Align::start);
  draw_language(page, {at.margin, at.buttons_top, at.inner_width, at.button_height}, Align::end);
}

}  // namespace afterword::kiosk
