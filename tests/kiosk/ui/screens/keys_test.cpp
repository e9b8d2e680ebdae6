// Everything can be done with four arrows and OK.
#include "tests/kiosk/ui/screens/shopper.h"

namespace afterword::kiosk::keys_test {

using namespace screens_test;

struct KeyPad : Shopper {
  using Shopper::Shopper;
  void press(NamedKey key, int after_ms = 600) {
    now = now + Ms{after_ms};
    frame(KeyEvent{key, now});
    frame();
  }
  std::string focus() {
    const Hit* const hit = ui.hits().focused();
    return hit == nullptr ? "" : hit->name;
  }
  // Leads there with arrows; false if the way was not found.
  bool go(const std::string& name) {
    for (int i = 0; i < 400 && focus() != name; ++i) press(NamedKey::right);
    return focus() == name;
  }
};

constexpr NamedKey kArrows[] = {NamedKey::left, NamedKey::right, NamedKey::up, NamedKey::down};

std::set<std::string> targets(const KeyPad& pad) {
  std::set<std::string> names;
  for (const Hit& hit : pad.ui.hits().shown())
    if (hit.enabled && hit.name != "anywhere" && hit.name != "elsewhere") names.insert(hit.name);
  return names;
}

TEST_CASE("From the first target arrows lead to every other, and away from each, on every screen") {
  for (const char* const language : {"en", "ar"}) {
    for (const Shown& entry : gallery_views(language)) {
      for (const Size size : {Size{1280, 800}, Size{1080, 1920}}) {
        KeyPad pad(entry.view, size);
        const std::set<std::string> all = targets(pad);
        if (all.empty()) continue;
        pad.press(NamedKey::down);
        std::set<std::string> reached{pad.focus()};
        for (std::size_t i = 0; i < all.size(); ++i) {
          pad.press(NamedKey::right);
          reached.insert(pad.focus());
        }
        CHECK_MESSAGE(reached == all, entry.name << " " << language);
        if (all.size() < 2) continue;
        // Each is left again whichever way, and never to nowhere.
        for (std::size_t i = 0; i < all.size(); ++i) {
          for (const NamedKey arrow :
               {NamedKey::right, NamedKey::up, NamedKey::left, NamedKey::down}) {
            const std::string before = pad.focus();
            pad.press(arrow);
            CHECK_MESSAGE(all.count(pad.focus()) == 1, entry.name << " from " << before);
          }
          REQUIRE(pad.focus() != "");
          pad.press(NamedKey::right);
        }
      }
    }
  }
}

TEST_CASE("Left and right are the screen's own, whichever way a page reads") {
  for (const char* const language : {"en", "ar"}) {
    KeyPad pad(shown("faces", language));
    pad.press(NamedKey::right);
    REQUIRE(pad.go("answer:3"));
    const float middle = pad.rect("answer:3").center().x;
    pad.press(NamedKey::right);
    CHECK(pad.rect(pad.focus()).center().x > middle);
    pad.press(NamedKey::left);
    CHECK(pad.focus() == "answer:3");
  }
}

TEST_CASE("Down and up lead to the nearest below and above") {
  KeyPad pad(shown("faces"));
  pad.press(NamedKey::right);
  CHECK(pad.focus() == "answer:1");
  pad.press(NamedKey::down);
  CHECK(pad.focus() == "back");
  pad.press(NamedKey::up);
  CHECK(pad.focus() == "answer:1");
  REQUIRE(pad.go("not_applicable"));
  pad.press(NamedKey::down);
  CHECK(pad.focus() == "skip");
  pad.press(NamedKey::down);
  CHECK(pad.focus() == "language");
}

TEST_CASE("The first arrow leads to the first answer, and OK chooses it") {
  KeyPad pad(shown("faces"));
  CHECK(pad.focus() == "");
  pad.press(NamedKey::right);
  CHECK(pad.focus() == "answer:1");
  pad.press(NamedKey::enter);
  pad.wait(450);
  REQUIRE(pad.last<Choose>() != nullptr);
  CHECK(pad.last<Choose>()->option == "1");
}

TEST_CASE("OK starts at the welcome and stays at the warning, with nothing led to") {
  KeyPad welcome(shown("welcome"));
  welcome.press(NamedKey::enter);
  CHECK(welcome.last<Start>() != nullptr);
  KeyPad warning(shown("warning"));
  warning.press(NamedKey::enter);
  CHECK(warning.last<StillThere>() != nullptr);
  warning.press(NamedKey::right);
  REQUIRE(warning.go("leave"));
  warning.press(NamedKey::enter);
  CHECK(warning.last<Leave>() != nullptr);
}

TEST_CASE("Escape goes back where there is a way back") {
  KeyPad pad(shown("faces"));
  pad.press(NamedKey::escape);
  CHECK(pad.last<Back>() != nullptr);
  KeyPad languages(shown("languages"));
  languages.press(NamedKey::escape);
  CHECK(languages.last<CloseLanguages>() != nullptr);
  KeyPad first(shown("yes_no"));
  first.press(NamedKey::escape);
  CHECK(first.said.empty());
}

TEST_CASE("A comment is written on the screen's keyboard with arrows and OK alone") {
  KeyPad pad(shown("text"));
  const auto type = [&](const std::string& key) {
    pad.press(NamedKey::right);
    REQUIRE_MESSAGE(pad.go(key), key);
    pad.press(NamedKey::enter);
  };
  for (const char* const key : {"key:h", "key:i", "key:space", "key:a"}) type(key);
  type("done");
  REQUIRE(pad.last<SubmitComment>() != nullptr);
  CHECK(pad.last<SubmitComment>()->text == "Hi a");
}

TEST_CASE("OK kept down on a key opens its other letters in place of its own") {
  KeyPad pad(shown("text"));
  pad.frame(TextEvent{"caf", pad.now});
  pad.press(NamedKey::tab);
  REQUIRE(pad.go("key:e"));
  pad.press(NamedKey::enter);
  pad.frame(KeyEvent{NamedKey::enter, pad.now + Ms{300}, true});
  pad.frame();
  REQUIRE(pad.ui.hits().find("more:é") != nullptr);
  pad.press(NamedKey::right);
  REQUIRE(pad.go("more:é"));
  pad.press(NamedKey::enter);
  CHECK(pad.ui.hits().find("more:é") == nullptr);
  REQUIRE(pad.go("done"));
  pad.press(NamedKey::enter);
  REQUIRE(pad.last<SubmitComment>() != nullptr);
  CHECK(pad.last<SubmitComment>()->text == "café");
}

TEST_CASE("Letters of a keyboard that is plugged in make arrows the text's, until Tab leads out") {
  KeyPad pad(shown("text"));
  pad.frame(TextEvent{"ac", pad.now});
  pad.press(NamedKey::left);
  pad.frame(TextEvent{"b", pad.now});
  CHECK(pad.focus() == "");
  pad.press(NamedKey::tab);
  CHECK(pad.focus() != "");
  REQUIRE(pad.go("done"));
  pad.press(NamedKey::enter);
  REQUIRE(pad.last<SubmitComment>() != nullptr);
  CHECK(pad.last<SubmitComment>()->text == "abc");
}

TEST_CASE("The same key within its time counts once, and the time can be set to 0.5 s and more") {
  KeyPad pad(shown("choices"));
  pad.press(NamedKey::right);
  const std::string first = pad.focus();
  pad.press(NamedKey::right, 100);
  CHECK(pad.focus() == first);
  pad.press(NamedKey::right, 151);
  const std::string second = pad.focus();
  CHECK(second != first);
  pad.ui.set_up({.same_key = Ms{2'000}});
  pad.press(NamedKey::right, 1'999);
  CHECK(pad.focus() == second);
  pad.press(NamedKey::left, 10);  // another key counts at once
  CHECK(pad.focus() == first);
}

TEST_CASE("While an aid slows things down, OK within half a second counts once") {
  View view = shown("choices");
  view.around.aids.larger_text = true;
  KeyPad pad(view);
  pad.press(NamedKey::right);
  pad.press(NamedKey::enter);
  pad.press(NamedKey::enter, 499);
  CHECK(pad.said.size() == 1);
  pad.press(NamedKey::enter, 501);
  CHECK(pad.said.size() == 2);
}

TEST_CASE("A key that is kept down taps and leads once") {
  KeyPad pad(shown("choices"));
  pad.press(NamedKey::right);
  const std::string first = pad.focus();
  for (int i = 0; i < 20; ++i)
    pad.frame(KeyEvent{NamedKey::right, pad.now = pad.now + Ms{700}, true});
  CHECK(pad.focus() == first);
  pad.press(NamedKey::enter);
  for (int i = 0; i < 20; ++i)
    pad.frame(KeyEvent{NamedKey::enter, pad.now = pad.now + Ms{700}, true});
  CHECK(pad.said.size() == 1);
}

}  // namespace afterword::kiosk::keys_test
