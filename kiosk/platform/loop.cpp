#include "kiosk/platform/loop.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kFrameLeast{8};    // no faster than 125 frames a second, whatever the display does
constexpr Ms kScriptLooks{15};  // how often a script looks whether it may go on
constexpr Ms kAnimating{100};   // a screen that wants to be redrawn this soon is moving

class WindowStage final : public Stage {
 public:
  WindowStage(Window& window, Ui& ui, const Clock& clock)
      : window_(window), ui_(ui), clock_(clock) {}

  std::string screen() const override { return ui_.screen(); }
  std::optional<Rect> target(std::string_view name) const override {
    const Hit* const hit = ui_.hits().find(name);
    return hit != nullptr && hit->enabled ? std::optional<Rect>(hit->rect) : std::nullopt;
  }
  std::string focused() const override {
    const Hit* const hit = ui_.hits().focused();
    return hit == nullptr ? std::string() : hit->name;
  }
  std::string targets() const override {
    std::string names;
    for (const Hit& hit : ui_.hits().shown()) names += (names.empty() ? "" : ", ") + hit.name;
    return names;
  }
  bool moving() const override {
    const auto redraw = ui_.redraw_at();
    return ui_.moving() || (redraw && !ui_.holding() && *redraw - clock_.mono() < kAnimating);
  }
  bool holding() const override { return ui_.holding(); }
  void push(InputEvent event) override { window_.events().push(std::move(event)); }
  bool idle() const override { return window_.events().empty() && !owed; }
  Result<> screenshot(const std::string& path) override { return window_.screenshot(path); }

  bool owed = true;  // a frame must be drawn before what is on the screen means anything

 private:
  Window& window_;
  Ui& ui_;
  const Clock& clock_;
};

std::optional<MonoTime> earlier(std::optional<MonoTime> a, std::optional<MonoTime> b) {
  if (!a) return b;
  return b ? std::min(*a, *b) : a;
}

bool is_move(const std::optional<InputEvent>& event) {
  const auto* const pointer = event ? std::get_if<PointerEvent>(&*event) : nullptr;
  return pointer != nullptr && pointer->kind == PointerEvent::Kind::move;
}

// A screen that sleeps is made black once; what is on it already is left there.
void show(Window& window, Ui& ui, bool dark, bool there_already) {
  if (there_already)
    window.leave_as_is();
  else if (dark)
    window.darken();
  else
    window.show(ui.lists());
}

}  // namespace

Result<int> run(Window& window, Ui& ui, const Clock& clock, const EachFrame& each, Script* script,
                const std::function<void()>& each_turn) {
  WindowStage stage(window, ui, clock);
  std::optional<MonoTime> due;
  std::optional<AfterFrame> last;
  while (!window.closed()) {
    if (each_turn) each_turn();
    const MonoTime now = clock.mono();
    const bool damaged = window.take_damage();
    const bool moves = ui.redraw_at() && *ui.redraw_at() <= now && !(last && last->dark);
    if (stage.owed || damaged || !window.events().empty() || (due && *due <= now)) {
      Frame frame{window.size(), window.px_per_mm(), now, std::nullopt};
      if (!stage.owed) frame.event = window.events().pop();
      if (frame.event) frame.contacts = window.take_contacts();
      window.begin();
      const AfterFrame after = each(frame);
      const bool asked = damaged || stage.owed || moves || (frame.event && !after.dark);
      const bool same = last && last->dark == after.dark && last->look == after.look;
      show(window, ui, after.dark, same && !asked);
      last = after;
      if (after.quit) return 0;
      stage.owed = frame.event && !is_move(frame.event);
      due = after.dark ? after.again_at : earlier(ui.redraw_at(), after.again_at);
      if (due) due = std::max(*due, now + kFrameLeast);
      window.wait(now);  // takes in what happened meanwhile, without sleeping
      continue;
    }
    if (script != nullptr && !script->done()) {
      AFTERWORD_TRY(script->step(stage, now));
      if (script->quits()) return 0;
      if (!window.events().empty()) continue;
      window.wait(earlier(due, now + kScriptLooks));
    } else {
      window.wait(due);
    }
  }
  return 0;
}

}  // namespace afterword::kiosk
