// First-run set-up: the panel that says which step it is, and what all its pages share.
#include "kiosk/ui/screens/setup.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPanelDu = 452, kPanelPortraitDu = 400, kSetupPadDu = 56;
constexpr float kStepDu = 58, kStepRadiusDu = 17;
constexpr float kMmPerInch = 25.4F;
constexpr const char* kStepWords[] = {"setup_screen", "setup_code", "setup_place", "setup_test"};

// 5.884 -> "5.9", in the digits of the page's language.
std::string one_decimal(const Strings& words, float number) {
  return words.digits(fmt::format("{:.1f}", static_cast<double>(number)));
}

std::string size_words(Page& page, const SetupView& view) {
  const Strings& words = page.kit.words();
  if (!view.size_told) return words.get("setup_size_unknown");
  const float inches = std::hypot(page.width(), page.height()) / view.px_per_mm / kMmPerInch;
  const std::string shown = one_decimal(words, inches);
  const std::string density = one_decimal(words, view.px_per_mm);
  return words.get("setup_size", {{"inches", shown}, {"density", density}});
}

void draw_setup_sign(Page& page, Point center, int number, bool done, bool here) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float radius = page.du(kStepRadiusDu);
  if (here)
    paint.disc(center, radius, colors.marigold);
  else if (done)
    paint.disc(center, radius, colors.cover_raised);
  else
    paint.circle(center, radius - page.du(1), page.du(2), colors.cover_outline);
  if (done) {
    paint.icon(Icon::tick, center, page.du(20), here ? colors.ink : colors.cover_text, 3);
    return;
  }
  TextSpec sign = page.kit.spec(page.kit.words().number(number), Type::note, 18);
  sign.weight = 600;
  paint.text_in({center.x - radius, center.y - radius, 2 * radius, 2 * radius}, sign,
                here ? colors.ink : colors.cover_text2, Align::center);
}

void draw_steps(Page& page, const SetupView& view, Rect at) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const int here = static_cast<int>(view.step);
  float y = at.y;
  for (int step = 0; step < 4; ++step) {
    const bool done = step < here || (step == 3 && view.tested);
    const Point center{at.x + page.du(kStepRadiusDu), y + page.du(kStepRadiusDu)};
    draw_setup_sign(page, center, step + 1, done, step == here);
    const float x = at.x + page.du(2 * kStepRadiusDu + 18);
    const float width = at.right() - x;
    TextSpec words = kit.spec(kit.words().get(kStepWords[step]), Type::hint);
    if (step == here) words.weight = 600;
    words.width_px = width;
    const Rect line{x, y, width, page.du(2 * kStepRadiusDu)};
    kit.paint().text_in(line, words, step == here ? colors.cover_text : colors.cover_text2);
    y += page.du(kStepDu);
    if (step != 0 || here == 0 || page.portrait()) continue;
    TextSpec size = kit.spec(size_words(page, view), Type::note);
    size.width_px = width;
    const Rect below{x, line.bottom() - page.du(2), width, 0};
    y += kit.paint().text_in(below, size, colors.cover_text2, Align::start, false).height -
         page.du(16);
  }
}

void draw_panel(Page& page, const SetupView& view, Rect panel) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  paint.fill(panel, colors.cover);
  paint.clip(panel);
  paint.comma({panel.right() - page.du(95), panel.bottom() - page.du(222)}, page.du(122),
              colors.cover_raised);
  paint.unclip();
  const float x = panel.x + page.du(48), width = panel.width - page.du(72);
  paint.comma({x + page.du(14), page.du(paint.mirrored() ? 72 : 64)}, page.du(14), colors.marigold);
  TextSpec brand = kit.spec(page.around().brand, Type::card_title);
  paint.text_in({x + page.du(45), page.du(44), width - page.du(45), page.du(44)}, brand,
                colors.cover_text);
  const bool low = panel.height < page.du(560);
  float y = page.du(low ? 108 : 140);
  if (!low || page.portrait()) {
    const TextSpec title = fitted(page, kit.words().get("setup_title"), Type::question,
                                  {56, 48, 40}, width, page.portrait() ? 1 : 3);
    y += paint.text_in({x, y, width, 0}, title, colors.cover_text, Align::start, false).height +
         page.du(page.portrait() ? 12 : 44);
  }
  draw_steps(page, view, {x, y, width, 0});
  if (low) return;
  const std::string version = kit.words().get("setup_version", {{"version", view.version}});
  paint.text_in({x, panel.bottom() - page.du(78), width, page.du(40)},
                kit.spec(version, Type::note), colors.cover_text2);
}

}  // namespace

