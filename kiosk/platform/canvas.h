// What is on the screen, kept, so that only what changes is drawn: what a window's back buffer holds after a
// frame is anybody's guess. Private to this folder; needs a current context of OpenGL 3.
#pragma once
#include <GL/gl.h>

#include "kiosk/platform/changes.h"

namespace afterword::kiosk {

class Canvas {
 public:
  Canvas() = default;
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  // Drawing goes there until show(), and clearing to that area only. False: it cannot be made, and drawing
  // goes to the window.
  bool begin(Size window, const Area& area);
  // Puts all of it into the window's back buffer.
  void show();

 private:
  bool make(int width, int height);
  void drop();

  GLuint buffer_ = 0, texture_ = 0;
  int width_ = 0, height_ = 0;
};

}  // namespace afterword::kiosk
