#include <doctest/doctest.h>

#include "tests/kiosk/ui/typing/desk.h"

namespace afterword::kiosk::keyboard_view_test {

using typing_desk::Desk;

TEST_CASE("a person types on the screen") {
  Desk desk;
  for (const char* key : {"key:o", "key:k", "key:.", "key:space", "key:y"}) desk.tap(key);
  CHECK(desk.text() == "Ok. Y");
  desk.tap("key:delete");
  desk.tap("key:return");
  desk.tap("key:123");
  desk.tap("key:4");
  CHECK(desk.text() == "Ok. \n4");
}

TEST_CASE("keys lie where the picture has them") {
  Desk desk;
  CHECK(desk.target("key:q") == Rect{12, 442, 107, 80});
  CHECK(desk.target("key:delete").right() == 1268);
  CHECK(desk.target("key:a").x == doctest::Approx(70).epsilon(0.02));
  CHECK(desk.target("key:123").y == 706);
  CHECK(desk.target("key:space").width == doctest::Approx(520).epsilon(0.01));
}

TEST_CASE("there is no dead strip between two keys") {
  Desk desk;
  const Rect f = desk.target("key:f"), g = desk.target("key:g");
  desk.tap("key:shift");  // lower the first letter
  desk.wait(Ms{1000});
  desk.tap(Point{f.right() + 3, f.center().y});
  desk.wait(Ms{1000});
  desk.tap(Point{g.x - 3, g.center().y});
  desk.wait(Ms{1000});
  desk.tap(Point{g.center().x, g.bottom() + 3});
  CHECK(desk.text() == "fgg");
}

TEST_CASE("a finger that slides off its key types nothing") {
  Desk desk;
  desk.down(desk.target("key:f").center());
  desk.move(desk.target("key:h").center());
  desk.up(desk.target("key:h").center());
  desk.wait(Ms{500});
  CHECK(desk.text().empty());
}

TEST_CASE("a held key offers its letters: sliding to one and lifting types it") {
  Desk desk;
  desk.hold("key:e");
  REQUIRE(desk.has("more:É"));
  const Rect strip = desk.target("more:E");
  CHECK(strip.bottom() < desk.target("key:e").y);
  desk.move(desk.target("more:É").center());
  desk.up(desk.target("more:É").center());
  desk.wait(Ms{200});
  CHECK(desk.text() == "É");
  CHECK_FALSE(desk.has("more:é"));
}

TEST_CASE("a tap is a tap however long the machine takes to draw it") {
  Desk desk;
  for (const char* key : {"key:r", "key:u", "key:i", "key:d", "key:o"}) {
    desk.down(desk.target(key).center());
    desk.now = desk.now + 2 * kLongPress;  // not a frame in all that time
    desk.up(desk.target(key).center());
    CHECK_FALSE(desk.has("more:ü"));
    desk.wait(Ms{200});
  }
  CHECK(desk.text() == "Ruido");
  desk.down(desk.target("key:delete").center());
  desk.now = desk.now + 5 * kRepeatDelay;
  desk.up(desk.target("key:delete").center());
  CHECK(desk.text() == "Ruid");
}

TEST_CASE("sliding along the row of a held key chooses as well") {
  Desk desk;
  desk.hold("key:e");
  const float row = desk.target("key:e").center().y;
  const float x = desk.target("more:È").center().x;
  desk.move({x, row});
  desk.up({x, row});
  CHECK(desk.text() == "È");
}

TEST_CASE(
    "lifting leaves the letters for a tap; a tap elsewhere closes them and does nothing else") {
  Desk desk;
  desk.hold("key:n");
  desk.lift("key:n");
  REQUIRE(desk.has("more:Ñ"));
  desk.tap("more:Ñ");
  CHECK(desk.text() == "Ñ");
  desk.hold("key:n");
  desk.lift("key:n");
  REQUIRE(desk.has("more:ñ"));
  desk.tap("key:p");
  CHECK_FALSE(desk.has("more:ñ"));
  CHECK(desk.text() == "Ñ");
  desk.tap("key:p");
  CHECK(desk.text() == "Ñp");
}

TEST_CASE("the strip never leaves the screen, at either side, however long it is") {
  Desk desk({"vi", "en"});
  for (const char* key : {"key:a", "key:o", "key:u"}) {
    desk.hold(key);
    int letters = 0;
    for (const Hit& hit : desk.kit.hits().shown()) {
      if (hit.name.rfind("more:", 0) != 0) continue;
      ++letters;
      CHECK(hit.rect.x >= 0);
      CHECK(hit.rect.right() <= 1280);
      CHECK(hit.rect.y >= 0);
    }
    CHECK(letters > 10);
    desk.lift(key);
    desk.tap("key:space");  // closes it
  }
}

TEST_CASE("delete held deletes on and on, then by words") {
  Desk desk;
  desk.box.edit().set_text("one two three four five six seven");
  desk.down(desk.target("key:delete").center());
  desk.wait(kRepeatDelay);
  for (int i = 0; i < 11; ++i) desk.wait(kRepeatEvery);
  CHECK(desk.text() == "one two three four fi");
  desk.wait(kRepeatEvery);
  CHECK(desk.text() == "one two three four ");
  desk.up(desk.target("key:delete").center());
  CHECK(desk.text() == "one two three four ");
}

TEST_CASE("the language key changes the keyboard and nothing else, all the way round") {
  Desk desk;
  desk.tap("key:language");
  CHECK(desk.keys.language() == "es");
  CHECK(desk.has("key:ñ"));
  CHECK(desk.kit.language() == "en");
  desk.tap("key:language");
  CHECK(desk.has("key:ض"));
  desk.tap("key:ض");
  desk.tap("key:language");
  desk.tap("key:language");
  CHECK(desk.keys.language() == "en");
  CHECK(desk.text() == "ض");
}

TEST_CASE("with one language there is no language key") {
  Desk desk({"en"});
  CHECK_FALSE(desk.has("key:language"));
}

TEST_CASE("on an Arabic page the keyboard is not mirrored, and its arrows go by sight") {
  Desk desk({"ar", "en"});
  CHECK(desk.target("key:ض").x < desk.target("key:ص").x);
  CHECK(desk.target("key:delete").right() == 1268);
  desk.tap("key:ب");
  desk.tap("key:ت");
  desk.tap("key:right");
  desk.tap("key:ا");
  CHECK(desk.text() == "بات");
}

TEST_CASE("every key of every keyboard can be touched by a finger of 12 mm on a 10 inch screen") {
  for (const std::string& language : keyboard_languages()) {
    Desk desk({language, "en"});
    for (const char* page : {"", "key:123", "key:#+="}) {
      if (*page != '\0') desk.tap(page);
      for (const Hit& hit : desk.kit.hits().shown()) {
        if (hit.name.rfind("key:", 0) != 0) continue;
        CHECK_MESSAGE(hit.reach.width >= 12 * 5.88F, language << " " << hit.name);
        CHECK_MESSAGE(hit.reach.height >= 12 * 5.88F, language << " " << hit.name);
        CHECK_MESSAGE(hit.rect.right() <= 1280, language << " " << hit.name);
      }
    }
  }
}

TEST_CASE("a dialog over the page takes the keys away") {
  Desk desk;
  desk.hold("key:e");
  desk.lift("key:e");
  desk.covered = true;
  desk.frame();
  CHECK_FALSE(desk.has("key:e"));
  desk.tap(Point{300, 480});
  CHECK(desk.text().empty());
}

TEST_CASE("a keyboard that nobody touches asks for no frame of its own") {
  Desk desk;
  desk.tap("key:q");
  desk.wait(Ms{1000});
  REQUIRE(desk.kit.redraw_at().has_value());
  // What is left is the cursor of the text box.
  CHECK(*desk.kit.redraw_at() - desk.now <= kCursorBlink);
  CHECK(*desk.kit.redraw_at() > desk.now);
}

TEST_CASE("a language whose layout is missing gets Latin letters") {
  Keyboards keyboards("/nonexistent");
  const KeyboardLayout& arabic = keyboards.get("ar", true);
  CHECK(arabic.language == "ar");
  CHECK(arabic.page(KeyPageId::letters).rows[0][0].output == "q");
}

TEST_CASE("a keyboard is built when somebody goes to it, and never twice") {
  Desk desk({"en", "es", "ar"});
  CHECK(desk.keyboards.count() == 1);
  desk.tap("key:language");
  CHECK(desk.keyboards.count() == 2);
  const KeyboardLayout* const spanish = &desk.keyboards.get("es", true);
  desk.tap("key:language");
  desk.tap("key:language");
  desk.tap("key:language");
  CHECK(desk.keys.language() == "es");
  CHECK(desk.keyboards.count() == 3);
  CHECK(&desk.keyboards.get("es", true) == spanish);
}

}  // namespace afterword::kiosk::keyboard_view_test
