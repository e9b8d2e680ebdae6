#include <cmath>

#include "kiosk/ui/kit.h"

namespace afterword::kiosk {
namespace {

constexpr float kIconDu = 26, kIconGapDu = 14, kPadDu = 32, kStartGapDu = 24;
constexpr float kShrink = 0.03F;

struct ButtonPaint {
  Color fill, pressed, text, ring, ring_pressed;
  float ring_du = 1.5F;
  bool shadow = true;
};

ButtonPaint paint_of(const Colors& colors, const Button& button) {
  if (!button.enabled)
    return {colors.disabled_fill, colors.disabled_fill, colors.disabled_text, {}, {}, 0, false};
  switch (button.look) {
    case ButtonLook::main:
      return {colors.spruce, colors.spruce_pressed, colors.sheet, {}, {}, 0, true};
    case ButtonLook::start:
      return {
          colors.marigold, mix(colors.marigold, colors.ink, 0.12F), colors.ink, {}, {}, 0, false};
    case ButtonLook::cover:
      if (button.on) return {colors.sheet, colors.pressed_fill, colors.ink, {}, {}, 0, false};
      return {{0, 0, 0, 0},
              colors.cover_raised,
              colors.cover_text,
              colors.cover_outline,
              colors.cover_text,
              2,
              false};
    case ButtonLook::plain:
      break;
  }
  if (button.on) return {colors.ink, colors.spruce_pressed, colors.sheet, {}, {}, 0, false};
  return {colors.sheet, colors.pressed_fill, colors.ink, colors.line, colors.line2, 1.5F, true};
}

float icon_size(Kit& kit, const Button& button) {
  return std::round(kit.du(button.look == ButtonLook::start ? 38 : kIconDu));
}

TextSpec words_of(Kit& kit, const Button& button) {
  TextSpec spec = button.language.empty()
                      ? kit.spec(button.words, button.type, button.size_du)
                      : kit.spec_in(button.words, button.type, button.language, button.size_du);
  if (button.weight != 0) spec.weight = button.weight;
  return spec;
}

// In two lines, and smaller if need be.
TextSpec squeezed(Kit& kit, Button button, float width) {
  TextSpec spec;
  for (const float size_du : {22.0F, 20.0F, 18.0F}) {
    button.size_du = size_du;
    spec = words_of(kit, button);
    spec.width_px = width;
    spec.balance = true;
    const TextSize size = kit.paint().glyphs().measure(spec);
    if (size.lines <= 2 && !size.overflows) return spec;
  }
  spec.break_words = true;
  return spec;
}

float icon_gap(Kit& kit, const Button& button) {
  return kit.du(button.look == ButtonLook::start && button.after ? kStartGapDu : kIconGapDu);
}

float content_width(Kit& kit, const Button& button) {
  float width = kit.paint().glyphs().measure(words_of(kit, button)).width;
  const float one = icon_size(kit, button) + icon_gap(kit, button);
  if (button.before) width += one;
  if (button.after) width += one;
  return width;
}

void draw_content(Kit& kit, const Button& button, Rect rect, Color color) {
  Painter& paint = kit.paint();
  const float icon = icon_size(kit, button), gap = icon_gap(kit, button);
  const float stroke = button.look == ButtonLook::start ? 2.2F : 2.1F;
  float x = rect.x + (rect.width - content_width(kit, button)) / 2;
  const float y = rect.y + rect.height / 2;
  if (button.before) {
    paint.icon(*button.before, {x + icon / 2, y}, icon, color, stroke);
    x += icon + gap;
  }
  const TextSpec spec = words_of(kit, button);
  const float width = paint.glyphs().measure(spec).width;
  if (width > rect.width - kit.du(16) && !button.before && !button.after) {
    paint.text_in(rect.grown(-kit.du(8), 0), squeezed(kit, button, rect.width - kit.du(16)), color,
                  Align::center);
    return;
  }
  paint.text_in({x, rect.y, width, rect.height}, spec, color);
  x += width + gap;
  if (button.after) paint.icon(*button.after, {x + icon / 2, y}, icon, color, stroke);
}

void draw_shadow(Kit& kit, Rect rect, float radius, ButtonLook look) {
  const Colors& colors = kit.colors();
  if (look == ButtonLook::main) {
    const ShadowLayer layers[] = {{6, 18, colors.cover, 0.22F}};
    kit.paint().shadow(rect, radius, layers);
    return;
  }
  const ShadowLayer layers[] = {{2, 4, colors.ink, 0.04F}, {3, 8, colors.ink, 0.04F}};
  kit.paint().shadow(rect, radius, layers);
}

void draw_outline(Kit& kit, Rect rect, float radius, float pressed) {
  kit.paint().outline(rect, radius, kit.du(1.5F + 0.5F * pressed),
                      mix(kit.colors().line, kit.colors().line2, pressed));
}

Rect shrunk(Rect rect, float share) {
  return rect.grown(-rect.width * kShrink / 2 * share, -rect.height * kShrink / 2 * share);
}

}  // namespace

float button_width(Kit& kit, const Button& button) {
  return std::round(content_width(kit, button) + 2 * kit.du(kPadDu));
}

bool draw_button(Kit& kit, const Button& button, Rect rect, float gap_px) {
  Painter& paint = kit.paint();
  const ButtonPaint look = paint_of(kit.colors(), button);
  const float pressed = button.enabled ? kit.pressed_share(button.name) : 0;
  const Rect at = shrunk(rect, pressed);
  const float radius = at.height / 2;
  if (look.shadow && pressed < 1) draw_shadow(kit, at, radius, button.look);
  Color fill = mix(look.fill, look.pressed, pressed);
  if (look.fill.alpha == 0) fill = look.pressed.with_alpha(pressed);
  if (fill.alpha > 0) paint.rounded(at, radius, fill);
  if (look.ring_du > 0) {
    const float width = kit.du(look.ring_du + 0.5F * pressed);
    const Color color = mix(look.ring, look.ring_pressed, pressed);
    if (button.look == ButtonLook::plain)
      paint.outline(at, radius, width, color);
    else
      paint.ring(at, radius, width, color);
  }
  draw_content(kit, button, at, look.text);
  kit.target(button.name, rect, gap_px, button.enabled, rect.height / 2);
  return button.enabled && kit.hits().tapped(button.name);
}

TileState draw_tile(Kit& kit, const std::string& name, Rect rect, float radius_du, bool chosen,
                    float gap_px, bool tick) {
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  TileState state;
  state.chosen = chosen;
  state.pressed = kit.pressed_share(name);
  state.rect = shrunk(rect, state.pressed).snapped();
  const float radius = kit.du(radius_du);
  if (chosen) {
    const ShadowLayer layers[] = {{16, 36, colors.ink, 0.16F}};
    paint.shadow(state.rect, radius, layers);
  } else if (state.pressed < 1) {
    const float share = 1 - state.pressed;
    const ShadowLayer layers[] = {{2, 4, colors.ink, 0.04F * share},
                                  {10, 28, colors.ink, 0.07F * share}};
    paint.shadow(state.rect, radius, layers);
  }
  const Color rest = chosen ? colors.selected_fill : colors.sheet;
  paint.rounded(state.rect, radius, mix(rest, colors.pressed_fill, state.pressed));
  if (chosen)
    paint.ring(state.rect, radius, kit.du(5), colors.ink);
  else
    draw_outline(kit, state.rect, radius, state.pressed);
  if (chosen && tick) {
    const float size = kit.du(std::min(36.0F, rect.width / kit.units().du * 0.28F));
    const float inset = kit.du(16) * size / kit.du(36);
    const Point center{state.rect.right() - inset - size / 2, state.rect.y + inset + size / 2};
    paint.disc(center, size / 2, colors.ink);
    paint.icon(Icon::tick, center, size * 0.6F, colors.sheet, 3);
  }
  kit.target(name, rect, gap_px, true, radius);
  state.tapped = kit.hits().tapped(name);
  return state;
}

}  // namespace afterword::kiosk
