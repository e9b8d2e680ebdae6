// Bitmaps as OpenGL textures. Private to this folder; needs a current context.
#pragma once
#include "kiosk/ui/glyphs/textures.h"

namespace afterword::kiosk {

class GlTextures final : public Textures {
 public:
  // `swizzles`: OpenGL 3.3 or newer, where one byte a pixel is enough for coverage.
  explicit GlTextures(bool swizzles) : swizzles_(swizzles) {}
  TextureId create(const Bitmap& bitmap) override;
  void destroy(TextureId texture) override;

 private:
  bool swizzles_;
  // A texture's number is OpenGL's name in its lower half, which is all that OpenGL's side reads of it, and in
  // the upper half the how manieth it is: a name is used again for another picture, a number never.
  std::uint64_t made_ = 0;
};

}  // namespace afterword::kiosk
