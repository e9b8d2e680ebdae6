#include "kiosk/platform/changes.h"

#include <doctest/doctest.h>

#include <memory>

namespace afterword::kiosk {
namespace changes_test {

constexpr Size kWindow{640, 480};
constexpr ImU32 kInk = IM_COL32(20, 40, 60, 255), kRed = IM_COL32(200, 0, 0, 255);

struct Box {
  float left, top, right, bottom;
  ImU32 color = kInk;
};

// Lists are drawn into with what a context shares.
ImDrawListSharedData* shared() {
  static ImGuiContext* const context = ImGui::CreateContext();
  ImGui::SetCurrentContext(context);
  return ImGui::GetDrawListSharedData();
}

// Boxes in a row of drawing, as a page is made of them.
struct Page {
  explicit Page(const std::vector<Box>& boxes, std::uintptr_t texture = 7) {
    list._ResetForNewFrame();
    list.PushClipRect({0, 0}, {kWindow.width, kWindow.height});
    list.PushTextureID(reinterpret_cast<ImTextureID>(texture));
    for (const Box& box : boxes)
      list.AddRectFilled({box.left, box.top}, {box.right, box.bottom}, box.color);
  }
  std::vector<ImDrawList*> lists() { return {&list}; }

  ImDrawList list{shared()};
};

Area changed(const std::vector<Box>& before, const std::vector<Box>& now) {
  Changes changes;
  Page first(before), second(now);
  static_cast<void>(changes.since_last(first.lists(), kWindow));
  return changes.since_last(second.lists(), kWindow);
}

const std::vector<Box> kPage{{0, 0, 640, 480}, {50, 50, 100, 80}, {200, 50, 250, 80}};

}  // namespace changes_test
using namespace changes_test;

TEST_CASE("The first page of a window, and the first of another size, are drawn whole") {
  Changes changes;
  Page page(kPage);
  CHECK(changes.since_last(page.lists(), kWindow) == Area{0, 0, 640, 480});
  CHECK(changes.since_last(page.lists(), kWindow).empty());
  CHECK(changes.since_last(page.lists(), {800, 480}) == Area{0, 0, 800, 480});
}

TEST_CASE("A button of another colour is all that is drawn, with its soft edge") {
  std::vector<Box> pressed = kPage;
  pressed[1].color = kRed;
  CHECK(changed(kPage, pressed) == Area{49, 49, 101, 81});
}

TEST_CASE("What moved is drawn where it was and where it is") {
  std::vector<Box> moved = kPage;
  moved[1] = {60, 150, 110, 180};
  CHECK(changed(kPage, moved) == Area{49, 49, 111, 181});
}

TEST_CASE("What came and what went is drawn where it stands or stood") {
  std::vector<Box> more = kPage;
  more.insert(more.begin() + 1, {300, 300, 400, 310});
  CHECK(changed(kPage, more) == Area{299, 299, 401, 311});
  CHECK(changed(more, kPage) == Area{299, 299, 401, 311});
  CHECK(changed(kPage, {}) == Area{0, 0, 640, 480});
}

TEST_CASE("A picture that another replaced is drawn, and nothing beyond the window") {
  Changes changes;
  Page one({{600, 400, 700, 500}}, 7), other({{600, 400, 700, 500}}, 8);
  static_cast<void>(changes.since_last(one.lists(), kWindow));
  CHECK(changes.since_last(other.lists(), kWindow) == Area{599, 399, 640, 480});
}

TEST_CASE("Within an area nothing else is drawn, and afterwards all is as it was") {
  Page page(kPage);
  const ImVec4 before = page.list.CmdBuffer[0].ClipRect;
  {
    const DrawnWithin within(page.lists(), {10, 20, 30, 40});
    const ImVec4 clip = page.list.CmdBuffer[0].ClipRect;
    CHECK(clip.x == 10);
    CHECK(clip.y == 20);
    CHECK(clip.z == 30);
    CHECK(clip.w == 40);
  }
  CHECK(page.list.CmdBuffer[0].ClipRect.z == before.z);
}

}  // namespace afterword::kiosk
