#include "kiosk/ui/keyboard_view.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kGapDu = 8, kPadTopDu = 12, kPadBottomDu = 14, kPadDu = 12;
constexpr float kPadsLeast = 0.15F;
constexpr float kKeyHeightDu = 80, kRadiusDu = 16, kPopupRadiusDu = 20;
constexpr float kKeyLeastMm = 12.05F, kGapLeastMm = 1.35F;  // a little more, for whole pixels
constexpr float kEdgeDu = 2;                                // a key's solid shadow
constexpr float kDotDu = 6, kDotInsetDu = 14;
constexpr float kLabelDu = 34, kFunctionLabelDu = 22;
constexpr float kIconDu = 32, kGlobeDu = 26, kGlobeGapDu = 12;
constexpr float kCellWidthDu = 96, kCellHeightDu = 92, kCellPadDu = 6;
const std::string kKeyPrefix = "key:", kMorePrefix = "more:";

bool is_function(KeyRole role) { return role != KeyRole::text && role != KeyRole::space; }

bool begins_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::optional<Icon> icon_of(const TouchKey& key, KeyboardState::Shift shift) {
  switch (key.role) {
    case KeyRole::shift:
      return shift == KeyboardState::Shift::locked ? Icon::shift_lock : Icon::shift;
    case KeyRole::delete_back:
      return Icon::backspace;
    case KeyRole::enter:
      return Icon::enter;
    case KeyRole::caret_left:
      return Icon::left;
    case KeyRole::caret_right:
      return Icon::right;
    default:
      return std::nullopt;
  }
}

// What stands on a key. Brackets must not turn round, as they do in a text from right to left.
TextSpec on_key(const Kit& kit, std::string text, Type type, const std::string& language,
                float size_du) {
  TextSpec spec = kit.spec_eased(std::move(text), type, size_du, 0, language);
  spec.right_to_left = false;
  return spec;
}

Rect within(Rect rect, float left, float right) {
  rect.x = std::max(left, std::min(rect.x, right - rect.width));
  return rect;
}

}  // namespace

KeyboardView::KeyboardView(Keyboards& keyboards, std::vector<std::string> languages)
    : keyboards_(keyboards),
      languages_(std::move(languages)),
      state_(keyboards_.get(languages_.at(0), languages_.size() > 1)) {}

void KeyboardView::fit(const Kit& kit, float width, float height_most) {
  const Units& units = kit.units();
  const float gap = std::max(kit.du(kGapDu), units.mm(kGapLeastMm));
  const float room = width - 2 * kit.du(kPadDu) + gap;
  const double columns = std::floor(room / (units.mm(kKeyLeastMm) + gap));
  if (columns != columns_most_) {
    columns_most_ = columns;
    show(shown_);
  }
  // The page with the most rows decides, so that the tray does not jump.
  std::size_t rows = 1;
  for (const KeyPage& page : state_.layout().pages) rows = std::max(rows, page.rows.size());
  const auto count = static_cast<float>(rows);
  // Keys stay as large as a finger; the edges give way before.
  const float pads = kit.du(kPadTopDu + kPadBottomDu);
  const float keys = count * units.mm(kKeyLeastMm) + (count - 1) * gap;
  pads_ = std::clamp((height_most - keys) / pads, kPadsLeast, 1.0F);
  const float frame = pads_ * pads + (count - 1) * gap;
  key_height_ = std::clamp((height_most - frame) / count, units.mm(kKeyLeastMm),
                           std::max(kit.du(kKeyHeightDu), units.mm(kKeyLeastMm)));
}

float KeyboardView::key_height(const Kit& kit) const {
  return key_height_ > 0 ? key_height_ : kit.du(kKeyHeightDu);
}

void KeyboardView::begin(std::string_view language) {
  const auto found = std::find(languages_.begin(), languages_.end(), language);
  show(found == languages_.end() ? 0 : static_cast<std::size_t>(found - languages_.begin()));
}

