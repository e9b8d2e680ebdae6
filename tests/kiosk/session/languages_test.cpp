#include "kiosk/session/languages.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/session/kiosk_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace languages_test {

struct Kiosk {
  Kiosk()
      : random(1),
        flow({.brand = "Kestrel",
              .store_name = "Harbour Street",
              .touchpoint = "exit",
              .practice = false,
              .minute_of_day = [this](WallTime) { return minute; }},
             "boot-1", clock, random) {}
  template <class Page>
  bool shows() const {
    return std::holds_alternative<Page>(flow.view().screen);
  }
  Language language() const { return flow.view().around.language; }

  int minute = 12 * 60;
  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
};

TEST_CASE("A list of languages goes by script, then by letter, accents aside") {
  std::vector<std::string> names{"中文",    "עברית",    "Tiếng Việt", "Español",  "Русский",
                                 "ไทย",     "English",  "العربية",    "हिन्दी",    "Deutsch",
                                 "Čeština", "Íslenska", "Eesti",      "Ελληνικά", "日本語"};
  std::sort(names.begin(), names.end(), listed_before);
  CHECK(names == std::vector<std::string>{"Čeština", "Deutsch", "Eesti", "English", "Español",
                                          "Íslenska", "Tiếng Việt", "Ελληνικά", "Русский", "עברית",
                                          "العربية", "हिन्दी", "ไทย", "中文", "日本語"});
  CHECK_FALSE(listed_before("English", "English"));
}

TEST_CASE("The list of languages has all of them in that order, whichever the survey's is") {
  Kiosk kiosk;
  Survey survey = test::every_kind();
  survey.languages = {"zh", "en", "ar", "de"};
  kiosk.flow.set_surveys({survey});
  kiosk.flow.take(OpenLanguages{});
  std::vector<Language> listed;
  const View view = kiosk.flow.view();
  for (const LanguageChoice& choice : std::get<LanguagesView>(view.screen).languages)
    listed.push_back(choice.tag);
  CHECK(listed == std::vector<Language>{"de", "en", "ar", "zh"});
  CHECK(kiosk.language() == "zh");
}

TEST_CASE("A comment being typed outlives another language") {
  Kiosk kiosk;
  kiosk.flow.set_surveys({test::every_kind()});
  kiosk.flow.take(Start{});
  while (!kiosk.shows<CommentView>()) {
    const View view = kiosk.flow.view();
    const auto& question = std::get<QuestionView>(view.screen);
    kiosk.flow.take(Choose{question.options.front().id});
    kiosk.flow.take(Next{});
  }
  kiosk.flow.take(KeepDraft{"only two were op"});
  kiosk.flow.take(OpenLanguages{});
  REQUIRE(kiosk.shows<LanguagesView>());
  kiosk.flow.take(ChooseLanguage{"es"});
  const View view = kiosk.flow.view();
  CHECK(view.around.language == "es");
  CHECK(std::get<CommentView>(view.screen).draft == "only two were op");
}

TEST_CASE(
    "A screen that rests can be read in other languages, and returns to the first by itself") {
  Kiosk kiosk;
  Survey survey = test::every_kind();
  survey.timing.open = OpenHours{8 * 60, 20 * 60};
  kiosk.minute = 22 * 60;
  kiosk.flow.set_surveys({survey});
  REQUIRE(kiosk.shows<OutOfServiceView>());
  CHECK(kiosk.flow.view().around.languages.size() == survey.languages.size());
  kiosk.flow.take(OpenLanguages{});
  REQUIRE(kiosk.shows<LanguagesView>());
  kiosk.flow.take(ChooseLanguage{"es"});
  CHECK(kiosk.shows<OutOfServiceView>());
  CHECK(kiosk.language() == "es");
  kiosk.clock.advance(Ms{11'000});
  kiosk.flow.tick();  // opening hours are looked at; the reader keeps the language
  CHECK(kiosk.language() == "es");
  kiosk.clock.advance(kIdleLimit);
  kiosk.flow.tick();
  CHECK(kiosk.shows<OutOfServiceView>());
  CHECK(kiosk.language() == "en");
}

TEST_CASE("Reading the list of languages takes nothing from the time of the thanks") {
  Kiosk kiosk;
  kiosk.flow.set_surveys({test::every_kind()});
  kiosk.flow.take(Start{});
  kiosk.flow.take(Leave{});
  REQUIRE(kiosk.shows<ThanksView>());
  kiosk.clock.advance(kThanksFor - Ms{1000});
  kiosk.flow.take(OpenLanguages{});
  kiosk.flow.take(ChooseLanguage{"es"});
  kiosk.clock.advance(kThanksFor - Ms{1000});
  kiosk.flow.tick();
  CHECK(kiosk.shows<ThanksView>());
  CHECK(kiosk.language() == "es");
}

}  // namespace languages_test
}  // namespace afterword::kiosk
