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
  // Side by side on a small panel.
  SetupBody left = body, right = body;
  if (page.small()) {
    left.rect.width = right.rect.width = (body.rect.width - page.du(16)) / 2;
    right.rect.x = body.rect.right() - right.rect.width;
  }
  const float top = body.top + page.du(16);
  float y = draw_fact(page, left, top, "setup_shop", view.shop);
  const float second = draw_fact(page, right, page.small() ? top : y, "setup_touchpoint",
                                 view.touchpoint);
  y = std::max(y, second);
  const TextSpec note =
      fitted(page, words.get("setup_place_wrong"), Type::hint, {22, 20, 18}, body.rect.width, 5,
             body.buttons_top - y - page.du(16));
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
  const Rect rect{body.rect.x, body.top + page.du(32),
                  std::min(button_width(kit, test), body.rect.width), body.button_height};
  if (draw_button(kit, test, rect, gap_of(page, 12))) page.say(SetUp{.what = SetUp::Do::test});
  draw_setup_buttons(page, body, words.get("back"), SetUp::Do::back, words.get("setup_start"),
                     SetUp::Do::next);
}

}  // namespace afterword::kiosk
