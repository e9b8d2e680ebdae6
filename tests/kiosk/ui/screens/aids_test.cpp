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

TEST_CASE("Where a bar has no room for the aids, one button opens a sheet of them") {
  Shopper shopper(with_aids(shown("faces"), {.larger_text = true}));
  shopper.px_per_mm = 7.43F;  // 8 inches
  shopper.wait(1000);
  REQUIRE(shopper.ui.hits().find("aid:high_contrast") == nullptr);
  shopper.tap("aids");
  shopper.tap("aid:high_contrast");
  REQUIRE(shopper.last<ToggleAid>() != nullptr);
  CHECK(shopper.last<ToggleAid>()->aid == Aid::high_contrast);
  CHECK(shopper.said.size() == 1);
  shopper.tap("aids:close");
  CHECK(shopper.ui.hits().find("aids:close") == nullptr);

  // A touch beside it, where an answer lies, closes it as well and chooses nothing.
  const Point answer = shopper.rect("answer:3").center();
  shopper.tap("aids");
  shopper.tap_at({answer.x, shopper.rect("aid:high_contrast").y - 60});
  CHECK(shopper.ui.hits().find("aids:close") == nullptr);
  CHECK(shopper.said.size() == 1);

  // It does not stay for the next page.
  shopper.tap("aids");
  shopper.view.page += 1;
  shopper.wait(1000);
  CHECK(shopper.ui.hits().find("aids:close") == nullptr);

  // Keys that opened it have led to its first.
  const auto key = [&](NamedKey which) {
    shopper.now = shopper.now + Ms{1000};
    shopper.frame(KeyEvent{which, shopper.now});
    shopper.frame();
  };
  const auto led_to = [&] {
    const Hit* const hit = shopper.ui.hits().focused();
    return hit == nullptr ? std::string() : hit->name;
  };
  for (int step = 0; step < 40 && led_to() != "aids"; ++step) key(NamedKey::tab);
  REQUIRE(led_to() == "aids");
  key(NamedKey::enter);
  CHECK(led_to() == "aid:high_contrast");
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

struct Panel {
  Size size;
  float px_per_mm;
};

// What no half of a panel can hold with keys of 12 mm: a row of buttons below which there are five
// rows of keys on 10.1 inches (half of it is 68 mm), or four on 8 (54 mm).
bool keyboard_is_higher(const Shopper& shopper) {
  float top = 1e9F;
  for (const Hit& hit : shopper.ui.hits().shown())
    if (hit.name.starts_with("key:")) top = std::min(top, hit.rect.y);
  // Upright two rows of buttons stand above the keys.
  const float rows = shopper.size.height > shopper.size.width ? 2 : 1;
  const float row = rows * 12 * shopper.px_per_mm;
  return top < shopper.size.height / 2 + row;
}

TEST_CASE("With low buttons everything to touch lies in the lower half of every page") {
  int too_high = 0;
  bool larger = false;
  for (const char* const language : {"en", "ar", "ru", "th"}) {
    for (const Shown& entry : gallery_views(language)) {
      if (!entry.view.around.offers_aids || entry.view.warning) continue;
      for (const Panel& panel :
           {Panel{{1280, 800}, 5.88F}, Panel{{1920, 1080}, 4.03F}, Panel{{1080, 1920}, 4.03F},
            Panel{{800, 1280}, 5.88F}, Panel{{1280, 800}, 7.43F}}) {
        larger = !larger;  // by turns: five panels, so each of them has both
        Shopper shopper(with_aids(entry.view, {.larger_text = larger, .low_reach = true}),
                        panel.size);
        shopper.px_per_mm = panel.px_per_mm;
        shopper.wait(1000);
        if (keyboard_is_higher(shopper)) {
          ++too_high;
          CHECK_MESSAGE((panel.px_per_mm > 7 || std::string(language) == "th"),
                        entry.name << " " << std::string(language) << " " << panel.size.width);
          continue;
        }
        for (const Hit& hit : shopper.ui.hits().shown()) {
          // The box is only looked at: carets move by keys.
          if (hit.name == "text" || hit.name == "anywhere") continue;
          CHECK_MESSAGE(hit.rect.y >= panel.size.height / 2 - 0.5F,
                        entry.name << " " << std::string(language) << " " << hit.name << " "
                                   << panel.size.width << " " << panel.px_per_mm
                                   << std::string(larger ? " larger" : ""));
        }
      }
    }
  }
  CHECK(too_high > 0);
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
