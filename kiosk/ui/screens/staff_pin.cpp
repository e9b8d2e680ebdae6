// The PIN, the neutral page between a customer and staff, and help.
#include <cmath>

#include "kiosk/ui/screens/staff_parts.h"

namespace afterword::kiosk {
namespace {

using Do = StaffIntent::Do;

constexpr int kDotsLeast = 4;

// As many dots as digits, at least four; those typed are filled.
void draw_dots(Page& page, int typed, Rect rect) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const int count = std::max(kDotsLeast, typed);
  const float radius = page.du(11), step = page.du(42);
  const float left = rect.center().x - step * static_cast<float>(count - 1) / 2;
  for (int i = 0; i < count; ++i) {
    const Point at{left + step * static_cast<float>(i), rect.center().y};
    if (i < typed)
      paint.disc(at, radius, colors.ink);
    else
      paint.circle(at, radius - page.du(1), page.du(2.5F), colors.line2);
  }
}

void draw_pad(Page& page, const PinView& pin, Rect rect) {
  Kit& kit = page.kit;
  const float gap = gap_of(page, 12);
  const float width = (rect.width - 2 * gap) / 3, height = (rect.height - 3 * gap) / 4;
  const bool enabled = !pin.checking && pin.seconds_to_wait == 0;
  // As on a telephone, and never mirrored: hands know where the digits are.
  const bool mirrored = kit.paint().mirrored();
  const auto cell = [&](int column, int row) {
    const Rect at{rect.x + static_cast<float>(column) * (width + gap),
                  rect.y + static_cast<float>(row) * (height + gap), width, height};
    return mirrored ? at.mirrored(2 * rect.center().x) : at;
  };
  for (int digit = 0; digit <= 9; ++digit) {
    const int place = digit == 0 ? 10 : digit - 1;
    Button key{.name = "pin:" + std::to_string(digit),
               .words = kit.words().number(digit),
               .type = Type::key};
    key.enabled = enabled;
    if (draw_button(kit, key, cell(place % 3, place / 3), gap))
      page.say(StaffIntent{Do::digit, std::to_string(digit)});
  }
  Button erase{.name = "pin:erase", .words = kit.words().get("staff_erase"), .size_du = 20};
  erase.enabled = enabled && pin.typed > 0;
  if (draw_button(kit, erase, cell(0, 3), gap)) page.say(StaffIntent{Do::erase});
  Button ok{.name = "pin:ok", .words = kit.words().get("staff_ok"), .look = ButtonLook::main};
  ok.enabled = enabled && pin.typed > 0;
  if (draw_button(kit, ok, cell(2, 3), gap)) page.say(StaffIntent{Do::sign_in});
}

std::string hint_of(const Page& page, const PinView& pin) {
  const Strings& words = page.kit.words();
  if (pin.seconds_to_wait > 0) return words.count("staff_pin_wait", pin.seconds_to_wait);
  return words.get(pin.wrong ? "staff_pin_wrong" : "staff_pin_hint");
}

}  // namespace

void draw_staff_pin(Page& page, const StaffView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const bool upright = page.portrait();
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.spruce, colors.ink, colors.ink2);
  const Measures at = measures(page);
  const float pad_width = std::max(page.du(440), kit.units().mm(60));
  const float pad_height = std::max(page.du(upright ? 480 : 440), kit.units().mm(60));
  const float half = upright ? at.inner_width : at.inner_width / 2 - page.du(24);
  const float top = upright ? page.du(230) : page.height() / 2 - page.du(140);
  const TextSpec title =
      fitted(page, kit.words().get("staff_pin_title"), Type::question, {56, 48, 40}, half, 2);
  float y = top;
  y += paint.text_in({at.margin, y, half, 0}, title, colors.ink, Align::start, false).height;
  const TextSpec hint =
      fitted(page, hint_of(page, view.pin), Type::body, {25, 22, 20}, half, 3);
  y += page.du(12);
  paint.text_in({at.margin, y, half, 0}, hint,
                view.pin.wrong || view.pin.seconds_to_wait > 0 ? colors.rust : colors.ink2,
                Align::start, false);
  const float pad_x =
      upright ? (page.width() - pad_width) / 2 : page.width() - at.margin - pad_width;
  const float pad_y = upright ? page.height() - pad_height - page.du(96)
                              : (page.height() - pad_height) / 2 + page.du(30);
  draw_dots(page, view.pin.typed, {pad_x, pad_y - page.du(72), pad_width, page.du(40)});
  draw_pad(page, view.pin, {pad_x, pad_y, pad_width, pad_height});
  const float wide = language_button_width(page);
  if (upright)
    draw_language_button(page, {page.width() - at.margin - wide, page.du(12), wide,
                                std::max(page.du(72), kit.units().mm(12.05F))});
  else
    draw_language_button(page, {at.margin, at.buttons_top, wide, at.button_height});
}

void draw_give_back(Page& page) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_cover(page);
  const Mark mark = cover_mark(page);
  kit.paint().disc(mark.center, mark.radius, colors.cover_raised);
  begin_sheet(page);
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);
  draw_message(page, kit.words().get("give_back_title"), kit.words().get("give_back_text"));
  const Button staff{
      .name = "staff", .words = kit.words().get("give_back_staff"), .look = ButtonLook::cover};
  const float wide = std::max(page.du(200), button_width(kit, staff));
  const float left = page.width() - at.margin - wide;
  if (draw_button(kit, staff, {left, at.buttons_top, wide, at.button_height}))
    page.say(StaffIntent{Do::back_at_desk});
  draw_language(page, {at.margin, at.buttons_top, left - at.margin, at.button_height},
                Align::start);
}

void draw_staff_help(Page& page, const StaffView& view) {
  Kit& kit = page.kit;
  const Rect body = staff_frame(page, view);
  begin_sheet(page);
  const float width = std::min(body.width, page.du(860));
  const Rect sheet{body.x + (body.width - width) / 2, body.y, width, body.height};
  staff_sheet(page, sheet);
  const Rect inside = sheet.grown(-page.du(48), -page.du(page.small() ? 20 : 40));
  const float each = inside.height / 4 - page.du(page.small() ? 14 : 24);
  float y = inside.y;
  for (const char* const key :
       {"staff_help_open", "staff_help_hand", "staff_help_figures", "staff_help_kept"}) {
    const TextSpec text = fitted(page, kit.words().get(key), Type::body, {23, 21, 19, 17},
                                 inside.width, 6, each);
    y += kit.paint()
             .text_in({inside.x, y, inside.width, 0}, text, kit.colors().ink, Align::start, false)
             .height;
    y += page.du(page.small() ? 14 : 24);
  }
}

}  // namespace afterword::kiosk
