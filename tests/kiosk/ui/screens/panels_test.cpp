// Every screen on every panel: on the page, apart, large enough for a finger and for an eye.
#include <algorithm>

#include "kiosk/session/session.h"
#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::panels_test {

using namespace screens_test;

struct Panel {
  const char* name;
  Size size;
  float px_per_mm;
};
constexpr Panel kPanels[] = {
    {"1280x800 10.1\"", {1280, 800}, 5.88F},   {"1280x800 8\"", {1280, 800}, 7.43F},
    {"1920x1080 15.6\"", {1920, 1080}, 5.56F}, {"1920x1080 21.5\"", {1920, 1080}, 4.03F},
    {"1920x1080 32\"", {1920, 1080}, 2.71F},   {"1080x1920 21.5\"", {1080, 1920}, 4.03F},
    {"1080x1920 32\"", {1080, 1920}, 2.71F},   {"800x1280 10.1\"", {800, 1280}, 5.88F},
};
constexpr Aids kNoAids{};
constexpr Aids kAllAids{.high_contrast = true, .larger_text = true};

bool whole_page(const Hit& hit) { return hit.name == "anywhere" || hit.name == "elsewhere"; }

bool begins(const std::string& text, const char* with) { return text.rfind(with, 0) == 0; }

bool is_answer(const Hit& hit) {
  return begins(hit.name, "answer:") || begins(hit.name, "option:") || hit.name == "not_applicable";
}

// The shorter side a finger needs, in mm.
float least_mm(const View& view, const Hit& hit) {
  const auto* const question = std::get_if<QuestionView>(&view.screen);
  if (question == nullptr || !is_answer(hit)) return 12;
  const bool many = question->options.size() > 7 || question->scale == ScaleKind::zero_to_ten;
  return many ? 13.5F : 17;
}

// How far two rectangles are apart, across or down; less than 0 if they overlap.
float apart(const Rect& a, const Rect& b) {
  return std::max({a.x - b.right(), b.x - a.right(), a.y - b.bottom(), b.y - a.bottom()});
}

// The part of a text's box that letters fill.
Rect inked(const DrawnText& text) {
  return text.rect.grown(-1, -0.22F * std::min(text.size_px, text.rect.height));
}

struct Seen {
  std::vector<Hit> hits;
  std::vector<DrawnText> texts;
};

Seen look_at(const View& view, const Panel& panel) {
  Shopper shopper(view, panel.size);
  shopper.px_per_mm = panel.px_per_mm;
  shopper.wait(1000);
  Seen seen;
  shopper.ui.tell_texts(&seen.texts);
  shopper.wait(1000);
  shopper.ui.tell_texts(nullptr);
  seen.hits = shopper.ui.hits().shown();
  return seen;
}

void check_targets(const Seen& seen, const View& view, const Panel& panel,
                   const std::string& where) {
  for (std::size_t i = 0; i < seen.hits.size(); ++i) {
    const Hit& hit = seen.hits[i];
    const Rect rect = hit.rect;
    const std::string name = where + " " + hit.name;
    CHECK_MESSAGE(rect.x >= -0.5F, name);
    CHECK_MESSAGE(rect.y >= -0.5F, name);
    CHECK_MESSAGE(rect.right() <= panel.size.width + 0.5F, name);
    CHECK_MESSAGE(rect.bottom() <= panel.size.height + 0.5F, name);
    const float shorter = std::min(rect.width, rect.height) / panel.px_per_mm;
    CHECK_MESSAGE(shorter >= least_mm(view, hit) - 0.6F / panel.px_per_mm, name << " " << shorter);
    for (std::size_t j = 0; j < i; ++j) {
      if (whole_page(hit) || whole_page(seen.hits[j])) continue;
      const float gap = apart(rect, seen.hits[j].rect) / panel.px_per_mm;
      CHECK_MESSAGE(gap >= 1.3F - 1 / panel.px_per_mm,
                    name << " " << gap << " mm from " << seen.hits[j].name);
    }
  }
}

void check_texts(const Seen& seen, const Panel& panel, const std::string& where) {
  const Rect page = Rect{0, 0, panel.size.width, panel.size.height}.grown(1);
  for (std::size_t i = 0; i < seen.texts.size(); ++i) {
    const Rect rect = inked(seen.texts[i]);
    const std::string name = where + " \"" + seen.texts[i].text + "\"";
    CHECK_MESSAGE(rect.x >= page.x, name);
    CHECK_MESSAGE(rect.y >= page.y, name);
    CHECK_MESSAGE(rect.right() <= page.right(), name);
    CHECK_MESSAGE(rect.bottom() <= page.bottom(), name);
    for (const Hit& hit : seen.hits) {
      if (whole_page(hit) || apart(rect, hit.rect) >= 0) continue;
      const bool inside = rect.x >= hit.rect.x - 1 && rect.right() <= hit.rect.right() + 1 &&
                          rect.y >= hit.rect.y - 1 && rect.bottom() <= hit.rect.bottom() + 1;
      CHECK_MESSAGE(inside, name << " over the edge of " << hit.name);
    }
    for (std::size_t j = 0; j < i; ++j)
      CHECK_MESSAGE(apart(rect, inked(seen.texts[j])) >= -0.5F,
                    name << " over \"" << seen.texts[j].text << "\"");
  }
}

