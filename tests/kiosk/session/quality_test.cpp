#include "kiosk/session/quality.h"

#include <doctest/doctest.h>

#include "kiosk/session/session.h"
#include "tests/kiosk/surveys.h"

namespace afterword::kiosk {
namespace quality_test {

Pace pace(std::int64_t ms, int words) { return {Ms{ms}, words}; }

// Three ratings on one scale, then a fourth where asked for.
Survey faces(int count) {
  std::string questions;
  for (int i = 1; i <= count; ++i)
    questions += fmt::format(
        R"({}{{"id": "q{}", "kind": "scale", "scale": "faces5", "text": {{"en": "How was it there today?"}},
           "labels": {{"en": ["1", "2", "3", "4", "5"]}}}})",
        i > 1 ? "," : "", i);
  return test::survey_of(
      R"({"format": 1, "id": "faces", "version": 1, "touchpoint": "exit", "languages": ["en"],
          "title": {"en": "Faces"}, "owner": "Tests", "questions": [)" +
      questions + "]}");
}

// Somebody who answers it.
struct Run {
  explicit Run(Survey survey, std::vector<Flag> flags = {})
      : random(1),
        session(std::move(survey),
                {.language = "en", .touchpoint = "exit", .boot = "b", .flags = std::move(flags)},
                random, now) {}
  void after(std::int64_t ms, const Intent& intent) {
    now.mono = now.mono + Ms{ms};
    session.take(intent, now);
  }
  std::vector<Flag> flags() const { return session.response(now).flags; }

  SeededRandom random;
  Now now{MonoTime{1000}, WallTime{1'772'546'400'000}};
  Session session;
};

using Flags = std::vector<Flag>;

}  // namespace quality_test

