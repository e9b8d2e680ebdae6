#include "kiosk/session/setup.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace setup_test {

using Do = SetUp::Do;

// An installer before a kiosk that is not enrolled.
struct Installer {
  test::FakeClock clock;
  Setup setup;
  std::vector<std::string> checks;  // codes that were to be checked
  std::vector<float> sizes;
  bool asking = false;

  explicit Installer(bool begins = true, float px_per_mm = 0)
      : setup({.brand = "Kestrel",
               .version = "0.1.0",
               .languages = {"en", "ar"},
               .px_per_mm = px_per_mm,
               .px_per_mm_guess = 5.9F,
               .begins = begins},
              clock) {}

  void note(SetupEffects effects) {
    for (SetupEffect& effect : effects) {
      if (auto* code = std::get_if<CheckCode>(&effect)) checks.push_back(code->text);
      if (auto* size = std::get_if<KeepSize>(&effect)) sizes.push_back(size->px_per_mm);
      if (std::holds_alternative<BeginAsking>(effect)) asking = true;
    }
  }
  void does(Do what) { note(setup.take(SetUp{.what = what})); }
  void enters(const std::string& code) { note(setup.take(SetUp{.what = Do::code, .code = code})); }
  void waits(Ms time) {
    clock.advance(time);
    note(setup.tick());
  }
  SetupView page() const { return std::get<SetupView>(setup.view().screen); }
  SetupStep step() const { return page().step; }
  void reaches_code() { does(Do::next); }
};

TEST_CASE("The whole of set-up: size, code, place, a test question, then it asks") {
  Installer installer;
  REQUIRE(installer.setup.shows());
  CHECK(installer.step() == SetupStep::screen);
  CHECK_FALSE(installer.page().size_told);
  installer.note(installer.setup.take(SetUp{.what = Do::size, .px_per_mm = 4.03F}));
  installer.does(Do::next);
  CHECK(installer.sizes == std::vector<float>{4.03F});
  CHECK(installer.step() == SetupStep::code);

  installer.enters("https://shop.example#CODE");
  CHECK(installer.checks == std::vector<std::string>{"https://shop.example#CODE"});
  CHECK(installer.page().code == CodeState::checking);
  installer.setup.enrolled("Harbour Street", "exit");
  CHECK(installer.step() == SetupStep::place);
  CHECK(installer.page().shop == "Harbour Street");

  installer.does(Do::next);
  CHECK(installer.step() == SetupStep::test);
  installer.does(Do::test);
  CHECK_FALSE(installer.setup.shows());  // practice runs
  installer.setup.practice(false, 0);
  CHECK_FALSE(installer.setup.shows());
  installer.setup.practice(true, 1);
  REQUIRE(installer.setup.shows());
  CHECK(installer.step() == SetupStep::test);
  CHECK(installer.page().tested);

  CHECK_FALSE(installer.asking);
  installer.does(Do::next);
  CHECK(installer.asking);
  CHECK(installer.setup.over());
  installer.does(Do::open);
  CHECK_FALSE(installer.setup.shows());
}

TEST_CASE("What the monitor says of its size is taken, and can be corrected") {
  Installer installer(true, 5.88F);
  CHECK(installer.page().size_told);
  CHECK(installer.page().px_per_mm == 5.88F);
  installer.note(installer.setup.take(SetUp{.what = Do::size, .px_per_mm = 99}));
  CHECK(installer.page().px_per_mm == 12);  // no screen is denser
}

TEST_CASE("The four circles are ticked as they are touched") {
  Installer installer;
  installer.note(installer.setup.take(SetUp{.what = Do::mark, .mark = 2}));
  installer.note(installer.setup.take(SetUp{.what = Do::mark, .mark = 7}));
  CHECK(installer.page().touched == std::array<bool, 4>{false, false, true, false});
}

