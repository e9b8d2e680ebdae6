// Set-up, first step: how large the screen is (a bar as long as a bank card) and whether it is
// touched where it shows.
#include "kiosk/session/setup.h"
#include "kiosk/ui/screens/setup.h"

namespace afterword::kiosk {
namespace {

constexpr float kMarkMm = 17, kBarDu = 92, kBarRadiusDu = 12, kBarGapDu = 20,
                kGripDu = 16;
// The bar is pulled by its end, and one button press moves that by half a millimetre.
constexpr float kStepMm = 0.5F;

void draw_marks(Page& page, const SetupView& view, Rect area) {
  Kit& kit = page.kit;
  const float size = std::max(kit.units().mm(kMarkMm), page.du(72));
  for (std::size_t i = 0; i < kTouchMarks; ++i) {
    const bool right = i % 2 == 1, low = i >= 2;
    const Rect rect{right ? area.right() - size : area.x, low ? area.bottom() - size : area.y, size,
                    size};
    const std::string name = "mark:" + std::to_string(i + 1);
    const Color ink = kit.colors().ink;
    if (view.touched[i]) {
      kit.paint().disc(rect.center(), size / 2, kit.colors().spruce);
      kit.paint().icon(Icon::tick, rect.center(), size * 0.5F, kit.colors().sheet, 3);
    } else {
      kit.paint().disc(rect.center(), size / 2, kit.colors().sheet);
      kit.paint().circle(rect.center(), size / 2 - page.du(1), page.du(3), ink);
      kit.paint().disc(rect.center(), page.du(5), ink);
    }
    kit.target(name, rect, gap_of(page, 8), true, size / 2);
    if (kit.hits().tapped(name)) page.say(SetUp{.what = SetUp::Do::mark, .mark = i});
  }
}

void resize(Page& page, float length_px) {
  page.say(SetUp{.what = SetUp::Do::size, .px_per_mm = length_px / kBankCardMm});
}

// A finger on the bar's end pulls it.
void pull(Page& page, Rect bar, float most) {
  const auto finger = page.kit.hits().finger();
  if (!finger || page.kit.hits().pressed_name() != "bar") return;
  const float x = page.kit.paint().mirrored() ? page.width() - finger->x : finger->x;
  const float length = std::clamp(x - bar.x, page.du(80), most);
  if (std::abs(length - bar.width) >= 1) resize(page, length);
}

void draw_bar(Page& page, const SetupView& view, Rect area) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const float length = std::min(view.px_per_mm * kBankCardMm, area.width);
  const Rect bar{area.x, area.y, length, page.du(kBarDu)};
  kit.paint().rounded(bar, page.du(kBarRadiusDu), colors.marigold_soft);
  kit.paint().ring(bar, page.du(kBarRadiusDu), page.du(3), colors.ink);
  const float grip = page.du(kGripDu);
  for (const float x : {-0.5F, 0.5F})
    kit.paint().line({bar.right() - grip + x * page.du(8), bar.y + page.du(28)},
                     {bar.right() - grip + x * page.du(8), bar.bottom() - page.du(28)}, page.du(3),
                     colors.ink);
  kit.target("bar", {bar.x, bar.y, area.width, bar.height}, 0);
  pull(page, bar, area.width);

  const float gap = gap_of(page, 12), y = bar.bottom() + page.du(kBarGapDu);
  float x = area.x;
  for (const bool longer : {false, true}) {
    const Button button{.name = longer ? "longer" : "shorter",
                        .words = kit.words().get(longer ? "setup_longer" : "setup_shorter")};
    const Rect rect{x, y, std::min(button_width(kit, button), (area.width - gap) / 2),
                    page.du(80)};
    if (draw_button(kit, button, rect, gap))
      resize(page, length + (longer ? 1.0F : -1.0F) * std::max(1.0F, kStepMm * view.px_per_mm));
    x += rect.width + gap;
  }
}

}  // namespace

void draw_setup_screen(Page& page, const SetupView& view) {
  const Strings& words = page.kit.words();
  const SetupBody body =
      draw_setup_frame(page, view, words.get("setup_screen_title"), words.get("setup_card_hint"));
  const float gap = page.du(12);
  const Rect marks{body.rect.x, body.top + gap, body.rect.width,
                   body.buttons_top - body.top - 3 * gap};
  const float bar_height = page.du(kBarDu + kBarGapDu + 80);
  Rect area{marks.x, marks.y + (marks.height - bar_height) / 2, marks.width, bar_height};
  // Between the circles where it has no room between their rows.
  const float mark = std::max(page.kit.units().mm(kMarkMm), page.du(72)) + page.du(16);
  if (marks.height < bar_height + 2 * mark) area = area.grown(-mark, 0);
  draw_bar(page, view, area);
  draw_marks(page, view, marks);
  draw_setup_buttons(page, body, words.get("setup_practise"), SetUp::Do::practise,
                     words.get("setup_continue"), SetUp::Do::next);
}

}  // namespace afterword::kiosk
