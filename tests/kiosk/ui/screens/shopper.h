// A person before the real screens, without a window.
#pragma once
#include <algorithm>

#include "kiosk/ui/screens/screens.h"
#include "tests/kiosk/ui/gallery/views.h"
#include "tests/kiosk/ui/world.h"

namespace afterword::kiosk::screens_test {

using test::loaded;
using test::world;
using Kind = PointerEvent::Kind;

// A person before the screen.
struct Shopper {
  View view;
  Size size{1280, 800};
  float px_per_mm = 5.88F;
  MonoTime now{100'000};
  Ui ui{world().theme, world().strings, *world().glyphs, world().textures};
  std::vector<Intent> said;
  std::vector<std::string> pressed;  // before it is said
  int outside = 0, contacts = 0;     // what touches told

  explicit Shopper(View shown, Size page = {1280, 800}) : view(std::move(shown)), size(page) {
    frame();
  }
  void frame(std::optional<InputEvent> event = std::nullopt) {
    for (Intent& intent : draw(view, ui, Frame{size, px_per_mm, now, std::move(event)}))
      take(std::move(intent));
  }
  void take(Intent intent) {
    if (const auto* touch = std::get_if<Touched>(&intent)) {
      outside += touch->outside ? 1 : 0;
      contacts = std::max(contacts, touch->contacts);
    } else if (const auto* press = std::get_if<Pressed>(&intent)) {
      pressed.push_back(press->option);
    } else {
      said.push_back(std::move(intent));
    }
  }
  void wait(int ms) {
    now = now + Ms{ms};
    frame();
  }
  void tap(const std::string& name) {
    const Hit* const hit = ui.hits().find(name);
    REQUIRE_MESSAGE(hit != nullptr, name);
    tap_at(hit->rect.center());
  }
  void tap_at(Point at) {
    now = now + Ms{200};
    frame(PointerEvent{Kind::down, at, now});
    frame(PointerEvent{Kind::up, at, now});
    frame();
  }
  Rect rect(const std::string& name) {
    const Hit* const hit = ui.hits().find(name);
    REQUIRE_MESSAGE(hit != nullptr, name);
    return hit->rect;
  }
  template <class T>
  const T* last() const {
    return said.empty() ? nullptr : std::get_if<T>(&said.back());
  }
};

inline View shown(const std::string& name, const std::string& language = "en") {
  for (const Shown& entry : gallery_views(language))
    if (entry.name == name) return entry.view;
  FAIL("no such view: " << name);
  return {};
}

}  // namespace afterword::kiosk::screens_test