TEST_CASE("A code that is refused says why, and another can be entered at once") {
  Installer installer;
  installer.reaches_code();
  for (const CodeState state : {CodeState::malformed, CodeState::wrong, CodeState::used,
                                CodeState::expired, CodeState::refused}) {
    installer.enters("code");
    installer.setup.checked(state);
    CHECK(installer.step() == SetupStep::code);
    CHECK(installer.page().code == state);
    installer.waits(Ms{60'000});
  }
  CHECK(installer.checks.size() == 5);  // none was tried again by itself
}

TEST_CASE("While a code is being checked another is not taken") {
  Installer installer;
  installer.reaches_code();
  installer.enters("one");
  installer.enters("two");
  CHECK(installer.checks == std::vector<std::string>{"one"});
}

TEST_CASE("Without a network the code is tried again, ever more slowly, also during practice") {
  Installer installer;
  installer.reaches_code();
  installer.enters("code");
  installer.setup.checked(CodeState::no_network);
  REQUIRE(installer.setup.next_change().has_value());
  installer.waits(kCodeRetryFirst - Ms{1});
  CHECK(installer.checks.size() == 1);
  installer.waits(Ms{1});
  CHECK(installer.checks.size() == 2);
  installer.does(Do::practise);
  CHECK_FALSE(installer.setup.shows());
  for (int i = 0; i < 10; ++i) {
    installer.setup.checked(CodeState::no_network);
    installer.waits(kCodeRetryMost);
  }
  CHECK(installer.checks.size() == 12);
  CHECK(installer.checks.back() == "code");
}

TEST_CASE("A code that is settled during practice brings set-up back when nobody answers") {
  Installer installer;
  installer.reaches_code();
  installer.enters("code");
  installer.setup.checked(CodeState::no_network);
  installer.does(Do::practise);
  installer.waits(kCodeRetryFirst);
  SUBCASE("it was good") {
    installer.setup.enrolled("Harbour Street", "exit");
    installer.setup.practice(false, 0);
    CHECK_FALSE(installer.setup.shows());  // somebody is answering
    installer.setup.practice(true, 1);
    REQUIRE(installer.setup.shows());
    CHECK(installer.step() == SetupStep::place);
  }
  SUBCASE("it was too old by then") {
    installer.setup.checked(CodeState::expired);
    installer.setup.practice(true, 0);
    REQUIRE(installer.setup.shows());
    CHECK(installer.step() == SetupStep::code);
    CHECK(installer.page().code == CodeState::expired);
  }
}

TEST_CASE("A kiosk that begins with practice shows set-up only when it is opened") {
  Installer installer(false);
  CHECK_FALSE(installer.setup.shows());
  installer.note(installer.setup.take(Start{}));
  installer.does(Do::next);
  CHECK_FALSE(installer.setup.shows());
  installer.does(Do::open);
  CHECK(installer.setup.shows());
  CHECK(installer.step() == SetupStep::screen);
}

TEST_CASE("Set-up that somebody left open closes before a shopper finds it") {
  Installer installer;
  installer.reaches_code();
  installer.waits(kSetUpIdle - Ms{1});
  CHECK(installer.setup.shows());
  installer.waits(Ms{1});
  CHECK_FALSE(installer.setup.shows());
  installer.does(Do::open);
  CHECK(installer.step() == SetupStep::code);
}

TEST_CASE("A kiosk whose place nobody confirms asks by itself") {
  Installer installer;
  installer.reaches_code();
  installer.setup.enrolled("Harbour Street", "exit");
  SUBCASE("left at its place") {}
  SUBCASE("left before the test question") { installer.does(Do::next); }
  SUBCASE("left in practice, with nobody answering") {
    installer.does(Do::next);
    installer.does(Do::test);
    installer.setup.practice(true, 0);
  }
  installer.waits(kSetUpIdle - Ms{1});
  CHECK_FALSE(installer.asking);
  REQUIRE(installer.setup.next_change() == installer.clock.mono() + Ms{1});
  installer.waits(Ms{1});
  CHECK(installer.asking);
  CHECK(installer.setup.over());
  CHECK_FALSE(installer.setup.shows());
}

TEST_CASE("Whoever answers the test question is not interrupted, however long it takes") {
  Installer installer;
  installer.reaches_code();
  installer.setup.enrolled("Harbour Street", "exit");
  installer.does(Do::next);
  installer.does(Do::test);
  installer.setup.practice(false, 0);
  installer.waits(2 * kSetUpIdle);
  CHECK_FALSE(installer.asking);
  installer.setup.practice(true, 1);
  CHECK(installer.step() == SetupStep::test);
  installer.waits(kSetUpIdle);
  CHECK(installer.asking);
}

TEST_CASE("A test question that nobody answers can be left, and set-up goes on") {
  Installer installer;
  installer.reaches_code();
  installer.setup.enrolled("Harbour Street", "exit");
  installer.does(Do::next);
  installer.does(Do::test);
  installer.setup.practice(true, 0);
  CHECK_FALSE(installer.setup.shows());
  installer.does(Do::open);
  CHECK(installer.setup.shows());
  CHECK_FALSE(installer.page().tested);
}

TEST_CASE("The name of the shop may arrive after its place was shown") {
  Installer installer;
  installer.reaches_code();
  installer.setup.enrolled("harbour-street", "exit");
  installer.setup.enrolled("Harbour Street", "exit");
  CHECK(installer.page().shop == "Harbour Street");
  CHECK(installer.step() == SetupStep::place);
}

TEST_CASE("Set-up speaks the language that is chosen, on every step") {
  Installer installer;
  installer.note(installer.setup.take(OpenLanguages{}));
  CHECK(std::holds_alternative<LanguagesView>(installer.setup.view().screen));
  installer.note(installer.setup.take(ChooseLanguage{"ar"}));
  CHECK(installer.setup.view().around.language == "ar");
  CHECK(installer.setup.view().around.right_to_left);
  installer.reaches_code();
  CHECK(installer.setup.view().around.language == "ar");
}

TEST_CASE("Every page of set-up has a number of its own") {
  Installer installer;
  const auto first = installer.setup.view().page;
  installer.does(Do::next);
  const auto second = installer.setup.view().page;
  CHECK(second > first);
  installer.does(Do::back);
  CHECK(installer.setup.view().page > second);
  CHECK(installer.setup.view().backwards);
}

}  // namespace setup_test
}  // namespace afterword::kiosk
