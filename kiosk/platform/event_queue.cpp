#include "kiosk/platform/event_queue.h"

namespace afterword::kiosk {
namespace {

bool is_move(const InputEvent& event) {
  const auto* const pointer = std::get_if<PointerEvent>(&event);
  return pointer != nullptr && pointer->kind == PointerEvent::Kind::move;
}

bool ends_a_touch(const InputEvent& event) {
  const auto* const pointer = std::get_if<PointerEvent>(&event);
  return pointer != nullptr &&
         (pointer->kind == PointerEvent::Kind::up || pointer->kind == PointerEvent::Kind::cancel);
}

}  // namespace

void EventQueue::push(InputEvent event) {
  if (is_move(event) && !events_.empty() && is_move(events_.back())) {
    events_.back() = std::move(event);
    return;
  }
  if (events_.size() >= kEventsMax && !ends_a_touch(event)) return;
  events_.push_back(std::move(event));
}

std::optional<InputEvent> EventQueue::pop() {
  if (events_.empty()) return std::nullopt;
  std::optional<InputEvent> event = std::move(events_.front());
  events_.pop_front();
  return event;
}

}  // namespace afterword::kiosk