void KeyboardView::show(std::size_t index) {
  shown_ = index;
  const KeyboardLayout& layout = keyboards_.get(languages_[shown_], languages_.size() > 1);
  state_.show(columns_most_ > 0 ? narrowed(layout, columns_most_) : layout);
  drawn_.clear();
  cells_.clear();
}

float KeyboardView::height(const Kit& kit) const {
  std::size_t most = 1;
  for (const KeyPage& page : state_.layout().pages) most = std::max(most, page.rows.size());
  const auto rows = static_cast<float>(most);
  const float gap = std::max(kit.du(kGapDu), kit.units().mm(kGapLeastMm));
  return pads_ * kit.du(kPadTopDu + kPadBottomDu) + rows * key_height(kit) + (rows - 1) * gap;
}

std::vector<KeyAction> KeyboardView::draw(Kit& kit, Rect tray, bool sentence_start) {
  state_.sentence_start(sentence_start);
  std::vector<KeyAction> actions = take(kit);
  Painter& paint = kit.paint();
  const bool mirrored = paint.set_mirrored(false);
  paint.fill(tray, kit.colors().paper2);
  paint.fill({tray.x, tray.y, tray.width, std::max(1.0F, std::round(kit.du(1.5F)))},
             kit.colors().line);
  place_keys(kit, tray);
  for (const Drawn& drawn : drawn_) {
    kit.hits().add(kKeyPrefix + state_.key(drawn.place).name, drawn.rect, drawn.reach, true,
                   kit.du(kRadiusDu));
    draw_key(kit, drawn);
  }
  if (const auto preview = state_.preview(kit.now())) {
    for (const Drawn& drawn : drawn_) {
      if (drawn.place == *preview) draw_preview(kit, drawn, tray);
    }
  }
  place_strip(kit, tray);
  if (!cells_.empty()) draw_strip(kit);
  paint.set_mirrored(mirrored);
  if (const auto next = state_.next_tick()) kit.again_at(*next);
  return actions;
}

// Judges this frame's event by what was drawn in the last one: that is what the person saw.
std::vector<KeyAction> KeyboardView::take(Kit& kit) {
  const Hits& hits = kit.hits();
  // A finger that is lifted after a frame which took long held nothing: nobody saw more letters yet, and the
  // letter that was touched would be lost.
  const bool lifted = hits.pointer() && hits.pointer()->kind == PointerEvent::Kind::up;
  std::vector<KeyAction> actions = lifted ? std::vector<KeyAction>() : state_.tick(kit.now());
  if (hits.tapped_by_key() || !hits.held().empty()) {
    for (KeyAction& action : take_focus(kit)) actions.push_back(std::move(action));
  } else if (closes_strip(kit)) {
    state_.tap_strip(std::nullopt);
  } else if (hits.pointer()) {
    for (KeyAction& action : take_pointer(*hits.pointer(), hits)) {
      actions.push_back(std::move(action));
    }
  } else if (!hits.finger()) {
    state_.cancel();  // the touch was taken away: another page, a dialog
  }
  for (const KeyAction& action : actions) {
    if (action.kind == KeyAction::Kind::next_language) show((shown_ + 1) % languages_.size());
  }
  return actions;
}

// OK on a key types it; kept down, it opens the strip as a finger does, in place of the letter.
std::vector<KeyAction> KeyboardView::take_focus(Kit& kit) {
  const Hits& hits = kit.hits();
  const std::string& name = hits.held().empty() ? hits.tapped() : hits.held();
  if (begins_with(name, kMorePrefix)) {
    if (!hits.held().empty()) return {};
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (kMorePrefix + cells_[i].letter == name) return state_.tap_strip(i);
    return {};
  }
  const auto key = std::find_if(drawn_.begin(), drawn_.end(), [&](const Drawn& drawn) {
    return kKeyPrefix + state_.key(drawn.place).name == name;
  });
  if (key == drawn_.end()) return {};
  if (hits.held().empty()) {
    state_.press(key->place, kit.now());
    return state_.release(kit.now());
  }
  if (state_.strip() || state_.key(key->place).more.empty()) return {};
  state_.press(key->place, kit.now() + (-kLongPress));
  state_.tick(kit.now());
  state_.release(kit.now());
  return {KeyAction{KeyAction::Kind::delete_back, ""}};
}

