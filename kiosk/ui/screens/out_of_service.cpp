// Nothing to ask now: says so, and where to go instead.
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

const char* text_key(OutOfServiceView::Reason reason) {
  switch (reason) {
    case OutOfServiceView::Reason::closed:
      return "resting_closed";
    case OutOfServiceView::Reason::storage:
      return "resting_storage";
    case OutOfServiceView::Reason::later:
      return "resting_later";
    case OutOfServiceView::Reason::pause:
      return "resting_pause";
    case OutOfServiceView::Reason::no_survey:
      break;
  }
  return "resting_desk";
}

}  // namespace

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
  const float width = page.portrait() ? at.inner_width : page.du(760);
  const TextSpec title =
      fitted(page, kit.words().get("resting_title"), Type::display, {78, 70, 62, 54}, width, 3);
  const TextSpec text =
      fitted(page, kit.words().get(text_key(view.reason)), Type::body, {25}, width, 4);
  const float height = paint.glyphs().measure(title).height;
  float y = page.height() / 2 - height;
  paint.text_in({at.margin, y, width, 0}, title, colors.cover_text, Align::start, false);
  y += height + page.du(24);
  paint.text_in({at.margin, y, width, 0}, text, colors.cover_text2, Align::start, false);
  draw_practice(page, {at.margin, at.buttons_top, at.inner_width, at.button_height}, Align::start);
  draw_language(page, {at.margin, at.buttons_top, at.inner_width, at.button_height}, Align::end);
}

}  // namespace afterword::kiosk