SetupBody draw_setup_frame(Page& page, const SetupView& view, const std::string& title,
                           const std::string& hint, float tray_px) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const bool upright = page.portrait();
  paint.fill({0, 0, page.width(), page.height()}, colors.paper);
  const Rect panel = upright ? Rect{0, 0, page.width(), page.du(kPanelPortraitDu)}
                             : Rect{0, 0, page.du(kPanelDu), page.height() - tray_px};
  draw_panel(page, view, panel);
  begin_sheet(page);
  const float pad = page.du(upright ? 48 : kSetupPadDu), top = upright ? panel.bottom() : 0;
  SetupBody body;
  body.rect.x = upright ? pad : panel.right() + pad;
  body.rect.width = page.width() - pad - body.rect.x;
  body.rect.y = top + page.du(40);
  const bool typing = tray_px > 0;
  body.button_height = page.du(typing ? 72 : 80);
  body.buttons_top = page.height() - tray_px - body.button_height -
                     page.du(typing    ? 16
                             : upright ? 48
                                       : 32);
  body.rect.height = body.buttons_top - body.rect.y;
  const float language = language_button_width(page);
  draw_language_button(page, {body.rect.right() - language, body.rect.y, language, page.du(72)});
  const float title_width = body.rect.width - language - page.du(24);
  const TextSpec head = fitted(page, title, Type::title, {46, 40, 34, 30}, title_width, 2);
  const float height = std::max(page.du(72), paint.glyphs().measure(head).height);
  paint.text_in({body.rect.x, body.rect.y, title_width, height}, head, colors.ink);
  body.top = body.rect.y + height + page.du(12);
  if (hint.empty()) return body;
  const TextSpec below = fitted(page, hint, Type::hint, {22, 20}, body.rect.width, 3);
  body.top += paint
                  .text_in({body.rect.x, body.top, body.rect.width, 0}, below, colors.ink2,
                           Align::start, false)
                  .height +
              page.du(12);
  return body;
}

void draw_setup_buttons(Page& page, const SetupBody& body, const std::string& start_words,
                        SetUp::Do start, const std::string& end_words, SetUp::Do end) {
  Kit& kit = page.kit;
  const float gap = page.du(12);
  if (!start_words.empty()) {
    const Button button{.name = "setup_start", .words = start_words};
    const Rect rect{body.rect.x, body.buttons_top, button_width(kit, button), body.button_height};
    if (draw_button(kit, button, rect, gap)) page.say(SetUp{.what = start});
  }
  if (end_words.empty()) return;
  const Button button{.name = "setup_next", .words = end_words, .look = ButtonLook::main};
  const float width = button_width(kit, button);
  const Rect rect{body.rect.right() - width, body.buttons_top, width, body.button_height};
  if (draw_button(kit, button, rect, gap)) page.say(SetUp{.what = end});
}

void draw_setup(Page& page, const SetupView& view) {
  switch (view.step) {
    case SetupStep::screen:
      return draw_setup_screen(page, view);
    case SetupStep::code:
      return draw_setup_code(page, view);
    case SetupStep::place:
      return draw_setup_place(page, view);
    case SetupStep::test:
      return draw_setup_test(page, view);
  }
}

}  // namespace afterword::kiosk
