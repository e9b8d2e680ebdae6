#include <doctest/doctest.h>

#include <set>

#include "kiosk/ui/glyphs/glyphs.h"
#include "kiosk/ui/strings.h"

namespace afterword::kiosk::glyphs_test {

class CountingTextures final : public Textures {
 public:
  TextureId create(const Bitmap& bitmap) override {
    last = bitmap;
    alive.insert(++made);
    return made;
  }
  void destroy(TextureId texture) override { CHECK(alive.erase(texture) == 1); }

  std::set<TextureId> alive;
  TextureId made = 0;
  Bitmap last;
};

struct Press {
  CountingTextures textures;
  std::unique_ptr<Glyphs> glyphs;
  explicit Press(std::size_t cache_bytes = 1U << 20U) {
    auto fonts = Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf");
    REQUIRE_MESSAGE(fonts.has_value(), (fonts ? std::string() : fonts.error().text()));
    glyphs = Glyphs::open(std::move(*fonts), textures, cache_bytes);
  }
};

TextSpec spec(const std::string& text, const std::string& language = "en", float width = 0) {
  TextSpec out;
  out.text = text;
  out.language = language;
  out.right_to_left = is_right_to_left(language);
  out.width_px = width;
  return out;
}

TEST_CASE("Every word of the interface can be drawn in every language") {
  Press press;
  const auto strings = AllStrings::load(AFTERWORD_SOURCE_DIR "/assets/strings");
  REQUIRE(strings.has_value());
  int words = 0;
  for (const std::string& language : strings->languages()) {
    for (const std::string& key : strings->keys(language)) {
      for (const Face face : {Face::serif, Face::sans}) {
        TextSpec text = spec(strings->in(language).get(key), language);
        text.face = face;
        const auto layout = press.glyphs->lay_out(text);
        CHECK_MESSAGE(layout->unknown_glyphs() == 0, language << " " << key);
        ++words;
      }
    }
  }
  CHECK(words > 200);
}

TEST_CASE("A character that no font has is counted") {
  Press press;
  CHECK(press.glyphs->lay_out(spec("plain"))->unknown_glyphs() == 0);
  CHECK(press.glyphs->lay_out(spec("a\uFDD0"))->unknown_glyphs() > 0);
}

TEST_CASE("Text that is no UTF-8, or holds a NUL, is laid out all the same") {
  Press press;
  CHECK(press.glyphs->lay_out(spec("caf\xE9 \xF0\x9F"))->width() > 0);
  const std::string with_nul("a\0b", 3);
  CHECK(press.glyphs->lay_out(spec(with_nul))->text().size() == 3);
}

TEST_CASE("Lines break at the width, and balanced lines are about equally long") {
  Press press;
  TextSpec text = spec("How likely are you to recommend us to a friend", "en", 400);
  const auto plain = press.glyphs->lay_out(text);
  text.balance = true;
  const auto balanced = press.glyphs->lay_out(text);
  REQUIRE(plain->line_count() == 2);
  CHECK(balanced->line_count() == 2);
  CHECK(balanced->width() < plain->width());
  CHECK(plain->width() <= 400);
}

TEST_CASE("A word wider than the width is told, or broken where that is asked for") {
  Press press;
  TextSpec text = spec("Donaudampfschifffahrtsgesellschaft", "de", 100);
  CHECK(press.glyphs->lay_out(text)->overflows());
  text.break_words = true;
  const auto broken = press.glyphs->lay_out(text);
  CHECK_FALSE(broken->overflows());
  CHECK(broken->line_count() > 2);
}

TEST_CASE("Cursor places and points belong together") {
  Press press;
  const auto layout = press.glyphs->lay_out(spec("The wait was long", "en", 90));
  REQUIRE(layout->line_count() >= 2);
  for (std::size_t byte = 0; byte < 17; ++byte) {
    const CursorPlace place = layout->cursor(byte);
    if (layout->line(place.line).first == byte && byte > 0) continue;  // also the end of a line
    CHECK(layout->index_at({place.x + 0.1F, place.top + 1}) == byte);
  }
  CHECK(layout->index_at({0, -50}) == 0);
  CHECK(layout->index_at({5000, 5000}) == 17);
}

TEST_CASE("What lies to the left in Arabic is what comes next") {
  Press press;
  const auto layout = press.glyphs->lay_out(spec("شكرا", "ar"));
  const std::size_t next = layout->beside(0, -1);
  CHECK(next == 2);
  CHECK(layout->beside(next, 1) == 0);
  CHECK(layout->neighbour(0, 1) == 2);
  CHECK(layout->neighbour(2, -1) == 0);
}

TEST_CASE("One character for the eye is one step, whatever it is made of") {
  Press press;
  const auto layout = press.glyphs->lay_out(spec("e\u0301a"));
  CHECK(layout->neighbour(0, 1) == 3);
  CHECK(layout->neighbour(3, -1) == 0);
}

TEST_CASE("A text is painted once, and again when its size changes") {
  Press press;
  const TextPicture first = press.glyphs->picture(spec("Skip"));
  CHECK(press.glyphs->picture(spec("Skip")).texture == first.texture);
  TextSpec larger = spec("Skip");
  larger.size_px = 25;
  CHECK(press.glyphs->picture(larger).texture != first.texture);
  CHECK(press.glyphs->picture(spec("Skip", "es")).texture != first.texture);
}

TEST_CASE("Pictures not used for long go when there are too many, those on the screen stay") {
  Press press(20'000);
  const TextPicture kept = press.glyphs->picture(spec("on the screen"));
  for (int i = 0; i < 400; ++i) {
    press.glyphs->next_frame();
    CHECK(press.glyphs->picture(spec("on the screen")).texture == kept.texture);
    static_cast<void>(press.glyphs->picture(spec("text number " + std::to_string(i))));
  }
  CHECK(press.textures.alive.count(kept.texture) == 1);
  CHECK(press.textures.alive.size() < 200);
  CHECK(press.textures.made > 400);
}

TEST_CASE("A frame that ends a page turn keeps the pictures of secret text it shows") {
  Press press;
  const auto secret = [](const std::string& text) {
    TextSpec out = spec(text);
    out.secret = true;
    return out;
  };
  press.glyphs->next_frame();
  const TextureId left = press.glyphs->picture(secret("HS1234FC04")).texture;
  press.glyphs->next_frame();
  const TextureId shown = press.glyphs->picture(secret("HS9999FC08")).texture;
  press.glyphs->forget_typed();
  CHECK(press.textures.alive.count(left) == 0);
  CHECK(press.textures.alive.count(shown) == 1);
  // Once no frame shows it, it goes as well.
  press.glyphs->next_frame();
  press.glyphs->forget_typed();
  CHECK(press.textures.alive.count(shown) == 0);
}

TEST_CASE("All pictures are given back in the end") {
  CountingTextures textures;
  {
    auto fonts = Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf");
    REQUIRE(fonts.has_value());
    const auto glyphs = Glyphs::open(std::move(*fonts), textures);
    static_cast<void>(glyphs->picture(spec("Thank you")));
    CHECK(textures.alive.size() == 1);
  }
  CHECK(textures.alive.empty());
}

TEST_CASE("Coloured parts keep their colour") {
  Press press;
  TextSpec text = spec("go, why");
  text.base = {255, 255, 255, 255};
  text.spans = {{2, 3, std::nullopt, Color{255, 0, 0, 255}}};
  CHECK(press.glyphs->picture(text).colored);
  const Bitmap& bitmap = press.textures.last;
  int red = 0, white = 0;
  for (std::size_t i = 0; i + 3 < bitmap.pixels.size(); i += 4) {
    if (bitmap.pixels[i + 3] < 250) continue;
    (bitmap.pixels[i + 1] < 10 ? red : white) += 1;
  }
  CHECK(red > 0);
  CHECK(white > red);
}

TEST_CASE("A shape covers what it should") {
  Press press;
  static_cast<void>(
      press.glyphs->shape({.path = "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z", .scale = 20}));
  double sum = 0;
  for (const std::uint8_t byte : press.textures.last.pixels) sum += byte / 255.0;
  CHECK(sum == doctest::Approx(3.14159 * 400).epsilon(0.01));
  CHECK(press.glyphs->shape({.path = "M0 0X"}).texture == 0);
}

TEST_CASE("A font list that is missing or broken is an error that says so") {
  const auto missing = Fonts::open("/nonexistent/fonts.conf");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().where == "/nonexistent/fonts.conf");
}

}  // namespace afterword::kiosk::glyphs_test
