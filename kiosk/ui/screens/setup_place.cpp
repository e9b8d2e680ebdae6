// Set-up, third and fourth step: where this kiosk stands, and a question to try it with.
#include "kiosk/ui/screens/setup.h"

namespace afterword::kiosk {
namespace {

float draw_fact(Page& page, const SetupBody& body, float y, const char* label,
                const std::string& value) {
  Kit& kit = page.kit;
  const TextSpec name = kit.spec(kit.words().get(label), Type::label);
  const TextSpec fact =
      fitted(page, value, Type::title, {46, 40, 34, 28}, body.rect.width - page.du(64), 2);
  const float name_height = kit.paint().glyphs().measure(name).height;
  const float height = kit.paint().glyphs().measure(fact).height;
  const Rect card{body.rect.x, y, body.rect.width, name_height + height + page.du(52)};
  kit.paint().rounded(card, page.du(28), kit.colors().sheet);
  kit.paint().outline(card, page.du(28), page.du(1.5F), kit.colors().line);
  const float x = card.x + page.du(32);
  kit.paint().text_in({x, card.y + page.du(22), card.width - page.du(64), 0}, name,
                      kit.colors().ink2, Align::start, false);
  kit.paint().text_in({x, card.y + page.du(26) + name_height, card.width - page.du(64), 0}, fact,
                      kit.colors().ink, Align::start, false);
  return card.bottom() + page.du(16);
}

}  // namespace

void draw_setup_place(Page& page, const SetupView& view) {
  const Strings& words = page.kit.words();
  const SetupBody body = draw_setup_frame(page, view, words.get("setup_place_title"), "");
  float y = draw_fact(page, body, body.top + page.du(16), "setup_shop", view.shop);
  y = draw_fact(page, body, y, "setup_touchpoint", view.touchpoint);
  TextSpec note =
      fitted(page, words.get("setup_place_wrong"), Type::hint, {22, 20}, body.rect.width, 4);
  page.kit.paint().text_in({body.rect.x, y + page.du(8), body.rect.width, 0}, note,
                           page.kit.colors().ink2, Align::start, false);
  draw_setup_buttons(page, body, "", SetUp::Do::back, words.get("setup_yes"), SetUp::Do::next);
}

void draw_setup_test(Page& page, const SetupView& view) {
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  const SetupBody body =
      draw_setup_frame(page, view, words.get("setup_test"),
                       words.get(view.tested ? "setup_tested" : "setup_test_text"));
  const Button test{.name = "setup_test", .words = words.get("setup_test"), .after = Icon::next};
  const Rect rect{body.rect.x, body.top + page.du(32), button_width(kit, test), page.du(80)};
  if (draw_button(kit, test, rect, page.du(12))) page.say(SetUp{.what = SetUp::Do::test});
  draw_setup_buttons(page, body, words.get("back"), SetUp::Do::back, words.get("setup_start"),
                     SetUp::Do::next);
}

}  // namespace afterword::kiosk
