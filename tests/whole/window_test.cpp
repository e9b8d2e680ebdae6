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

void draw(kiosk::Window& window, ImU32 ground, const std::vector<Tile>& tiles) {
  window.begin();
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushClipRectFullScreen();
  list.PushTextureID(ImGui::GetIO().Fonts->TexID);
  list.AddRectFilled({0, 0}, {kWindow.width, kWindow.height}, ground);
  for (const Tile& tile : tiles) list.AddRectFilled(tile.from, tile.to, tile.color, tile.round);
  window.show({&list});
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
  for (int page = 0; page < kPages; ++page) {
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
    draw(**window, IM_COL32(250, 248, 240, 255), tiles);
    const std::string file = scratch.file("page.png");
    REQUIRE((*window)->screenshot(file).has_value());
    out.push_back(read_file(file, kPngMost).value());
  }
  return out;
}

}  // namespace window_test

TEST_CASE("a page of which little changed looks as if it had been drawn whole") {
  const auto parts = window_test::pages(false), whole = window_test::pages(true);
  REQUIRE(parts.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) CHECK_MESSAGE(parts[i] == whole[i], "page " << i);
  CHECK(whole.front() != whole.back());
}
