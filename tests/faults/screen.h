// An X server's screen from the outside: what is on it, and fingers and keys that come from nowhere.
#pragma once
#include <memory>
#include <string>
#include <vector>

namespace afterword::test {

class Screen {
 public:
  // $DISPLAY, with the XTEST extension; otherwise the test fails.
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  int width() const;
  int height() const;

  void move(int x, int y);
  void button(int number, bool down);  // 1: a finger
  // By X name ("a", "F4", "Alt_L"); one that this keyboard does not have does nothing.
  void key(const std::string& name, bool down);
  void chord(const std::vector<std::string>& names);  // all down, then all up
  // What a window manager sends for Alt+F4, and for iconifying.
  void ask_to_close();
  void ask_to_iconify();

  struct Windows {
    int shown = 0;            // mapped, larger than a point
    bool covers_all = false;  // the topmost is as large as the screen
    bool focused = false;     // keys go to it
  };
  Windows windows() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword::test
