#include <doctest/doctest.h>

#include "kiosk/platform/event_queue.h"
#include "kiosk/platform/window.h"

namespace afterword::kiosk::event_queue_test {

using Kind = PointerEvent::Kind;

PointerEvent pointer(Kind kind, float x) { return {kind, {x, 0}, MonoTime{0}}; }

std::string taken(EventQueue& queue) {
  std::string out;
  while (const auto event = queue.pop()) {
    if (const auto* const finger = std::get_if<PointerEvent>(&*event))
      out += "dmuc"[static_cast<int>(finger->kind)];
    else
      out += std::holds_alternative<KeyEvent>(*event) ? 'k' : 't';
  }
  return out;
}

TEST_CASE("Two quick taps are two taps, in the order they came") {
  EventQueue queue;
  for (int i = 0; i < 20; ++i) {
    queue.push(pointer(Kind::down, static_cast<float>(i)));
    queue.push(pointer(Kind::up, static_cast<float>(i)));
  }
  for (int i = 0; i < 20; ++i) {
    for (const Kind kind : {Kind::down, Kind::up}) {
      const auto event = queue.pop();
      REQUIRE(event.has_value());
      CHECK(std::get<PointerEvent>(*event).kind == kind);
      CHECK(std::get<PointerEvent>(*event).at.x == static_cast<float>(i));
    }
  }
  CHECK(queue.empty());
}

TEST_CASE("Moves are merged, but never across a press or a release") {
  EventQueue queue;
  queue.push(pointer(Kind::down, 0));
  for (int i = 1; i <= 5; ++i) queue.push(pointer(Kind::move, static_cast<float>(i)));
  queue.push(pointer(Kind::up, 6));
  queue.push(pointer(Kind::down, 7));
  queue.push(pointer(Kind::move, 8));
  CHECK(queue.size() == 5);
  queue.pop();
  CHECK(std::get<PointerEvent>(*queue.pop()).at.x == 5);
  CHECK(taken(queue) == "udm");
}

TEST_CASE("Keys and fingers keep their order") {
  EventQueue queue;
  queue.push(KeyEvent{NamedKey::enter, {}});
  queue.push(pointer(Kind::down, 0));
  queue.push(TextEvent{"a", {}});
  queue.push(pointer(Kind::up, 0));
  CHECK(taken(queue) == "kdtu");
}

TEST_CASE("A full queue drops what is new, but never a release") {
  EventQueue queue;
  for (std::size_t i = 0; i < kEventsMax; ++i) queue.push(TextEvent{"a", {}});
  queue.push(TextEvent{"b", {}});
  CHECK(queue.size() == kEventsMax);
  queue.push(pointer(Kind::up, 0));
  CHECK(queue.size() == kEventsMax + 1);
  CHECK(taken(queue).back() == 'u');
}

TEST_CASE("A window's size is written as 1280x800") {
  CHECK(parse_window_size("1280x800").value() == Size{1280, 800});
  for (const char* const wrong : {"", "1280", "1280x", "x800", "1280X800", "1280x800x", "100x800",
                                  "1280x9000", "-1280x800", "1280 x 800"})
    CHECK_FALSE(parse_window_size(wrong).has_value());
}

}  // namespace afterword::kiosk::event_queue_test
