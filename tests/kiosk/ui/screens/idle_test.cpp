// Nothing is drawn while nothing changes: how often each page asks to be drawn again by itself, in
// a minute in which nobody touches it.
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::screens_test {

// Frames of a minute, once animations have had the first one to end, as the loop would draw them.
int idle_frames_in_a_minute(const View& view) {
  constexpr Ms kLeast{8}, kRest{75'000}, kMinute{60'000};
  Ui ui(world().theme, world().strings, *world().glyphs, world().textures);
  const MonoTime begun{1'000'000};
  int frames = 0;
  for (MonoTime now = begun; now < begun + kRest + kMinute;) {
    draw(view, ui, Frame{{1280, 800}, 5.88F, now, std::nullopt});
    if (now >= begun + kRest) ++frames;
    const auto due = ui.redraw_at();
    if (!due) break;
    now = std::max(*due, now + kLeast);
  }
  return frames;
}

bool has_cursor(const Shown& shown) {
  const auto* const setup = std::get_if<SetupView>(&shown.view.screen);
  return std::holds_alternative<CommentView>(shown.view.screen) ||
         (setup != nullptr && setup->step == SetupStep::code);
}

TEST_CASE("Left alone, a page is drawn no more; a cursor blinks, and that is all") {
  for (const Shown& shown : gallery_views("en")) {
    CAPTURE(shown.name);
    // 60 s / 530 ms: the cursor.
    CHECK(idle_frames_in_a_minute(shown.view) <= (has_cursor(shown) ? 120 : 0));
  }
}

}  // namespace afterword::kiosk::screens_test
