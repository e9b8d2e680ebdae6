// Where bitmaps become something that can be drawn. Implemented over OpenGL by the platform, and by
// counting in tests. Threads: main only.
#pragma once
#include <cstdint>
#include <vector>

namespace afterword::kiosk {

// `coverage` has one byte a pixel (how much of it is covered, drawn in any colour), `rgba` four
// (straight alpha). Rows are packed, the first is the top one.
struct Bitmap {
  enum class Format { coverage, rgba };
  Format format = Format::coverage;
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
  std::size_t bytes() const { return pixels.size(); }
};

using TextureId = std::uint64_t;  // 0 is none

class Textures {
 public:
  virtual ~Textures() = default;
  virtual TextureId create(const Bitmap& bitmap) = 0;
  virtual void destroy(TextureId texture) = 0;
};

}  // namespace afterword::kiosk
