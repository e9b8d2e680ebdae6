#include "kiosk/appliance/kiosk_settings.h"

#include <doctest/doctest.h>

#include "sync/base/core/files.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace kiosk_settings_test {

KioskSettings good(const std::string& text) {
  const auto read = read_settings(text, "kiosk.json");
  REQUIRE_MESSAGE(read, (read ? "" : read.error().text()));
  return *read;
}
std::string problems(const std::string& text) {
  const auto read = read_settings(text, "kiosk.json");
  REQUIRE_FALSE(read);
  CHECK(read.error().failure == Failure::invalid);
  return read.error().text();
}
bool names(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}
std::string document() {
  const auto text = read_file(AFTERWORD_SOURCE_DIR "/kiosk/SETTINGS.md", 1 << 20);
  REQUIRE(text);
  return *text;
}

TEST_CASE("An empty file says nothing, and that is fine") { CHECK(good("{}") == KioskSettings{}); }

TEST_CASE("The example of SETTINGS.md is read as it says") {
  const std::string text = document();
  const std::size_t from = text.find("```json") + 7;
  const KioskSettings read = good(text.substr(from, text.find("```", from) - from));
  CHECK(read.screen_diagonal_inches == 10.1);
  CHECK(read.lower_edge_mm == 900);
  CHECK(read.theme == "afterword");
  CHECK(read.opening_hours->days[4] == OpenSpan{540, 1440});
  CHECK(read.opening_hours->days[0] == OpenSpan{540, 1200});
  CHECK(read.keep_screen_on == true);
  CHECK(read.second_copy == "/srv/afterword-second/answers");
  CHECK(read.second_copy_slots == 1024);
  CHECK(read.reserve_mib == 8);
  CHECK(read.speech_keys == SpeechKeys{.read_aloud = 7, .repeat = 8});
}

TEST_CASE("Speech keys that are not named keep their own; two things never share one") {
  CHECK(good(R"({"speech_keys": {"louder": "F24"}})").speech_keys == SpeechKeys{.louder = 24});
  CHECK(good(R"({"speech_keys": {"read_aloud": "F2", "repeat": "F1"}})").speech_keys ==
        SpeechKeys{.read_aloud = 2, .repeat = 1});
  CHECK(names(problems(R"({"speech_keys": {"louder": "F1"}})"), "is F1, and so is read_aloud"));
  for (const char* wrong : {"F0", "F25", "f3", "7"}) {
    CAPTURE(wrong);
    CHECK(names(problems(R"({"speech_keys": {"louder": ")" + std::string(wrong) + R"("}})"),
                "no function key"));
  }
  CHECK(names(problems(R"({"speech_keys": {"lauder": "F5"}})"), "did you mean \"louder\""));
}

TEST_CASE("The table of SETTINGS.md names every setting, and no other") {
  const std::string text = document();
  std::vector<std::string> listed;
  for (std::size_t at = text.find("\n| `"); at != std::string::npos;
       at = text.find("\n| `", at + 1))
    listed.push_back(text.substr(at + 4, text.find('`', at + 4) - at - 4));
  CHECK(listed == settings_keys());
}

TEST_CASE("A key is known to the reader if and only if it is in the list") {
  for (const std::string& key : settings_keys()) {
    CAPTURE(key);
    const auto read = read_settings("{\"" + key + "\": null}", "x");
    const std::string words = read ? "" : read.error().text();
    CHECK_FALSE(names(words, "not a known field"));
  }
}

TEST_CASE("Every problem is named at once, an unknown name with the nearest known one") {
  const std::string words = problems(R"({
    "px_per_mm": 40, "lower_edge_mm": "high", "lower_egde_mm": 900, "double_strike_ms": -1,
    "theme": "../secret", "opening_hours": {"monday": "nine to five", "mondy": "09:00-10:00"}})");
  for (const char* part : {"/px_per_mm", "2 to 12", "/lower_edge_mm", "/lower_egde_mm",
                           "did you mean \"lower_edge_mm\"", "/double_strike_ms", "/theme",
                           "/opening_hours/monday", "did you mean \"monday\""}) {
    CAPTURE(part);
    CHECK(names(words, part));
  }
}

TEST_CASE("A second copy has a whole path, and a size that a disk can have") {
  CHECK(names(problems(R"({"second_copy": "copy"})"), "does not begin with /"));
  CHECK(names(problems(R"({"second_copy_slots": 15})"), "/second_copy_slots"));
  CHECK(names(problems(R"({"reserve_mib": 1025})"), "/reserve_mib"));
}

TEST_CASE("The size of a screen is said once") {
  CHECK(names(problems(R"({"px_per_mm": 4, "screen_diagonal_inches": 10})"), "keep one of them"));
}

TEST_CASE("What is no JSON is said with its line") {
  CHECK(names(problems("{\n  \"theme\": \n}"), "line 3"));
  CHECK(names(problems("[]"), "object"));
}

TEST_CASE("A file that must be there and is not is said; one that need not be says nothing") {
  const test::Scratch scratch;
  CHECK_FALSE(load_settings(scratch.file("none.json"), true));
  const auto none = load_settings(scratch.file("none.json"), false);
  REQUIRE(none);
  CHECK(*none == KioskSettings{});
}

TEST_CASE("What the shop says lies over what set-up measured") {
  const KioskSettings measured = good(R"({"px_per_mm": 5.9, "reduced_motion": true})");
  const KioskSettings told = good(R"({"screen_diagonal_inches": 21.5})");
  const KioskSettings both = laid_over(measured, told);
  CHECK_FALSE(both.px_per_mm.has_value());
  CHECK(both.screen_diagonal_inches == 21.5);
  CHECK(both.reduced_motion == true);
  CHECK(laid_over(measured, {}) == measured);
}

TEST_CASE("What set-up measured is kept beside whatever else the file says") {
  const test::Scratch scratch;
  const std::string file = scratch.file("kiosk.json");
  REQUIRE(save_density(file, 5.88412));
  CHECK(load_settings(file, true)->px_per_mm == 5.884);
  REQUIRE(write_file(file, R"({"screen_diagonal_inches": 8, "theme": "sea", "x_note": "till 3"})"));
  REQUIRE(save_density(file, 7));
  const auto read = load_settings(file, true);
  REQUIRE(read);
  CHECK(read->px_per_mm == 7);
  CHECK(read->theme == "sea");
  CHECK(names(*read_file(file, 4096), "till 3"));
}

TEST_CASE("Pixels to the millimetre: measured, or from the diagonal, or from the monitor") {
  CHECK(density(good(R"({"px_per_mm": 4})"), 1280, 800, 9) == doctest::Approx(4));
  CHECK(density(good(R"({"screen_diagonal_inches": 10.1})"), 1280, 800, 9) ==
        doctest::Approx(5.884).epsilon(0.001));
  CHECK(density({}, 1280, 800, 9) == doctest::Approx(9));
}

}  // namespace kiosk_settings_test
}  // namespace afterword::kiosk
