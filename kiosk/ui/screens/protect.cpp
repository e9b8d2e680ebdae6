// How what is said here is protected: only sentences that are true of this installation.
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

void draw_protect(Page& page, const ProtectView&) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, kit.colors().spruce, kit.colors().ink, kit.colors().ink2);
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  if (draw_button(kit, back,
                  {at.margin, at.buttons_top, button_width(kit, back), at.button_height}))
    page.say(CloseProtect{});
}

}  // namespace afterword::kiosk
