#include <doctest/doctest.h>

#include "kiosk/ui/keyboard/keyboard.h"
#include "kiosk/ui/keyboard/state.h"

namespace afterword::kiosk::keyboard_state_test {

using Kind = KeyAction::Kind;
using Shift = KeyboardState::Shift;

// A keyboard with a finger over it. Time goes on only when the story says so.
struct Finger {
  KeyboardState state{latin_keyboard("en")};
  MonoTime now{1'000'000};
  std::string typed;
  std::vector<Kind> done;

  void take(const std::vector<KeyAction>& actions) {
    for (const KeyAction& action : actions) {
      done.push_back(action.kind);
      typed += action.text;
    }
  }
  KeyboardState::Place place(std::string_view name) const {
    for (std::size_t row = 0; row < state.rows().size(); ++row) {
      for (std::size_t key = 0; key < state.rows()[row].size(); ++key) {
        if (state.rows()[row][key].name == name) return {row, key};
      }
    }
    FAIL("no key is called " << std::string(name));
    return {};
  }
  void wait(Ms time) {
    now = now + time;
    take(state.tick(now));
  }
  void press(std::string_view name) { state.press(place(name), now); }
  void lift() { take(state.release(now)); }
  void tap(std::string_view name) {
    press(name);
    wait(Ms{50});
    lift();
    wait(Ms{200});
  }
};

TEST_CASE("a key types when the finger leaves it, and not when it slides off") {
  Finger finger;
  finger.press("h");
  CHECK(finger.typed.empty());
  finger.lift();
  CHECK(finger.typed == "h");
  finger.press("i");
  finger.state.cancel();
  finger.lift();
  CHECK(finger.typed == "h");
}

TEST_CASE("shift once raises one letter, twice locks, a third tap lowers") {
  Finger finger;
  finger.tap("shift");
  CHECK(finger.state.shift() == Shift::once);
  finger.tap("a");
  finger.tap("b");
  CHECK(finger.typed == "Ab");
  finger.tap("shift");
  finger.tap("shift");
  CHECK(finger.state.shift() == Shift::locked);
  finger.tap("c");
  finger.tap("d");
  CHECK(finger.typed == "AbCD");
  finger.tap("shift");
  finger.tap("e");
  CHECK(finger.typed == "AbCDe");
}

TEST_CASE("two slow taps on shift raise and lower") {
  Finger finger;
  finger.tap("shift");
  finger.wait(Ms{1000});
  finger.tap("shift");
  CHECK(finger.state.shift() == Shift::off);
}

TEST_CASE("a sentence begins raised, and can be lowered") {
  Finger finger;
  finger.state.sentence_start(true);
  CHECK(finger.state.raised());
  finger.tap("s");
  finger.state.sentence_start(false);
  finger.tap("o");
  CHECK(finger.typed == "So");
  finger.state.sentence_start(true);
  finger.tap("shift");
  CHECK_FALSE(finger.state.raised());
  finger.state.sentence_start(true);
  CHECK_FALSE(finger.state.raised());
  finger.tap("x");
  CHECK(finger.typed == "Sox");
  finger.state.sentence_start(true);
  CHECK(finger.state.raised());
}

TEST_CASE("what does not raise sentences stays low") {
  Finger finger;
  finger.state.show(latin_keyboard("zh"));
  finger.state.sentence_start(true);
  finger.tap("n");
  CHECK(finger.typed == "n");
}

TEST_CASE("digits and symbols are a page away, and a space leads back to the letters") {
  Finger finger;
  finger.tap("123");
  CHECK(finger.state.page() == KeyPageId::digits);
  finger.tap("4");
  finger.tap("2");
  finger.tap("#+=");
  finger.tap("#");
  finger.tap("123");
  finger.tap("space");
  CHECK(finger.state.page() == KeyPageId::letters);
  CHECK(finger.typed == "42# ");
  finger.tap("123");
  finger.tap("abc");
  CHECK(finger.state.page() == KeyPageId::letters);
}

TEST_CASE("a held key opens its strip; sliding to a letter and lifting types it") {
  Finger finger;
  finger.press("e");
  finger.wait(kLongPress - Ms{1});
  CHECK_FALSE(finger.state.strip().has_value());
  finger.wait(Ms{1});
  REQUIRE(finger.state.strip().has_value());
  CHECK(finger.state.strip()->letters.size() == 7);
  finger.state.slide(1);
  finger.lift();
  CHECK(finger.typed == "é");
  CHECK_FALSE(finger.state.strip().has_value());
}

TEST_CASE("a lifted finger leaves the strip open for a tap, and a tap elsewhere closes it") {
  Finger finger;
  finger.press("a");
  finger.wait(kLongPress);
  finger.lift();
  REQUIRE(finger.state.strip().has_value());
  CHECK(finger.state.strip()->waits_for_tap);
  CHECK(finger.typed.empty());
  finger.take(finger.state.tap_strip(2));
  CHECK(finger.typed == "à");

  finger.press("a");
  finger.wait(kLongPress);
  finger.lift();
  finger.take(finger.state.tap_strip(std::nullopt));
  CHECK_FALSE(finger.state.strip().has_value());
  CHECK(finger.typed == "à");
}

TEST_CASE("with shift the strip holds capitals, and types one") {
  Finger finger;
  finger.tap("shift");
  finger.press("n");
  finger.wait(kLongPress);
  REQUIRE(finger.state.strip().has_value());
  CHECK(finger.state.strip()->letters.at(1) == "Ñ");
  finger.state.slide(1);
  finger.lift();
  finger.tap("o");
  CHECK(finger.typed == "Ño");
}

TEST_CASE("a key with nothing behind it types after however long") {
  Finger finger;
  finger.press("q");
  CHECK_FALSE(finger.state.next_tick().has_value());
  finger.wait(Ms{5000});
  finger.lift();
  CHECK(finger.typed == "q");
}

TEST_CASE("delete deletes once when tapped") {
  Finger finger;
  finger.tap("delete");
  CHECK(finger.done == std::vector<Kind>{Kind::delete_back});
}

TEST_CASE("delete held repeats after 400 ms, every 60 ms, by words after twelve") {
  Finger finger;
  finger.press("delete");
  finger.wait(kRepeatDelay - Ms{1});
  CHECK(finger.done.empty());
  finger.wait(Ms{1});
  CHECK(finger.done.size() == 1);
  for (int i = 0; i < 13; ++i) finger.wait(kRepeatEvery);
  REQUIRE(finger.done.size() == 14);
  CHECK(finger.done[11] == Kind::delete_back);
  CHECK(finger.done[12] == Kind::delete_word);
  finger.lift();
  CHECK(finger.done.size() == 14);
  finger.wait(Ms{1000});
  CHECK(finger.done.size() == 14);
}

TEST_CASE("a stalled screen does not delete what it missed") {
  Finger finger;
  finger.press("delete");
  finger.wait(Ms{10'000});
  CHECK(finger.done.size() == 1);
  finger.wait(Ms{1});
  CHECK(finger.done.size() == 2);
}

TEST_CASE("a pressed letter stands above its key, and 120 ms longer") {
  Finger finger;
  finger.press("g");
  CHECK(finger.state.preview(finger.now) == finger.place("g"));
  finger.lift();
  CHECK(finger.state.preview(finger.now).has_value());
  CHECK(finger.state.next_tick() == finger.now + kKeyPreview);
  finger.wait(kKeyPreview);
  CHECK_FALSE(finger.state.preview(finger.now).has_value());
  CHECK_FALSE(finger.state.next_tick().has_value());
}

TEST_CASE("the other keys say what they do") {
  Finger finger;
  for (const char* name : {"left", "right", "return", "language", "space"}) finger.tap(name);
  CHECK(finger.done ==
        std::vector<Kind>{Kind::left, Kind::right, Kind::enter, Kind::next_language, Kind::insert});
  CHECK(finger.typed == " ");
}

TEST_CASE("another keyboard begins with its letters and keeps no held key") {
  Finger finger;
  finger.tap("123");
  finger.press("1");
  finger.state.show(latin_keyboard("es"));
  finger.lift();
  CHECK(finger.typed.empty());
  CHECK(finger.state.page() == KeyPageId::letters);
  CHECK(finger.state.layout().language == "es");
}

}  // namespace afterword::kiosk::keyboard_state_test
