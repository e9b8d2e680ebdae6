#include <cmath>

#include "kiosk/ui/kit.h"

namespace afterword::kiosk {
namespace {

constexpr float kButtonIconDu = 26, kIconGapDu = 14, kButtonPadDu = 32, kStartGapDu = 24;
constexpr float kPadLeastDu = 12, kAidGapDu = 12, kStackGapDu = 3;
constexpr float kShrink = 0.03F;
constexpr float kCoverTileRadiusDu = 28;
constexpr float kOutlineDu = 4;  // of what is told apart by its outline

struct ButtonPaint {
  Color fill, pressed, text, ring, ring_pressed;
  float ring_du = 1.5F;
  bool shadow = true;
};

// Everything is the ground's colour but what is on or stands out; outlines tell buttons apart.
ButtonPaint outlined_paint(const Colors& colors, const Button& button) {
  const Color none{0, 0, 0, 0};
  if (!button.enabled)
    return {none, none, colors.disabled_text, colors.disabled_text, colors.disabled_text, 2, false};
  if (button.look == ButtonLook::main || button.look == ButtonLook::start)
    return {colors.spruce, colors.spruce_pressed, colors.on_main, none, none, 0, false};
  if (button.on) return {colors.ink, colors.ink2, colors.sheet, none, none, 0, false};
  const bool bare = button.look == ButtonLook::quiet || button.look == ButtonLook::cover_quiet;
  return {colors.sheet, colors.pressed_fill,          colors.ink, colors.line,
          colors.line,  bare ? 0.0F : kOutlineDu - 1, false};
}

ButtonPaint paint_of(const Colors& colors, const Button& button) {
  if (colors.outlined) return outlined_paint(colors, button);
  if (!button.enabled)
    return {colors.disabled_fill, colors.disabled_fill, colors.disabled_text, {}, {}, 0, false};
  switch (button.look) {
    case ButtonLook::main:
      return {colors.spruce, colors.spruce_pressed, colors.on_main, {}, {}, 0, true};
    case ButtonLook::start:
      return {colors.marigold,
              mix(colors.marigold, colors.on_marigold, 0.12F),
              colors.on_marigold,
              {},
              {},
              0,
              false};
    case ButtonLook::quiet:
      if (button.on) return {colors.ink, colors.spruce_pressed, colors.sheet, {}, {}, 0, false};
      return {{0, 0, 0, 0}, colors.pressed_fill, colors.ink2, {}, {}, 0, false};
    case ButtonLook::cover_quiet:
    case ButtonLook::cover_tile:
      if (button.on) return {colors.sheet, colors.pressed_fill, colors.ink, {}, {}, 0, false};
      if (button.look == ButtonLook::cover_tile)
        return {colors.cover_raised, colors.cover_band, colors.cover_text, {}, {}, 0, false};
      return {{0, 0, 0, 0}, colors.cover_raised, colors.cover_text2, {}, {}, 0, false};
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

// The aids have signs, and their words may stand below them.
bool is_aid(ButtonLook look) {
  return look == ButtonLook::quiet || look == ButtonLook::cover_quiet ||
         look == ButtonLook::cover_tile;
}

float icon_size(Kit& kit, const Button& button) {
  const bool large = button.look == ButtonLook::start || button.look == ButtonLook::cover_tile;
  return std::round(kit.du(large ? 38 : kButtonIconDu));
}

TextSpec words_of(Kit& kit, const Button& button, float share = 1) {
  TextSpec spec = kit.spec_eased(button.words, button.type, button.size_du, share, button.language);
  if (button.weight != 0) spec.weight = button.weight;
  spec.secret = button.secret;
  return spec;
}

float icon_gap(Kit& kit, const Button& button) {
  return kit.du(button.look == ButtonLook::start && button.after ? kStartGapDu
                : is_aid(button.look)                            ? kAidGapDu
                                                                 : kIconGapDu);
}

float icons_width(Kit& kit, const Button& button) {
  const float one = icon_size(kit, button) + icon_gap(kit, button);
  return (button.before ? one : 0) + (button.after ? one : 0);
}

float content_width(Kit& kit, const Button& button) {
  return kit.paint().glyphs().measure(words_of(kit, button)).width + icons_width(kit, button);
}

// What stands on a button: the sign beside its words, or above them.
struct Content {
  TextSpec words;
  TextSize size;
  bool stacked = false;
  int lines = 1;  // that have room
  int step = 0;   // which of the ways it is
};

// The words in at most `lines` lines of that room; the share of what larger text adds is given away
// before words are broken.
bool fits(Kit& kit, const Button& button, float size_du, float share, Size room, int lines,
          Content& out) {
  Button sized = button;
  sized.size_du = size_du;
  out.words = words_of(kit, sized, share);
  if (lines > 1) {
    out.words.width_px = room.width;
    out.words.balance = true;
  }
  out.size = kit.paint().glyphs().measure(out.words);
  return out.size.width <= room.width && out.size.height <= room.height + 1 &&
         out.size.lines <= lines && !out.size.overflows;
}

// How words may stand on a button, the best first: with less and less of what larger text adds, then
// smaller; in one line beside the sign or, for aids, below it, then in two.
Content content_of(Kit& kit, const Button& button, Rect rect) {
  const float icon = icon_size(kit, button), pad = kit.du(kPadLeastDu);
  const Size beside{rect.width - 2 * pad - icons_width(kit, button), rect.height - kit.du(8)};
  const bool may_stack = is_aid(button.look) && button.before.has_value();
  const bool must_stack = button.look == ButtonLook::cover_tile;
  const Size below{rect.width - kit.du(must_stack ? 24 : 12),
                   rect.height - icon - kit.du(kStackGapDu + 14)};
  const float normal = button.size_du > 0 ? button.size_du : style_of(button.type).size_du;
  Content content;
  int step = 0;
  const auto try_it = [&](float size_du, float share, bool stacked, int lines) {
    content.step = step++;
    content.stacked = stacked;
    content.lines = lines;
    if (content.step < button.step || (stacked ? !may_stack : must_stack)) return false;
    return fits(kit, button, size_du, share, stacked ? below : beside, lines, content);
  };
  for (const float share : {1.0F, 0.5F, 0.0F}) {
    for (const float size_du : {normal, std::min(normal, 22.0F), std::min(normal, 20.0F), 18.0F}) {
      if (share > 0 && size_du != normal) continue;  // first the whole size, then smaller ones
      for (const int lines : {1, 2})
        for (const bool stacked : {false, true})
          if (try_it(size_du, share, stacked, lines)) return content;
    }
  }
  for (const bool stacked : {false, true})
    if (try_it(18, 0, stacked, 3)) return content;
  content.stacked = must_stack;
  content.words.width_px = must_stack ? below.width : beside.width;
  content.words.break_words = true;
  content.size = kit.paint().glyphs().measure(content.words);
  return content;
}

void draw_stacked(Kit& kit, const Button& button, const Content& content, Rect rect, Color color) {
  const float icon = icon_size(kit, button);
  const float gap = kit.du(button.look == ButtonLook::cover_tile ? 18 : kStackGapDu);
  // As if all its lines were used, so that the signs of a row stand in line.
  const float line = content.size.height / static_cast<float>(std::max(1, content.size.lines));
  const float height =
      icon + gap + line * static_cast<float>(std::max(content.lines, content.size.lines));
  const float y = rect.y + (rect.height - height) / 2;
  kit.paint().icon(*button.before, {rect.center().x, y + icon / 2}, icon, color, 2);
  const float wide = content.words.width_px > 0 ? content.words.width_px : rect.width;
  kit.paint().text_in({rect.center().x - wide / 2, y + icon + gap, wide, content.size.height},
                      content.words, color, Align::center);
}

void draw_content(Kit& kit, const Button& button, Rect rect, Color color) {
  Painter& paint = kit.paint();
  const Content content = content_of(kit, button, rect);
  if (content.stacked) return draw_stacked(kit, button, content, rect, color);
  const float icon = icon_size(kit, button), gap = icon_gap(kit, button);
  const float stroke = button.look == ButtonLook::start ? 2.2F : 2.1F;
  const float width = content.size.width;
  float x = rect.x + (rect.width - width - icons_width(kit, button)) / 2;
  const float y = rect.y + rect.height / 2;
  if (button.before) {
    paint.icon(*button.before, {x + icon / 2, y}, icon, color, stroke);
    x += icon + gap;
  }
  const bool alone = !button.before && !button.after;
  paint.text_in({x, rect.y, width + 1, rect.height}, content.words, color,
                alone ? Align::center : Align::start);
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
  if (kit.colors().outlined)
    kit.paint().ring(rect, radius, kit.du(kOutlineDu), kit.colors().line);
  else
    kit.paint().outline(rect, radius, kit.du(1.5F + 0.5F * pressed),
                        mix(kit.colors().line, kit.colors().line2, pressed));
}

Rect shrunk(Rect rect, float share) {
  return rect.grown(-rect.width * kShrink / 2 * share, -rect.height * kShrink / 2 * share);
}

}  // namespace

float button_width(Kit& kit, const Button& button) {
  return std::round(content_width(kit, button) + 2 * kit.du(kButtonPadDu));
}

int button_step(Kit& kit, const Button& button, Rect rect) {
  return content_of(kit, button, rect).step;
}

bool button_fits(Kit& kit, const Button& button, Rect rect) {
  const TextSpec words = content_of(kit, button, rect).words;
  const float least = std::max(kit.units().type.least_px, kit.du(kTypeLeastDu));
  return !words.break_words && words.size_px >= least - 0.5F;
}

bool draw_button(Kit& kit, const Button& button, Rect rect, float gap_px) {
  Painter& paint = kit.paint();
  const ButtonPaint look = paint_of(kit.colors(), button);
  const float pressed = button.enabled ? kit.pressed_share(button.name) : 0;
  const Rect at = shrunk(rect, pressed);
  const float round =
      button.look == ButtonLook::cover_tile ? kit.du(kCoverTileRadiusDu) : rect.height / 2;
  const float radius = std::min(round, at.height / 2);
  if (look.shadow && pressed < 1) draw_shadow(kit, at, radius, button.look);
  Color fill = mix(look.fill, look.pressed, pressed);
  if (look.fill.alpha == 0) fill = look.pressed.with_alpha(pressed);
  if (fill.alpha > 0) paint.rounded(at, radius, fill);
  if (look.ring_du > 0) {
    const float width = kit.du(look.ring_du + 0.5F * pressed);
    const Color color = mix(look.ring, look.ring_pressed, pressed);
    if (button.look == ButtonLook::plain && !kit.colors().outlined)
      paint.outline(at, radius, width, color);
    else
      paint.ring(at, radius, width, color);
  }
  draw_content(kit, button, at, look.text);
  kit.target(button.name, rect, gap_px, button.enabled, round);
  kit.hits().name_last(button.words);
  return button.enabled && kit.hits().tapped(button.name);
}

void draw_tick(Kit& kit, Point center, float size) {
  const Colors& colors = kit.colors();
  kit.paint().disc(center, size / 2, colors.on_selected);
  kit.paint().icon(Icon::tick, center, size * 0.6F,
                   colors.outlined ? colors.selected_fill : colors.sheet, 3);
}

void draw_tick(Kit& kit, const TileState& tile) {
  if (!tile.chosen) return;
  const float size = std::min(kit.du(36), tile.rect.width * 0.28F);
  const float inset = kit.du(16) * size / kit.du(36);
  draw_tick(kit, {tile.rect.right() - inset - size / 2, tile.rect.y + inset + size / 2}, size);
}

TileState draw_tile(Kit& kit, const std::string& name, Rect rect, float radius_du, bool chosen,
                    float gap_px, bool tick) {
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  TileState state;
  state.chosen = chosen;
  state.pressed = kit.pressed_share(name);
  state.rect = shrunk(rect, state.pressed).snapped();
  state.ink = chosen ? colors.on_selected : colors.ink;
  state.ink2 = chosen && colors.outlined ? colors.on_selected : colors.ink2;
  const float radius = kit.du(radius_du);
  if (colors.outlined) {
    // No shadows: they would only be a grey edge.
  } else if (chosen) {
    const ShadowLayer layers[] = {{16, 36, colors.ink, 0.16F}};
    paint.shadow(state.rect, radius, layers);
  } else if (state.pressed < 1) {
    const float share = 1 - state.pressed;
    const ShadowLayer layers[] = {{2, 4, colors.ink, 0.04F * share},
                                  {10, 28, colors.ink, 0.07F * share}};
    paint.shadow(state.rect, radius, layers);
  }
  const Color rest = chosen ? colors.selected_fill : colors.sheet;
  const Color pressed = chosen && colors.outlined ? colors.spruce_pressed : colors.pressed_fill;
  paint.rounded(state.rect, radius, mix(rest, pressed, state.pressed));
  if (!chosen)
    draw_outline(kit, state.rect, radius, state.pressed);
  else if (!colors.outlined)
    paint.ring(state.rect, radius, kit.du(5), colors.ink);
  if (tick) draw_tick(kit, state);
  kit.target(name, rect, gap_px, true, radius);
  state.tapped = kit.hits().tapped(name);
  return state;
}

void draw_card(Kit& kit, Rect rect, float radius_du, Color fill) {
  const Colors& colors = kit.colors();
  const float radius = kit.du(radius_du);
  if (!colors.outlined) {
    const ShadowLayer layers[] = {{24, 60, Color{0, 0, 0, 255}, 0.26F}};
    kit.paint().shadow(rect, radius, layers);
  }
  kit.paint().rounded(rect, radius, fill);
  if (colors.outlined) kit.paint().ring(rect, radius, kit.du(kOutlineDu), colors.line);
}

}  // namespace afterword::kiosk