bool KeyboardView::closes_strip(const Kit& kit) const {
  if (!state_.strip() || !kit.frame().event) return false;
  const auto* const key = std::get_if<KeyEvent>(&*kit.frame().event);
  return key != nullptr && key->key == NamedKey::escape;
}

std::vector<KeyAction> KeyboardView::take_pointer(const PointerEvent& event, const Hits& hits) {
  using Kind = PointerEvent::Kind;
  const bool strip_waits = state_.strip() && state_.strip()->waits_for_tap;
  if (event.kind == Kind::down) {
    if (strip_waits) {
      if (begins_with(hits.pressed_name(), kMorePrefix)) return {};
      return state_.tap_strip(std::nullopt);
    }
    const Drawn* const key = key_at(event.at);
    if (key != nullptr && begins_with(hits.pressed_name(), kKeyPrefix)) {
      state_.press(key->place, event.time);
    }
    return {};
  }
  if (event.kind == Kind::up) {
    if (strip_waits) {
      if (begins_with(hits.tapped(), kMorePrefix)) return state_.tap_strip(cell_at(event.at));
      return {};
    }
    return state_.release(event.time);
  }
  if (event.kind == Kind::cancel) {
    state_.cancel();
    return {};
  }
  if (!state_.pressed()) return {};
  if (state_.strip()) {
    state_.slide(cell_while_sliding(event.at));
  } else if (const Drawn* const key = key_at(event.at);
             key == nullptr || key->place != *state_.pressed()) {
    state_.cancel();
  }
  return {};
}

const KeyboardView::Drawn* KeyboardView::key_at(Point point) const {
  const auto found = std::find_if(drawn_.begin(), drawn_.end(),
                                  [&](const Drawn& drawn) { return drawn.reach.contains(point); });
  return found == drawn_.end() ? nullptr : &*found;
}

std::optional<std::size_t> KeyboardView::cell_at(Point point) const {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].rect.contains(point)) return i;
  }
  return std::nullopt;
}

// A finger that stays low and slides along the row of its key means the letters above it.
std::optional<std::size_t> KeyboardView::cell_while_sliding(Point point) const {
  const std::optional<std::size_t> cell = cell_at(point);
  if (cell || cells_.empty()) return cell;
  const auto held = std::find_if(drawn_.begin(), drawn_.end(), [&](const Drawn& drawn) {
    return drawn.place == state_.strip()->over;
  });
  if (held == drawn_.end() || held->reach.contains(point)) return std::nullopt;
  const Rect lowest = cells_.back().rect;
  if (point.y < lowest.y || point.y > held->reach.bottom()) return std::nullopt;
  return cell_at(
      {std::clamp(point.x, cells_.front().rect.x, lowest.right() - 1), lowest.center().y});
}

void KeyboardView::place_keys(const Kit& kit, Rect tray) {
  drawn_.clear();
  const KeyPage& page = state_.layout().page(state_.page());
  const float gap = std::max(kit.du(kGapDu), kit.units().mm(kGapLeastMm));
  const float pad = kit.du(kPadDu);
  // A page with fewer rows than another has higher keys.
  const auto rows = static_cast<float>(page.rows.size());
  const float pads = pads_ * kit.du(kPadTopDu + kPadBottomDu);
  const float height = (tray.height - pads - (rows - 1) * gap) / rows;
  const float pitch = (tray.width - 2 * pad + gap) / static_cast<float>(page.columns);
  float y = tray.y + pads_ * kit.du(kPadTopDu);
  for (std::size_t row = 0; row < page.rows.size(); ++row) {
    float x = tray.x + pad;
    for (std::size_t i = 0; i < page.rows[row].size(); ++i) {
      const TouchKey& key = page.rows[row][i];
      const float width = static_cast<float>(key.width) * pitch;
      if (key.role != KeyRole::gap) {
        const Rect rect = Rect{x, y, width - gap, height}.snapped();
        drawn_.push_back({{row, i}, rect, Rect{x - gap / 2, y - gap / 2, width, height + gap}});
      }
      x += width;
    }
    y += height + gap;
  }
}

