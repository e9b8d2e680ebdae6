// The main loop: wait, take one event, let the program draw, show it, repeat. Nothing is drawn
// while nothing changes.
//
// Threads: main only.
#pragma once
#include <functional>
#include <optional>

#include "kiosk/platform/script.h"
#include "kiosk/platform/window.h"
#include "kiosk/ui/screens/screens.h"

namespace afterword::kiosk {

// What the program wants after a frame.
struct AfterFrame {
  std::optional<MonoTime>
      again_at;  // besides events, wake() and what the screens ask for themselves
  bool quit = false;
  // Another number when another thing is to be seen. A frame that nothing on the screen asked for
  // (somebody wanted to look at the clock) and that looks the same is not shown.
  std::int64_t look = 0;
  bool dark = false;  // the screen sleeps: draw() was not called, and nothing is shown
};

// Called once a frame. It must call draw(view, ui, frame) exactly once (unless it is dark), and may do what is due. If
// an intent changed the view, the loop draws again at once: every frame with an event is followed
// by one without before the next event is taken.
using EachFrame = std::function<AfterFrame(const Frame& frame)>;

// Returns the exit code: 0 when the program, the script or the window's close button ended it; an
// error when the script failed (exit code 2). `each_turn`: called whenever the loop comes round,
// also when there is nothing to draw.
Result<int> run(Window& window, Ui& ui, const Clock& clock, const EachFrame& each,
                Script* script = nullptr, const std::function<void()>& each_turn = {});

}  // namespace afterword::kiosk
