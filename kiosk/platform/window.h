// The one window: GLFW, OpenGL 3, and Dear ImGui's renderer (its drawing only: no fonts of its own,
// no input, no settings file, no clipboard).
//
// Full screen, it ignores being closed or iconified, hides the cursor, and no key leaves the
// program. In a window it can be closed.
//
// Threads: main only, except wake(). Errors: unavailable, when there is no display or no OpenGL 3.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/platform/event_queue.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/glyphs/textures.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"

struct ImDrawList;

namespace afterword::kiosk {

struct WindowOptions {
  std::string title = "Afterword";
  std::optional<Size> windowed;                // nothing: full screen on the first monitor
  std::map<int, NamedKey> function_keys = {};  // 1 is F1; those that are not named do nothing
  bool keep_screen_on = true;  // full screen: the X server must not blank it by itself
};

// "1280x800" -> size; 320 to 7680 a side.
Result<Size> parse_window_size(std::string_view text);

class Window {
 public:
  virtual ~Window() = default;
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options, const Clock& clock);

  virtual Textures& textures() = 0;
  virtual EventQueue& events() = 0;
  // The most fingers at once since the last call, at least 1.
  virtual int take_contacts() = 0;
  virtual Size size() const = 0;  // pixels
  // What the monitor says of itself, unless told; 0: not known, or nothing that can be true.
  virtual float px_per_mm() const = 0;
  virtual void set_px_per_mm(float px_per_mm) = 0;
  virtual bool closed() const = 0;  // only ever true in a window

  // Sleeps until something happens, `until` has come, or wake() is called.
  virtual void wait(std::optional<MonoTime> until) = 0;
  // Any thread, any time while the window lives: wait() returns soon.
  virtual void wake() = 0;
  // The same without asking for a frame: only to see that the loop comes round.
  virtual void nudge() = 0;
  // Whether it must be drawn again: uncovered, resized or woken since the last call.
  virtual bool take_damage() = 0;
  // Between show()s: prepares Dear ImGui for a frame of size().
  virtual void begin() = 0;
  virtual void show(const std::vector<ImDrawList*>& lists) = 0;
  // Instead of show(): what is on the screen stays.
  virtual void leave_as_is() = 0;
  // A black page, and the screen's power off where that can be; show() brings both back.
  virtual void darken() = 0;
  // Frames shown so far.
  virtual std::uint64_t frames() const = 0;
  // Writes what was shown last as a PNG.
  virtual Result<> screenshot(const std::string& path) = 0;
};

}  // namespace afterword::kiosk
