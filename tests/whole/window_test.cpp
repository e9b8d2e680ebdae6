// A real window with real OpenGL: what is drawn of a page of which little changed is the page.
#include <doctest/doctest.h>
#include <imgui.h>

#include "kiosk/platform/window.h"
#include "sync/base/core/files.h"
#include "sync/base/core/random.h"
#include "tests/support/scratch.h"

using namespace afterword;

namespace window_test {

constexpr kiosk::Size kWindow{640, 480};
constexpr int kPages = 40;
constexpr std::size_t kPngMost = 8 << 20;

struct Tile {
  ImVec2 from, to;
  ImU32 color;
  float round;
};

ImU32 some_color(Random& random) { return static_cast<ImU32>(random.u64()) | IM_COL32_A_MASK; }

Tile some_tile(Random& random) {
  const auto upto = [&random](float most) { return static_cast<float>(random.unit()) * most; };
  const ImVec2 from{upto(600), upto(440)};
  return {from, {from.x + 5 + upto(120), from.y + 5 + upto(90)}, some_color(random), upto(20)};
}

struct Sheet {
  Sheet() {
    list._ResetForNewFrame();
    list.PushClipRectFullScreen();
    list.PushTextureID(ImGui::GetIO().Fonts->TexID);
  }
  ImDrawList list{ImGui::GetDrawListSharedData()};
};

// A page in two lists, the second one clipped; `picture`: a texture at a place of its own, 0 for none.
void draw(kiosk::Window& window, ImU32 ground, const std::vector<Tile>& tiles,
          kiosk::TextureId picture = 0) {
  window.begin();
  Sheet below, above;
  below.list.AddRectFilled({0, 0}, {kWindow.width, kWindow.height}, ground);
  above.list.PushClipRect({100, 60}, {540, 420}, true);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const Tile& tile = tiles[i];
    (i % 2 == 0 ? below : above).list.AddRectFilled(tile.from, tile.to, tile.color, tile.round);
  }
  if (picture != 0)
    above.list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture)),
                        {300, 200}, {364, 264});
  window.show({&below.list, &above.list});
}

kiosk::Bitmap one_colored(std::uint8_t red) {
  kiosk::Bitmap out{kiosk::Bitmap::Format::rgba, 64, 64, {}};
  for (int i = 0; i < 64 * 64; ++i) out.pixels.insert(out.pixels.end(), {red, 40, 90, 255});
  return out;
}

// The same pages out of a seed, each a little different from the one before; `whole`: a page that shares
// nothing with them stands between, so that each is drawn whole.
std::vector<std::string> pages(bool whole) {
  test::Scratch scratch;
  SystemClock clock;
  auto window = kiosk::Window::open({.title = "test", .windowed = kWindow}, clock);
  REQUIRE_MESSAGE(window.has_value(), window.error().text());
  SeededRandom random(5);
  std::vector<Tile> tiles;
  for (int i = 0; i < 12; ++i) tiles.push_back(some_tile(random));
  std::vector<std::string> out;
  kiosk::TextureId picture = 0;
  for (int page = 0; page < kPages; ++page) {
    if (page % 3 == 0) {
      (*window)->textures().destroy(picture);
      picture = (*window)->textures().create(one_colored(static_cast<std::uint8_t>(page * 6)));
    }
    if (page == kPages / 2) {
      (*window)->begin();
      (*window)->darken();
    }
    const auto which = static_cast<std::size_t>(random.u64() % tiles.size());
    switch (random.u64() % 4) {
      case 0:
        tiles[which].color = some_color(random);
        break;
      case 1:
        tiles[which] = some_tile(random);
        break;
      case 2:
        tiles.insert(tiles.begin() + static_cast<std::ptrdiff_t>(which), some_tile(random));
        break;
      default:
        if (tiles.size() > 4) tiles.erase(tiles.begin() + static_cast<std::ptrdiff_t>(which));
    }
    if (whole) draw(**window, IM_COL32(1, 2, 3, 255), {});
    draw(**window, IM_COL32(250, 248, 240, 255), tiles, picture);
    const std::string file = scratch.file("page.png");
    REQUIRE((*window)->screenshot(file).has_value());
    out.push_back(read_file(file, kPngMost).value());
  }
  (*window)->textures().destroy(picture);
  return out;
}

}  // namespace window_test

TEST_CASE("a page of which little changed looks as if it had been drawn whole") {
  const auto parts = window_test::pages(false), whole = window_test::pages(true);
  REQUIRE(parts.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) CHECK_MESSAGE(parts[i] == whole[i], "page " << i);
  CHECK(whole.front() != whole.back());
}

TEST_CASE("a picture that another took the place of is drawn there") {
  using namespace window_test;
  test::Scratch scratch;
  SystemClock clock;
  auto window = kiosk::Window::open({.title = "test", .windowed = kWindow}, clock);
  REQUIRE_MESSAGE(window.has_value(), window.error().text());
  constexpr ImU32 kPaper = IM_COL32(250, 248, 240, 255);
  const auto shown = [&] {
    REQUIRE((*window)->screenshot(scratch.file("page.png")).has_value());
    return read_file(scratch.file("page.png"), kPngMost).value();
  };
  kiosk::Textures& textures = (*window)->textures();
  const kiosk::TextureId first = textures.create(one_colored(0));
  draw(**window, kPaper, {}, first);
  textures.destroy(first);
  const kiosk::TextureId second = textures.create(one_colored(250));
  CHECK(first != second);  // whatever OpenGL calls them
  draw(**window, kPaper, {}, second);
  const std::string in_part = shown();
  draw(**window, IM_COL32(1, 2, 3, 255), {});
  draw(**window, kPaper, {}, second);
  CHECK(in_part == shown());
  textures.destroy(second);
}
