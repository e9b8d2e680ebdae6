// A touch keyboard on the screen: draws it in its tray, and turns fingers into key actions.
//
//   KeyboardView keys(keyboards, {"en", "es"});     // the languages of the survey
//   keys.begin("es");                               // when the page is shown
//   for (const KeyAction& action : keys.draw(kit, tray, box.edit().sentence_start()))
//     apply(action, box.edit());
//
// Draw it last: its strip of more letters lies over what is above the tray. Targets are called
// "key:a", "key:shift", "key:delete", "key:return", "key:space", "key:123", "key:abc", "key:#+=",
// "key:language", "key:left", "key:right"; of an open strip "more:é". A keyboard never mirrors.
//
// Threads: main only.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/keyboard/keyboards.h"
#include "kiosk/ui/keyboard/state.h"
#include "kiosk/ui/kit.h"

namespace afterword::kiosk {

class KeyboardView {
 public:
  // Shows the first language's keyboard; the language key, which is there if there are several,
  // leads to the next one. At least one language. `keyboards` must outlive this.
  KeyboardView(Keyboards& keyboards, std::vector<std::string> languages);

  // The keyboard of this language (or the first), on its letters, nothing held.
  void begin(std::string_view language);
  // The keyboard's own language: the language key changes it, and nothing else.
  const std::string& language() const { return state_.layout().language; }

  // Fits it into a tray of that width and at most that height: no key narrower or lower than 12 mm,
  // in more rows if need be. Before height() and draw(); without it it is as wide as it is drawn.
  void fit(const Kit& kit, float width, float height_most);
  // Draws it and returns what was typed since the last frame. `tray` is the whole page's width.
  std::vector<KeyAction> draw(Kit& kit, Rect tray, bool sentence_start);
  // How high the tray is: 370 du, more for keyboards with five rows.
  float height(const Kit& kit) const;

 private:
  struct Drawn {
    KeyboardState::Place place;
    Rect rect, reach;
  };
  struct StripCell {
    Rect rect;
    std::string letter;
  };

  std::vector<KeyAction> take(Kit& kit);
  std::vector<KeyAction> take_pointer(const PointerEvent& event, const Hits& hits);
  std::vector<KeyAction> take_focus(Kit& kit);
  bool closes_strip(const Kit& kit) const;
  const Drawn* key_at(Point point) const;
  std::optional<std::size_t> cell_at(Point point) const;
  std::optional<std::size_t> cell_while_sliding(Point point) const;
  float key_height(const Kit& kit) const;
  void show(std::size_t index);
  void place_keys(const Kit& kit, Rect tray);
  void place_strip(const Kit& kit, Rect tray);
  void draw_key(Kit& kit, const Drawn& drawn);
  void draw_language_face(Kit& kit, Rect rect);
  void draw_face(Kit& kit, const TouchKey& key, Rect rect);
  void draw_preview(Kit& kit, const Drawn& drawn, Rect tray);
  void draw_strip(Kit& kit);

  Keyboards& keyboards_;
  std::vector<std::string> languages_;
  double columns_most_ = 0;  // of a row of keys; 0: as many as the layout has
  float key_height_ = 0;     // pixels; 0: 80 du
  float pads_ = 1;           // share of the tray's own edges; less where room is short
  std::size_t shown_ = 0;
  KeyboardState state_;
  std::vector<Drawn> drawn_;  // of the last frame: what a finger meant
  std::vector<StripCell> cells_;
};

}  // namespace afterword::kiosk
