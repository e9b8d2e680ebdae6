// Textures that are never drawn: for the real fonts without a window.
#pragma once
#include "kiosk/ui/glyphs/textures.h"

namespace afterword::test {

class NoTextures final : public kiosk::Textures {
 public:
  kiosk::TextureId create(const kiosk::Bitmap&) override { return ++last_; }
  void destroy(kiosk::TextureId) override {}

 private:
  kiosk::TextureId last_ = 0;
};

}  // namespace afterword::test
