// A scripted shopper: one command a line, driving the real program through the same queue of events
// as fingers do.
//
//   wait NAME            until that screen is shown (welcome, question:rooms) or that target
//   tap NAME             waits for the target, then touches its middle
//   reach NAME           goes there by the right arrow alone, as a keypad does
//   type TEXT            what stands behind one blank, letter by letter: keys of the on-screen
//                        keyboard where it has them, else as a keyboard that is plugged in would
//   key NAME             backspace, delete, enter, tab, escape, left, right, up, down, home, end,
//                        read_aloud, repeat, quieter, louder, headphones_in, headphones_out
//   pause MS             0 to 600000
//   scan NUMBER          as a scanner does: all letters at once, and Enter
//   screenshot FILE.png  once nothing moves
//   quit                 ends the program with exit code 0
//   # comment
//
// A command that waits longer than 20 s ends the program with exit code 2 and says line, what was
// expected and what was there instead.
//
// Threads: main only.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/input.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

struct ScriptCommand {
  enum class Kind { wait, tap, reach, type, key, pause, screenshot, scan, quit } kind = Kind::wait;
  std::string word;  // name, text, file
  int pause_ms = 0;
  int line = 0;
};

// All commands, or all lines that are wrong in one error. At most 10,000 lines.
Result<std::vector<ScriptCommand>> parse_script(std::string_view text, const std::string& where);

// What a script sees and does; the loop implements it over the real window.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual std::string screen() const = 0;
  virtual std::optional<Rect> target(std::string_view name) const = 0;  // enabled ones
  virtual std::string focused() const = 0;  // the target that keys are at; "" for none
  virtual std::string targets() const = 0;  // all of them, for a message
  virtual bool moving() const = 0;          // something is on its way to where it will be
  virtual bool holding() const = 0;         // a choice is on show before the page moves on
  virtual void push(InputEvent event) = 0;
  virtual bool idle() const = 0;  // every pushed event has been drawn
  virtual Result<> screenshot(const std::string& path) = 0;
};

inline constexpr Ms kScriptPatience{20'000};

class Script {
 public:
  Script(std::vector<ScriptCommand> commands, std::string where);

  // Goes as far as it can. Call after each frame and at least every 20 ms. Errors: not_found, for a
  // command that waited too long; whatever a screenshot says.
  Result<> step(Stage& stage, MonoTime now);
  bool done() const { return next_ >= commands_.size(); }
  bool quits() const { return quits_; }

 private:
  // Whether it is done.
  Result<bool> run(const ScriptCommand& command, Stage& stage, MonoTime now);
  bool type(const std::string& text, Stage& stage, MonoTime now);
  bool tap(Stage& stage, Rect rect, MonoTime now);

  std::vector<ScriptCommand> commands_;
  std::string where_;
  std::size_t next_ = 0;
  std::optional<MonoTime> since_;  // when the present command began to wait
  int presses_ = 0;                // of the arrow, to reach a target
  std::size_t typed_ = 0;          // bytes of the text of `type` that are done
  std::optional<MonoTime> last_press_;
  std::optional<PointerEvent> last_tap_;
  bool quits_ = false;
};

}  // namespace afterword::kiosk
