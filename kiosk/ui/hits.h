// What can be touched, by name, and what a finger did with it.
//
// Each frame registers its targets anew while it draws; an event is judged by the targets of the
// frame before, since that is what the person saw. A touch counts on release inside the target it
// began in; sliding off cancels. A touch within 150 ms and 4 mm of the beginning of the last one is
// the same touch (a shaky hand, a bouncing panel).
//
// Keys: all of it can be done with four arrows and OK (Enter), which is what a keypad has. Left and
// right lead through the rows as the eye reads the screen and on to the next row, so that every
// target is reached and none is a trap; up and down lead to the nearest in that direction, and round
// at the edge. The first arrow leads to the target that was added first. Tab leads in the order they
// were added. Enter taps the one they have led to, and with none the whole page ("anywhere",
// "elsewhere") if that is one target; else it is the page's. Escape taps "back" where there is one.
// A touch ends the leading.
//
// Letters say that a keyboard is plugged in: from then on arrows and Enter belong to the text, until
// Tab leads out of it.
//
// Threads: main only.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/geometry.h"
#include "kiosk/ui/input.h"

namespace afterword::kiosk {

struct Hit {
  std::string name;  // "start", "answer:4", "option:buy", "key:a"
  Rect rect;         // as drawn
  Rect reach;        // as touched: to the middle of the gaps, so there is no dead strip
  bool enabled = true;
  float radius = 0;        // of its corners, for the ring of focus
  std::string words = {};  // what stands on it, or what its picture means: to be read aloud
};

inline constexpr Ms kDoubleStrike{150};
inline constexpr float kDoubleStrikeMm = 4;
inline constexpr Ms kSameKey{150};        // the same key sooner than this is one press
inline constexpr Ms kSameKeyMost{5'000};  // as far as it can be set
inline constexpr Ms kSameKeySlow{500};    // of OK, while an aid slows things down

class Hits {
 public:
  // Instead of kDoubleStrike; a setting of the installation.
  void set_double_strike(Ms time) { double_strike_ = time; }
  // Forgets the targets of the frame before last and takes in this frame's event, if any.
  void begin(const Frame& frame);
  // A later one lies above an earlier one. `reach` may overlap its neighbours': the nearest `rect`
  // wins.
  void add(std::string name, Rect rect, Rect reach, bool enabled = true, float radius = 0);
  void add(std::string name, Rect rect) { add(std::move(name), rect, rect); }
  // The same key within that time counts once (EN 301 549 5.8); 0 to kSameKeyMost. `ok`: of Enter.
  void set_same_key(Ms any, Ms ok);
  // The words of the target that was added last.
  void name_last(std::string words);
  // Whatever was added so far cannot be touched any more (a dialog covers it).
  void cover();

  bool tapped(std::string_view name) const { return !tapped_.empty() && tapped_ == name; }
  const std::string& tapped() const { return tapped_; }  // "" if none in this frame
  bool pressed(std::string_view name) const;             // a finger is down on it now
  const std::string& pressed_name() const { return pressed_; }
  // The target keys have led to, among those added so far; nullptr if none.
  const Hit* focused() const;
  // OK was kept down on it in this frame, after it was tapped; "" if none.
  const std::string& held() const { return held_; }
  bool tapped_by_key() const { return took_key_ && !tapped_.empty(); }
  // If keys were used last, they have now led there: to the first target of what opened by one.
  void lead_to(std::string_view name);
  // Keys were used last: speech and the ring follow the focus.
  bool leading() const { return !focus_.empty(); }
  bool took_key() const { return took_key_; }  // this frame's key was meant for the targets
  bool touched() const { return touched_; }    // something began or ended in this frame
  bool missed() const { return missed_; }      // a touch began beside every target

  // For targets that want more than taps (keys that are held): the finger now, if it is down, and
  // the event of this frame once the double-strike filter has let it through.
  const std::optional<PointerEvent>& pointer() const { return pointer_; }
  std::optional<Point> finger() const { return finger_; }

  // The targets of the last finished frame, for the script and for focus.
  const std::vector<Hit>& shown() const { return shown_; }
  const Hit* find(std::string_view name) const;  // among shown()
  void end();  // the frame is drawn: its targets are what the person sees now
  // Drops a touch under way, when the page changes under the finger.
  void cancel();

 private:
  const Hit* at(Point point) const;
  void take(const PointerEvent& event, float strike_px);
  void take(const KeyEvent& event);
  void take_ok();
  void lead_on(int direction);
  void lead_across(int direction);
  void lead_down(int direction);
  bool strikes_again(const KeyEvent& event);
  std::vector<const Hit*> leadable() const;

  std::vector<Hit> shown_, drawing_;
  std::string pressed_, tapped_, focus_, held_;
  bool inside_ = false, touched_ = false, missed_ = false, ignoring_ = false, took_key_ = false;
  bool typing_ = false;  // letters came from a keyboard that is plugged in
  Ms same_key_ = kSameKey, same_ok_ = kSameKey;
  std::optional<KeyEvent> last_key_;
  std::optional<PointerEvent> pointer_;
  std::optional<Point> finger_;
  std::optional<PointerEvent> last_down_;
  Ms double_strike_ = kDoubleStrike;
};

}  // namespace afterword::kiosk