namespace quality_test {

TEST_CASE("A question's floor is 300 ms a word, between half a second and one and a half") {
  CHECK(kMsPerWord * 11 == Ms{3300});
  CHECK(kMsPerWord * 9 == Ms{2700});
  CHECK(kMsPerWord * 14 == Ms{4200});
  CHECK(kMsPerWord * 8 == Ms{2400});
  for (const int words : {5, 8, 9, 11, 14}) CHECK(speed_floor(words) == Ms{1500});
  CHECK(speed_floor(4) == Ms{1200});
  CHECK(speed_floor(2) == Ms{600});
  CHECK(speed_floor(1) == Ms{500});
  CHECK(speed_floor(0) == Ms{500});
}

TEST_CASE("Words are counted as they are read, whatever the script") {
  CHECK(reading_words("How were the fitting rooms today?") == 6);
  CHECK(reading_words("  two\xC2\xA0words  ") == 2);
  CHECK(reading_words("") == 0);
  CHECK(reading_words("كيف كانت زيارتك اليوم؟") == 4);
  CHECK(reading_words("今天的试衣间怎么样") == 5);
  CHECK(reading_words("今天的 fitting rooms") == 4);
  CHECK(reading_words("ห้องลองเสื้อ") >= 2);
}

TEST_CASE("Half of the questions under their floor, and two of them, are speeding") {
  CHECK_FALSE(is_speeding({}));
  CHECK(is_speeding({pace(700, 8), pace(900, 8)}));
  CHECK(is_speeding({pace(700, 8), pace(900, 8), pace(4000, 8)}));
  CHECK(is_speeding({pace(700, 8), pace(900, 8), pace(4000, 8), pace(4000, 8)}));
  CHECK_FALSE(
      is_speeding({pace(700, 8), pace(900, 8), pace(4000, 8), pace(4000, 8), pace(9000, 8)}));
  CHECK_FALSE(is_speeding({pace(700, 8), pace(4000, 8)}));
  CHECK_FALSE(is_speeding({pace(1500, 8), pace(1500, 8)}));
  SUBCASE("one question alone only where nobody can have read it") {
    CHECK(is_speeding({pace(499, 8)}));
    CHECK_FALSE(is_speeding({pace(500, 8)}));
  }
}

TEST_CASE("Three of one scale are a straight line only together with speeding") {
  CHECK_FALSE(is_straight_line({5, 5, 5}, false));
  CHECK(is_straight_line({5, 5, 5}, true));
  CHECK_FALSE(is_straight_line({5, 5}, true));
  CHECK_FALSE(is_straight_line({5, 4, 5}, true));
  CHECK(is_straight_line({5, 5, 5, 5, 5}, false));
  CHECK(is_straight_line({0, 0, 0, 0}, false));
  CHECK_FALSE(is_straight_line({5, 5, 5, 4, 5}, false));
  CHECK(is_straight_line({5, 5, 5, 4, 5}, true));
  CHECK_FALSE(is_straight_line({5, 4, 3, 4, 5}, true));
}

TEST_CASE("Every step pressed one after the other, either way, is in order") {
  const auto pressed = [](const std::vector<std::int64_t>& steps) {
    Presses presses;
    for (const std::int64_t step : steps) presses.press(step);
    return presses.in_order(5);
  };
  CHECK(pressed({1, 2, 3, 4, 5}));
  CHECK(pressed({5, 4, 3, 2, 1}));
  CHECK(pressed({3, 1, 2, 3, 4, 5, 2}));
  CHECK(pressed({1, 1, 2, 3, 3, 4, 5, 5}));
  CHECK(pressed({5, 1, 2, 3, 4, 5}));
  CHECK_FALSE(pressed({1, 2, 3, 4}));
  CHECK_FALSE(pressed({1, 2, 4, 5}));
  CHECK_FALSE(pressed({1, 2, 3, 2, 3, 4}));
  CHECK_FALSE(pressed({1, 2, 3, 2, 1, 2}));
  CHECK_FALSE(pressed({}));
}

TEST_CASE("More than three touches beside everything, or three fingers at once, are play") {
  CHECK_FALSE(is_play(3, 2));
  CHECK(is_play(4, 1));
  CHECK(is_play(0, 3));
}

TEST_CASE("Somebody who reads and answers has no flag, even if all was very good") {
  Run run(faces(3));
  for (int i = 0; i < 3; ++i) run.after(2500, Choose{"5"});
  CHECK(run.session.finished());
  CHECK(run.flags().empty());
}

TEST_CASE("The same face at once on every page is speeding and a straight line, half way too") {
  Run run(faces(4));
  run.after(600, Pressed{"5"});
  run.after(450, Choose{"5"});  // the time on show is no time to read
  CHECK(run.flags().empty());
  run.after(600, Pressed{"5"});
  run.after(450, Choose{"5"});
  CHECK(run.flags() == Flags{Flag::speeding});
  run.after(600, Pressed{"5"});
  run.after(450, Choose{"5"});
  CHECK(run.flags() == Flags{Flag::speeding, Flag::straight_line});
  CHECK(run.session.response(run.now).completion == Completion::partial);
}

TEST_CASE("Four the same at leisure are a straight line") {
  Run run(faces(4));
  for (int i = 0; i < 4; ++i) run.after(2500, Choose{"2"});
  CHECK(run.flags() == Flags{Flag::straight_line});
}

TEST_CASE("Not applicable is a decision too, a skip is none") {
  Run declined(faces(3));
  for (int i = 0; i < 3; ++i) declined.after(300, ChooseNotApplicable{});
  CHECK(declined.flags() == Flags{Flag::speeding});
  Run skipped(faces(3));
  skipped.after(4000, Choose{"4"});
  for (int i = 0; i < 2; ++i) skipped.after(300, Skip{});
  CHECK(skipped.flags().empty());
}

TEST_CASE("Only the first time on a question tells whether it was read") {
  Run run(faces(3));
  run.after(3000, Choose{"1"});
  run.after(3000, Choose{"2"});
  run.after(200, Back{});
  run.after(200, Back{});
  run.after(200, Choose{"3"});
  run.after(200, Choose{"3"});
  CHECK(run.flags().empty());
}

TEST_CASE("All faces pressed while the choice is on show are told") {
  Run run(faces(3));
  for (const char* step : {"1", "2", "3", "4", "5"}) run.after(2000, Pressed{step});
  run.after(450, Choose{"5"});
  CHECK(run.flags() == Flags{Flag::faces_in_order});
}

TEST_CASE("Touches beside everything count on pages of tiles, not while typing") {
  Run run(test::short_one());
  for (int i = 0; i < 3; ++i) run.after(500, Touched{.outside = true});
  run.after(3000, Choose{"4"});
  REQUIRE(run.session.is_comment());
  for (int i = 0; i < 9; ++i) run.after(500, Touched{.outside = true});
  CHECK(run.flags().empty());
  run.after(500, Skip{});
  run.after(500, Touched{.outside = true});
  CHECK(run.flags() == Flags{Flag::play});
}

TEST_CASE("Three fingers at once are told, two are not") {
  Run run(faces(3));
  run.after(500, Touched{.contacts = 2});
  run.after(2000, Choose{"4"});
  CHECK(run.flags().empty());
  run.after(500, Touched{.contacts = 3});
  CHECK(run.flags() == Flags{Flag::play});
}

TEST_CASE("Flags from the first moment stand before the run's own") {
  Run run(faces(3), {Flag::repeat, Flag::burst});
  for (int i = 0; i < 3; ++i) run.after(100, Choose{"5"});
  CHECK(run.flags() == Flags{Flag::speeding, Flag::straight_line, Flag::repeat, Flag::burst});
}

}  // namespace quality_test
}  // namespace afterword::kiosk
