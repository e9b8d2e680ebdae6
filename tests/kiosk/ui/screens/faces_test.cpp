// The five faces and "doesn't apply": told apart by their lines, not by their colours.
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::faces_test {

using namespace screens_test;

// Keeps what was painted.
class KeptTextures final : public Textures {
 public:
  TextureId create(const Bitmap& bitmap) override {
    bitmaps.push_back(bitmap);
    return static_cast<TextureId>(bitmaps.size());
  }
  void destroy(TextureId) override {}
  std::vector<Bitmap> bitmaps;
};

struct DrawnFace {
  std::set<ImU32> colors;
  std::vector<std::vector<std::uint8_t>> lines;  // pixels of what lies on the disc
  double ink = 0;                                // how much of it
};

DrawnFace draw_face(int step, bool outlined) {
  KeptTextures textures;
  const auto glyphs =
      Glyphs::open(loaded(Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf")), textures);
  Painter painter(*glyphs, textures);
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushClipRectFullScreen();
  painter.begin(list, units_for({1280, 800}, 5.88F), false);
  const Colors& colors = world().theme.colors;
  painter.face({200, 200}, 63, step, colors.marigold_soft, colors.ink, outlined);
  DrawnFace out;
  for (const ImDrawVert& vertex : list.VtxBuffer) out.colors.insert(vertex.col);
  for (std::size_t i = 1; i < textures.bitmaps.size(); ++i) {
    out.lines.push_back(textures.bitmaps[i].pixels);
    for (const std::uint8_t pixel : textures.bitmaps[i].pixels) out.ink += pixel / 255.0;
  }
  return out;
}

TEST_CASE("The five faces are drawn in the same two colours, and no two with the same lines") {
  world();
  for (const bool outlined : {false, true}) {
    std::vector<DrawnFace> faces;
    for (int step = 1; step <= 5; ++step) faces.push_back(draw_face(step, outlined));
    for (std::size_t i = 0; i < faces.size(); ++i) {
      CHECK(faces[i].colors == faces[0].colors);
      CHECK(faces[i].colors.size() <= 2);
      CHECK(faces[i].ink > 50);
      for (std::size_t j = 0; j < i; ++j) CHECK(faces[i].lines != faces[j].lines);
    }
  }
}

TEST_CASE("The disc and the ink are far apart in grey as well") {
  const Colors& colors = world().theme.colors;
  CHECK(contrast(colors.ink, colors.marigold_soft) >= 7);
  CHECK(contrast(colors.ink, colors.marigold) >= 4.5);
}

}  // namespace afterword::kiosk::faces_test
