// What aids do to a page: colours, sizes, places, motion.
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::screen_aids_test {

using namespace screens_test;

View with_aids(View view, const Aids& aids) {
  view.around.aids = aids;
  return view;
}

std::vector<DrawnText> texts_of(Shopper& shopper) {
  std::vector<DrawnText> texts;
  shopper.ui.tell_texts(&texts);
  shopper.wait(1000);
  shopper.ui.tell_texts(nullptr);
  return texts;
}

// The lower half of 10.1 inches holds neither a keyboard with the buttons above it nor two rows of
// eleven steps; ACCESS.md says so.
bool too_much_for_half_a_small_panel(const View& view) {
  const auto* const question = std::get_if<QuestionView>(&view.screen);
  return std::holds_alternative<CommentView>(view.screen) ||
         (question != nullptr && question->scale == ScaleKind::zero_to_ten &&
          question->kind == QuestionKind::scale);
}

float size_of(const std::vector<DrawnText>& texts, const std::string& text) {
  for (const DrawnText& drawn : texts)
    if (drawn.text == text) return drawn.size_px;
  FAIL("not drawn: " << text);
  return 0;
}

TEST_CASE("Every page offers its aids by name, and tapping one says so") {
  for (const char* const name : {"faces", "choices", "why", "languages"}) {
    Shopper shopper(shown(name));
    for (const Aid aid : {Aid::high_contrast, Aid::larger_text, Aid::read_aloud, Aid::low_reach}) {
      const char* const names[] = {"aid:high_contrast", "aid:larger_text", "aid:read_aloud",
                                   "aid:low_reach"};
      shopper.tap(names[static_cast<int>(aid)]);
      REQUIRE_MESSAGE(shopper.last<ToggleAid>() != nullptr, name);
      CHECK(shopper.last<ToggleAid>()->aid == aid);
    }
  }
}

TEST_CASE("Read aloud is offered only where there is a voice") {
  View view = shown("faces");
  view.around.can_speak = false;
  Shopper shopper(view);
  CHECK(shopper.ui.hits().find("aid:read_aloud") == nullptr);
  CHECK(shopper.ui.hits().find("aid:larger_text") != nullptr);
}

TEST_CASE("Larger text: the question one and a half times, answers and buttons 1.3 times") {
  Shopper plain(shown("faces"));
  Shopper larger(with_aids(shown("faces"), {.larger_text = true}));
  const auto before = texts_of(plain), after = texts_of(larger);
  const auto grows = [&](const std::string& text) {
    return size_of(after, text) / size_of(before, text);
  };
  CHECK(grows("How were the fitting rooms today?") >= doctest::Approx(1.3));
  CHECK(size_of(after, "How were the fitting rooms today?") >= 60);
  CHECK(grows("Poor") >= doctest::Approx(1.3));
  CHECK(grows("Skip") >= doctest::Approx(1.3));
}

TEST_CASE("High contrast stands in six colours, on the page and on what is chosen") {
  const Theme& theme = world().theme;
  const Colors colors = high_contrast_colors(theme.high_contrast);
  CHECK(colors.paper == theme.high_contrast.ground);
  CHECK(colors.cover == colors.paper);
  CHECK(contrast(colors.ink, colors.paper) > 20);
  CHECK(contrast(colors.on_selected, colors.selected_fill) > 15);
  CHECK(contrast(colors.focus, colors.paper) > 15);
  CHECK(colors.outlined);
}

TEST_CASE("With low buttons everything to touch lies in the lower half of every page") {
  for (const char* const language : {"en", "ar", "ru", "th"}) {
    for (const Shown& entry : gallery_views(language)) {
      const bool page = std::holds_alternative<QuestionView>(entry.view.screen) ||
                        std::holds_alternative<CommentView>(entry.view.screen) ||
                        std::holds_alternative<LanguagesView>(entry.view.screen);
      if (!page || entry.view.warning) continue;
      for (const Size size : {Size{1280, 800}, Size{1920, 1080}, Size{1080, 1920}}) {
        if (size.width == 1280 && too_much_for_half_a_small_panel(entry.view)) continue;
        Shopper shopper(with_aids(entry.view, {.low_reach = true}), size);
        shopper.px_per_mm = size.width == 1280 ? 5.88F : 4.03F;
        shopper.wait(1000);
        for (const Hit& hit : shopper.ui.hits().shown()) {
          // The box is only looked at: carets move by keys.
          if (hit.name == "text") continue;
          CHECK_MESSAGE(hit.rect.y >= size.height / 2 - 0.5F,
                        entry.name << " " << language << " " << hit.name << " " << size.width);
        }
      }
    }
  }
}

TEST_CASE("Nothing slides where motion is reduced: a page changes in 120 ms") {
  for (const bool by_aid : {false, true}) {
    View first = shown("faces"), second = shown("ten");
    for (View* const view : {&first, &second}) {
      view->around.reduced_motion = !by_aid;
      view->around.aids.high_contrast = by_aid;
    }
    Shopper shopper(first);
    shopper.view = second;
    shopper.wait(10);
    CHECK(shopper.ui.moving());
    shopper.wait(60);
    // The page that comes is where it will be.
    const std::vector<ImDrawList*> lists = shopper.ui.lists();
    REQUIRE(lists.size() == 3);
    shopper.wait(60);
    CHECK_FALSE(shopper.ui.moving());
  }
}

TEST_CASE("Faces differ by their lines, not by their colour") {
  // All five stand on the same disc and are drawn in the same ink, so that in grey they are told
  // apart by shape and words alone.
  Shopper shopper(shown("faces"));
  const auto texts = texts_of(shopper);
  std::set<std::string> words;
  for (const OptionView& option : std::get<QuestionView>(shopper.view.screen).options)
    words.insert(option.words);
  CHECK(words.size() == 5);
  for (const std::string& word : words) CHECK(size_of(texts, word) > 0);
}

}  // namespace afterword::kiosk::screen_aids_test
