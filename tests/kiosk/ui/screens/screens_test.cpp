#include "tests/kiosk/ui/screens/shopper.h"


namespace afterword::kiosk::screens_test {

TEST_CASE("A rating is on show for 450 ms before it is said") {
  Shopper shopper(shown("faces"));
  shopper.tap("answer:4");
  CHECK(shopper.said.empty());
  CHECK(shopper.ui.holding());
  shopper.wait(449);
  CHECK(shopper.said.empty());
  shopper.wait(1);
  REQUIRE(shopper.last<Choose>() != nullptr);
  CHECK(shopper.last<Choose>()->option == "4");
  CHECK_FALSE(shopper.ui.holding());
  shopper.wait(1000);
  CHECK(shopper.said.size() == 1);
}

TEST_CASE("Another tap while a rating is on show changes it") {
  Shopper shopper(shown("faces"));
  shopper.tap("answer:1");
  shopper.wait(100);
  shopper.tap("not_applicable");
  shopper.wait(449);
  CHECK(shopper.said.empty());
  shopper.wait(1);
  CHECK(shopper.said.size() == 1);
  CHECK(shopper.last<ChooseNotApplicable>() != nullptr);
}

TEST_CASE("Every press on an answer is told at once, also those that another takes the place of") {
  Shopper shopper(shown("faces"));
  for (const char* step : {"1", "2", "3", "4", "5"}) shopper.tap(std::string("answer:") + step);
  CHECK(shopper.pressed == std::vector<std::string>{"1", "2", "3", "4", "5"});
  CHECK(shopper.said.empty());
  shopper.tap("not_applicable");
  CHECK(shopper.pressed.back().empty());
}

TEST_CASE("A touch beside everything that can be touched is told as such") {
  Shopper shopper(shown("faces"));
  shopper.tap_at({640, 300});
  shopper.tap_at({10, 400});
  CHECK(shopper.outside == 2);
  CHECK(shopper.contacts == 1);
  shopper.tap("answer:3");
  CHECK(shopper.outside == 2);
}

TEST_CASE("Skip while a rating is on show drops it") {
  Shopper shopper(shown("faces"));
  shopper.tap("answer:1");
  shopper.tap("skip");
  shopper.wait(1000);
  CHECK(shopper.said.size() == 1);
  CHECK(shopper.last<Skip>() != nullptr);
}

TEST_CASE("Where many may be chosen each tap is said at once, and Next moves on") {
  Shopper shopper(shown("choices"));
  shopper.tap("option:o2");
  REQUIRE(shopper.last<Choose>() != nullptr);
  CHECK(shopper.last<Choose>()->option == "o2");
  shopper.tap("next");
  CHECK(shopper.last<Next>() != nullptr);
}

TEST_CASE("On the cover any touch starts, but a language is a language") {
  Shopper shopper(shown("welcome"));
  shopper.tap("language:es");
  REQUIRE(shopper.said.size() == 1);
  REQUIRE(shopper.last<ChooseLanguage>() != nullptr);
  CHECK(shopper.last<ChooseLanguage>()->tag == "es");
  shopper.tap_at({900, 300});
  CHECK(shopper.last<Start>() != nullptr);
}

TEST_CASE("Any touch on the warning stays, but the button that leaves") {
  Shopper shopper(shown("warning"));
  CHECK(shopper.ui.hits().find("answer:3") == nullptr);
  shopper.tap_at({30, 400});
  CHECK(shopper.last<StillThere>() != nullptr);
  shopper.tap("stay");
  CHECK(shopper.last<StillThere>() != nullptr);
  shopper.tap("leave");
  CHECK(shopper.said.size() == 3);
  CHECK(shopper.last<Leave>() != nullptr);
}

TEST_CASE("Not applicable is a tile of the size of an answer, in every language") {
  for (const char* const language : {"en", "ar", "zh"}) {
    Shopper faces(shown("faces", language));
    CHECK(faces.rect("not_applicable").width == doctest::Approx(faces.rect("answer:1").width));
    CHECK(faces.rect("not_applicable").height == doctest::Approx(faces.rect("answer:1").height));
    Shopper agree(shown("agree", language));
    CHECK(agree.rect("not_applicable").width == doctest::Approx(agree.rect("answer:7").width));
    Shopper ten(shown("ten", language));
    CHECK(ten.rect("not_applicable").height == doctest::Approx(ten.rect("answer:10").height));
    CHECK(ten.rect("not_applicable").width > ten.rect("answer:10").width);
    Shopper choices(shown("choices", language));
    CHECK(choices.rect("not_applicable").width == doctest::Approx(choices.rect("option:o1").width));
  }
}

TEST_CASE("From right to left the lowest answer is at the right, and Back too") {
  Shopper english(shown("faces")), arabic(shown("faces", "ar"));
  for (const char* const name : {"answer:1", "answer:5", "not_applicable"}) {
    const Rect mirrored = arabic.rect(name).mirrored(1280);
    CHECK(mirrored.x == doctest::Approx(english.rect(name).x));
    CHECK(mirrored.width == doctest::Approx(english.rect(name).width));
  }
  CHECK(arabic.rect("back").x > 640);
  CHECK(arabic.rect("skip").right() < 640);
}

TEST_CASE("Every screen can be drawn in every language without a missing character") {
  const std::uint64_t before = world().glyphs->counts().unknown_glyphs;
  for (const char* const language : {"en", "es", "ar", "zh"})
    for (const Shown& entry : gallery_views(language)) Shopper shopper(entry.view);
  CHECK(world().glyphs->counts().unknown_glyphs == before);
}

TEST_CASE("What is typed is said once the fingers rest, and whole with Done") {
  Shopper shopper(shown("text"));
  shopper.frame(TextEvent{"Too", shopper.now});
  shopper.wait(600);
  shopper.tap("key:space");
  shopper.tap("key:c");
  CHECK(shopper.said.empty());
  shopper.wait(1000);
  REQUIRE(shopper.last<KeepDraft>() != nullptr);
  CHECK(shopper.last<KeepDraft>()->text == "Too c");
  shopper.wait(2000);
  CHECK(shopper.said.size() == 1);
  shopper.tap("done");
  REQUIRE(shopper.last<SubmitComment>() != nullptr);
  CHECK(shopper.last<SubmitComment>()->text == "Too c");
}

TEST_CASE("Nothing typed stays behind as a picture when its page has gone") {
  Shopper shopper(shown("text"));
  const std::size_t before = world().glyphs->counts().cached_bytes;
  shopper.frame(TextEvent{"my number is in here", shopper.now});
  shopper.frame();
  CHECK(world().glyphs->counts().cached_bytes > before);
  shopper.view = shown("faces");
  for (int i = 0; i < 10; ++i) shopper.wait(100);
  const std::size_t clean = world().glyphs->counts().cached_bytes;
  world().glyphs->forget_typed();
  CHECK(world().glyphs->counts().cached_bytes == clean);
}

TEST_CASE("A chip puts its noun into the text, apart from what is there") {
  View view = shown("why");
  std::get<CommentView>(view.screen).draft = "";
  Shopper shopper(view);
  shopper.tap("chip:0");
  shopper.tap("chip:1");
  shopper.tap("skip");
  REQUIRE(shopper.last<Skip>() != nullptr);
  CHECK(shopper.last<Skip>()->draft == "The wait, The space");
}

TEST_CASE("A draft comes back, and goes with Back") {
  Shopper shopper(shown("why"));
  shopper.tap("back");
  REQUIRE(shopper.last<Back>() != nullptr);
  CHECK(shopper.last<Back>()->draft == std::get<CommentView>(shopper.view.screen).draft);
}

TEST_CASE("A touch that began on one page does nothing on the next") {
  Shopper shopper(shown("faces"));
  const Point at = shopper.rect("skip").center();
  shopper.frame(PointerEvent{Kind::down, at, shopper.now});
  shopper.view = shown("ten");
  shopper.wait(400);
  shopper.frame(PointerEvent{Kind::up, at, shopper.now});
  CHECK(shopper.said.empty());
}

TEST_CASE(
    "A new page moves for a third of a second, then nothing is drawn until something happens") {
  Shopper shopper(shown("faces"));
  CHECK_FALSE(shopper.ui.moving());
  shopper.view = shown("ten");
  shopper.wait(10);
  CHECK(shopper.ui.moving());
  CHECK(shopper.ui.redraw_at().has_value());
  shopper.wait(320);
  CHECK_FALSE(shopper.ui.moving());
  CHECK_FALSE(shopper.ui.redraw_at().has_value());
  CHECK(shopper.ui.screen() == "question:rooms");
}

TEST_CASE("Keys lead through the targets, and Enter taps") {
  Shopper shopper(shown("choices"));
  const auto press = [&](NamedKey key) { shopper.frame(KeyEvent{key, shopper.now}); };
  for (int i = 0; i < 30 && shopper.said.empty(); ++i) {
    press(NamedKey::tab);
    const Hit* const hit = shopper.ui.hits().focused();
    if (hit != nullptr && hit->name == "option:o1") press(NamedKey::enter);
  }
  REQUIRE(shopper.last<Choose>() != nullptr);
  CHECK(shopper.last<Choose>()->option == "o1");
}

}  // namespace afterword::kiosk::screens_test
