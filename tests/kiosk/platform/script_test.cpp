#include <doctest/doctest.h>

#include <map>

#include "kiosk/platform/script.h"

namespace afterword::kiosk::script_test {

// A screen made of names, and a record of what the script did to it.
class FakeStage final : public Stage {
 public:
  std::string screen() const override { return shown; }
  std::optional<Rect> target(std::string_view name) const override {
    const auto found = rects.find(std::string(name));
    return found == rects.end() ? std::nullopt : std::optional<Rect>(found->second);
  }
  std::string focused() const override { return focus; }
  std::string targets() const override { return "start"; }
  bool moving() const override { return is_moving; }
  bool holding() const override { return is_holding; }
  void push(InputEvent event) override {
    if (const auto* const finger = std::get_if<PointerEvent>(&event)) {
      if (finger->kind == PointerEvent::Kind::down) done += "tap " + named(finger->at) + "; ";
    } else if (const auto* const text = std::get_if<TextEvent>(&event)) {
      done += "text " + text->text + "; ";
    } else {
      done += "key; ";
      focus = focus.empty() ? "language" : "start";
    }
  }
  bool idle() const override { return is_idle; }
  Result<> screenshot(const std::string& path) override {
    done += "picture " + path + "; ";
    return {};
  }

  std::string named(Point at) const {
    for (const auto& rect : rects)
      if (rect.second.contains(at)) return rect.first;
    return "?";
  }

  std::string shown = "welcome", done, focus;
  std::map<std::string, Rect> rects{{"start", {0, 0, 10, 10}},
                                    {"key:h", {20, 0, 10, 10}},
                                    {"key:e", {40, 0, 10, 10}},
                                    {"key:l", {60, 0, 10, 10}},
                                    {"key:space", {80, 0, 10, 10}}};
  bool is_moving = false, is_holding = false, is_idle = true;
};

Script script(const std::string& text) {
  auto commands = parse_script(text, "demo.txt");
  REQUIRE_MESSAGE(commands.has_value(), (commands ? std::string() : commands.error().text()));
  return Script(std::move(*commands), "demo.txt");
}

// Steps every 20 ms until the script is done or that time has passed.
Result<> play(Script& script, FakeStage& stage, int for_ms = 5000) {
  for (int ms = 0; ms < for_ms && !script.done() && !script.quits(); ms += 20) {
    const auto stepped = script.step(stage, MonoTime{ms});
    if (!stepped) return stepped;
  }
  return {};
}

TEST_CASE("A script is read line by line, comments and blanks left out") {
  const auto commands = parse_script(
      "# a shopper\n\nwait welcome\n  tap start\r\ntype The wait, mostly.\npause 250\nquit\n", "x");
  REQUIRE(commands.has_value());
  REQUIRE(commands->size() == 5);
  CHECK((*commands)[0].line == 3);
  CHECK((*commands)[1].word == "start");
  CHECK((*commands)[2].word == "The wait, mostly.");
  CHECK((*commands)[3].pause_ms == 250);
  CHECK(parse_script("type  and more", "x").value()[0].word == " and more");
}

TEST_CASE("A keypad goes from target to target until it is there") {
  FakeStage stage;
  Script shopper = script("reach start\nquit\n");
  REQUIRE(play(shopper, stage));
  CHECK(stage.done == "key; key; ");
}

TEST_CASE("All wrong lines are named at once") {
  const auto commands =
      parse_script("press start\ntap\nkey F13\npause soon\nquit now\n", "demo.txt");
  REQUIRE_FALSE(commands.has_value());
  for (const char* const line : {"line 1", "line 2", "line 3", "line 4", "line 5"})
    CHECK(commands.error().what.find(line) != std::string::npos);
  CHECK(commands.error().where == "demo.txt");
}

TEST_CASE("Commands run in order, and quit ends it") {
  FakeStage stage;
  Script demo = script("wait welcome\ntap start\nscreenshot a.png\nkey enter\nquit\ntap start");
  REQUIRE(play(demo, stage).has_value());
  CHECK(stage.done == "tap start; picture a.png; key; ");
  CHECK(demo.quits());
  CHECK_FALSE(demo.done());
}

TEST_CASE("A tap waits until nothing moves and no choice is on show") {
  FakeStage stage;
  stage.is_moving = true;
  Script demo = script("tap start");
  REQUIRE(play(demo, stage, 1000).has_value());
  CHECK(stage.done == "");
  stage.is_moving = false;
  stage.is_holding = true;
  REQUIRE(play(demo, stage, 1000).has_value());
  CHECK(stage.done == "");
  stage.is_holding = false;
  REQUIRE(play(demo, stage, 1000).has_value());
  CHECK(stage.done == "tap start; ");
}

TEST_CASE("What never comes ends the script, saying line, what was expected and what was there") {
  FakeStage stage;
  Script demo = script("wait welcome\n\ntap nowhere");
  const auto played = play(demo, stage, 60'000);
  REQUIRE_FALSE(played.has_value());
  CHECK(played.error().failure == Failure::not_found);
  CHECK(played.error().text() ==
        "demo.txt: line 3: waited 20 s for \"nowhere\"; on the screen is welcome with start");
}

TEST_CASE("Typing uses the keys there are, in order, and a plugged-in keyboard for the rest") {
  FakeStage stage;
  Script demo = script("type he lläH");
  REQUIRE(play(demo, stage).has_value());
  // The first letter of a sentence would be raised by the keyboard itself.
  CHECK(stage.done == "text h; tap key:e; tap key:space; tap key:l; tap key:l; text ä; text H; ");
}

TEST_CASE("The same key twice is struck far enough apart to be two strikes") {
  FakeStage stage;
  Script demo = script("tap key:l\ntap key:l");
  REQUIRE(demo.step(stage, MonoTime{0}).has_value());
  CHECK(stage.done == "tap key:l; ");
  REQUIRE(demo.step(stage, MonoTime{100}).has_value());
  CHECK(stage.done == "tap key:l; ");
  REQUIRE(demo.step(stage, MonoTime{300}).has_value());
  CHECK(stage.done == "tap key:l; tap key:l; ");
}

}  // namespace afterword::kiosk::script_test