void KeyboardView::draw_key(Kit& kit, const Drawn& drawn) {
  const TouchKey& key = state_.key(drawn.place);
  const Colors& colors = kit.colors();
  Painter& paint = kit.paint();
  const float radius = kit.du(kRadiusDu), edge = std::round(kit.du(kEdgeDu));
  const bool function = is_function(key.role);
  const bool down = state_.pressed() == drawn.place;
  if (down) {
    paint.rounded(drawn.rect, radius, colors.pressed_fill);
    paint.ring(drawn.rect, radius, kit.du(2), colors.line2);
  } else {
    paint.rounded(drawn.rect.moved(0, edge), radius,
                  function ? colors.key_fn_shadow : colors.key_shadow);
    const bool raised = key.role == KeyRole::shift && state_.raised();
    paint.rounded(drawn.rect, radius, function && !raised ? colors.key_fn : colors.sheet);
    if (colors.outlined) paint.ring(drawn.rect, radius, kit.du(raised ? 6 : 2), colors.line);
  }
  draw_face(kit, key, drawn.rect);
  if (!key.more.empty()) {
    const float inset = kit.du(kDotInsetDu);
    paint.disc({drawn.rect.right() - inset - kit.du(kDotDu) / 2, drawn.rect.y + inset},
               kit.du(kDotDu) / 2, colors.line2);
  }
}

// The globe and the language's own name, smaller or without the globe where the key is narrow.
void KeyboardView::draw_language_face(Kit& kit, Rect rect) {
  Painter& paint = kit.paint();
  const std::string& language = state_.layout().language;
  const Color ink = kit.colors().ink;
  const float globe = kit.du(kGlobeDu), gap = kit.du(kGlobeGapDu), room = rect.width - kit.du(12);
  for (const bool with_globe : {true, false}) {
    for (const float size_du : {kFunctionLabelDu, 20.0F, 18.0F}) {
      const TextSpec name = kit.spec_eased(own_name(language), Type::button, size_du, 0, language);
      const float words = paint.glyphs().measure(name).width;
      const float width = words + (with_globe ? globe + gap : 0);
      if (width > room) continue;
      const float x = rect.center().x - width / 2;
      if (with_globe) paint.icon(Icon::globe, {x + globe / 2, rect.center().y}, globe, ink);
      paint.text_in({x + width - words, rect.y, words + 1, rect.height}, name, ink);
      return;
    }
  }
  paint.icon(Icon::globe, rect.center(), globe, ink);
}

void KeyboardView::draw_face(Kit& kit, const TouchKey& key, Rect rect) {
  const Colors& colors = kit.colors();
  Painter& paint = kit.paint();
  const std::string& language = state_.layout().language;
  if (const auto icon = icon_of(key, state_.shift())) {
    paint.icon(*icon, rect.center(), kit.du(kIconDu), colors.ink);
  } else if (key.role == KeyRole::language) {
    draw_language_face(kit, rect);
  } else if (key.role == KeyRole::page) {
    paint.text_in(rect, on_key(kit, key.label, Type::button, language, kFunctionLabelDu),
                  colors.ink, Align::center);
  } else if (key.role == KeyRole::space) {
    paint.text_in(rect, kit.spec_eased(kit.words().get("key_space"), Type::nav, 0, 0), colors.ink2,
                  Align::center);
  } else {
    paint.text_in(rect, on_key(kit, state_.label(key), Type::key, language, kLabelDu), colors.ink,
                  Align::center);
  }
}

