// No frame may draw a picture that was dropped meanwhile: it would be a black box.
#include <set>

#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::pictures_test {

class LivingTextures final : public Textures {
 public:
  TextureId create(const Bitmap&) override {
    alive.insert(++last_);
    return last_;
  }
  void destroy(TextureId texture) override { alive.erase(texture); }

  std::set<TextureId> alive;

 private:
  TextureId last_ = 0;
};

struct Screen {
  LivingTextures textures;
  std::unique_ptr<Glyphs> glyphs =
      Glyphs::open(test::loaded(Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf")), textures);
  Ui ui{test::world().theme, test::world().strings, *glyphs, textures};
  MonoTime now{100'000};

  // Shows it for so long, and counts how often a picture is drawn that is there, or gone.
  void show(const View& view, Ms time) {
    for (const MonoTime until = now + time; now < until; now = now + Ms{20}) {
      draw(view, ui, Frame{{1280, 800}, 5.88F, now, std::nullopt});
      for (const ImDrawList* const list : ui.lists())
        for (const ImDrawCmd& command : list->CmdBuffer) {
          const auto texture =
              static_cast<TextureId>(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
          if (texture == 0 || command.ElemCount == 0) continue;
          ++(textures.alive.count(texture) == 1 ? drawn : gone);
        }
    }
  }
  int drawn = 0, gone = 0;
};

TEST_CASE("A receipt's number and a withdraw code are pictures to the end of every page turn") {
  Screen screen;
  for (const char* const name : {"welcome", "receipt_digits", "faces", "receipt", "thanks", "why"})
    screen.show(screens_test::shown(name), Ms{1000});
  CHECK(screen.drawn > 0);
  CHECK(screen.gone == 0);
}

}  // namespace afterword::kiosk::pictures_test