void check(View view, const Aids& aids, const Panel& panel, const std::string& name) {
  view.around.aids = aids;
  auto* const question = std::get_if<QuestionView>(&view.screen);
  if (question != nullptr && aids.slow_down()) question->needs_next = true;
  const Seen seen = look_at(view, panel);
  const std::string where = std::string(panel.name) + " " + view.around.language + " " + name +
                            (aids.larger_text ? " larger" : "");
  check_targets(seen, view, panel, where);
  if (!view.warning) check_texts(seen, panel, where);
}

TEST_CASE("Every made-up page is on the screen, apart and large enough on every panel") {
  for (const Panel& panel : kPanels) {
    struct Way {
      const char* language;
      Aids aids;
    };
    for (const auto& [language, aids] :
         {Way{"en", kNoAids}, Way{"ar", kNoAids}, Way{"zh", kNoAids}, Way{"en", kAllAids}}) {
      for (const Shown& entry : gallery_views(language))
        // Staff and who sets a kiosk up are offered none.
        if (!aids.any() || entry.view.around.offers_aids)
          check(entry.view, aids, panel, entry.name);
    }
  }
}

std::vector<Survey> shipped_surveys() {
  std::vector<Survey> surveys;
  for (const char* const name : {"store-exit", "service-desk", "returns", "pickup"}) {
    const auto text = read_file(std::string(AFTERWORD_SOURCE_DIR "/survey-defs/") + name + ".json",
                                kDefinitionBytesMax);
    REQUIRE(text.has_value());
    Reading reading = read_survey(*text, Reader::author);
    REQUIRE(reading.survey.has_value());
    surveys.push_back(std::move(*reading.survey));
  }
  return surveys;
}

// Every page one meets by choosing the first answer, with its why, or the last.
void walk(const Survey& survey, const std::string& language, bool first,
          const std::function<void(const Screen&)>& seen) {
  SeededRandom random(7);
  Now now{MonoTime{1000}, {}};
  Session session(survey, {language, "exit", "boot"}, random, now);
  for (int pages = 0; pages < 40 && !session.finished(); ++pages) {
    const Screen screen = session.screen();
    seen(screen);
    const auto* const question = std::get_if<QuestionView>(&screen);
    if (question == nullptr) {
      session.take(Skip{}, now);
      continue;
    }
    session.take(Choose{first ? question->options.front().id : question->options.back().id}, now);
    if (question->needs_next) session.take(Next{}, now);
  }
  CHECK(session.finished());
}

TEST_CASE("Every page of the shipped surveys fits every panel in every language it speaks") {
  const std::vector<Survey> surveys = shipped_surveys();
  int pages = 0;
  for (const Survey& survey : surveys) {
    for (const std::string& language : survey.languages) {
      View view = shown("faces", language);
      std::set<std::string> met;
      for (const bool first : {true, false}) {
        walk(survey, language, first, [&](const Screen& screen) {
          view.screen = screen;
          const auto* const question = std::get_if<QuestionView>(&screen);
          const std::string id =
              question != nullptr ? question->id : std::get<CommentView>(screen).id;
          if (!met.insert(id).second) return;
          // The tightest ones in turn: each language meets each of them.
          const int turn = pages++ % 4;
          const Aids aids = turn == 0 ? kNoAids : kAllAids;
          const Panel& panel = kPanels[turn == 1 ? 1 : turn == 2 ? 7 : turn == 3 ? 2 : 0];
          check(view, aids, panel, survey.id + " " + id);
        });
      }
    }
  }
}

TEST_CASE("A row of answers is never wider than 700 mm, and stands in the middle") {
  const Panel wide{"", {1920, 1080}, 2.0F};  // 43 inches
  for (const char* const name : {"faces", "ten", "agree", "choices", "yes_no"}) {
    const Seen seen = look_at(shown(name), wide);
    float left = 1e9F, right = 0;
    for (const Hit& hit : seen.hits) {
      if (!is_answer(hit)) continue;
      left = std::min(left, hit.rect.x);
      right = std::max(right, hit.rect.right());
    }
    CHECK_MESSAGE((right - left) / wide.px_per_mm <= 700.5F, name);
    CHECK_MESSAGE(left + right == doctest::Approx(wide.size.width).epsilon(0.01), name);
  }
}

TEST_CASE("No text on a customer's page is smaller than 18 du, on the staff's than 17") {
  for (const Shown& entry : gallery_views("en")) {
    const float least = begins(entry.name, "staff_") ? 17 : 18;
    for (const DrawnText& text : look_at(entry.view, kPanels[0]).texts)
      CHECK_MESSAGE(text.size_px >= least - 0.01F, entry.name << " \"" << text.text << "\"");
  }
}

