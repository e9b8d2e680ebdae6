// What every screen draws with: painter, targets, words, sizes, the time, and the widgets.
//
// A Kit lives as long as the window. Widgets draw themselves in their state, register their target
// and return whether they were tapped in this frame. Rectangles are pixels on a page that reads
// from left to right; the painter mirrors them.
//
// Threads: main only.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/draw.h"
#include "kiosk/ui/hits.h"
#include "kiosk/ui/icon.h"
#include "kiosk/ui/input.h"
#include "kiosk/ui/strings.h"
#include "kiosk/ui/theme.h"

namespace afterword::kiosk {

// What an installation says of its place.
struct Installation {
  float reading_mm = kReadingMm;     // from how far away people read, 200 to 2000
  Ms same_key = kSameKey;            // the same key within that time counts once
  Ms double_strike = kDoubleStrike;  // a touch at the same place within that time is the same
};

class Kit {
 public:
  Kit(const Theme& theme, const AllStrings& strings, Glyphs& glyphs, Textures& textures);

  // Starts a frame: sizes, words of `language`, this frame's event, what makes it easier. `calm`:
  // nothing moves; aids that slow down imply it.
  void begin(const Frame& frame, std::string_view language, bool right_to_left,
             const Aids& aids = {}, bool calm = false);
  // From the next frame on.
  void set_up(const Installation& here) { installation_ = here; }

  const Theme& theme() const { return theme_; }
  // The theme's, or those of high contrast.
  const Colors& colors() const { return aids_.high_contrast ? high_contrast_ : theme_.colors; }
  const Aids& aids() const { return aids_; }
  bool calm() const { return calm_; }
  const Strings& words() const { return words_; }
  const Units& units() const { return units_; }
  float du(float design_units) const { return units_(design_units); }
  MonoTime now() const { return frame_.now; }
  const Frame& frame() const { return frame_; }
  const std::string& language() const { return language_; }
  bool right_to_left() const { return right_to_left_; }
  Painter& paint() { return painter_; }
  Hits& hits() { return hits_; }

  // Something will look different then; without a call nothing is redrawn.
  void again_at(MonoTime time);
  void again_now() { again_at(now()); }  // an animation wants the next frame
  std::optional<MonoTime> redraw_at() const { return redraw_at_; }

  // Text of this page's language and direction.
  TextSpec spec(std::string text, Type type, float size_du = 0) const;
  // Of another language (its own name on a button).
  TextSpec spec_in(std::string text, Type type, std::string_view language, float size_du = 0) const;
  // With only that share of what larger text adds.
  TextSpec spec_eased(std::string text, Type type, float size_du, float share,
                      std::string_view language = {}) const;

  // Registers a target; `rect` as on a page that reads from left to right. `gap_px`: to the nearest
  // neighbour; the target reaches over half of it.
  void target(std::string name, Rect rect, float gap_px = 0, bool enabled = true,
              float radius_px = 0);
  // The ring around the target that keys have led to; draw it last.
  void draw_focus(bool on_cover);

  // --- how a touch shows, 0..1 ---
  // 0 at rest, 1 pressed; eases over 90 ms down and 140 ms up.
  float pressed_share(std::string_view name);

 private:
  struct Press {
    std::string name;
    float share = 0;
    MonoTime at;
  };

  const Theme& theme_;
  const Colors high_contrast_;
  Aids aids_;
  bool calm_ = false;
  Installation installation_;
  const AllStrings& strings_;
  Painter painter_;
  Hits hits_;
  Strings words_;
  Units units_;
  Frame frame_;
  std::string language_;
  bool right_to_left_ = false;
  std::optional<MonoTime> redraw_at_;
  std::vector<Press> presses_;
};

// quiet: an aid on a page, bare until it is on; cover_quiet: on a cover; cover_tile: a large one
// there, its sign above its words.
enum class ButtonLook { plain, main, start, cover, quiet, cover_quiet, cover_tile };

struct Button {
  std::string name = {};  // of the target
  std::string words = {};
  ButtonLook look = ButtonLook::plain;
  Type type = Type::button;
  float size_du = 0;  // 0: the type's own
  int weight = 0;     // 0: the type's own
  std::optional<Icon> before = {}, after = {};
  bool on = false;  // an on/off button that is on
  bool enabled = true;
  std::string language = {};  // empty: the page's
  bool secret = false;        // TextSpec's
  int step = 0;               // at least that far down its ways to be fitted (button_step)
};
// How far its words must give way in that room: buttons side by side take the largest of theirs, so
// that they look alike.
int button_step(Kit& kit, const Button& button, Rect rect);
// Whether its words stand there unbroken and as large as the person wants them: what larger text
// adds may be given away only down to the size that can be read from where they stand.
bool button_fits(Kit& kit, const Button& button, Rect rect);
// How wide it wants to be, padding included.
float button_width(Kit& kit, const Button& button);
bool draw_button(Kit& kit, const Button& button, Rect rect, float gap_px = 0);

// A white tile that can be pressed or chosen; what stands on it is drawn by the caller.
struct TileState {
  bool tapped = false;
  bool chosen = false;
  float pressed = 0;  // 0..1
  Rect rect;          // where its content goes: smaller while pressed
  Color ink, ink2;    // of its content: another on a chosen one in high contrast
};
TileState draw_tile(Kit& kit, const std::string& name, Rect rect, float radius_du, bool chosen,
                    float gap_px, bool tick = true);
// The sign that it was chosen, over what was drawn on it: at its top end corner.
void draw_tick(Kit& kit, const TileState& tile);
void draw_tick(Kit& kit, Point center, float size_px);
// A sheet that lies on something and is not to be touched: a shadow around it, or an outline in
// high contrast.
void draw_card(Kit& kit, Rect rect, float radius_du, Color fill);

}  // namespace afterword::kiosk
