#define GL_GLEXT_PROTOTYPES
#include "kiosk/platform/canvas.h"

#include <GL/glext.h>

namespace afterword::kiosk {

Canvas::~Canvas() { drop(); }

void Canvas::drop() {
  if (buffer_ != 0) glDeleteFramebuffers(1, &buffer_);
  if (texture_ != 0) glDeleteTextures(1, &texture_);
  buffer_ = texture_ = 0;
  width_ = height_ = 0;
}

bool Canvas::make(int width, int height) {
  drop();
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  // In the order of a window's bytes: putting it there is then a copy and no conversion.
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
               nullptr);
  for (const GLenum name : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
    glTexParameteri(GL_TEXTURE_2D, name, GL_NEAREST);
  glBindTexture(GL_TEXTURE_2D, 0);
  glGenFramebuffers(1, &buffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, buffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  const bool made = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
  if (!made) {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    drop();
    return false;
  }
  width_ = width;
  height_ = height;
  return true;
}

bool Canvas::begin(Size window, const Area& area) {
  const int width = static_cast<int>(window.width), height = static_cast<int>(window.height);
  if ((width != width_ || height != height_) && !make(width, height)) {
    glDisable(GL_SCISSOR_TEST);
    return false;
  }
  glBindFramebuffer(GL_FRAMEBUFFER, buffer_);
  glEnable(GL_SCISSOR_TEST);
  glScissor(area.left, height - area.bottom, area.right - area.left, area.bottom - area.top);
  return true;
}

void Canvas::show() {
  if (buffer_ == 0) return;
  glDisable(GL_SCISSOR_TEST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, buffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

}  // namespace afterword::kiosk
