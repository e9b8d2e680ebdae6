// Input in the order it happened, handed out one event a frame, so that two quick taps are two
// taps.
//
// Moves are merged (only the latest counts) but never across a press or a release. At most
// kEventsMax wait; beyond that the newest moves and letters are dropped, never a release.
// Threads: main only.
#pragma once
#include <deque>
#include <optional>

#include "kiosk/ui/input.h"

namespace afterword::kiosk {

inline constexpr std::size_t kEventsMax = 1024;

class EventQueue {
 public:
  void push(InputEvent event);
  std::optional<InputEvent> pop();
  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }

 private:
  std::deque<InputEvent> events_;
};

}  // namespace afterword::kiosk
