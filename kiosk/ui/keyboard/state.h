// What a keyboard is doing: shift, page, the key that is down, the strip of more letters, repeats.
//
// Pure: positions are turned into keys by who draws it, and time comes in by parameter. Screens
// call press, slide and release from the pointer, and tick before each frame; next_tick() says when
// something happens by itself, so that nothing is redrawn before.
//
// Threads: one.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/keyboard/layout.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

// What a key did to the text.
struct KeyAction {
  enum class Kind {
    insert,
    delete_back,
    delete_word,
    enter,
    left,
    right,
    next_language
  } kind = Kind::insert;
  std::string text;  // of insert
  bool operator==(const KeyAction&) const = default;
};

inline constexpr Ms kLongPress{350};
inline constexpr Ms kRepeatDelay{400};
inline constexpr Ms kRepeatEvery{60};
inline constexpr int kRepeatWordsAfter = 12;
inline constexpr Ms kDoubleShift{400};
inline constexpr Ms kKeyPreview{120};

class KeyboardState {
 public:
  enum class Shift { off, automatic, once, locked };
  struct Place {
    std::size_t row = 0, key = 0;
    bool operator==(const Place&) const = default;
  };
  // The strip of more letters over a held key.
  struct Strip {
    Place over;
    std::vector<std::string> letters;
    std::optional<std::size_t> under_finger;  // what a release would type
    bool waits_for_tap = false;  // the finger was lifted on the key: the next tap chooses
  };

  explicit KeyboardState(KeyboardLayout layout);

  // Another keyboard: back to its letters, shift as the text wants it.
  void show(KeyboardLayout layout);
  // Whether the text before the cursor asks for a raised letter. Call after every change of text or
  // cursor; lowering by hand holds until the cursor has been elsewhere.
  void sentence_start(bool yes);

  void press(Place place, MonoTime now);
  // The finger moved while a strip is open: over letter `cell`, or over none.
  void slide(std::optional<std::size_t> cell);
  // The finger moved off its key (or the pointer was lost): nothing is typed.
  void cancel();
  // The finger was lifted over the key it pressed, or over the strip (see slide).
  std::vector<KeyAction> release(MonoTime now);
  // A tap while the strip waits: on a letter of it, or elsewhere, which closes it.
  std::vector<KeyAction> tap_strip(std::optional<std::size_t> cell);
  // Holds and repeats that are due.
  std::vector<KeyAction> tick(MonoTime now);
  std::optional<MonoTime> next_tick() const;

  const KeyboardLayout& layout() const { return layout_; }
  KeyPageId page() const { return page_; }
  const std::vector<KeyRow>& rows() const { return layout_.page(page_).rows; }
  const TouchKey& key(Place place) const { return rows()[place.row][place.key]; }
  Shift shift() const { return shift_; }
  bool raised() const { return shift_ != Shift::off; }
  const std::string& label(const TouchKey& key) const;
  std::optional<Place> pressed() const { return pressed_; }
  // The key whose letter stands above it: while it is down, and for kKeyPreview after.
  std::optional<Place> preview(MonoTime now) const;
  const std::optional<Strip>& strip() const { return strip_; }

 private:
  std::vector<KeyAction> act(const TouchKey& key, MonoTime now);
  std::vector<KeyAction> type(std::string text);
  void tap_shift(MonoTime now);
  void settle_shift();

  KeyboardLayout layout_;
  KeyPageId page_ = KeyPageId::letters;
  Shift shift_ = Shift::off;
  bool sentence_start_ = false;
  bool lowered_ = false;  // by hand, at this sentence start
  std::optional<MonoTime> shift_tapped_;
  std::optional<Place> pressed_;
  std::optional<MonoTime> next_;  // of a hold or a repeat
  int repeats_ = 0;
  std::optional<Strip> strip_;
  std::optional<Place> previewed_;
  MonoTime preview_until_;
};

}  // namespace afterword::kiosk
