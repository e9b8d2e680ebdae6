// How many fingers are on the screen at once, which the window's own events do not tell: they follow
// the first finger only. Heard from the X server's raw touches on a connection of its own, so that
// nothing changes for the window.
//
// Threads: main only. Without an X server, or one that knows no touch, there is always one contact.
#pragma once
#include <memory>
#include <set>
#include <utility>

namespace afterword::kiosk {

// Counts touches that begin and end.
class ContactCount {
 public:
  void began(int device, unsigned touch);
  void ended(int device, unsigned touch) { down_.erase({device, touch}); }
  // The most at once since the last call, at least 1: a mouse is a finger too.
  int take_most();

 private:
  std::set<std::pair<int, unsigned>> down_;
  std::size_t most_ = 1;
};

class Contacts {
 public:
  virtual ~Contacts() = default;
  static std::unique_ptr<Contacts> listen();
  // Reads what came in, without waiting.
  virtual int take_most() = 0;
};

}  // namespace afterword::kiosk
