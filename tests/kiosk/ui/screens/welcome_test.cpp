// The front cover's words: never on the mark, and never smaller because somebody asked for larger ones.
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::screen_welcome_test {

using namespace screens_test;

struct Panel {
  Size size;
  float px_per_mm;
};
constexpr Panel kSizes[] = {
    {{1280, 800}, 5.88F}, {{1920, 1080}, 4.03F}, {{1080, 1920}, 2.71F}, {{1280, 800}, 7.43F}};
constexpr Aids kWays[] = {{},
                          {.high_contrast = true},
                          {.larger_text = true},
                          {.high_contrast = true, .larger_text = true}};
constexpr const char* kCovers[] = {"welcome",         "welcome_plain",    "welcome_scan",
                                   "welcome_receipt", "practice_welcome", "desk_welcome"};

struct Drawn {
  std::vector<DrawnText> texts;
  std::vector<Rect> marks;
};

Drawn drawn(const std::string& name, const std::string& language, const Panel& panel,
            const Aids& aids) {
  View view = shown(name, language);
  view.around.aids = aids;
  Shopper shopper(view, panel.size);
  shopper.px_per_mm = panel.px_per_mm;
  shopper.wait(1000);
  Drawn out;
  shopper.ui.tell_texts(&out.texts);
  shopper.ui.tell_marks(&out.marks);
  shopper.wait(1000);
  shopper.ui.tell_texts(nullptr);
  shopper.ui.tell_marks(nullptr);
  return out;
}

// The headline, which breaks at its pause, and the promise below it.
std::vector<DrawnText> words_of_cover(const Drawn& drawn, const std::string& name,
                                      const std::string& language) {
  const auto view = std::get<WelcomeView>(shown(name, language).screen);
  const std::string begin = view.headline.substr(0, 3);
  std::vector<DrawnText> out;
  for (std::size_t i = 0; i < drawn.texts.size(); ++i) {
    const std::string& text = drawn.texts[i].text;
    if (text.find(begin) == std::string::npos || text.find('\n') == std::string::npos) continue;
    out.push_back(drawn.texts[i]);
    if (i + 1 < drawn.texts.size()) out.push_back(drawn.texts[i + 1]);
    break;
  }
  return out;
}

bool over(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST_CASE("The cover's words never lie on the mark") {
  int marks = 0, covers = 0;
  for (const std::string language : {"en", "ar", "zh"})
    for (const std::string name : kCovers)
      for (const Panel& panel : kSizes)
        for (const Aids& aids : kWays) {
          ++covers;
          const Drawn seen = drawn(name, language, panel, aids);
          const auto words = words_of_cover(seen, name, language);
          REQUIRE_MESSAGE(words.size() == 2, name << " " << language);
          for (const DrawnText& text : words)
            for (const Rect& mark : seen.marks) {
              if (mark.width < 100) continue;  // beside the brand's name
              ++marks;
              CHECK_MESSAGE(!over(text.rect.grown(-1), mark),
                            name << " " << language << " " << panel.size.width << " "
                                 << aids.high_contrast << aids.larger_text << " " << text.text);
            }
        }
  CHECK(marks > covers / 2);  // looked at with two texts each
}

TEST_CASE("Larger text never makes the cover's words smaller") {
  for (const std::string language : {"en", "ar", "zh", "de"})
    for (const std::string name : {"welcome", "welcome_plain", "practice_welcome"})
      for (const Panel& panel : kSizes) {
        const auto normal = words_of_cover(drawn(name, language, panel, {}), name, language);
        const auto larger = words_of_cover(
            drawn(name, language, panel, {.high_contrast = true, .larger_text = true}), name,
            language);
        REQUIRE(normal.size() == 2);
        REQUIRE(larger.size() == 2);
        for (std::size_t i = 0; i < 2; ++i)
          CHECK_MESSAGE(larger[i].size_px >= normal[i].size_px - 0.5F,
                        name << " " << language << " " << panel.size.width << "x" << panel.px_per_mm
                             << " " << larger[i].size_px << " < " << normal[i].size_px << " "
                             << normal[i].text);
      }
}

TEST_CASE("Larger text makes no text of a question page smaller") {
  int compared = 0;
  for (const std::string name : {"faces", "ten", "agree", "yes_no", "choice", "why", "receipt"})
    for (const Panel& panel : kSizes) {
      const Drawn normal = drawn(name, "en", panel, {});
      const Drawn larger = drawn(name, "en", panel, {.larger_text = true});
      for (const DrawnText& before : normal.texts)
        for (const DrawnText& after : larger.texts)
          if (before.text == after.text && before.text.size() > 2) {
            ++compared;
            CHECK_MESSAGE(after.size_px >= before.size_px - 0.5F,
                          name << " " << panel.size.width << "x" << panel.px_per_mm << " "
                               << before.text << ": " << after.size_px << " < " << before.size_px);
          }
    }
  CHECK(compared > 100);
}

}  // namespace afterword::kiosk::screen_welcome_test
