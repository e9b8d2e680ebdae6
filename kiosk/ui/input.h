// What fingers and keys did, in the order they did it; one event a frame. Values.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "kiosk/ui/geometry.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

struct PointerEvent {
  enum class Kind { down, move, up, cancel };
  Kind kind = Kind::down;
  Point at;
  MonoTime time;
};

// Keys that are no letters.
enum class NamedKey {
  backspace,
  remove,
  enter,
  tab,
  back_tab,
  escape,
  left,
  right,
  up,
  down,
  home,
  end,
  // For those who listen; which keys they are says kiosk/speech/README.md.
  read_aloud,
  repeat,
  quieter,
  louder,
  headphones_in,  // a keypad with a socket of its own tells so
  headphones_out,
};
struct KeyEvent {
  NamedKey key = NamedKey::enter;
  MonoTime time;
  bool repeat = false;  // it is kept down
};

// Letters from a keyboard that is plugged in.
struct TextEvent {
  std::string text;  // UTF-8
  MonoTime time;
};

using InputEvent = std::variant<PointerEvent, KeyEvent, TextEvent>;

// One frame: how large, when, and at most one thing that happened.
struct Frame {
  Size size;            // pixels
  float px_per_mm = 0;  // 0: not known
  MonoTime now;
  std::optional<InputEvent> event;
  int contacts = 1;  // the most fingers at once since the frame before
};

}  // namespace afterword::kiosk
