// A page of 1280 x 800 with a text box and a keyboard on it, and a finger: the real widgets and the
// real fonts, without a window.
#pragma once
#include "kiosk/ui/composer.h"
#include "kiosk/ui/keyboard_view.h"
#include "kiosk/ui/text_box.h"
#include "tests/kiosk/ui/world.h"

namespace afterword::kiosk::typing_desk {

struct World : test::World {
  InputMethods input_methods{AFTERWORD_SOURCE_DIR "/assets/input"};
};
inline World& world() {
  // Never ended: the input method's library has statics of its own.
  static auto* const made = new World;
  return *made;
}

class Desk {
 public:
  explicit Desk(std::vector<std::string> languages = {"en", "es", "ar", "zh"})
      : language_(languages.front()),
        box(*world().glyphs),
        keys(keyboards, std::move(languages)) {
    keys.begin(language_);
    box.on_keys(
        [this](const KeyAction& action) { composer.apply(action, keys.language(), box.edit()); });
    list_ = IM_NEW(ImDrawList)(ImGui::GetDrawListSharedData());
    frame();
  }
  ~Desk() { IM_DELETE(list_); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  void frame(std::optional<InputEvent> event = std::nullopt) {
    ImGui::NewFrame();
    list_->_ResetForNewFrame();
    list_->PushClipRectFullScreen();
    const bool mirrored = is_right_to_left(language_);
    kit.begin(Frame{{1280, 800}, 5.88F, now, std::move(event)}, language_, mirrored);
    kit.paint().begin(*list_, kit.units(), mirrored);
    box.draw(kit, {24, 168, 996, 166});
    const float tray = keys.height(kit);
    for (const KeyAction& action :
         keys.draw(kit, {0, 800 - tray, 1280, tray}, box.edit().sentence_start())) {
      composer.apply(action, keys.language(), box.edit());
    }
    if (covered) kit.hits().cover();
    kit.hits().end();
    ImGui::EndFrame();
  }
  void wait(Ms time) {
    now = now + time;
    frame();
  }

  Rect target(const std::string& name) const {
    const Hit* const hit = kit_hits().find(name);
    REQUIRE_MESSAGE(hit != nullptr, name);
    return hit->rect;
  }
  bool has(const std::string& name) const { return kit_hits().find(name) != nullptr; }
  void touch(PointerEvent::Kind kind, Point at) { frame(PointerEvent{kind, at, now}); }
  void down(Point at) { touch(PointerEvent::Kind::down, at); }
  void move(Point at) { touch(PointerEvent::Kind::move, at); }
  void up(Point at) { touch(PointerEvent::Kind::up, at); }
  void tap(Point at) {
    down(at);
    wait(Ms{40});
    up(at);
    wait(Ms{200});
  }
  void tap(const std::string& name) { tap(target(name).center()); }
  void hold(const std::string& name) {
    down(target(name).center());
    wait(kLongPress);
    frame();
  }
  void lift(const std::string& name) {
    up(target(name).center());
    wait(Ms{200});
  }
  std::string text() const { return box.edit().text(); }

 private:
  const Hits& kit_hits() const { return const_cast<Kit&>(kit).hits(); }
  std::string language_;

 public:
  MonoTime now{1'000'000};
  Kit kit{world().theme, world().strings, *world().glyphs, world().textures};
  TextBox box;
  Keyboards keyboards;
  KeyboardView keys;
  Composer composer{&world().input_methods};
  bool covered = false;  // by a dialog

 private:
  ImDrawList* list_ = nullptr;
};

}  // namespace afterword::kiosk::typing_desk
