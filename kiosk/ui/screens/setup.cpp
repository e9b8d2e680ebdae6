// First-run set-up: the panel that says which step it is, and what all its pages share.
#include "kiosk/ui/screens/setup.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPanelDu = 452, kPanelPortraitDu = 372, kStripDu = 68, kSetupPadDu = 56;
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

// One below the other, upright in two columns.
void draw_steps(Page& page, const SetupView& view, Rect at) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const int here = static_cast<int>(view.step), columns = page.portrait() ? 2 : 1;
  const float column = at.width / static_cast<float>(columns);
  float y = at.y;
  for (int step = 0; step < 4; ++step) {
    const bool done = step < here || (step == 3 && view.tested);
    const float left = at.x + static_cast<float>(step % columns) * column;
    const Point center{left + page.du(kStepRadiusDu), y + page.du(kStepRadiusDu)};
    draw_setup_sign(page, center, step + 1, done, step == here);
    const float x = left + page.du(2 * kStepRadiusDu + 18);
    const float width = left + column - page.du(12) - x;
    TextSpec words = fitted(page, kit.words().get(kStepWords[step]), Type::hint, {22, 20, 18},
                            width, 2, page.du(kStepDu));
    if (step == here) words.weight = 600;
    const Rect line{x, y, width, page.du(2 * kStepRadiusDu)};
    kit.paint().text_in(line, words, step == here ? colors.cover_text : colors.cover_text2);
    if (step % columns == columns - 1) y += page.du(kStepDu);
    if (step != 0 || here == 0 || page.portrait()) continue;
    TextSpec size = kit.spec(size_words(page, view), Type::note);
    size.width_px = width;
    const Rect below{x, line.bottom() - page.du(2), width, 0};
    y += kit.paint().text_in(below, size, colors.cover_text2, Align::start, false).height -
         page.du(16);
  }
}

// On a small panel: the mark, and which of the four it is, in one line.
void draw_strip(Page& page, const SetupView& view, Rect strip) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  kit.paint().fill(strip, colors.cover);
  const float middle = strip.center().y, radius = page.du(kStepRadiusDu);
  kit.paint().comma({page.du(59), middle - page.du(kit.paint().mirrored() ? -2 : 3)}, page.du(11),
                    colors.marigold);
  const TextSpec brand = kit.spec(page.around().brand, Type::label);
  const float width = kit.paint().glyphs().measure(brand).width;
  kit.paint().text_in({page.du(84), strip.y, width, strip.height}, brand, colors.cover_text);
  float x = page.du(84) + width + page.du(48);
  const int here = static_cast<int>(view.step);
  for (int step = 0; step < 4; ++step) {
    const bool done = step < here || (step == 3 && view.tested);
    draw_setup_sign(page, {x + radius, middle}, step + 1, done, step == here);
    x += 2 * radius + page.du(14);
    if (step != here) continue;
    TextSpec words = kit.spec(kit.words().get(kStepWords[step]), Type::hint);
    words.weight = 600;
    const float said = kit.paint().glyphs().measure(words).width;
    kit.paint().text_in({x, strip.y, said, strip.height}, words, colors.cover_text);
    x += said + page.du(24);
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
  const bool upright = page.portrait(), small = page.small(), typing = tray_px > 0;
  paint.fill({0, 0, page.width(), page.height()}, colors.paper);
  // A small panel has room for a strip, and with a keyboard not even for that.
  const Rect panel = upright ? Rect{0, 0, page.width(), page.du(kPanelPortraitDu)}
                     : small ? Rect{0, 0, page.width(), typing ? 0 : page.du(kStripDu)}
                             : Rect{0, 0, page.du(kPanelDu), page.height() - tray_px};
  if (!small)
    draw_panel(page, view, panel);
  else if (!typing)
    draw_strip(page, view, panel);
  begin_sheet(page);
  const float pad = page.du(small && typing ? 24 : upright || small ? 48 : kSetupPadDu);
  const bool below = upright || small;
  const float top = below ? panel.bottom() : 0;
  SetupBody body;
  body.rect.x = below ? pad : panel.right() + pad;
  body.rect.width = page.width() - pad - body.rect.x;
  body.rect.y = top + page.du(small && typing ? 10 : small || typing ? 20 : 40);
  const float least = kit.units().mm(typing ? 12.05F : 13.5F);
  body.button_height = std::max(page.du(typing ? 72 : 80), least);
  body.buttons_top = page.height() - tray_px - body.button_height -
                     page.du(typing    ? 12
                             : upright ? 48
                                       : 32);
  body.rect.height = body.buttons_top - body.rect.y;
  const float language = language_button_width(page);
  draw_language_button(page, {body.rect.right() - language, body.rect.y, language,
                              std::max(page.du(72), kit.units().mm(12.05F))});
  const float title_width = body.rect.width - language - page.du(24);
  const TextSpec head = fitted(page, title, Type::title, {46, 40, 34, 30}, title_width, 2,
                               small && typing ? page.du(42) : page.du(110));
  const float least_height = small && typing ? 0 : page.du(72);
  const float height = std::max(least_height, paint.glyphs().measure(head).height);
  paint.text_in({body.rect.x, body.rect.y, title_width, height}, head, colors.ink);
  body.top = body.rect.y + height + page.du(small && typing ? 2 : 12);
  const float least_top = body.rect.y + std::max(page.du(72), kit.units().mm(12.05F)) +
                          gap_of(page, 8);  // below the language
  if (hint.empty()) {
    body.top = std::max(body.top, least_top);
    return body;
  }
  // Beside the language as well, where every line counts.
  const float hint_width = small && typing ? title_width : body.rect.width;
  const TextSpec said = fitted(page, hint, Type::hint, {22, 20, 18}, hint_width, 3,
                               small && typing ? page.du(56) : 1e9F);
  body.top += paint
                  .text_in({body.rect.x, body.top, hint_width, 0}, said, colors.ink2, Align::start,
                           false)
                  .height +
              page.du(small && typing ? 6 : 12);
  body.top = std::max(body.top, least_top);
  return body;
}

void draw_setup_buttons(Page& page, const SetupBody& body, const std::string& start_words,
                        SetUp::Do start, const std::string& end_words, SetUp::Do end) {
  Kit& kit = page.kit;
  const float gap = gap_of(page, 12);
  const float most = start_words.empty() ? body.rect.width : (body.rect.width - gap) / 2;
  const auto place = [&](const Button& button, bool at_end) {
    const float width = std::min(button_width(kit, button), most);
    return draw_button(kit, button,
                       {at_end ? body.rect.right() - width : body.rect.x, body.buttons_top, width,
                        body.button_height},
                       gap);
  };
  if (!start_words.empty() && place({.name = "setup_start", .words = start_words}, false))
    page.say(SetUp{.what = start});
  if (!end_words.empty() &&
      place({.name = "setup_next", .words = end_words, .look = ButtonLook::main}, true))
    page.say(SetUp{.what = end});
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