TEST_CASE("The sheet of aids is on the screen, apart and large enough on every panel") {
  for (const Panel& panel : kPanels) {
    for (const char* const language : {"en", "ar", "de"}) {
      for (const char* const name : {"faces", "choices", "why", "help", "thanks"}) {
        View view = shown(name, language);
        view.around.aids = kAllAids;
        Shopper shopper(view, panel.size);
        shopper.px_per_mm = panel.px_per_mm;
        shopper.wait(1000);
        if (shopper.ui.hits().find("aids") == nullptr) {
          // Then each stands in the bar by its name.
          CHECK_MESSAGE(shopper.ui.hits().find("aid:low_reach") != nullptr,
                        std::string(panel.name) << " " << std::string(name));
          continue;
        }
        shopper.tap("aids");
        Seen seen;
        shopper.ui.tell_texts(&seen.texts);
        shopper.wait(1000);
        shopper.ui.tell_texts(nullptr);
        seen.hits = shopper.ui.hits().shown();
        check_targets(seen, view, panel, std::string(panel.name) + " sheet over " + name);
        for (const Hit& hit : seen.hits)
          CHECK_MESSAGE((whole_page(hit) || hit.rect.y >= panel.size.height / 2 - 0.5F),
                        std::string(panel.name) << " " << hit.name);
      }
    }
  }
}

TEST_CASE("Larger text can be read from 500 mm on 21.5 and 32 inches, and from 300 mm on 10.1 (220 upright)") {
  struct Distance {
    Panel panel;
    float mm;
  };
  for (const Distance& at :
       {Distance{kPanels[3], 500}, Distance{kPanels[4], 500}, Distance{kPanels[5], 500},
        Distance{kPanels[6], 500}, Distance{kPanels[0], 300}, Distance{kPanels[7], 220}}) {
    const Panel& panel = at.panel;
    const float mm = at.mm;
    for (const char* const name : {"faces", "stars", "ten", "agree", "yes_no", "choices"}) {
      View view = shown(name);
      view.around.aids.larger_text = true;
      std::get<QuestionView>(view.screen).needs_next = true;
      float smallest = 1e9F;
      std::string which;
      for (const DrawnText& text : look_at(view, panel).texts) {
        if (text.size_px >= smallest) continue;
        smallest = text.size_px;
        which = text.text;
      }
      CHECK_MESSAGE(reading_mm_for(smallest, panel.px_per_mm) >= mm - 1,
                    std::string(panel.name) << " " << std::string(name) << " \"" << which << "\" "
                               << reading_mm_for(smallest, panel.px_per_mm));
    }
  }
}

TEST_CASE("With larger text the question above a keyboard can be read from 300 mm on 10.1 inches") {
  for (const char* const language : {"ar", "de", "en", "es", "he", "hi", "ru", "th", "vi", "zh"}) {
    for (const char* const name : {"why", "text"}) {
      View view = shown(name, language);
      view.around.aids = kAllAids;
      const std::string& question = std::get<CommentView>(view.screen).text;
      int times = 0;
      for (const DrawnText& text : look_at(view, kPanels[0]).texts) {
        if (text.text != question) continue;
        ++times;
        CHECK_MESSAGE(reading_mm_for(text.size_px, kPanels[0].px_per_mm) >= 299,
                      std::string(language) << " " << std::string(name) << " " << text.size_px);
      }
      CHECK_MESSAGE(times > 0, std::string(language));
    }
  }
}

// How many mm the lower edge of the screen hangs above the floor.
TEST_CASE("Where it is known how high the screen hangs, nothing to touch is above 1,200 mm") {
  struct Hung {
    Panel panel;
    int lower_edge_mm;
  };
  for (const Hung& hung :
       {Hung{kPanels[3], 950}, Hung{kPanels[4], 850}, Hung{kPanels[5], 820}, Hung{kPanels[6], 750},
        Hung{kPanels[0], 1100}}) {
    const Panel& panel = hung.panel;
    const int edge = hung.lower_edge_mm;
    for (const Shown& entry : gallery_views("en")) {
      // Only what a shopper meets: staff carry a tablet, and who sets up stands.
      if (!entry.view.around.offers_aids || entry.view.warning) continue;
      View view = entry.view;
      view.around.mounting.lower_edge_mm = edge;
      const Seen seen = look_at(view, panel);
      for (const Hit& hit : seen.hits) {
        if (whole_page(hit) || hit.name == "text") continue;
        const float above = (panel.size.height - hit.rect.y) / panel.px_per_mm;
        CHECK_MESSAGE(static_cast<float>(edge) + above <= 1200.5F,
                      std::string(panel.name) << " " << entry.name << " " << hit.name << " "
                                 << static_cast<float>(edge) + above);
      }
      check_targets(seen, view, panel, std::string(panel.name) + " hung " + entry.name);
      check_texts(seen, panel, std::string(panel.name) + " hung " + entry.name);
    }
  }
}

}  // namespace afterword::kiosk::panels_test
