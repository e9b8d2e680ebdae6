// Nothing is drawn while nothing changes: how often each page asks to be drawn again by itself, in
// a minute in which nobody touches it.
#include <doctest/doctest.h>
#include <imgui.h>

#include "kiosk/ui/screens/screens.h"
#include "tests/kiosk/ui/gallery/views.h"

namespace afterword::kiosk::idle_test {

class NoTextures final : public Textures {
 public:
  TextureId create(const Bitmap&) override { return ++last_; }
  void destroy(TextureId) override {}

 private:
  TextureId last_ = 0;
};

template <class T>
T idle_loaded(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().text()));
  return std::move(*result);
}

// Frames of the minute after the page has come to rest, as the loop would draw them.
int frames_in_a_minute(const View& view, Ui& ui) {
  constexpr Ms kLeast{8}, kRest{2'000}, kMinute{60'000};
  MonoTime now{1'000'000};
  int frames = 0;
  for (const MonoTime begun = now; now < begun + kRest + kMinute;) {
    draw(view, ui, Frame{{1280, 800}, 5.88F, now, std::nullopt});
    if (now >= begun + kRest) ++frames;
    const auto due = ui.redraw_at();
    if (!due) break;
    now = std::max(*due, now + kLeast);
  }
  return frames;
}

TEST_CASE("Left alone, a page is drawn no more; a cursor blinks, and that is all") {
  ImGuiContext* const before = ImGui::GetCurrentContext();  // of the other tests here
  ImGuiContext* const own = ImGui::CreateContext();
  ImGui::SetCurrentContext(own);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1280, 800};
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  NoTextures textures;
  const std::string assets = AFTERWORD_SOURCE_DIR "/assets/";
  const Theme theme = idle_loaded(load_theme(assets + "themes/afterword.json"));
  const AllStrings strings = idle_loaded(AllStrings::load(assets + "strings"));
  const auto glyphs = idle_loaded(Glyphs::open(assets + "fonts.conf", textures));
  for (const Shown& shown : gallery_views("en")) {
    CAPTURE(shown.name);
    Ui ui(theme, strings, *glyphs, textures);
    const int frames = frames_in_a_minute(shown.view, ui);
    const bool types = std::holds_alternative<CommentView>(shown.view.screen) ||
                       shown.name == "setup_code" || shown.name == "setup_offline";
    // 60 s / 530 ms: the cursor.
    CHECK(frames <= (types ? 120 : 0));
  }
  ImGui::DestroyContext(own);
  ImGui::SetCurrentContext(before);
}

}  // namespace afterword::kiosk::idle_test