void KeyboardView::draw_preview(Kit& kit, const Drawn& drawn, Rect tray) {
  const float width = kit.du(kCellWidthDu), height = kit.du(kCellHeightDu);
  const Rect above = within({drawn.rect.center().x - width / 2,
                             drawn.rect.y - height - kit.du(kCellPadDu), width, height},
                            tray.x, tray.right())
                         .snapped();
  const Colors& colors = kit.colors();
  const ShadowLayer layers[] = {{10, 28, colors.ink, 0.14F}};
  kit.paint().shadow(above, kit.du(kPopupRadiusDu), layers);
  kit.paint().rounded(above, kit.du(kPopupRadiusDu), colors.sheet);
  kit.paint().ring(above, kit.du(kPopupRadiusDu), kit.du(1.5F), colors.line2);
  kit.paint().text_in(above,
                      on_key(kit, state_.label(state_.key(drawn.place)), Type::key,
                             state_.layout().language, kLabelDu * 1.25F),
                      colors.ink, Align::center);
}

// Above the held key, shifted inwards where it would leave the screen; in rows if it is long.
void KeyboardView::place_strip(const Kit& kit, Rect tray) {
  cells_.clear();
  if (!state_.strip()) return;
  const KeyboardState::Strip& strip = *state_.strip();
  const auto key = std::find_if(drawn_.begin(), drawn_.end(),
                                [&](const Drawn& drawn) { return drawn.place == strip.over; });
  if (key == drawn_.end()) return;
  const float width = kit.du(kCellWidthDu), height = kit.du(kCellHeightDu);
  const float pad = kit.du(kCellPadDu);
  const auto fitting = static_cast<std::size_t>((tray.width - 4 * pad) / width);
  const std::size_t columns = std::min(strip.letters.size(), std::max<std::size_t>(1, fitting));
  const std::size_t rows = (strip.letters.size() + columns - 1) / columns;
  Rect box{key->rect.center().x - width / 2 - pad, 0, static_cast<float>(columns) * width + 2 * pad,
           static_cast<float>(rows) * height + 2 * pad};
  box.y = key->rect.y - box.height - pad;
  box = within(box, tray.x + pad, tray.right() - pad).snapped();
  for (std::size_t i = 0; i < strip.letters.size(); ++i) {
    const auto column = static_cast<float>(i % columns), row = static_cast<float>(i / columns);
    cells_.push_back({{box.x + pad + column * width, box.y + pad + row * height, width, height},
                      strip.letters[i]});
  }
}

void KeyboardView::draw_strip(Kit& kit) {
  const Colors& colors = kit.colors();
  Painter& paint = kit.paint();
  const float pad = kit.du(kCellPadDu), radius = kit.du(kPopupRadiusDu);
  const Rect first = cells_.front().rect, last = cells_.back().rect;
  float right = 0;
  for (const StripCell& cell : cells_) right = std::max(right, cell.rect.right());
  const Rect box =
      Rect{first.x, first.y, right - first.x, last.bottom() - first.y}.grown(pad).snapped();
  const ShadowLayer layers[] = {{16, 36, colors.ink, 0.16F}};
  paint.shadow(box, radius, layers);
  paint.rounded(box, radius, colors.sheet);
  paint.ring(box, radius, kit.du(1.5F), colors.line2);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const StripCell& cell = cells_[i];
    const bool chosen =
        state_.strip()->under_finger == i || kit.hits().pressed(kMorePrefix + cell.letter);
    if (chosen) paint.rounded(cell.rect.snapped(), radius - pad / 2, colors.ink);
    paint.text_in(
        cell.rect,
        on_key(kit, key_label(cell.letter), Type::key, state_.layout().language, kLabelDu),
        chosen ? colors.sheet : colors.ink, Align::center);
    kit.hits().add(kMorePrefix + cell.letter, cell.rect, cell.rect, true, radius - pad / 2);
  }
}

}  // namespace afterword::kiosk
