// Textures that are never drawn: for the real fonts without a window.
#pragma once
#include "kiosk/ui/glyphs/textures.h"

namespace afterword::kiosk::test {

class NoTextures final : public Textures {
 public:
  TextureId create(const Bitmap&) override { return ++last_; }
  void destroy(TextureId) override {}

 private:
  TextureId last_ = 0;
};

}  // namespace afterword::kiosk::test
