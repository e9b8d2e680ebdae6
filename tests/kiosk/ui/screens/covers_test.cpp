// The page on protection, sentence by sentence, and the cards that turn.
#include <doctest/doctest.h>

#include "kiosk/ui/screens/words.h"
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::screens_test {
namespace {

std::string all_of(const ProtectView& view, bool practice = false, const char* language = "en") {
  std::string out;
  for (const Passage& passage : protect_passages(world().strings.in(language), view, practice))
    out += passage.heading + ": " + passage.text + "\n";
  return out;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

ProtectView everything() { return std::get<ProtectView>(shown("protect").screen); }

}  // namespace

TEST_CASE("With nothing set, the page claims no owner, day, rule or code") {
  const std::string text = all_of(ProtectView{});
  CHECK(has(text, "The people who run this shop ask you."));
  CHECK(has(text, "ask anybody who works here"));
  CHECK(has(text, "No day is set on which answers are erased."));
  CHECK(has(text, "cannot be taken back here: we cannot tell which answers are yours"));
  CHECK(has(text, "We ask for no name"));
  CHECK(has(text, "Only the shop’s own server"));
  for (const char* const claim : {"responsible", "Monday", "days", "code", "last done", "{"})
    CHECK_FALSE_MESSAGE(has(text, claim), claim);
}

TEST_CASE("With everything set, the page says each with its value") {
  const std::string text = all_of(everything());
  CHECK(has(text, "Fernway Stores Ltd, 12 Quay Road"));
  CHECK(has(text, "the desk, or privacy@fernway.example"));
  CHECK(has(text, "reads every answer on Monday"));
  CHECK(has(text, "What you write is erased after 730 days. This was last done on 2 March."));
  CHECK(has(text, "fernway.example/a"));
  CHECK(has(text, "within 30 days and your answers are deleted"));
  for (const char* const stand_in :
       {"people who run this shop", "anybody who works here", "No day is set", "cannot be taken"})
    CHECK_FALSE_MESSAGE(has(text, stand_in), stand_in);
}

TEST_CASE("Each sentence follows its own fact") {
  ProtectView view = everything();
  view.anonymous = false;
  CHECK_FALSE(has(all_of(view), "We ask for no name"));
  CHECK(has(all_of(view), "takes no picture"));
  view.keeps_partial = false;
  CHECK(has(all_of(view), "If you stop halfway: Nothing is saved."));
  view.promises.last_deletion.clear();
  CHECK_FALSE(has(all_of(view), "last done"));
  view.gives_code = false;  // the address alone gives no code
  CHECK_FALSE(has(all_of(view), "you get a code"));
  const std::string practice = all_of(everything(), true);
  CHECK(has(practice, "This is practice. Nothing you answer is saved."));
  CHECK_FALSE(has(practice, "locked"));
  CHECK_FALSE(has(practice, "code"));
}

TEST_CASE("Every language fills in every sentence") {
  for (const std::string& language : world().strings.languages()) {
    CAPTURE(language);
    for (const ProtectView& view : {ProtectView{}, everything()}) {
      const std::string text = all_of(view, false, language.c_str());
      CHECK_FALSE(has(text, "{"));
      CHECK_FALSE(has(text, "|"));
    }
  }
}

TEST_CASE("The page is read to its end with Next, and Back leads out again") {
  Shopper shopper(shown("protect"), {1280, 800});
  int parts = 1;
  while (shopper.ui.hits().find("next") != nullptr) {
    shopper.tap("next");
    REQUIRE(++parts < 10);
  }
  for (int i = 1; i < parts; ++i) {
    shopper.tap("back");
    CHECK(shopper.said.empty());
  }
  shopper.tap("back");
  CHECK(shopper.last<CloseProtect>() != nullptr);
}

TEST_CASE("Both covers lead to the page on protection, and it starts nothing") {
  for (const char* const cover : {"welcome", "welcome_plain", "thanks", "thanks_plain"}) {
    for (const Size size : {Size{1280, 800}, Size{1080, 1920}}) {
      CAPTURE(cover);
      Shopper shopper(shown(cover), size);
      shopper.tap("protect");
      REQUIRE(shopper.said.size() == 1);
      CHECK(shopper.last<OpenProtect>() != nullptr);
    }
  }
}

TEST_CASE("Cards turn every nine seconds, and rest a minute after the last touch") {
  Shopper shopper(shown("welcome"));
  shopper.wait(1'000);  // the page has come in
  const auto next = [&shopper] {
    return shopper.ui.redraw_at() ? (*shopper.ui.redraw_at() - shopper.now).count() : -1;
  };
  CHECK(next() == 8'000);
  shopper.wait(8'000);
  CHECK(next() == 0);  // coming in
  shopper.wait(300);
  CHECK(next() == 0);
  shopper.wait(300);
  CHECK(next() == 9'000);
  int turned = 1;
  while (next() >= 0) {
    shopper.wait(static_cast<int>(std::max<long>(next(), 600)));
    REQUIRE(++turned < 40);
  }
  // Nobody is there: nothing is drawn any more.
  shopper.wait(3'600'000);
  CHECK(next() == -1);
}

TEST_CASE("With reduced motion no card turns by itself") {
  View view = shown("welcome");
  view.around.reduced_motion = true;
  Shopper shopper(view);
  shopper.wait(1'000);
  CHECK_FALSE(shopper.ui.redraw_at().has_value());
}

TEST_CASE("A single card stays") {
  View view = shown("welcome");
  std::get<WelcomeView>(view.screen).cards.resize(1);
  Shopper shopper(view);
  shopper.wait(1'000);
  CHECK_FALSE(shopper.ui.redraw_at().has_value());
}

TEST_CASE("Days and days of the week in words") {
  const Strings english = world().strings.in("en");
  CHECK(date_words(english, "2026-03-03", false) == "3 March");
  CHECK(date_words(english, "2025-12-31", true) == "31 December 2025");
  CHECK(date_words(english, "", false).empty());
  CHECK(date_words(english, "2026-13-01", false).empty());
  CHECK(weekday_words(english, "sunday") == "on Sunday");
  CHECK(weekday_words(english, "someday").empty());
  for (const std::string& language : world().strings.languages()) {
    CAPTURE(language);
    const Strings words = world().strings.in(language);
    CHECK_FALSE(weekday_words(words, "sunday").empty());
    CHECK_FALSE(has(date_words(words, "2026-12-03", true), "{"));
    CHECK_FALSE(one_of(words.get("months"), 11).empty());
    CHECK(one_of(words.get("months"), 12).empty());
  }
}

}  // namespace afterword::kiosk::screens_test
